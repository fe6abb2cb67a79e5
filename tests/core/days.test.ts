// Days that are not 24 hours long, midnight, and a day with a hole in it.
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { answerMetrics } from '#core/answers.ts';
import type { Engine } from '#core/engine.ts';
import { parseScope } from '#core/scope.ts';
import { answerSeries } from '#core/series.ts';
import { applyAll, fact, newEngine, NOON } from '../support/engine.ts';

const HOUR_S = 3600;
const ZONES = { berlin: 'Europe/Berlin', newyork: 'America/New_York' };
type Site = keyof typeof ZONES;

const at = (local: string, zone: string): number => Temporal.ZonedDateTime.from(`${local}[${zone}]`).epochMilliseconds;

/** A visit a minute, from the local midnight before the day until the one after the next, answered after 7 s. */
function floorOf(site: Site, day: string): Engine {
  const zone = ZONES[site];
  const from = at(`${day}T00:00`, zone) - 24 * HOUR_S * 1000;
  const facts = Array.from({ length: 4 * 24 * 60 }, (_, i) => {
    const ids = { contact: `${site}${i}`, visit: `${site}/${i}` };
    const seconds = (from - NOON) / 1000 + 60 * i;
    return [
      fact('contact.queued', seconds, { ...ids, queue: `${site}-queue`, site }),
      fact('contact.answered', seconds + 7, { ...ids, agent: 'ann' }),
    ];
  });
  const sites = [
    { id: 'berlin', zone: ZONES.berlin },
    { id: 'newyork', zone: ZONES.newyork },
  ];
  return applyAll(newEngine({ zone: 'UTC', sites }), facts.flat());
}

function today(engine: Engine, scopeText: string, instant: number): { from: string; answered: number | null } {
  const scope = parseScope(scopeText);
  if (!scope.ok) throw new Error(scope.problem.message);
  const { from, metrics } = answerMetrics(engine, scopeText, scope.value, 'today', instant);
  return { from, answered: metrics.answered.value };
}

describe('today', () => {
  it.each([
    ['berlin', '2026-03-29', 23],
    ['berlin', '2026-10-25', 25],
    ['berlin', '2026-11-18', 24],
    ['newyork', '2026-03-08', 23],
    ['newyork', '2026-11-01', 25],
  ] as const)('of %s on %s has %d hours, by the clock of the site', (site, day, hours) => {
    const engine = floorOf(site, day);
    const zone = ZONES[site];
    const midnight = at(`${day}T00:00`, zone);
    const next = Temporal.PlainDate.from(day).add({ days: 1 }).toString();
    const end = at(`${next}T00:00`, zone);
    expect(end - midnight).toBe(hours * HOUR_S * 1000);
    const last = today(engine, `site:${site}`, end - 1);
    expect(last).toEqual({ from: new Date(midnight).toISOString(), answered: hours * 60 });
  });

  it('begins anew at midnight: half-open, to the millisecond', () => {
    const engine = floorOf('berlin', '2026-11-18');
    const midnight = at('2026-11-18T00:00', ZONES.berlin);
    const answered = (instant: number) => today(engine, 'site:berlin', instant).answered;
    expect(answered(midnight - 1)).toBe(24 * 60);
    // At the stroke the new day has seen nothing; the visit of midnight is answered 7 s later.
    expect([midnight, midnight + 7000, midnight + 7001].map(answered)).toEqual([0, 0, 1]);
  });

  it('of everything goes by the clock of the operator', () => {
    const engine = floorOf('newyork', '2026-11-18');
    expect(today(engine, 'all', at('2026-11-18T12:00', 'UTC')).from).toBe('2026-11-18T00:00:00.000Z');
  });
});

describe('the interval', () => {
  it('begins on the half hour of the wall clock, also in zones a quarter off, and has the one before beside it', () => {
    const engine = newEngine({ sites: [{ id: 'kathmandu', zone: 'Asia/Kathmandu' }] });
    const instant = at('2026-11-22T12:41', 'Asia/Kathmandu');
    const scope = { site: 'kathmandu' };
    const { from, previous } = answerMetrics(engine, 'site:kathmandu', scope, 'interval', instant);
    expect(Date.parse(from)).toBe(at('2026-11-22T12:30', 'Asia/Kathmandu'));
    expect(Date.parse(previous?.from ?? '')).toBe(at('2026-11-22T12:00', 'Asia/Kathmandu'));
    expect(previous?.to).toBe(from);
  });
});

describe('a day with a two-hour gap in one source', () => {
  const GAP = { from: 10 * HOUR_S, to: 12 * HOUR_S };
  /** seconds from the day's begin */
  const inGap = (s: number) => s >= GAP.from && s < GAP.to;
  const day = (source: string, hasGap: boolean) =>
    Array.from({ length: 24 * 60 }, (_, i) => 60 * i)
      .filter((s) => !(hasGap && inGap(s)))
      .flatMap((s) => {
        const ids = { contact: `${source}${s}`, visit: `${source}/${s}` };
        return [
          fact('contact.queued', s, { ...ids, queue: `${source}-queue` }, { source }),
          fact('contact.answered', s + 9, { ...ids, agent: 'ann' }, { source }),
        ];
      });
  const gap = fact(
    'source.status',
    GAP.to,
    {
      state: 'gap',
      from: new Date(NOON + GAP.from * 1000).toISOString(),
      to: new Date(NOON + GAP.to * 1000).toISOString(),
    },
    { source: 'pbx2' },
  );
  const engine = applyAll(newEngine(), [...day('pbx1', false), ...day('pbx2', true), gap]);

  const hourly = (queue: string) => {
    const scope = { queue };
    const work = answerSeries(engine, {
      metric: 'asa',
      scope,
      fromAt: NOON,
      toAt: NOON + 24 * HOUR_S * 1000,
      stepS: HOUR_S,
    });
    for (;;) {
      const step = work.next();
      if (step.done) return step.value.ok ? step.value.value.values : [];
    }
  };

  it('is a gap in its line, and in no other', () => {
    const holes = hourly('pbx2-queue').flatMap((value, hour) => (value === null ? [hour] : []));
    expect(holes).toEqual([10, 11]);
    expect(hourly('pbx1-queue')).toEqual(Array.from({ length: 24 }, () => 9));
  });

  it('stands in the health of its source, and of no other', () => {
    const state = (source: string) => engine.floor.sources.get(source)?.statuses.before(NOON + 13 * HOUR_S * 1000);
    expect(state('pbx2')).toMatchObject({ state: 'gap', sinceAt: NOON + GAP.from * 1000 });
    expect(state('pbx1')).toBe(undefined);
  });
});
