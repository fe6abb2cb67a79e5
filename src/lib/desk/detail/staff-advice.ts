// What a staffing gap means for who has to find people: short, to spare, or about enough. Only what its whole range says,
// and never that people may go while customers wait for longer than was promised.
import type { Level } from '#core/level.ts';
import type { Reading } from '#core/reading.ts';
import { t } from '#lib/i18n/translate.ts';

/** @param level how waits and service stand now */
export function staffAdvice({ value, low, high }: Reading, level: Level): string {
  if (value === null) return '';
  if ((low ?? value) > 0) return t('staffing.short', { count: value });
  if ((high ?? value) >= 0) return t('staffing.enough');
  // The formula counts everybody whole, who serve other queues too: where people wait, those are elsewhere.
  return level === 'look' || level === 'act'
    ? t('detail.busyElsewhere')
    : t('staffing.spare', { count: -(high ?? value) });
}
