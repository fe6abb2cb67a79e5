// What a clock on the wall says and which instants that is: there are hours that come twice and hours that never come.
import { Temporal } from 'temporal-polyfill';
import { fail, ok, type Result } from './result.ts';

export interface Instants {
  /** epoch ms; of a time that never comes: as much later as the clocks were set forward */
  at: number;
  /** epoch ms, of a time that comes twice: the second one */
  againAt?: number;
  /** the clocks were set forward over it */
  isSkipped: boolean;
}

/** @param local "2026-10-25T02:30" or with seconds @param zone IANA name */
export function instantsOf(local: string, zone: string): Result<Instants> {
  let time: Temporal.PlainDateTime;
  try {
    time = Temporal.PlainDateTime.from(local, { overflow: 'reject' });
  } catch {
    return fail('bad_time', `"${local}" is no date and time; write for example 2026-11-22 14:26.`);
  }
  const inZone = (disambiguation: 'earlier' | 'later') => time.toZonedDateTime(zone, { disambiguation });
  const [earlier, later] = [inZone('earlier'), inZone('later')];
  const at = later.epochMilliseconds;
  if (earlier.epochMilliseconds === at) return ok({ at, isSkipped: false });
  return later.toPlainDateTime().equals(time)
    ? ok({ at: earlier.epochMilliseconds, againAt: at, isSkipped: false })
    : ok({ at, isSkipped: true });
}
