// Value + unit + language → words: what a number looks like to a reader. Seconds as m:ss, shares in percent, thousands
// parted by a narrow space, "–" where there is nothing to say. Sentences are not made here.
import type { Unit } from './reading.ts';

export const NOTHING = '–';
const NARROW_SPACE = '\u202f';
const MINUS = '\u2212';

/** A number in two parts: screens set the unit smaller than the figures. */
export interface Words {
  text: string;
  /** "%", "M ₽" or "" */
  suffix: string;
}

/** @param digits after the decimal sign, for ratios and scores */
export function formatParts(value: number | null, unit: Unit, language: string, digits = 0): Words {
  if (value === null || !Number.isFinite(value)) return { text: NOTHING, suffix: '' };
  if (unit === 's') return { text: formatSeconds(value), suffix: '' };
  if (unit === 'ratio') return { text: formatNumber(value * 100, language, digits), suffix: '%' };
  return { text: formatNumber(value, language, digits), suffix: '' };
}

/** 0.528 → "53%", in Russian "53 %". @param digits after the decimal sign, for ratios and scores */
export function format(value: number | null, unit: Unit, language: string, digits = 0): string {
  const { text, suffix } = formatParts(value, unit, language, digits);
  return suffix && spacesPercent(language) ? text + NARROW_SPACE + suffix : text + suffix;
}

/**
 * Money in few letters: 1.2M in two parts, the currency behind. @param amount in the major unit, null = nothing to say
 * @param currency ISO 4217; undefined = not known, the number stands alone
 */
export function formatMoneyParts(amount: number | null, currency: string | undefined, language: string): Words {
  if (amount === null || !Number.isFinite(amount)) return { text: NOTHING, suffix: '' };
  const parts = moneyFormat(`${language} ${currency ?? ''}`).formatToParts(amount);
  const pick = (...types: string[]) => parts.filter(({ type }) => types.includes(type)).map(({ value }) => value);
  const text = pick('minusSign', 'integer', 'group', 'decimal', 'fraction').join('').replace('-', MINUS);
  return { text, suffix: [...pick('compact'), ...pick('currency')].join(NARROW_SPACE) };
}

/** "1.2 M ₽", "1,2 млн ₽" */
export function formatMoney(amount: number | null, currency: string | undefined, language: string): string {
  const { text, suffix } = formatMoneyParts(amount, currency, language);
  return suffix ? text + NARROW_SPACE + suffix : text;
}

/** 52.3 → 0:52, 3671 → 1:01:11 */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const clock = h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
  return seconds < 0 && whole > 0 ? MINUS + clock : clock;
}

const pad = (n: number): string => String(n).padStart(2, '0');

/** Grouped by hand: a wall formats a hundred numbers a second, and Intl is slow at that. */
export function formatNumber(value: number, language: string, digits = 0): string {
  const [whole, fraction] = Math.abs(value).toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE);
  const text = fraction === undefined ? grouped : grouped + decimalSign(language) + fraction;
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** 14:22 in the site's zone */
export function formatClock(at: number, zone: string, language: string): string {
  return clockFormat(zone, language, 'minute').format(at);
}

/** Mon, Tue … */
export function formatWeekday(at: number, zone: string, language: string): string {
  return clockFormat(zone, language, 'weekday').format(at);
}

/** 30 Jan 1999 */
export function formatDay(at: number, zone: string, language: string): string {
  return clockFormat(zone, language, 'day').format(at);
}

/** 26 Nov, 11:40:00 */
export function formatMoment(at: number, zone: string, language: string, withYear = false): string {
  return clockFormat(zone, language, withYear ? 'momentOfYear' : 'moment').format(at);
}

/** Thursday 26 November */
export function formatDate(at: number, zone: string, language: string): string {
  return clockFormat(zone, language, 'date').format(at);
}

