// What the strip says: the moment of its handle by the site's clock, and its picture in words.
import { formatClock, formatDate, formatLocal } from '#core/format.ts';
import type { LocalDay } from '#core/local-day.ts';
import { t } from '#lib/i18n/translate.ts';
import { language } from '#lib/language.ts';
import { momentWords } from '#lib/rewind/past-words.ts';
import { topOf } from './day-path.ts';
import type { StripDay } from './strip-lines.svelte.ts';

/** stretches that are read out */
const MOST_TOLD = 6;

export interface StripMoment {
  /** epoch ms; null while nobody knows */
  at: number | null;
  isPast: boolean;
  now: number | null;
  /** IANA name; null while the site's is not known */
  zone: string | null;
}

export interface HandleWords {
  /** beside the handle: "11:40", with seconds where there are some */
  seen: string;
  /** behind that, where there is room: what the handle is for */
  hint: string;
  /** to who can't see where on which day it stands: "26 Nov, 11:40:00", "now, 14:26" */
  heard: string;
}

export function handleWords({ at, isPast, now, zone }: StripMoment): HandleWords {
  if (at === null || zone === null) return { seen: '', hint: '', heard: '' };
  const time = formatClock(at, zone, language());
  if (!isPast) return { seen: t('strip.now', { time }), hint: ` ${t('strip.hint')}`, heard: t('strip.now', { time }) };
  const seconds = formatLocal(at, zone).slice(17, 19);
  return { seen: seconds === '00' ? time : `${time}:${seconds}`, hint: '', heard: momentWords(at, now, zone) };
}

/** "Thursday 26 November" */
export const dateWords = ({ fromAt, toAt }: LocalDay, zone: string): string =>
  formatDate((fromAt + toAt) / 2, zone, language());

/** The picture for who can't see it: what it is of, its peak, and when the service level was below its goal. */
export function pictureWords(name: string, { day, zone, load, below }: StripDay): string {
  const clock = (at: number): string => formatClock(at, zone, language());
  const words = [t('strip.picture', { name, day: dateWords(day, zone) })];
  const most = topOf(load);
  const peak = load.values.indexOf(most);
  if (most > 0) words.push(t('strip.peak', { value: Math.round(most), time: clock(load.times[peak] * 1000) }));
  for (const { fromAt, toAt } of below.slice(0, MOST_TOLD))
    words.push(t('strip.belowGoal', { from: clock(fromAt), to: clock(toAt) }));
  return words.join(' ');
}
