// How old the picture is, in words: who is silent, and since when.
import { formatAge, formatClock, formatDay } from '#core/format.ts';
import type { Starting } from '#core/protocol/messages.ts';
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
  language: string,
  starting: Omit<Starting, 't'> | null = null,
): AgeWords {
  if (ageMs === null || upTo === null) {
    if (starting && link === 'live') return { short: 'starting', cause: startWords(starting) };
    return { short: link === 'live' ? 'live' : 'connecting', cause: CONNECTING[link] };
  }
  const old = `${formatAge(ageMs, language)} old`;
  const since = ageMs < DAY_MS ? formatClock(upTo, zone, language) : formatDay(upTo, zone, language);
  const short =
    age === 'stale' ? `no data since ${since}` : cause === 'connection' ? `no connection, ${old}` : `live, ${old}`;
  if (starting && link === 'live')
    return { short, cause: `${startWords(starting)} The numbers are those of ${since}.` };
  if (cause === null) return { short, cause: '' };
  if (cause === 'connection')
    return { short, cause: `Connection to the server lost. The numbers are those of ${since}. Trying again.` };
  if (age === 'amber') return { short: cause === 'server' ? `server slow, ${old}` : `no events, ${old}`, cause: '' };
  return {
    short,
    cause:
      cause === 'server'
        ? `The server answers but sends no numbers. These are those of ${since}.`
        : `The sources are silent: the newest event is of ${since}. The connection to the server is fine.`,
  };
}

/** What is wrong with a picture of the past, "" while all is well. */
export function pastTrouble({ cause }: Freshness, link: Link, starting: Omit<Starting, 't'> | null): string {
  if (starting && link === 'live') return startWords(starting);
  if (cause === 'server') return 'The server sends no more of this. Trying on.';
  return CONNECTING[link];
}

const CONNECTING: Record<Link, string> = {
  connecting: 'Connecting to the server.',
  live: '',
  lost: 'Connection to the server lost. Trying again.',
};
