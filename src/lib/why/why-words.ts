// Words for numbers, counts, cells and instants in the panel that tells why. Codes that a language has no words for are
// told as they are: English reads them.
import type { BehindRow, Kind } from '#core/behind.ts';
import { formatMoment, formatNumber, format, NOTHING } from '#core/format.ts';
import type { Words } from '#core/metric.ts';
import type { Reading } from '#core/reading.ts';
import { t, wordOf } from '#lib/i18n/translate.ts';
import { language } from '#lib/language.ts';

export interface Figure {
  key: string;
  name: string;
  text: string;
  isChosen?: boolean;
}

/** In the language of this screen, else in English. */
export function inWords(words: Words): string {
  return (words as Words & Partial<Record<string, string>>)[language()] ?? words.en;
}

export function valueWords(value: number | null, { unit }: Pick<Reading, 'unit'>): string {
  return format(value, unit, language(), unit === 'ratio' || unit === 'perAgent' ? 1 : 0);
}

export function countFigures({ counts }: Reading): Figure[] {
  return Object.entries(counts).map(([key, count]) => ({
    key,
    name: wordOf(`code.count.${key}`) ?? codeWords(key),
    text: formatNumber(count, language(), Number.isInteger(count) ? 0 : 3),
  }));
}

/** The number by its other definitions, the one that it is by told apart, or its parts. */
export function variantFigures(reading: Reading): Figure[] {
  return Object.entries(reading.variants ?? {}).map(([key, value]) => {
    const definition = wordOf(`code.variant.${key}`) ?? key.replaceAll('_', ' ');
    const isChosen = key === reading.variant;
    const name = isChosen ? t('why.configured', { definition }) : definition;
    return { key, name, text: valueWords(value, reading), isChosen };
  });
}

export const thingsWords = (kind: Kind): string => wordOf(`code.things.${kind}`) ?? kind;

export const columnWords = (column: string): string => wordOf(`code.column.${column}`) ?? codeWords(column);

/** "answeredWithinT" → "answered within T" */
export function codeWords(code: string): string {
  const words = code
    .replace(/At$/, '')
    .replace(/([a-z])S$/, '$1, s')
    .replace(/([a-z])([A-Z])/g, '$1 $2');
  return words.replace(/ ([A-Z])([a-z])/g, (_, first: string, rest: string) => ` ${first.toLowerCase()}${rest}`);
}

/** By the clock of the site, with seconds: this is for checking. */
export function instantWords(time: string, zone: string): string {
  return formatMoment(Date.parse(time), zone, language(), true);
}

/** Columns whose texts are codes. */
const CODED: readonly string[] = ['channel', 'outcome'];

export function cellWords(column: string, value: BehindRow[string], zone: string): string {
  if (value === null) return NOTHING;
  if (typeof value === 'boolean') return t(value ? 'why.yes' : 'why.no');
  if (typeof value === 'number') return formatNumber(value, language(), Number.isInteger(value) ? 0 : 1);
  if (column === 'at' || column.endsWith('At')) return instantWords(value, zone);
  return (CODED.includes(column) ? wordOf(`code.value.${value}`) : undefined) ?? value;
}
