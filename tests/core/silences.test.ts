// Where a line has gaps: while nobody was heard.
import { expect, it } from 'vitest';
import type { Engine } from '#core/engine.ts';
import { answerSeries, withoutUnknown } from '#core/series.ts';
import { silences } from '#core/silences.ts';
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
const status = (minute: number, state: 'up' | 'down' | 'gap', source: string, fromMinute?: number) =>
  fact(
    'source.status',
    minute * MINUTE,
    { state, ...(fromMinute === undefined ? {} : { from: new Date(NOON + fromMinute * 60_000).toISOString() }) },
    { source },
  );

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
