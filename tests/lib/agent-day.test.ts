// A person's day as it is drawn, and how the API is asked for what the desk draws of days.
import { describe, expect, it } from 'vitest';
import type { AgentDay, DayState, DayTalk } from '#core/agent-day.ts';
import { hoursShown, laneTalks, spansOf, timeInStates } from '#lib/desk/day/day-spans.ts';
import { askKnown, askKnownFrom, knownOnly } from '#lib/live/known-from.ts';
import { Latest } from '#lib/desk/day/latest.ts';
import type { SeriesQuestion } from '#lib/live/ask-series.ts';

const at = (clock: string): string => `2026-11-26T${clock}:00.000Z`;

function day(states: [string, DayState['state'], string | null][], talks: [string, string | null][] = []): AgentDay {
  const talk = ([from, to]: [string, string | null], i: number): DayTalk => ({
    ...{ contact: `c${i}`, visit: `v${i}`, queue: 'care', channel: 'phone' },
    ...{ from: at(from), to: to && at(to) },
  });
  return {
    ...{ agent: 'ann', name: 'Ann', site: '', team: '', day: '2026-11-26', zone: 'UTC' },
    ...{ from: at('00:00'), to: '2026-11-27T00:00:00.000Z', asOf: at('15:00') },
    states: states.map(([from, state, to]) => ({ state, reason: '', from: at(from), to: to && at(to) })),
    talks: talks.map(talk),
  };
}
const clock = (instant: number): string => new Date(instant).toISOString().slice(11, 16);

describe('the hours of a day that are drawn', () => {
  const hours = (one: AgentDay): string => {
    const { fromAt, toAt } = hoursShown(one);
    return `${clock(fromAt)} – ${clock(toAt)}`;
  };

  it('are the full ones around what was worked, eight at least, and never outside of the day', () => {
    expect(
      hours(
        day([
          ['07:40', 'available', '18:10'],
          ['18:10', 'offline', null],
        ]),
      ),
    ).toBe('07:00 – 19:00');
    expect(hours(day([['14:20', 'contact', null]]))).toBe('14:00 – 22:00');
    expect(hours(day([['21:30', 'contact', '22:00']]))).toBe('16:00 – 00:00');
    expect(hours(day([['00:00', 'offline', null]]))).toBe('00:00 – 00:00');
  });
});

describe('time in states', () => {
  it('goes on to the moment that is shown, and does not count who is away', () => {
    const one = day([
      ['08:00', 'available', '09:00'],
      ['09:00', 'offline', '10:00'],
      ['10:00', 'contact', '11:30'],
      ['11:30', 'available', null],
    ]);
    expect(timeInStates(one)).toEqual([
      { state: 'available', seconds: 4.5 * 3600, times: 2 },
      { state: 'contact', seconds: 1.5 * 3600, times: 1 },
    ]);
    expect(spansOf(one.states, one).map(({ goesOn }) => goesOn)).toEqual([false, false, false, true]);
  });
});

describe('talks', () => {
  const lanes = (one: AgentDay): string[] =>
    laneTalks(one).map(({ fromAt, toAt, lane }) => `${clock(fromAt)} – ${clock(toAt)} ${lane}`);

  it('lie side by side where they overlap', () => {
    const talks: [string, string | null][] = [
      ['09:00', '09:30'],
      ['09:10', '09:20'],
      ['09:20', '09:40'],
      ['09:30', '09:50'],
    ];
    expect(lanes(day([['08:00', 'contact', null]], talks))).toEqual([
      '09:00 – 09:30 0',
      '09:10 – 09:20 1',
      '09:20 – 09:40 1',
      '09:30 – 09:50 0',
    ]);
  });

  it('without an end are drawn as far as the state in which they began', () => {
    const states: [string, DayState['state'], string | null][] = [
      ['08:00', 'contact', '08:30'],
      ['08:30', 'wrapup', '14:00'],
      ['14:00', 'contact', null],
    ];
    const one = day(states, [
      ['08:10', null],
      ['14:10', null],
    ]);
    expect(lanes(one)).toEqual(['08:10 – 08:30 0', '14:10 – 15:00 0']);
  });
});

