// How old a picture is, and whose fault that is. Judged by a timer of the screen, never by the arrival of frames: what
// stops coming must go on ageing.
import type { FloorView } from '#core/view/floor-view.ts';
import type { Link } from './connection.ts';

export const AMBER_MS = 5_000;
export const STALE_MS = 15_000;

export type Age = 'fresh' | 'amber' | 'stale';
/**
 * connection: no way to the server; server: reached, but sends no numbers; sources: the server hears nothing; behind: what
 * it hears is of earlier, and comes nearer
 */
export type Cause = 'connection' | 'server' | 'sources' | 'behind';

export interface Picture {
  link: Link;
  /** epoch ms by the server's clock; null before its first word */
  now: number | null;
  /** epoch ms of the frame on the screen; null before the first */
  asOf: number | null;
  view: Pick<FloorView, 'newestAt' | 'sources'> | null;
  /** what the server hears has become newer just now */
  isAdvancing?: boolean;
}

export interface Freshness {
  age: Age;
  /** null while there is nothing that could be old */
  ageMs: number | null;
  cause: Cause | null;
  /** what the screen shows was true up to here, epoch ms */
  upTo: number | null;
}

const NEW: Freshness = { age: 'fresh', ageMs: null, cause: null, upTo: null };

export function judgeFreshness({ link, now, asOf, view, isAdvancing }: Picture): Freshness {
  if (now === null || asOf === null || view === null) return NEW;
  // Before the first event there are no numbers to age: only the way to the server can be in trouble.
  const upTo = Math.min(asOf, view.newestAt ?? asOf);
  const ageMs = Math.max(0, now - upTo);
  const age = ageMs > STALE_MS ? 'stale' : ageMs > AMBER_MS ? 'amber' : 'fresh';
  if (link !== 'live') return { age, ageMs, cause: 'connection', upTo };
  if (age === 'fresh') return { age, ageMs, cause: null, upTo };
  const cause = now - asOf > AMBER_MS ? 'server' : isAdvancing ? 'behind' : 'sources';
  return { age, ageMs, cause, upTo };
}

/**
 * A picture of an earlier load of the page is old, whatever any clock says.
 * @param guess epoch ms at the server if this machine's clock is off as it was then: only chooses between words for its age
 */
export function judgeKept({ link, asOf, view }: Omit<Picture, 'now'>, guess: number): Freshness {
  if (asOf === null || view === null) return NEW;
  const upTo = Math.min(asOf, view.newestAt ?? asOf);
  const ageMs = Math.max(STALE_MS + 1, guess - upTo);
  return { age: 'stale', ageMs, cause: link === 'live' ? 'server' : 'connection', upTo };
}

export interface PastPicture {
  link: Link;
  asOf: number | null;
  isPlaying: boolean;
  /** since the last frame, ms */
  silentMs: number;
}

/** A moment of the past does not age: only its way here can be in trouble. */
export function judgePast({ link, asOf, isPlaying, silentMs }: PastPicture): Freshness {
  const isLate = isPlaying && asOf !== null && silentMs > AMBER_MS;
  return { ...NEW, cause: link !== 'live' ? 'connection' : isLate ? 'server' : null, upTo: asOf };
}
