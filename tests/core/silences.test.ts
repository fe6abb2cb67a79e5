// Where a line has gaps: while nobody was heard.
import { expect, it } from 'vitest';
import type { Engine } from '#core/engine.ts';
import { answerSeries, withoutUnknown } from '#core/series.ts';
import { silences } from '#core/silences.ts';
import { Lines } from '#core/view/lines.ts';
import { applyAll, fact, newEngine, NOON, visit } from '../support/engine.ts';

const MINUTE = 60;

/** Points of five minutes, from half an hour before noon to so many minutes after. */
function line(engine: Engine, metric: string, minutes: number): (number | null)[] {
  const toAt = NOON + minutes * 60_000;
  const work = answerSeries(engine, { metric, scope: {}, fromAt: NOON - 1_800_000, toAt, stepS: 300 });
  for (;;) {
    const { done, value } = work.next();
    if (!done) continue;
    if (!value.ok) throw new Error(value.problem.message);
    return withoutUnknown(value.value, silences(engine, toAt)).values;
  }
}
const status = (minute: number, state: 'up' | 'down' | 'gap', source: string, from?: number, to?: number) => {
  const told = (name: 'from' | 'to', at?: number) => (at === undefined ? {} : { [name]: iso(at) });
  return fact('source.status', minute * MINUTE, { state, ...told('from', from), ...told('to', to) }, { source });
};
/** minutes after noon */
const iso = (minute: number): string => new Date(NOON + minute * 60_000).toISOString();
const call = (name: string, minute: number, source: string) =>
  fact('contact.queued', minute * MINUTE, { contact: name, visit: name, queue: 'care' }, { source });

it('a line breaks while every source was down or in a gap, and not while one was heard', () => {
  const facts = [
    ...visit('a', 'care', -29 * MINUTE, -28 * MINUTE),
    status(-20, 'down', 'test'),
    status(-10, 'up', 'test'),
    status(5, 'gap', 'test', -5),
    status(10, 'down', 'test'),
  ];
  expect(line(applyAll(newEngine(), facts), 'offered', 20)).toEqual(
    [1, 0, null, null, 0, null, null, 0, null, null], // prettier-ignore
  );
  const second = [status(-29, 'up', 'other'), status(-15, 'down', 'other'), status(-12, 'up', 'other')];
  expect(line(applyAll(newEngine(), [...facts, ...second]), 'offered', 20)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

it('a line begins with the first word of a source, and nothing is told of a floor that nobody told of', () => {
  expect(line(newEngine(), 'offered', 0)).toEqual(Array(6).fill(null));
  const engine = applyAll(newEngine(), [call('a', -14, 'late')]);
  expect(line(engine, 'waiting', 0)).toEqual([null, null, null, 1, 1, 1]);
  // What comes of earlier is known from then on.
  engine.apply(call('b', -24, 'late'));
  expect(line(engine, 'waiting', 0)).toEqual([null, 1, 1, 2, 2, 2]);
});

it('who was heard of first later was silent before, too', () => {
  const facts = [
    call('a', -29, 'test'),
    status(-20, 'down', 'test'),
    status(-5, 'up', 'test'),
    call('b', -12, 'other'),
  ];
  expect(line(applyAll(newEngine(), facts), 'waiting', 0)).toEqual([1, 1, null, 2, 2, 2]);
});

it('a gap is as long as its source says, whenever it says so, and who was found to be down was so from then on', () => {
  const facts = [
    call('a', -29, 'test'),
    status(-10, 'down', 'test', -15),
    status(-5, 'up', 'test'),
    status(-1, 'gap', 'test', -25, -20),
  ];
  expect(line(applyAll(newEngine(), facts), 'waiting', 0)).toEqual([1, null, 1, null, null, 1]);
});

it('the line of a screen breaks where that of the API does', () => {
  const facts = [call('a', -29, 'test'), status(-20, 'down', 'test'), status(-10, 'up', 'test')];
  const engine = applyAll(newEngine(), facts);
  const lines = new Lines(engine, {}, [
    { key: 'line', metric: 'waiting', window: 'now', stepS: 300, spanS: 2400, isMargin: false },
  ]);
  const minutes = Object.entries(lines.upTo(NOON).line).map(([t, value]) => [(Number(t) - NOON / 1000) / 60, value]);
  expect(Object.fromEntries(minutes)).toEqual({ '-25': 1, '-20': 1, '-5': 1, '0': 1 });
});
