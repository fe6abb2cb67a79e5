// What holds for every metric there is, found by folder: order and parts don't matter, and a value is what its unit says.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Engine } from '#core/engine.ts';
import { subjectsOf, type Subject } from '#core/metric.ts';
import type { Reading, Unit } from '#core/reading.ts';
import { readMetrics } from '#core/readings.ts';
import { parseScope, type Scope } from '#core/scope.ts';
import type { Tally } from '#core/tally.ts';
import { applyAll, METRICS, newEngine, NOON, read } from '../support/engine.ts';
import { factsOf, generatedFloor as floor, QUEUES, shuffled, SITES, TEAMS } from '../support/generated-floor.ts';

const HOUR_S = 3600;
const WINDOWS = ['now', '5m', '60m', 'interval', 'today', '24h'] as const;
const SCOPES = ['all', 'site:north', 'team:red', 'queue:sales', 'channel:phone', 'site:south,queue:tariffs'];
const instant = fc.integer({ min: -3 * HOUR_S, max: 0 });

const LIMITS: Record<Unit, [least: number, most: number]> = {
  s: [0, Infinity],
  ratio: [0, 1],
  count: [0, Infinity],
  score: [-100, 100],
  people: [-Infinity, Infinity],
  money: [-Infinity, Infinity],
  perMinute: [0, Infinity],
  perAgent: [0, Infinity],
};

const all = (engine: Engine, at = 0): Record<string, Reading>[] =>
  SCOPES.flatMap((scope) => WINDOWS.map((window) => read(engine, at, window, scope)));
const keysOver = (subject: Subject): string[] =>
  [...METRICS].filter(([, metric]) => subjectsOf(metric).join() === subject).map(([key]) => key);

it('every metric: the same facts in any order, some of them twice, give the same reading', () => {
  fc.assert(
    fc.property(floor, fc.infiniteStream(fc.nat()), (made, numbers) => {
      const facts = factsOf(made);
      const next = () => numbers.next().value as number;
      const again = facts.filter(() => next() % 3 === 0);
      const inDisorder = applyAll(newEngine(), shuffled([...facts, ...again], next));
      expect(all(inDisorder)).toEqual(all(applyAll(newEngine(), facts)));
    }),
    { numRuns: 60 },
  );
});

it('every metric: history at an instant is what an engine says that knows only what happened before it', () => {
  fc.assert(
    fc.property(floor, instant, (made, at) => {
      const facts = factsOf(made);
      const then = facts.filter(({ eventAt }) => eventAt < NOON + at * 1000);
      // What a queue's channel is would be learned from its visits, and is no fact of an instant.
      const queues = QUEUES.map((id) => ({ id, channel: 'phone' as const }));
      const history = all(applyAll(newEngine({ queues }), facts), at);
      expect(history).toEqual(all(applyAll(newEngine({ queues }), then), at));
    }),
    { numRuns: 60 },
  );
});

it('every metric: numbers read between facts, so that parts are kept and dropped again, are the same at the end', () => {
  fc.assert(
    fc.property(floor, fc.infiniteStream(fc.nat()), (made, numbers) => {
      const facts = shuffled(factsOf(made), () => numbers.next().value as number);
      const engine = newEngine();
      facts.forEach((one, i) => {
        engine.apply(one);
        if (i % 10 === 0) readMetrics(engine, {}, { fromAt: NOON - 4 * HOUR_S * 1000, toAt: NOON + HOUR_S * 1000 });
      });
      expect(all(engine)).toEqual(all(applyAll(newEngine(), facts)));
    }),
    { numRuns: 40 },
  );
});

