// The list behind a number holds what the number counts, no more and no less.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerBehind, kindBehind, KINDS, type BehindRow, type Kind } from '#core/behind.ts';
import type { Engine } from '#core/engine.ts';
import { readMetrics } from '#core/readings.ts';
import { applyAll, fact, METRICS, newEngine, NOON, visit } from '../support/engine.ts';
import { factsOf, generatedFloor } from '../support/generated-floor.ts';

const HOUR_MS = 3_600_000;
const SPAN = { fromAt: NOON - 4 * HOUR_MS, toAt: NOON + HOUR_MS };

/** All pages. */
function list(
  engine: Engine,
  kind: Kind,
  { outcome, limit = 7, span = SPAN }: { outcome?: string; limit?: number; span?: typeof SPAN } = {},
): BehindRow[] {
  const rows: BehindRow[] = [];
  for (let cursor: string | undefined; ;) {
    const page = answerBehind(engine, {
      scope: {},
      span,
      kind,
      limit,
      ...(outcome && { outcome }),
      ...(cursor && { cursor }),
    });
    if (!page.ok) throw new Error(page.problem.message);
    expect(page.value.rows.length).toBeLessThanOrEqual(limit);
    rows.push(...page.value.rows);
    if (page.value.next === null) return rows;
    cursor = page.value.next;
  }
}

describe('what lies behind a number', () => {
  it('is as many as the number counts, page by page, whatever the floor', () => {
    fc.assert(
      fc.property(generatedFloor, (made) => {
        const engine = applyAll(newEngine(), factsOf(made));
        const { offered, answered, waiting, aht, csat, fcr, ...others } = readMetrics(engine, {}, SPAN);
        expect(list(engine, 'visits')).toHaveLength(offered.value ?? NaN);
        expect(list(engine, 'visits', { outcome: 'answered' })).toHaveLength(answered.value ?? NaN);
        expect(list(engine, 'waiting')).toHaveLength(waiting.value ?? NaN);
        expect(list(engine, 'talks')).toHaveLength(aht.counts.handled);
        expect(list(engine, 'responses', { outcome: 'csat' })).toHaveLength(csat.counts.n);
        expect(list(engine, 'contacts')).toHaveLength(fcr.counts.contacts + fcr.counts.unknown);
        const { resolved, handedOver, left } = others['assistant.deflection'].counts;
        expect(list(engine, 'sessions')).toHaveLength(resolved + handedOver + left);
        const { won, lost, open, reversed } = others['sales.count'].counts;
        expect(list(engine, 'sales')).toHaveLength(won + lost + open + reversed);
      }),
      { numRuns: 40 },
    );
  });

  it.each([...METRICS].filter(([, { unit, outcome }]) => outcome !== undefined && unit === 'count'))(
    'of %s is as long as the number says',
    (key, metric) => {
      fc.assert(
        fc.property(generatedFloor, (made) => {
          const engine = applyAll(newEngine(), factsOf(made));
          const behind = list(engine, kindBehind(metric) as Kind, { outcome: metric.outcome as string });
          expect(behind).toHaveLength(readMetrics(engine, {}, SPAN)[key].value ?? NaN);
        }),
        { numRuns: 20 },
      );
    },
  );

  it('holds every kind of thing of which a number counts one outcome only to that one', () => {
    const outcomes = ['sales.count', 'sales.revenue', 'assistant.recontact'].map((key) => METRICS.get(key)?.outcome);
    expect(outcomes).toEqual(['won', 'won', 'resolved']);
  });

  it('adds up to the number: the waits of the answered are the average', () => {
    const engine = applyAll(newEngine(), [
      ...visit('a', 'care', 0, 10),
      ...visit('b', 'care', 5, 45),
      ...visit('c', 'care', 6, 9, 'abandoned'),
    ]);
    const rows = list(engine, 'visits', { outcome: 'answered' });
    const { asa } = readMetrics(engine, {}, SPAN);
    expect(rows.reduce((sum, row) => sum + Number(row.waitS), 0) / rows.length).toBe(asa.value);
    expect(rows.map(({ visit, withinT }) => [visit, withinT])).toEqual([
      ['b', false],
      ['a', true],
    ]);
  });

  it('shows a sale as it stood at the instant asked for', () => {
    const sale = (rev: number, outcome: 'won' | 'reversed') => ({
      sale: 's',
      rev,
      outcome,
      amount: 100,
      currency: 'RUB',
    });
    const engine = applyAll(newEngine(), [
      fact('sale.recorded', 0, sale(0, 'won')),
      fact('sale.recorded', 600, sale(1, 'reversed')),
    ]);
    const at = (minutes: number) => list(engine, 'sales', { span: { fromAt: NOON, toAt: NOON + minutes * 60_000 } });
    expect([5, 15].map((minutes) => at(minutes).map(({ outcome }) => outcome))).toEqual([['won'], ['reversed']]);
  });

  it('takes no cursor of another list', () => {
    const page = answerBehind(newEngine(), { scope: {}, span: SPAN, kind: 'visits', limit: 1, cursor: 'nonsense' });
    expect(page.ok ? '' : page.problem.message).toBe(
      'cursor is none of this list; use "next" of the page before as it is.',
    );
  });

  it('is known for every metric that counts what can be listed', () => {
    const without = [...METRICS].filter(([, metric]) => kindBehind(metric) === null).map(([key]) => key);
    expect(without.filter((key) => !/^(agents|stream|slots|callbacks|staff)\.|^occupancy$/.test(key))).toEqual([]);
    expect(Object.keys(KINDS)).toContain(kindBehind(METRICS.get('nps') as never));
  });
});
