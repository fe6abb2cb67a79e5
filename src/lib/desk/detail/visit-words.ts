// How a visit ended, and when, in words.
import { formatLocal } from '#core/format.ts';
import { OUTCOMES } from '#core/floor/outcome.ts';
import { t } from '#lib/i18n/translate.ts';

/** @param code as the API says it */
export function outcomeWords(code: string): string {
  const outcome = OUTCOMES.find((one) => one === code) ?? 'unknown';
  return t(`outcome.${outcome}`);
}

/** 11:40:05, by the clock of the zone */
export const clockWithSeconds = (at: number, zone: string): string => formatLocal(at, zone).slice('2026-11-26T'.length);
