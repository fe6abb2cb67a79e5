// Short words that several places need: windows, levels, and a number against its goal.
import { format } from '#core/format.ts';
import type { Level } from '#core/level.ts';
import type { Reading } from '#core/reading.ts';
import type { WindowName } from '#core/window.ts';
import { t } from '#lib/i18n/translate.ts';
import { language } from '#lib/language.ts';

export const windowWords = (window: WindowName): string => t(`window.${window}`);

export const levelWord = (level: Level): string => t(`level.${level}`);

/** "above 0:40", "below 60%", "goal 0:40"; "" where nothing is promised or nothing is known */
export function goalWords({ state, goal, unit }: Reading): string {
  if (state === 'none') return '';
  if (!goal) return levelWord(state);
  const limit = (value: number): string => format(value, unit, language());
  if (state === 'fine') return t('goal.goal', { value: limit(goal.look) });
  return t(`goal.${goal.bad}`, { value: limit(state === 'act' ? goal.act : goal.look) });
}
