// Where those who wait stand on the ladder, and where hours of past weeks fall into the week.
import { describe, expect, it } from 'vitest';
import type { Ladder } from '#core/view/floor-view.ts';
import { climbersOf } from '#lib/charts/climbers.ts';
import { bandOf, heightOf, rungsFor, spotsOf } from '#lib/charts/ladder-rungs.ts';
import { hourClock, lastFullHour, stepOf, STEPS, weekGrid } from '#lib/charts/week-grid.ts';

describe('the ladder of waiting', () => {
  const GOAL = { look: 60, act: 120 };

  it('has rungs at half of the goal, at it, where to act and at each double, up to the longest', () => {
    expect(rungsFor(GOAL, 12, 12)).toEqual([0, 30, 60, 120, 240]);
    expect(rungsFor(GOAL, 412, 12)).toEqual([0, 30, 60, 120, 240, 480]);
    expect(rungsFor({ look: 20, act: 90 }, 100, 12)).toEqual([0, 10, 20, 90, 180]);
  });

  it('keeps the goal and where to act and takes longer steps above where there is no room for all rungs', () => {
    expect(rungsFor(GOAL, 412, 4)).toEqual([0, 60, 120, 240, 480]);
    expect(rungsFor(GOAL, 412, 3)).toEqual([0, 60, 120, 480]);
    const bounds = rungsFor(GOAL, 28_092, 8);
    expect(bounds.slice(0, 4)).toEqual([0, 30, 60, 120]);
    expect(bounds.length - 1).toBeLessThanOrEqual(8);
    expect(bounds[bounds.length - 1]).toBeGreaterThan(28_092);
  });

  it('who waits climbs without a jump, also from band to band', () => {
    const bounds = rungsFor(GOAL, 200, 12);
    const heights = Array.from({ length: 240 }, (_, s) => heightOf(s, bounds));
    heights.slice(1).forEach((height, i) => {
      expect(height).toBeGreaterThan(heights[i]);
      expect(height - heights[i]).toBeLessThan(0.01);
    });
    expect(bandOf(30, bounds)).toBe(1);
    expect(bandOf(29.9, bounds)).toBe(0);
  });

  it('nobody hides another: in one lane all are apart, and a cluster takes as many lanes as it needs', () => {
    const bounds = rungsFor(GOAL, 300, 12);
    const waits = Array.from({ length: 300 }, (_, i) => 300 - i);
    const spots = spotsOf(waits, bounds, 0.03);
    const lanes = new Map<number, number[]>();
    for (const { up, lane } of spots) lanes.set(lane, [...(lanes.get(lane) ?? []), up]);
    for (const ups of lanes.values())
      ups.slice(1).forEach((up, i) => expect(ups[i] - up).toBeGreaterThanOrEqual(0.03 - 1e-9));
    expect(spotsOf([10, 10, 10], bounds, 0.03).map(({ lane }) => lane)).toEqual([0, 1, 2]);
    expect(spotsOf([], bounds, 0.03)).toEqual([]);
  });
});

describe('who climbs it', () => {
  const goal = { look: 60, act: 120, bad: 'above' } as const;
  const ladder: Ladder = {
    waiting: 4,
    people: { '1000.1': 'care', '1000.2': 'vip', '70000.1': 'care', '200000.1': 'vip' },
    queues: { care: { name: 'Care', goal }, vip: { name: 'VIP', goal: { ...goal, look: 10, act: 20 } } },
  };
  const at = (asOf: number, now: number | null): string[] =>
    climbersOf(ladder, asOf, now).map(({ queue, waitS, level }) => `${queue} ${waitS} ${level}`);

  it('is judged by the goal of their own queue', () => {
    expect(at(92_000, null)).toEqual(['care 91 look', 'vip 91 act', 'care 22 fine', 'vip 0 fine']);
  });

  it('goes on waiting between two frames, but not when the server is silent', () => {
    expect(at(92_000, 93_000)[0]).toBe('care 92 look');
    expect(at(92_000, 90_000)[0]).toBe('care 91 look');
    expect(at(92_000, 999_000)[0]).toBe('care 106 look');
  });

  it('is not judged where a picture of another build says no goal', () => {
    const queues = { vip: ladder.queues.vip };
    expect(climbersOf({ ...ladder, queues }, 92_000, null)[0].level).toBe('none');
  });
});

describe('the heat of a week', () => {
  const HOUR = 3600;
  const hours = (from: string, count: number): number[] =>
    Array.from({ length: count }, (_, i) => Date.parse(from) / 1000 + (i + 1) * HOUR);

  it('puts each hour where the clock of the zone had it, Monday first', () => {
    // Monday 00:00 in Moscow
    const times = hours('2026-11-22T21:00:00Z', 3);
    const { cells } = weekGrid(times, [5, null, 7], 'Europe/Moscow');
    expect(cells[0].slice(0, 3)).toEqual([5, null, 7]);
    expect(cells.flat().filter((value) => value !== null)).toHaveLength(2);
  });

  it('takes the median of the weeks', () => {
    const times = [0, 1, 2].flatMap((week) => hours(new Date(Date.UTC(2026, 10, 2 + 7 * week)).toISOString(), 1));
    const grid = weekGrid(times, [100, 4, 6], 'UTC');
    expect(grid.cells[0][0]).toBe(6);
    expect([grid.least, grid.most]).toEqual([6, 6]);
  });

  it('an hour that came twice has both, one that never came has none', () => {
    // Clocks were set back on Sunday, 25 October 2026, and forward on 29 March
    const back = weekGrid(
      hours('2026-10-24T22:00:00Z', 25),
      Array.from({ length: 25 }, (_, i) => i),
      'Europe/Berlin',
    );
    expect(back.cells[6].map((value) => value !== null)).not.toContain(false);
    expect(back.cells[6][2]).toBe(2.5);
    const forward = weekGrid(
      hours('2026-03-28T23:00:00Z', 23),
      Array.from({ length: 23 }, (_, i) => i),
      'Europe/Berlin',
    );
    expect(forward.cells[6][2]).toBeNull();
    expect(forward.cells[6][3]).toBe(2);
  });

  it('knows the hour of zones that are half an hour off', () => {
    const at = Date.UTC(2026, 10, 26, 11, 26, 12);
    expect(lastFullHour(at, 'Europe/Moscow')).toBe(Date.UTC(2026, 10, 26, 11));
    expect(lastFullHour(at, 'Asia/Kolkata')).toBe(Date.UTC(2026, 10, 26, 10, 30));
    expect(hourClock('Asia/Kolkata')(Date.UTC(2026, 10, 26, 10, 30))).toEqual({ day: 3, hour: 16 });
  });

  it('has steps from the least to the most', () => {
    expect([0, 50, 100].map((value) => stepOf(value, 0, 100))).toEqual([0, 3, STEPS - 1]);
    expect(stepOf(7, 7, 7)).toBe(0);
  });
});
