// Hours of the past weeks → hour × weekday by the clock of a zone. The value of a cell is the median of its hours: one
// odd day does not colour it, and shares are never averaged. Days of 23 and 25 hours fall into place by themselves.
import { formatLocal } from '#core/format.ts';

export interface WeekGrid {
  /** Monday first, 24 hours each; null where nothing is known */
  cells: (number | null)[][];
  least: number | null;
  most: number | null;
}

export interface HourOfWeek {
  /** 0 = Monday */
  day: number;
  hour: number;
}

const HOUR_MS = 3_600_000;

/** @param times epoch seconds; each value stands for the hour before it */
export function weekGrid(times: readonly number[], values: readonly (number | null)[], zone: string): WeekGrid {
  const found = Array.from({ length: 7 }, () => Array.from({ length: 24 }, (): number[] => []));
  const clock = hourClock(zone);
  times.forEach((t, i) => {
    const value = values[i];
    if (value === null) return;
    const { day, hour } = clock(t * 1000 - HOUR_MS);
    found[day][hour].push(value);
  });
  const cells = found.map((hours) => hours.map(median));
  const known = cells.flat().filter((value): value is number => value !== null);
  if (known.length === 0) return { cells, least: null, most: null };
  return { cells, least: Math.min(...known), most: Math.max(...known) };
}

/** Epoch ms → weekday and hour by the clock of a zone. */
export function hourClock(zone: string): (at: number) => HourOfWeek {
  return (at) => {
    const local = localDate(at, zone);
    return { day: (local.getUTCDay() + 6) % 7, hour: local.getUTCHours() };
  };
}

/** The last full hour of the zone's clock, epoch ms: some zones are half an hour off. */
export function lastFullHour(at: number, zone: string): number {
  const minute = Math.floor(at / 60_000) * 60_000;
  return minute - localDate(minute, zone).getUTCMinutes() * 60_000;
}

/** What the zone's clock says, as if it were UTC. */
const localDate = (at: number, zone: string): Date => new Date(`${formatLocal(at, zone)}Z`);

function median(values: number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const STEPS = 7;

/** Which of the steps of colour, 0 = the least. */
export function stepOf(value: number, least: number, most: number): number {
  if (most <= least) return 0;
  return Math.min(STEPS - 1, Math.floor(((value - least) / (most - least)) * STEPS));
}
