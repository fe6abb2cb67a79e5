// The moment of the past that a screen shows, in words, and how far a server is that starts.
import { format, formatLasting, formatMoment } from '#core/format.ts';
import type { Moment } from '#core/protocol/moment.ts';
import type { Starting } from '#core/protocol/messages.ts';
import { t } from '#lib/i18n/translate.ts';
import { language } from '#lib/language.ts';

/** "26 Nov, 11:40:00", with the year where it is another one. @param now epoch ms, null: not known yet */
export function momentWords(at: number, now: number | null, zone: string): string {
  const year = (instant: number) => new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: zone }).format(instant);
  return formatMoment(at, zone, language(), now !== null && year(at) !== year(now));
}

/**
 * "26 Nov, 11:40:00 · the past", and how fast it plays.
 * @param zone IANA name, null while the site's is not known: nothing is said by another clock than its own
 */
export function markWords({ at, speed }: Moment, now: number | null, zone: string | null): string {
  const words = [t('rewind.past')];
  if (zone !== null) words.unshift(momentWords(at, now, zone));
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
export function lookingWords({ isLooking, wanted, now, zone }: Awaited): string {
  if (!isLooking || !wanted) return '';
  if (zone === null) return t('rewind.lookingUpMoment');
  return t('rewind.lookingUp', { moment: momentWords(wanted.at, now, zone) });
}

/** "Reading the log: 63%, about 40 s left." */
export function startWords({ done, of, secondsLeft }: Omit<Starting, 't'>): string {
  if (of === 0) return t('start.reading');
  // 100 % is said by the numbers that come.
  const percent = format(Math.min(99, Math.floor((100 * done) / of)) / 100, 'ratio', language());
  if (secondsLeft === null) return t('start.percent', { percent });
  return t('start.percentLeft', { percent, time: formatLasting(secondsLeft, language()) });
}
