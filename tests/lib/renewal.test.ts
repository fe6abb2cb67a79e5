// Pages that are made anew though their build is served, and parts of a board that failed and are tried again.
import { describe, expect, test } from 'vitest';
import { PartFailures } from '#lib/board/part-failures.ts';
import { isTimeToRenew, JITTER_MIN, QUIET_MIN } from '#lib/live/renewal.ts';

const HOUR_MS = 3_600_000;
const at = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const old = { ageMs: 20 * HOUR_MS, hasFailed: false, jitter: 0 };
const night = (now: string, quietFrom = '04:00') => ({ now: at(now), quietFrom: at(quietFrom) });

describe('a page that nobody touches', () => {
  test('is made anew in the quiet hours of its site, and at no other time of the day', () => {
    const due = Array.from({ length: 24 * 60 }, (_, now) => now).filter((now) =>
      isTimeToRenew(old, { now, quietFrom: at('04:00') }),
    );
    expect([due[0], due.at(-1), due.length]).toEqual([at('04:00'), at('04:00') + QUIET_MIN - 1, QUIET_MIN]);
  });

  test('is made anew at another minute than its neighbours', () => {
    expect(isTimeToRenew({ ...old, jitter: 0.5 }, night('04:14'))).toBe(false);
    expect(isTimeToRenew({ ...old, jitter: 0.5 }, night('04:15'))).toBe(true);
    expect(isTimeToRenew({ ...old, jitter: 0.999 }, { now: at('04:00') + JITTER_MIN, quietFrom: at('04:00') })).toBe(
      true,
    );
  });

  test('is made anew across midnight too', () => {
    expect(isTimeToRenew({ ...old, jitter: 0.5 }, night('00:10', '23:50'))).toBe(true);
    expect(isTimeToRenew({ ...old, jitter: 0.5 }, night('00:01', '23:50'))).toBe(false);
    expect(isTimeToRenew(old, night('23:49', '23:50'))).toBe(false);
  });

  test('is made anew once a night', () => {
    expect(isTimeToRenew({ ...old, ageMs: 2 * HOUR_MS }, night('05:30'))).toBe(false);
  });

  test('is not made anew where no hour is set, or none is known', () => {
    expect(isTimeToRenew(old, null)).toBe(false);
  });

  test('is made anew for a part that stays failed, unless it is so young that it failed of itself', () => {
    expect(isTimeToRenew({ ...old, hasFailed: true }, null)).toBe(true);
    expect(isTimeToRenew({ ...old, ageMs: HOUR_MS / 2, hasFailed: true }, null)).toBe(false);
  });
});

describe('a part of a board that failed', () => {
  /** Fails each time it is drawn anew. @returns the pauses, s, and whether it stays failed */
  function failing(times: number): [pause: number, stays: boolean][] {
    const failures = new PartFailures();
    let now = 1_000_000;
    return Array.from({ length: times }, () => {
      const { at, stays } = failures.failed(now);
      const pause = (at - now) / 1000;
      failures.drawnAnew((now = at));
      return [pause, stays];
    });
  }

  test('is tried again soon, then rarely, and is said to stay failed after its third failure in a row', () => {
    expect(failing(5)).toEqual([
      [10, false],
      [60, false],
      [300, true],
      [300, true],
      [300, true],
    ]);
  });

  test('that was drawn for a minute has recovered', () => {
    const failures = new PartFailures();
    failures.failed(0);
    failures.drawnAnew(10_000);
    expect(failures.failed(69_999).at).toBe(129_999);
    expect(failures.isFirst).toBe(false);
    failures.drawnAnew(130_000);
    expect(failures.failed(190_000)).toEqual({ at: 200_000, stays: false });
    expect(failures.isFirst).toBe(true);
  });
});
