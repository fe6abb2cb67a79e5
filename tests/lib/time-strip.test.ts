// The desk's time strip: where moments stand, last week behind today, what is asked for, and how a hand is followed.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dayOn } from '#core/local-day.ts';
import { dayPaths, stretchesBelow, topOf, valueAt } from '#lib/desk/strip/day-path.ts';
import { DayPoints } from '#lib/desk/strip/day-points.ts';
import { hoursApart, hoursOf, momentAt, placeOf } from '#lib/desk/strip/day-scale.ts';
import { Follower } from '#lib/desk/strip/follower.ts';
import { laidOn } from '#lib/desk/strip/ghost.ts';
import type { SeriesQuestion } from '#lib/live/ask-series.ts';

const BERLIN = 'Europe/Berlin';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const seconds = (text: string): number => Date.parse(text) / 1000;

describe('a place on the strip', () => {
  it('is a moment of the day and back, on days of 23, 24 and 25 hours', () => {
    for (const date of ['2026-03-29', '2026-06-01', '2026-10-25']) {
      const day = dayOn(date, BERLIN);
      for (let at = day.fromAt; at < day.toAt; at += 7 * MINUTE) expect(momentAt(placeOf(at, day), day)).toBe(at);
    }
  });

  it('is never outside of the day', () => {
    const day = dayOn('2026-06-01', BERLIN);
    expect(momentAt(-0.4, day)).toBe(day.fromAt);
    expect(momentAt(1.7, day)).toBe(day.toAt - MINUTE);
  });

  it('has an hour twice where clocks are set back, and misses one where they are set forward', () => {
    const hours = (date: string) => hoursOf(dayOn(date, BERLIN), BERLIN).map(({ hour }) => hour);
    expect(hours('2026-10-25').slice(0, 5)).toEqual([0, 1, 2, 2, 3]);
    expect(hours('2026-03-29').slice(0, 4)).toEqual([0, 1, 3, 4]);
    expect(hoursOf(dayOn('2026-06-01', 'Asia/Kolkata'), 'Asia/Kolkata')).toHaveLength(24);
  });

  it('has words for every hour where there is room, else for every second, third …', () => {
    expect([1400, 900, 350, 100].map((width) => hoursApart(width, 46))).toEqual([1, 2, 4, 12]);
  });
});

describe('the ghost of last week', () => {
  const lay = (date: string, other: string, times: string[]) => {
    const points = { times: times.map(seconds), values: times.map((_, i) => i) };
    const laid = laidOn(dayOn(date, BERLIN), points, BERLIN, 300);
    expect(dayOn(other, BERLIN).fromAt).toBeLessThan(dayOn(date, BERLIN).fromAt);
    return laid.times.map((t, i) => `${new Date(t * 1000).toISOString().slice(0, 16)} ${laid.values[i]}`);
  };

  it('stands at the same time of the clock, though clocks were set between', () => {
    expect(lay('2026-03-30', '2026-03-23', ['2026-03-23T10:40:00Z'])).toEqual(['2026-03-30T09:40 0']);
    expect(lay('2026-06-08', '2026-06-01', ['2026-06-01T22:00:00Z'])).toEqual(['2026-06-08T22:00 0']);
  });

  it('leaves out what never comes today, and lies once where its hour came twice', () => {
    const night = ['2026-03-22T00:55:00Z', '2026-03-22T01:30:00Z', '2026-03-22T02:05:00Z'];
    expect(lay('2026-03-29', '2026-03-22', night)).toEqual(['2026-03-29T00:55 0', '2026-03-29T01:05 2']);
    const twice = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z'];
    expect(lay('2026-11-01', '2026-10-25', twice)).toEqual(['2026-11-01T01:30 1', '2026-11-01T02:30 2']);
  });
});

