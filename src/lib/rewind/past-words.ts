// The moment of the past that a screen shows, in words, and how far a server is that starts.
import { formatMoment } from '#core/format.ts';
import type { Moment } from '#core/protocol/moment.ts';
import type { Starting } from '#core/protocol/messages.ts';

/** "26 Nov, 11:40:00", with the year where it is another one. @param now epoch ms, null: not known yet */
export function momentWords(at: number, now: number | null, zone: string, language: string): string {
  const year = (instant: number) => new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: zone }).format(instant);
  return formatMoment(at, zone, language, now !== null && year(at) !== year(now));
}

/**
 * "26 Nov, 11:40:00 · the past", and how fast it plays.
 * @param zone IANA name, null while the site's is not known: nothing is said by another clock than its own
 */
export function markWords({ at, speed }: Moment, now: number | null, zone: string | null, language: string): string {
  const words = ['the past'];
  if (zone !== null) words.unshift(momentWords(at, now, zone, language));
  if (speed > 0) words.push(`${speed}×`);
  return words.join(' · ');
}

export interface Awaited {
  isLooking: boolean;
  wanted: Moment | null;
  now: number | null;
  zone: string | null;
}

/** "Looking up 26 Nov, 11:40:00."; "" when nothing of the past is awaited */
export function lookingWords({ isLooking, wanted, now, zone }: Awaited, language: string): string {
  if (!isLooking || !wanted) return '';
  return `Looking up ${zone === null ? 'the moment' : momentWords(wanted.at, now, zone, language)}.`;
}

/** "Reading the log: 63 %, about 40 s left." */
export function startWords({ done, of, secondsLeft }: Omit<Starting, 't'>): string {
  if (of === 0) return 'Reading the log.';
  // 100 % is said by the numbers that come.
  const percent = Math.min(99, Math.floor((100 * done) / of));
  return `Reading the log: ${percent} %${secondsLeft === null ? '' : `, about ${lasting(secondsLeft)} left`}.`;
}

/** As coarse as it is known: 7 s, 40 s, 3 min. */
function lasting(seconds: number): string {
  if (seconds <= 10) return `${Math.max(1, seconds)} s`;
  return seconds < 100 ? `${Math.ceil(seconds / 5) * 5} s` : `${Math.round(seconds / 60)} min`;
}
