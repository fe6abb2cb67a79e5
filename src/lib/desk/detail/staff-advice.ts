// What a staffing gap means for who has to find people: short, to spare, or about enough. Only what its whole range says,
// and never that people may go while customers wait for longer than was promised.
import type { Level } from '#core/level.ts';
import type { Reading } from '#core/reading.ts';
import { t } from '#lib/i18n/translate.ts';

/** @param level how waits and service stand now @param isQueue of one queue, whose people mostly serve others too */
export function staffAdvice({ value, low, high }: Reading, level: Level, isQueue: boolean): string {
  if (value === null) return '';
  if ((low ?? value) > 0) return t('staffing.short', { count: value });
  if ((high ?? value) >= 0) return t('staffing.enough');
  // The formula counts everybody whole, who serve other queues too: where people wait, those are elsewhere.
  if (isQueue && level !== 'look' && level !== 'act') return t('detail.enough');
  return level === 'look' || level === 'act'
    ? t('detail.busyElsewhere')
    : t('staffing.spare', { count: -(high ?? value) });
}
