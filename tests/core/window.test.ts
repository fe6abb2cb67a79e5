import { describe, expect, it } from 'vitest';
import { parseScope } from '#core/scope.ts';
import { Sketch } from '#core/sketch.ts';
import { parseWindow, spanOf } from '#core/window.ts';

const HOUR_MS = 3_600_000;
const at = (iso: string) => Date.parse(iso);

describe('today', () => {
  it.each([
    ['a day of 23 hours', 'Europe/Berlin', '2026-03-29T23:59:59+02:00', '2026-03-29T00:00:00+01:00'],
    ['a day of 25 hours', 'Europe/Berlin', '2026-10-25T23:59:59+01:00', '2026-10-25T00:00:00+02:00'],
    ['a day that begins at one', 'America/Asuncion', '2023-10-01T12:00:00-03:00', '2023-10-01T01:00:00-03:00'],
    ['a zone without change', 'Europe/Moscow', '2026-11-22T00:00:00+03:00', '2026-11-22T00:00:00+03:00'],
  ])('%s begins where its zone says', (_, zone, now, from) => {
    expect(spanOf('today', at(now), zone)).toEqual({ fromAt: at(from), toAt: at(now) });
  });

  it('is asked for in two zones in turn', () => {
    const now = at('2026-11-22T22:00:00Z');
    const begins = ['Europe/Moscow', 'UTC', 'Europe/Moscow'].map((zone) => spanOf('today', now, zone).fromAt);
    expect(begins).toEqual([
      at('2026-11-23T00:00:00+03:00'),
      at('2026-11-22T00:00:00Z'),
      at('2026-11-23T00:00:00+03:00'),
    ]);
  });
});

describe('windows', () => {
  it('slide back from their instant', () => {
    const now = at('2026-11-22T12:34:56.789Z');
    expect(spanOf('60m', now, 'UTC')).toEqual({ fromAt: now - HOUR_MS, toAt: now });
    expect(spanOf('interval', now, 'UTC').fromAt).toBe(at('2026-11-22T12:30:00Z'));
    expect(spanOf('now', now, 'UTC')).toEqual({ fromAt: now, toAt: now });
  });

  it('of an unknown name are refused with the list of those known', () => {
    const refused = parseWindow('6m');
    expect(refused.ok || refused.problem.message).toBe(
      'window "6m" is not known; use one of now, 5m, 15m, 30m, 60m, interval, today, 24h, 7d, 28d.',
    );
  });
});

describe('scopes', () => {
  it.each([
    ['all', {}],
    ['queue:a,b', { queue: 'a,b' }],
    ['site:north,queue:care', { site: 'north', queue: 'care' }],
    ['queue:a,queue:b', { queue: 'b', empty: true }],
    ['queue:Support FR', { queue: 'Support FR' }],
    ['queue:x:y', { queue: 'x:y' }],
  ])('%s is understood', (text, scope) => {
    expect(parseScope(text)).toEqual({ ok: true, value: scope });
  });

  it.each(['everything', 'queue:', 'channel:pigeon', ''])('"%s" is refused', (text) => {
    expect(parseScope(text).ok).toBe(false);
  });
});

describe('sketches', () => {
  it('merge to the same in any grouping', () => {
    const numbers = Array.from({ length: 500 }, (_, i) => (i * 7919) % 1000);
    const of = (part: number[]) => {
      const sketch = new Sketch();
      for (const n of part) sketch.add(n);
      return sketch;
    };
    const whole = of(numbers);
    const merged = of(numbers.slice(300));
    merged.merge(of(numbers.slice(0, 100)));
    merged.merge(of(numbers.slice(100, 300)));
    for (const q of [0, 0.1, 0.5, 0.9, 1]) expect(merged.quantile(q)).toBe(whole.quantile(q));
    expect(new Sketch().quantile(0.5)).toBe(null);
  });
});
