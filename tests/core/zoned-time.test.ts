import { describe, expect, it } from 'vitest';
import { formatLocal, formatMoment } from '#core/format.ts';
import { instantsOf } from '#core/zoned-time.ts';

const BERLIN = 'Europe/Berlin';

describe('what a clock on the wall says', () => {
  it('is one instant on most days', () => {
    const at = Date.UTC(2026, 10, 22, 11, 26);
    expect(instantsOf('2026-11-22T14:26', 'Europe/Moscow')).toEqual({ ok: true, value: { at, isSkipped: false } });
    expect(instantsOf('2026-11-22T14:26:05', 'Europe/Moscow')).toEqual({
      ok: true,
      value: { at: at + 5000, isSkipped: false },
    });
  });

  it('is two instants in the hour that comes twice', () => {
    expect(instantsOf('2026-10-25T02:30', BERLIN)).toEqual({
      ok: true,
      value: { at: Date.UTC(2026, 9, 25, 0, 30), againAt: Date.UTC(2026, 9, 25, 1, 30), isSkipped: false },
    });
    expect(instantsOf('2026-10-25T03:00', BERLIN)).toMatchObject({ value: { at: Date.UTC(2026, 9, 25, 2) } });
  });

  it('never comes in the hour that is left out: an hour later is meant', () => {
    const found = instantsOf('2026-03-29T02:30', BERLIN);
    expect(found).toEqual({ ok: true, value: { at: Date.UTC(2026, 2, 29, 1, 30), isSkipped: true } });
    expect(formatLocal(Date.UTC(2026, 2, 29, 1, 30), BERLIN)).toBe('2026-03-29T03:30:00');
  });

  it('knows clocks that are set by half an hour', () => {
    const found = instantsOf('2026-04-05T01:45', 'Australia/Lord_Howe');
    expect(found.ok && (found.value.againAt ?? 0) - found.value.at).toBe(30 * 60_000);
  });

  it.each(['', 'yesterday', '2026-02-30T10:00', '2026-11-22T25:00'])('"%s" is no time', (text) => {
    expect(instantsOf(text, BERLIN)).toMatchObject({ ok: false, problem: { code: 'bad_time' } });
  });

  it('is read back as it was typed', () => {
    for (const local of ['2026-11-22T14:26:05', '2026-01-01T00:00:00', '2026-07-01T23:59:59']) {
      const found = instantsOf(local, BERLIN);
      expect(found.ok && formatLocal(found.value.at, BERLIN)).toBe(local);
    }
  });
});

describe('a moment in words', () => {
  const at = Date.UTC(2026, 10, 26, 8, 40);
  it('is day, month and clock in the site’s zone, and the year where it is asked for', () => {
    expect(formatMoment(at, 'Europe/Moscow', 'en')).toBe('26 Nov, 11:40:00');
    expect(formatMoment(at, 'Europe/Moscow', 'en', true)).toBe('26 Nov 2026, 11:40:00');
    expect(formatMoment(at, 'Europe/Moscow', 'ru')).toBe('26 нояб., 11:40:00');
  });
});
