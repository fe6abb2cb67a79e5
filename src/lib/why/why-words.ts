// Words for counts, cells and instants in the panel that tells why.
import type { BehindRow } from '#core/behind.ts';
import { formatNumber, NOTHING } from '#core/format.ts';

/** "answeredWithinT" → "answered within T" */
export function countWords(key: string): string {
  const words = key
    .replace(/At$/, '')
    .replace(/([a-z])S$/, '$1, s')
    .replace(/([a-z])([A-Z])/g, '$1 $2');
  return words.replace(/ ([A-Z])([a-z])/g, (_, first: string, rest: string) => ` ${first.toLowerCase()}${rest}`);
}

export const variantWords = (key: string): string => key.replaceAll('_', ' ');

/** By the clock of the site, with seconds: this is for checking. */
export function instantWords(time: string, zone: string, language: string): string {
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat(language, { ...day, ...clock, timeZone: zone }).format(new Date(time));
}

export function cellWords(column: string, value: BehindRow[string], zone: string, language: string): string {
  if (value === null) return NOTHING;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return formatNumber(value, language, Number.isInteger(value) ? 0 : 1);
  return column === 'at' || column.endsWith('At') ? instantWords(value, zone, language) : value;
}
