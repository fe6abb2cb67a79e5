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

/** In the reader's own zone, with seconds: this is for checking. */
export function instantWords(time: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(time));
}

export function cellWords(column: string, value: BehindRow[string], language: string): string {
  if (value === null) return NOTHING;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return formatNumber(value, language, Number.isInteger(value) ? 0 : 1);
  return column === 'at' || column.endsWith('At') ? instantWords(value, language) : value;
}
