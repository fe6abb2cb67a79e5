// Windows over event time: name and instant → [from, to).
import { Temporal } from 'temporal-polyfill';
import { fail, ok, type Result } from './result.ts';

export const WINDOWS = ['now', '5m', '15m', '30m', '60m', 'interval', 'today', '24h', '7d', '28d'] as const;
export type WindowName = (typeof WINDOWS)[number];

export interface Span {
  /** epoch ms, inclusive */
  fromAt: number;
  /** epoch ms, exclusive */
  toAt: number;
}

const MINUTES: Partial<Record<WindowName, number>> = {
  '5m': 5,
  '15m': 15,
  '30m': 30,
  '60m': 60,
  '24h': 24 * 60,
  '7d': 7 * 24 * 60,
  '28d': 28 * 24 * 60,
};

/** Every floor in memory holds so many days at least. */
const HELD_MINUTES = 9 * 24 * 60;
export const HELD_MS = HELD_MINUTES * 60_000;

/** It reaches back further than a floor in memory may. */
export const isLong = (window: WindowName): boolean => (MINUTES[window] ?? 0) > HELD_MINUTES;

export function parseWindow(text: string): Result<WindowName> {
  const window = WINDOWS.find((w) => w === text);
  return window
    ? ok(window)
    : fail('bad_window', `window "${text}" is not known; use one of ${WINDOWS.join(', ')}.`, 'window');
}

/**
 * @param zone IANA name: decides where "today" begins, on days of 23 and 25 hours too, and where intervals do
 * @param intervalMinutes 15 or 30
 */
export function spanOf(window: WindowName, at: number, zone: string, intervalMinutes = 30): Span {
  const minutes = MINUTES[window];
  if (minutes !== undefined) return { fromAt: at - minutes * 60_000, toAt: at };
  if (window === 'interval') return { fromAt: startOfInterval(at, zone, intervalMinutes * 60_000), toAt: at };
  if (window === 'today') return { fromAt: startOfDay(at, zone), toAt: at };
  return { fromAt: at, toAt: at };
}

/** Intervals begin on the full and half hour of the wall clock, also where that is a quarter past elsewhere. */
function startOfInterval(at: number, zone: string, lengthMs: number): number {
  const { offsetNanoseconds } = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone);
  const offsetMs = offsetNanoseconds / 1e6;
  return Math.floor((at + offsetMs) / lengthMs) * lengthMs - offsetMs;
}

// Asked for many times a second with instants of the same day; sites may have zones of their own.
const days = new Map<string, Span>();

function startOfDay(at: number, zone: string): number {
  const known = days.get(zone);
  if (known && known.fromAt <= at && at < known.toAt) return known.fromAt;
  const start = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone).startOfDay();
  const day = { fromAt: start.epochMilliseconds, toAt: start.add({ days: 1 }).startOfDay().epochMilliseconds };
  days.set(zone, day);
  return day.fromAt;
}
