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
const INTERVAL_MS = 30 * 60_000;

export function parseWindow(text: string): Result<WindowName> {
  const window = WINDOWS.find((w) => w === text);
  return window
    ? ok(window)
    : fail('bad_window', `window "${text}" is not known; use one of ${WINDOWS.join(', ')}.`, 'window');
}

/** @param zone IANA name: decides where "today" begins, on days of 23 and 25 hours too */
export function spanOf(window: WindowName, at: number, zone: string): Span {
  const minutes = MINUTES[window];
  if (minutes !== undefined) return { fromAt: at - minutes * 60_000, toAt: at };
  if (window === 'interval') return { fromAt: Math.floor(at / INTERVAL_MS) * INTERVAL_MS, toAt: at };
  if (window === 'today') return { fromAt: startOfDay(at, zone), toAt: at };
  return { fromAt: at, toAt: at };
}

// Asked for many times a second with instants of the same day.
let day = { zone: '', fromAt: 0, toAt: 0 };

function startOfDay(at: number, zone: string): number {
  if (day.zone === zone && day.fromAt <= at && at < day.toAt) return day.fromAt;
  const start = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone).startOfDay();
  const end = start.add({ days: 1 }).startOfDay();
  day = { zone, fromAt: start.epochMilliseconds, toAt: end.epochMilliseconds };
  return day.fromAt;
}
