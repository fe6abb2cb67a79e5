// Calendar days by the clock of a zone: from one midnight to the next, 23 or 25 hours long where clocks are set. Without
// Temporal: a screen's first load can't carry it for this.
import { formatLocal } from './format.ts';

export interface LocalDay {
  /** "2026-11-26" */
  date: string;
  /** epoch ms, inclusive */
  fromAt: number;
  /** epoch ms, exclusive */
  toAt: number;
}

const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
/** no zone is further from UTC than this, and no clock is set by more */
const FURTHEST_MS = 26 * 3_600_000;

/** The day that an instant lies in. @param zone IANA name */
export function dayOf(at: number, zone: string): LocalDay {
  return dayOn(formatLocal(at, zone).slice(0, 10), zone);
}

/** @param date "2026-11-26" of the calendar @param zone IANA name */
export function dayOn(date: string, zone: string): LocalDay {
  return { date, fromAt: beginOf(date, zone), toAt: beginOf(dateAfter(date, 1), zone) };
}

/** "2026-11-26" and −7 days → "2026-11-19" */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** What the zone's clock says, as if it were UTC, epoch ms. */
export const clockAt = (at: number, zone: string): number => Date.parse(`${formatLocal(at, zone)}Z`) + (at % 1000);

/**
 * The instant of another day at which the clock says what it said at this one. Of a time that comes twice the first, of one
 * that never comes as much later as the clocks were set forward.
 */
export function sameClockOn({ date, fromAt }: LocalDay, at: number, zone: string): number {
  const clock = clockAt(at, zone);
  const wanted = Date.parse(`${date}T00:00Z`) + (clock - Math.floor(clock / DAY_MS) * DAY_MS);
  const plain = fromAt + wanted - Date.parse(`${date}T00:00Z`);
  const off = wanted - clockAt(plain, zone);
  if (off === 0) return plain;
  return clockAt(plain + off, zone) === wanted ? plain + off : Math.max(plain, plain + off);
}

/** The first minute of a date: dates never go back, so that it can be looked for by halves. */
function beginOf(date: string, zone: string): number {
  const middle = Date.parse(`${date}T00:00Z`) / MINUTE_MS;
  let [before, from] = [middle - FURTHEST_MS / MINUTE_MS, middle + FURTHEST_MS / MINUTE_MS];
  while (from - before > 1) {
    const half = Math.floor((before + from) / 2);
    if (formatLocal(half * MINUTE_MS, zone).slice(0, 10) < date) before = half;
    else from = half;
  }
  return from * MINUTE_MS;
}