const scopeOf = (text: string): Scope => {
  const parsed = parseScope(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
};

/** Of these nobody is counted in two sites, teams or queues; the rest is of nobody's. */
const ADDED: Record<string, { kind: string; ids: string[]; subjects: Subject[] }> = {
  queues: { kind: 'queue', ids: QUEUES, subjects: ['visits', 'arrivals', 'talks', 'wraps', 'waiting', 'callbacks'] },
  sites: { kind: 'site', ids: SITES, subjects: ['agents', 'agenttime'] },
  teams: { kind: 'team', ids: TEAMS, subjects: ['agents', 'agenttime'] },
  channels: { kind: 'channel', ids: ['phone', 'appchat'], subjects: ['sessions', 'ended'] },
};

it.each(Object.entries(ADDED))('counts of all %s add up to the whole', (_, { kind, ids, subjects }) => {
  fc.assert(
    fc.property(floor, (made) => {
      const engine = applyAll(newEngine(), factsOf(made));
      const span = { fromAt: NOON - 4 * HOUR_S * 1000, toAt: NOON + HOUR_S * 1000 };
      for (const subject of subjects) {
        const whole = engine.total(subject, span, {});
        const parts = engine.total(subject, span, scopeOf(`${kind}:${ids[0]}`));
        for (const id of ids.slice(1)) parts.merge(engine.total(subject, span, scopeOf(`${kind}:${id}`)));
        for (const counter of engine.plan(subject).sums)
          expect(parts.sum(counter), `${subject} ${String(counter.of)}`).toBe(whole.sum(counter));
      }
    }),
    { numRuns: 40 },
  );
});

it('merging counts is associative and does not know an order', () => {
  fc.assert(
    fc.property(floor, fc.infiniteStream(fc.nat()), (made, numbers) => {
      const engine = applyAll(newEngine(), factsOf(made));
      const parts = Array.from({ length: 8 }, (_, i) => ({
        fromAt: NOON - (4 - i / 2) * HOUR_S * 1000,
        toAt: NOON - (4 - (i + 1) / 2) * HOUR_S * 1000,
      }));
      const asOf = NOON + HOUR_S * 1000;
      const tally = (i: number) => engine.total('visits', parts[i], {}, asOf);
      const merged = (order: number[], split: number) => {
        const [first, second] = [order.slice(0, split), order.slice(split)].map((some) => {
          const sum = engine.total('visits', { fromAt: 0, toAt: 0 }, {});
          for (const i of some) sum.merge(tally(i));
          return sum;
        });
        first.merge(second);
        return keysOver('visits').map((key) => engine.read(key, { visits: first }, {}, { fromAt: 0, toAt: asOf }));
      };
      const order = [0, 1, 2, 3, 4, 5, 6, 7];
      const other = shuffled(order, () => numbers.next().value as number);
      expect(merged(other, 3)).toEqual(merged(order, 5));
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
      const bySpan = engine.total('visits', { fromAt, toAt: cutAt }, {}, toAt);
      bySpan.merge(engine.total('visits', { fromAt: cutAt, toAt }, {}));
      for (const key of keysOver('visits')) {
        const read = (visits: Tally) => engine.read(key, { visits }, {}, { fromAt, toAt });
        expect(read(byQueue), key).toEqual(read(whole));
        expect(read(bySpan), key).toEqual(read(whole));
      }
    }),
    { numRuns: 60 },
  );
});

describe('every metric', () => {
  /** by metric: how many values were looked at */
  const told = new Map<string, number>();

  /** What is wrong with a reading, in sentences. */
  function wrongOf(key: string, { value, unit, counts, margin, low, high, variants }: Reading): string[] {
    const [least, most] = LIMITS[unit];
    const values = [value, low ?? null, high ?? null, ...Object.values(variants ?? {})].filter((one) => one !== null);
    told.set(key, (told.get(key) ?? 0) + values.length);
    const wrong = values.filter(
      (one) =>
        !(one >= least && one <= most) ||
        ((unit === 'count' || unit === 'people') && !Number.isFinite(one)) ||
        (unit === 'count' && !Number.isInteger(one)),
    );
    const below = Object.entries({ ...counts, ...(margin !== undefined && { margin }) }).filter(([, n]) => !(n >= 0));
    return [
      ...wrong.map((one) => `${key} is ${one}, and its unit ${unit}`),
      ...below.map(([name, n]) => `${name} of ${key} is ${n}`),
    ];
  }

  it('is null or within the limits of its unit, with counts of things, and survives JSON', () => {
    // Each floor is counted once for all metrics: to count it is what takes time.
    fc.assert(
      fc.property(floor, (made) => {
        const engine = applyAll(newEngine(), factsOf(made));
        const readings = all(engine);
        expect(readings.flatMap((some) => Object.entries(some).flatMap(([key, one]) => wrongOf(key, one)))).toEqual([]);
        expect(JSON.parse(JSON.stringify(readings))).toEqual(readings);
      }),
      { numRuns: 100 },
    );
  });

  it.each([...METRICS.keys()])('%s: some floor has a value of it', (key) => {
    expect(told.get(key)).toBeGreaterThan(0);
  });
});