describe('the line of a day', () => {
  const day = dayOn('2026-06-01', 'UTC');
  const points = { times: [1, 2, 3, 4].map((n) => day.fromAt / 1000 + n * 3600), values: [10, null, 5, 20] };

  it('breaks where nothing is known, and ends where nothing is known yet', () => {
    const { line, area } = dayPaths(points, day, 3600, 20);
    expect(line.match(/M/g)).toHaveLength(2);
    expect(line).toMatch(/^M208,500Z?M1042,750L1458,0$/);
    expect(area.match(/Z/g)).toHaveLength(2);
  });

  it('says what was at an instant, up to the end of a step and not at it', () => {
    expect(valueAt(points, day.fromAt, 3600)).toBe(10);
    expect(valueAt(points, day.fromAt + HOUR - 1, 3600)).toBe(10);
    expect(valueAt(points, day.fromAt + HOUR, 3600)).toBeNull();
    expect(valueAt(points, day.fromAt + 5 * HOUR, 3600)).toBeNull();
    expect(topOf(points, { times: [], values: [] })).toBe(20);
  });

  it('is below a bound in stretches, and nothing is below where nothing is known', () => {
    const level = { times: [900, 1800, 2700, 3600, 4500], values: [0.6, 0.5, null, 0.69, 0.7] };
    expect(stretchesBelow(level, 0.7, 900)).toEqual([
      { fromAt: 0, toAt: 1_800_000 },
      { fromAt: 2_700_000, toAt: 3_600_000 },
    ]);
  });
});

describe('points of days', () => {
  const day = dayOn('2026-06-01', 'UTC');
  const load = { metric: 'offered', scope: 'all', stepS: 300 };
  const asked: SeriesQuestion[] = [];
  let points: DayPoints;
  beforeEach(() => {
    asked.length = 0;
    points = new DayPoints((question) => {
      asked.push(question);
      const times: number[] = [];
      for (let t = question.fromAt / 1000 + 300; t <= question.toAt / 1000; t += 300) times.push(t);
      return Promise.resolve({ times, values: times.map(() => asked.length) });
    });
  });

  it('are asked for once; of a day that runs its end again, with what may have come late', async () => {
    await points.of(load, day, day.fromAt + HOUR + 7 * MINUTE);
    await points.of(load, day, day.fromAt + HOUR + 8 * MINUTE);
    const { times, values } = await points.of(load, day, day.fromAt + HOUR + 11 * MINUTE);
    expect(asked.map(({ fromAt, toAt }) => [(fromAt - day.fromAt) / MINUTE, (toAt - day.fromAt) / MINUTE])).toEqual([
      [0, 65],
      [35, 70],
    ]);
    expect(times).toHaveLength(14);
    expect([values[0], values[13]]).toEqual([1, 2]);
  });

  it('of a day that is over are kept whole, each metric and scope by itself; of a day to come nothing is asked', async () => {
    const later = day.toAt + 9 * HOUR;
    for (let i = 0; i < 2; i++) {
      await points.of(load, day, later);
      await points.of({ ...load, scope: 'site:rostov' }, day, later);
    }
    expect(asked.map(({ scope, toAt }) => [scope, toAt])).toEqual([
      ['all', day.toAt],
      ['site:rostov', day.toAt],
    ]);
    expect((await points.of(load, dayOn('2026-06-03', 'UTC'), later)).times).toEqual([]);
  });
});

describe('a hand that drags', () => {
  let isBusy = false;
  const shown: number[] = [];
  const follower = new Follower<number>({
    show: (value) => shown.push(value),
    isBusy: () => isBusy,
    now: () => Date.now(),
  });
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
    [isBusy, shown.length] = [false, 0];
  });
  afterEach(() => {
    follower.stop();
    vi.useRealTimers();
  });

  it('is followed at once, then so many times a second, and to the last', () => {
    for (let i = 0; i < 100; i++) {
      follower.follow(i);
      vi.advanceTimersByTime(10);
    }
    expect(shown[0]).toBe(0);
    expect(shown.length).toBeGreaterThanOrEqual(7);
    expect(shown.length).toBeLessThanOrEqual(11);
    follower.settle();
    expect(shown.pop()).toBe(99);
    vi.advanceTimersByTime(5000);
    expect(shown).not.toContain(99);
  });

  it('waits for what is on its way, but not for ever', () => {
    vi.advanceTimersByTime(5000);
    follower.follow(1);
    isBusy = true;
    follower.follow(2);
    vi.advanceTimersByTime(900);
    expect(shown).toEqual([1]);
    vi.advanceTimersByTime(200);
    expect(shown).toEqual([1, 2]);
    follower.follow(3);
    isBusy = false;
    vi.advanceTimersByTime(150);
    expect(shown).toEqual([1, 2, 3]);
  });
});
