// What a screen told of itself, in words: sizes, spans and instants in the reader's language.
import type { ScreenReportAnswer } from '#core/access/answers.ts';
import { formatNumber, NOTHING } from '#core/format.ts';
import type { Problem } from '#core/result.ts';
import { t, wordOr } from '#lib/i18n/translate.ts';
import { language } from '#lib/language.ts';

const SECOND = 1000;
const UNITS = [
  ['day', 86_400 * SECOND],
  ['hour', 3600 * SECOND],
  ['minute', 60 * SECOND],
  ['second', SECOND],
] as const;
/** SvelteKit names a build by when it was made, epoch ms. */
const INSTANT = /^\d{13}$/;

/** Dear to make, cheap to keep: three hundred rows are said anew every few seconds. */
const numbers = new Map<string, Intl.NumberFormat>();
const instants = new Map<string, Intl.DateTimeFormat>();

function inUnit(value: number, unit: string, maximumFractionDigits: number): string {
  const key = `${language()} ${unit} ${maximumFractionDigits}`;
  const options = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits } as const;
  const known = numbers.get(key) ?? new Intl.NumberFormat(language(), options);
  numbers.set(key, known);
  return known.format(value);
}

/** "4 sec", "12 min"; below ten seconds with a tenth. @param ms ≥ 0, null: not known */
export function spanWords(ms: number | null): string {
  if (ms === null) return NOTHING;
  const [unit, size] = UNITS.find(([, one]) => ms >= one) ?? UNITS[UNITS.length - 1];
  return inUnit(ms / size, unit, ms < 10 * SECOND ? 1 : 0);
}

/** "+0.3 sec": ahead of the server's; "−2 min" */
export function driftWords(ms: number | null): string {
  if (ms === null) return NOTHING;
  return `${ms < 0 ? '−' : '+'}${spanWords(Math.abs(ms))}`;
}

export function memoryWords(bytes: number | null): string {
  return bytes === null ? NOTHING : inUnit(bytes / 1e6, 'megabyte', 0);
}

/** "1920 × 1080", and where a CSS px is not one of the panel's, "× 2" */
export function sizeWords({ width, height, ratio }: ScreenReportAnswer): string {
  const of = ratio === 1 ? '' : ` · ${formatNumber(ratio, language(), Number.isInteger(ratio) ? 0 : 2)}×`;
  return `${width} × ${height}${of}`;
}

/** When a build was made; its name, where that does not say. */
export function buildWords(build: string): string {
  return INSTANT.test(build) ? shortMoment(Number(build)) : build.slice(0, 16);
}

/** "14:05" today, "24 Nov, 14:05" before. @param at epoch ms */
export function shortMoment(at: number): string {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  const key = `${language()} ${isToday}`;
  const day = isToday ? {} : ({ day: 'numeric', month: 'short' } as const);
  const options = { ...day, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const known = instants.get(key) ?? new Intl.DateTimeFormat(language(), options);
  instants.set(key, known);
  return known.format(at);
}

/** Why the server did not do it. @param problem null: it did not answer */
export function refusalWords(problem: Problem | null): string {
  return problem ? wordOr(`fleet.problem.${problem.code}`, problem.message) : t('pair.away');
}