/** Moscow Standard Time */
export function formatZone(at: number, zone: string, language: string): string {
  const parts = clockFormat(zone, language, 'zone').formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

/** 2026-11-26T11:40:00, for machines, by the clock of the zone */
export function formatLocal(at: number, zone: string): string {
  return clockFormat(zone, 'sv', 'local').format(at).replace(' ', 'T');
}

/** An age that need not be exact: 0.3 s, 12 s, 4 min, 3 h, 2 d */
export function formatAge(ageMs: number, language: string): string {
  const seconds = Math.max(0, ageMs) / 1000;
  if (seconds < 9.95) return withUnit(seconds, 'second', language, 1);
  if (seconds < 100) return withUnit(seconds, 'second', language);
  if (seconds < 5_970) return withUnit(seconds / 60, 'minute', language);
  return seconds < 172_800 ? withUnit(seconds / 3600, 'hour', language) : withUnit(seconds / 86_400, 'day', language);
}

/** How long something will take, as coarse as anybody knows: 7 s, 40 s, 3 min */
export function formatLasting(seconds: number, language: string): string {
  if (seconds <= 10) return withUnit(Math.max(1, seconds), 'second', language);
  return seconds < 100
    ? withUnit(Math.ceil(seconds / 5) * 5, 'second', language)
    : withUnit(seconds / 60, 'minute', language);
}

/** "30 s", "30 с" */
export const formatUnit = (value: number, unit: TimeUnit, language: string): string => withUnit(value, unit, language);

export type TimeUnit = 'second' | 'minute' | 'hour' | 'day';

function withUnit(amount: number, unit: TimeUnit, language: string, digits = 0): string {
  return `${formatNumber(amount, language, digits)} ${unitWord(`${language} ${unit}`)}`;
}

// Formatters are dear to make and cheap to keep: a handful of languages, zones and styles exist in one process.
type Style = 'minute' | 'weekday' | 'day' | 'date' | 'zone' | 'moment' | 'momentOfYear' | 'local';
const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
const STYLES: Record<Style, Intl.DateTimeFormatOptions> = {
  minute: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  weekday: { weekday: 'short' },
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  date: { weekday: 'long', day: 'numeric', month: 'long' },
  zone: { hour: 'numeric', timeZoneName: 'long' },
  moment: { day: 'numeric', month: 'short', ...CLOCK },
  momentOfYear: { day: 'numeric', month: 'short', year: 'numeric', ...CLOCK },
  local: { day: '2-digit', month: '2-digit', year: 'numeric', ...CLOCK },
};

const memo = <T>(make: (key: string) => T): ((key: string) => T) => {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(key);
    made.set(key, fresh);
    return fresh;
  };
};

const decimalSign = memo((language) => {
  const parts = new Intl.NumberFormat(language, { minimumFractionDigits: 1 }).formatToParts(0.5);
  return parts.find((part) => part.type === 'decimal')?.value ?? '.';
});
const spacesPercent = memo((language) =>
  new Intl.NumberFormat(language, { style: 'percent' }).formatToParts(0.5).some(({ type }) => type === 'literal'),
);
const ENGLISH_UNITS: Record<string, string> = { second: 's', minute: 'min', hour: 'h', day: 'd' };
const unitWord = memo((key) => {
  const [language, unit] = key.split(' ');
  if (language.startsWith('en')) return ENGLISH_UNITS[unit];
  const options = { style: 'unit', unit, unitDisplay: 'short' } as const;
  const parts = new Intl.NumberFormat(language, options).formatToParts(5);
  return parts.find(({ type }) => type === 'unit')?.value ?? ENGLISH_UNITS[unit];
});
const moneyFormat = memo((key) => {
  const [language, currency] = key.split(' ');
  const style = currency ? ({ style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const) : {};
  return new Intl.NumberFormat(language, { ...style, notation: 'compact', maximumFractionDigits: 1 });
});
const clocks = memo((key) => {
  const [style, named, zone] = key.split(' ');
  // English of the floor, not of America: 26 Nov, and never 11/26.
  const language = named === 'en' ? 'en-GB' : named;
  return new Intl.DateTimeFormat(language, { ...STYLES[style as Style], timeZone: zone });
});
const clockFormat = (zone: string, language: string, style: Style) => clocks(`${style} ${language} ${zone}`);
