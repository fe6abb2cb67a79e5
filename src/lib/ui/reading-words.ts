// A reading as a screen shows it: its value by its unit, the unit smaller behind it, and how sure it is.
import { format, formatMoney, formatMoneyParts, formatNumber, formatParts, type Words } from '#core/format.ts';
import type { Reading, Unit } from '#core/reading.ts';
import { t } from '#lib/i18n/translate.ts';
import { language } from '#lib/language.ts';

/** The figures, and what stands smaller behind them: "%", "M ₽", "± 3", "a minute". */
export function readingParts(reading: Reading, digits = 0): Words {
  const { value, margin } = reading;
  const { text, suffix } = valueParts(reading, digits);
  if (value === null) return { text, suffix: '' };
  const around = margin === undefined ? '' : `± ${formatNumber(margin, language(), digits)}`;
  return { text, suffix: [suffix, around].filter((part) => part !== '').join(' ') };
}

function valueParts({ value, unit, currency, goal }: Reading, digits: number): Words {
  if (unit === 'money') return formatMoneyParts(value, currency, language());
  const { text, suffix } = formatParts(value, unit, language(), digits);
  // Where people are weighed against none too few, more are too few.
  if (unit === 'people' && goal && value !== null && value > 0) return { text: `+${text}`, suffix };
  if (unit === 'perMinute') return { text, suffix: t('unit.perMinute') };
  return { text, suffix };
}

/** A value of an axis, in few letters. */
export function axisWords(value: number, unit: Unit): string {
  const isLong = unit !== 's' && Math.abs(value) >= 10_000;
  if (unit === 'money' || isLong) return formatMoney(value, undefined, language());
  const digits = Number.isInteger(value) || unit === 'ratio' || unit === 's' ? 0 : 1;
  return format(value, unit, language(), digits);
}