describe('from when on something is known', () => {
  const NOW = Date.UTC(2026, 10, 26, 12);
  const first = NOW - 50 * 3_600_000;

  it('is looked for by days, then in the first of them; before it nothing is 0', async () => {
    const asked: SeriesQuestion[] = [];
    const known = await askKnownFrom(
      (question) => {
        asked.push(question);
        const times: number[] = [];
        for (let t = question.fromAt / 1000 + question.stepS; t <= question.toAt / 1000; t += question.stepS)
          times.push(t);
        return Promise.resolve({ times, values: times.map((t) => (t * 1000 > first ? 3 : 0)) });
      },
      'queue:care',
      NOW,
    );
    expect(known).toBe(first);
    expect(asked.map(({ stepS, scope }) => [stepS, scope])).toEqual([
      [86_400, 'queue:care'],
      [300, 'queue:care'],
    ]);
    const hours = [first - 3_600_000, first, first + 3_600_000].map((one) => one / 1000);
    expect(knownOnly({ times: hours, values: [0, 0, 0] }, known).values).toEqual([null, null, 0]);
  });

  it('is never where nothing came in', async () => {
    expect(await askKnownFrom(() => Promise.resolve({ times: [1, 2], values: [0, null] }), 'all', NOW)).toBeNull();
    expect(knownOnly({ times: [1], values: [0] }, null).values).toEqual([null]);
  });
});

describe('a metric over past days', () => {
  const HOUR_S = 3600;
  const NOW_S = Date.UTC(2026, 10, 26, 12) / 1000;
  const question = {
    metric: 'x',
    scope: 'all',
    fromAt: (NOW_S - 6 * HOUR_S) * 1000,
    toAt: NOW_S * 1000,
    stepS: HOUR_S,
  };

  /** @param since hours before now from which contacts came in @param values of the last hours */
  const known = async (since: number | null, values: (number | null)[]): Promise<(number | null)[]> => {
    const { values: told } = await askKnown((asked) => {
      const times: number[] = [];
      for (let t = asked.fromAt / 1000 + asked.stepS; t <= asked.toAt / 1000; t += asked.stepS) times.push(t);
      const came = (t: number): number => (since !== null && t > NOW_S - since * HOUR_S ? 7 : 0);
      return Promise.resolve({ times, values: asked.metric === 'x' ? values : times.map(came) });
    }, question);
    return told;
  };

  it('has gaps, not nothing, before the first contact that is known', async () => {
    expect(await known(3, [0, 0, 0, 0, 2, 0])).toEqual([null, null, null, 0, 2, 0]);
    expect(await known(900, [0, 0, 0, 0, 2, 0])).toEqual([0, 0, 0, 0, 2, 0]);
    expect(await known(null, [0, 0, null, 0, 0, 0])).toEqual([null, null, null, null, null, null]);
  });

  it('is known from its own first number where that was before any contact', async () => {
    expect(await known(1, [0, null, 4, 0, 2, 0])).toEqual([null, null, 4, 0, 2, 0]);
    expect(await known(null, [0, 0, 0, 0, 0.5, 0])).toEqual([null, null, null, null, 0.5, 0]);
  });
});

describe('who asks for the newest', () => {
  it('leaves out what was wanted meanwhile, tells of what failed, and nothing when it has stopped', async () => {
    const waiting: { question: number; answer: (text: string) => void; fail: (error: Error) => void }[] = [];
    const told: string[] = [];
    const latest = new Latest<number, string>(
      (question) => new Promise((answer, fail) => waiting.push({ question, answer, fail })),
      (answer) => told.push(answer),
      (problem) => told.push(`failed: ${problem}`),
    );
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    for (const question of [1, 2, 3]) latest.want(question);
    waiting[0].answer('one');
    await turn();
    expect(waiting.map(({ question }) => question)).toEqual([1, 3]);
    waiting[1].fail(new Error('away'));
    await turn();
    latest.want(4);
    latest.stop();
    waiting[2].answer('four');
    await turn();
    expect(told).toEqual(['one', 'failed: away']);
  });
});
