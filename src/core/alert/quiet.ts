// Whether an instant lies in quiet hours, by the clock on the wall of a site.
import { Temporal } from 'temporal-polyfill';
import { isInHours, type Hours } from '../hours.ts';

/** @param at epoch ms @param zone IANA name */
export function isQuietAt(quiet: readonly Hours[], at: number, zone: string): boolean {
  if (quiet.length === 0) return false;
  const { hour, minute, dayOfWeek } = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone);
  return quiet.some((hours) => isInHours(hours, hour * 60 + minute, dayOfWeek));
}
