// What holds for every metric there is, found by folder: order and parts don't matter, and a value is what its unit says.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine, WindowSubject } from '#core/engine.ts';
import type { Fact } from '#core/event.ts';
import type { Reading, Unit } from '#core/reading.ts';
import { METRICS, applyAll, fact, newEngine, NOON, read, visit } from '../support/engine.ts';

const HOUR_S = 3600;
const QUEUES = ['sales', 'tariffs', '__proto__'];
const REASONS = ['abandoned', 'timeout', 'callback', 'overflowed', 'unknown'] as const;
const OUTCOMES = ['resolved', 'handed_over', 'left'] as const;
const STATES = ['available', 'contact', 'break', 'wrapup', 'missed', 'ringing', 'offline'] as const;
const WINDOWS = ['now', '5m', '60m', 'today', '24h'] as const;

const instant = fc.integer({ min: -3 * HOUR_S, max: 0 });
const wait = fc.integer({ min: 0, max: 600 });
const queue = fc.constantFrom(...QUEUES);

/** A few hours of a floor: visits in every way they end or don't, sessions, responses, agents. */
const floor = fc.record({
  visits: fc.array(fc.tuple(queue, instant, wait, fc.option(fc.constantFrom(...REASONS)), fc.boolean()), {
    maxLength: 60,
  }),
  sessions: fc.array(fc.tuple(instant, fc.constantFrom(...OUTCOMES), fc.boolean()), {
    maxLength: 20,
  }),
  scores: fc.array(fc.tuple(instant, fc.integer({ min: 0, max: 10 })), { maxLength: 40 }),
  states: fc.array(fc.tuple(instant, fc.integer({ min: 0, max: 9 }), fc.constantFrom(...STATES)), { maxLength: 40 }),
});

function factsOf({ visits, sessions, scores, states }: typeof floor extends fc.Arbitrary<infer F> ? F : never): Fact[] {
  return [
    ...visits.flatMap(([name, from, waitS, reason, open], i) =>
      visit(`v${i}`, name, from, from + waitS, reason ?? undefined).slice(0, open ? 1 : 2),
    ),
    ...sessions.flatMap(([at, outcome, direct_request], i) => [
      fact('contact.started', at - 30, { contact: `s${i}`, channel: 'appchat', direction: 'in', handler: 'assistant' }),
      fact('assistant.ended', at, { contact: `s${i}`, outcome, direct_request }),
    ]),
    ...scores.map(([at, score], i) =>
      fact('survey.answered', at, { survey: 's', response: `r${i}`, metric: 'nps', score }),
    ),
    ...states.map(([at, n, state]) => fact('agent.state', at, { agent: `a${n}`, state, queues: [QUEUES[n % 3]] })),
  ];
}

const LIMITS: Record<Unit, [least: number, most: number]> = {
  s: [0, Infinity],
  ratio: [0, 1],
  count: [0, Infinity],
  score: [-100, 100],
};

const all = (engine: Engine): Record<string, Reading>[] => WINDOWS.map((window) => read(engine, 0, window));
const keysOver = (subject: WindowSubject): string[] =>
  [...METRICS].filter(([, { over }]) => over === subject).map(([key]) => key);

it('every metric: the same facts in any order give the same reading', () => {
  fc.assert(
    fc.property(floor, fc.infiniteStream(fc.nat()), (made, numbers) => {
      const facts = factsOf(made);
      const shuffled = facts.map((one) => ({ one, by: numbers.next().value as number })).sort((a, b) => a.by - b.by);
      const inOrder = applyAll(newEngine(), facts);
      const inDisorder = applyAll(
        newEngine(),
        shuffled.map(({ one }) => one),
      );
      expect(all(inDisorder)).toEqual(all(inOrder));
    }),
    { numRuns: 60 },
  );
});

it('every metric: facts told twice change nothing', () => {
  fc.assert(
    fc.property(floor, (made) => {
      const facts = factsOf(made);
      expect(all(applyAll(newEngine(), [...facts, ...facts]))).toEqual(all(applyAll(newEngine(), facts)));
    }),
    { numRuns: 30 },
  );
});

it('every metric over visits: queues and spans add up to the whole, quantiles too', () => {
  fc.assert(
    fc.property(floor, instant, fc.integer({ min: 0, max: 59_999 }), (made, cutS, cutMs) => {
      const engine = applyAll(newEngine(), factsOf(made));
      const [fromAt, toAt, cutAt] = [NOON - 4 * HOUR_S * 1000, NOON + HOUR_S * 1000, NOON + cutS * 1000 + cutMs];
      const whole = engine.total('visits', { fromAt, toAt }, {});
      const byQueue = engine.total('visits', { fromAt: 0, toAt: 0 }, {});
      for (const tally of engine.byQueue('visits', { fromAt, toAt }, {}).values()) byQueue.merge(tally);
      const bySpan = engine.total('visits', { fromAt, toAt: cutAt }, {});
      bySpan.merge(engine.total('visits', { fromAt: cutAt, toAt }, {}));
      for (const key of keysOver('visits')) {
        expect(engine.read(key, byQueue), key).toEqual(engine.read(key, whole));
        expect(engine.read(key, bySpan), key).toEqual(engine.read(key, whole));
      }
    }),
    { numRuns: 60 },
  );
});

describe.each([...METRICS.keys()])('metric %s', (key) => {
  it('is null or within the limits of its unit, with counts of things, and survives JSON', () => {
    let told = 0;
    fc.assert(
      fc.property(floor, (made) => {
        const engine = applyAll(newEngine(), factsOf(made));
        for (const readings of all(engine)) {
          const reading = readings[key] as Reading | undefined;
          if (!reading) continue;
          const { value, unit, counts, margin, low, high, variants } = reading;
          const [least, most] = LIMITS[unit];
          for (const number of [value, low ?? null, high ?? null, ...Object.values(variants ?? {})]) {
            if (number === null) continue;
            told++;
            expect(number).toBeGreaterThanOrEqual(least);
            expect(number).toBeLessThanOrEqual(most);
            if (unit === 'count') expect(Number.isInteger(number)).toBe(true);
          }
          for (const [name, count] of Object.entries(counts)) expect(count, name).toBeGreaterThanOrEqual(0);
          if (margin !== undefined) expect(margin).toBeGreaterThanOrEqual(0);
          expect(JSON.parse(JSON.stringify(reading))).toEqual(reading);
        }
      }),
      { numRuns: 40 },
    );
    expect(told).toBeGreaterThan(0);
  });
});
