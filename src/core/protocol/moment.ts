// The moment of the past that a topic or a page's address names, and how fast it plays on from there (P40).
import { fail, ok, type Result } from '../result.ts';

export const SPEEDS = [1, 10, 60] as const;
export type Speed = (typeof SPEEDS)[number];

export interface Moment {
  /** epoch ms */
  at: number;
  /** seconds of the past a second; 0 stands still */
  speed: Speed | 0;
}

const EPOCH_MS = /^-?\d{1,16}$/;
/** An instant with its zone: a lenient reader takes a blank for the T, and small letters. */
export const RFC3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
/** The furthest instant from 1970 that a date can be. */
const FURTHEST_MS = 8.64e15;

/** @param at @param speed as they stand in the query, null where they don't. @returns null: no moment, the present */
export function parseMoment(at: string | null, speed: string | null): Result<Moment | null> {
  const found = speed === null || speed === '0' ? 0 : SPEEDS.find((one) => String(one) === speed);
  if (found === undefined)
    return fail('bad_speed', `speed "${cut(speed)}" is not known; use one of ${SPEEDS.join(', ')}.`, 'speed');
  if (at === null)
    return found === 0
      ? ok(null)
      : fail('bad_moment', 'speed says how fast to play, but at, the moment to play from, is missing.', 'at');
  const instant = instantOf(at);
  return instant === null
    ? fail('bad_moment', `at "${cut(at)}" is no moment; write for example 2026-11-22T14:26:00Z, or epoch ms.`, 'at')
    : ok({ at: instant, speed: found });
}

/** "at=2026-11-22T14:26:00Z&speed=60": the same in addresses and topics */
export function momentQuery({ at, speed }: Moment): string {
  return `at=${momentText(at)}${speed === 0 ? '' : `&speed=${speed}`}`;
}

/** "2026-11-22T14:26:00Z": as short as it can be said */
export const momentText = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

function instantOf(text: string): number | null {
  // A "+" that was not encoded reaches us as a space.
  const time = text.replace(/ (\d\d:\d\d)$/, '+$1');
  const at = EPOCH_MS.test(text) ? Number(text) : RFC3339.test(time) ? Date.parse(time) : NaN;
  return Math.abs(at) <= FURTHEST_MS ? at : null;
}

const cut = (text: string | null): string => (text ?? '').slice(0, 60);
