// What became of the assistant's sessions: kept, handed over, left, as facts that add up to 100 %.
import { format } from '#core/format.ts';
import type { Reading } from '#core/reading.ts';
import { t } from '#lib/i18n/translate.ts';
import { language } from '#lib/language.ts';
import type { Fact } from './fact.ts';
import { wholeShares } from './whole-shares.ts';

export interface SessionPart extends Fact {
  /** also the class of its colour */
  swatch: 'kept' | 'handed' | 'gone';
  share: number;
}

/** @param deflection of assistant.deflection: its counts are those of all sessions */
export function sessionParts({ value, counts }: Reading): SessionPart[] {
  const { resolved = 0, handedOver = 0, left = 0 } = counts;
  const shares = value === null ? [] : wholeShares([resolved, handedOver, left]);
  return (['kept', 'handed', 'gone'] as const).map((swatch, i) => ({
    swatch,
    share: shares[i] ?? 0,
    label: t(`session.${swatch}`),
    text: format(shares[i] ?? null, 'ratio', language()),
  }));
}
