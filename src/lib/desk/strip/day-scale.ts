// Where a moment stands on the strip of its day, and which moment a place on it is: by elapsed time, so that an hour which
// comes twice is there twice, and one that never comes is not.
import { formatLocal } from '#core/format.ts';
import type { LocalDay } from '#core/local-day.ts';

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;

/** 0 at the first midnight, 1 at the next; outside of the day below or above. */
export const placeOf = (at: number, { fromAt, toAt }: Omit<LocalDay, 'date'>): number =>
  (at - fromAt) / (toAt - fromAt);

/** The full minute nearest to a place from 0 to 1; what is beyond the ends is their minute. */
export function momentAt(place: number, { fromAt, toAt }: LocalDay): number {
  const minutes = Math.round((place * (toAt - fromAt)) / MINUTE_MS);
  return Math.min(toAt - MINUTE_MS, Math.max(fromAt, fromAt + minutes * MINUTE_MS));
}

export interface HourMark {
  /** epoch ms */
  at: number;
  /** by the clock of the zone, 0–23 */
  hour: number;
}

/** The full hours of the zone's clock in a day. */
export function hoursOf({ fromAt, toAt }: LocalDay, zone: string): HourMark[] {
  const marks: HourMark[] = [];
  for (let at = fromAt; at < toAt; at += QUARTER_MS) {
    const clock = formatLocal(at, zone);
    if (clock.slice(14) === '00:00') marks.push({ at, hour: Number(clock.slice(11, 13)) });
  }
  return marks;
}

/** Every so many hours there is room for a word. @param width of the day @param least of a word, same unit */
export const hoursApart = (width: number, least: number): number =>
  [1, 2, 3, 4, 6, 12].find((n) => (width * n) / 24 >= least) ?? 12;
