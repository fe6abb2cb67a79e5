// How old the picture is, in words: who is silent, and since when.
import { formatAge, formatClock, formatDay } from '#core/format.ts';
import type { Starting } from '#core/protocol/messages.ts';
import { t } from '#lib/i18n/translate.ts';
import { language } from '#lib/language.ts';
import type { Link } from '#lib/live/connection.ts';
import type { Freshness } from '#lib/live/freshness.ts';
import { startWords } from '#lib/rewind/past-words.ts';

const DAY_MS = 86_400_000;

export interface AgeWords {
  /** beside the clock */
  short: string;
  /** whose fault, and what is done about it; "" while all is well */
  cause: string;
}

/** @param starting how far the server is that still reads its log */
export function ageWords(
  { age, ageMs, cause, upTo }: Freshness,
  link: Link,
  zone: string,
  starting: Omit<Starting, 't'> | null = null,
): AgeWords {
  const isStarting = starting !== null && link === 'live';
  if (ageMs === null || upTo === null) {
    if (isStarting) return { short: t('age.starting'), cause: startWords(starting) };
    return { short: t(link === 'live' ? 'age.live' : 'age.connecting'), cause: connectingWords(link) };
  }
  const time = ageMs < DAY_MS ? formatClock(upTo, zone, language()) : formatDay(upTo, zone, language());
  const short = age === 'stale' ? staleWords(cause, time) : youngWords(cause, ageMs);
  if (isStarting) return { short, cause: t('age.startingCause', { progress: startWords(starting), time }) };
  return { short, cause: cause === 'connection' || age === 'stale' ? causeWords(cause, time) : '' };
}

const staleWords = (cause: Freshness['cause'], time: string): string =>
  t(cause === 'behind' ? 'age.catchingUp' : 'age.noDataSince', { time });

function youngWords(cause: Freshness['cause'], ageMs: number): string {
  const age = formatAge(ageMs, language());
  if (cause === 'connection') return t('age.noConnection', { age });
  if (cause === 'server') return t('age.serverSlow', { age });
  return t(cause === 'sources' ? 'age.noEvents' : 'age.liveOld', { age });
}

function causeWords(cause: Freshness['cause'], time: string): string {
  if (cause === null) return '';
  if (cause === 'connection') return t('age.connectionLostSince', { time });
  if (cause === 'behind') return t('age.sourcesBehind', { time });
  return t(cause === 'server' ? 'age.serverSilentSince' : 'age.sourcesSilentSince', { time });
}

/** What is wrong with a picture of the past, "" while all is well. */
export function pastTrouble({ cause }: Freshness, link: Link, starting: Omit<Starting, 't'> | null): string {
  if (starting && link === 'live') return startWords(starting);
  return cause === 'server' ? t('age.pastSilent') : connectingWords(link);
}

function connectingWords(link: Link): string {
  if (link === 'live') return '';
  return t(link === 'lost' ? 'age.connectionLost' : 'age.connectingToServer');
}
