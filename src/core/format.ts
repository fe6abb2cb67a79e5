// Value + unit + language → words: what a number looks like to a reader. Seconds as m:ss, shares in percent, thousands
// parted by a narrow space, "–" where there is nothing to say. Sentences are not made here.
import type { Unit } from './reading.ts';

export const NOTHING = '–';
const NARROW_SPACE = '\u202f';
const MINUS = '\u2212';

/** A number in two parts: screens set the unit smaller than the figures. */
export interface Words {
  text: string;
  /** "%" or "" */
  suffix: string;
}

/** @param digits after the decimal sign, for ratios and scores */
export function formatParts(value: number | null, unit: Unit, language: string, digits = 0): Words {
  if (value === null || !Number.isFinite(value)) return { text: NOTHING, suffix: '' };
  if (unit === 's') return { text: formatSeconds(value), suffix: '' };
  if (unit === 'ratio') return { text: formatNumber(value * 100, language, digits), suffix: '%' };
  return { text: formatNumber(value, language, digits), suffix: '' };
}

export function format(value: number | null, unit: Unit, language: string, digits = 0): string {
  const { text, suffix } = formatParts(value, unit, language, digits);
  return suffix && language.startsWith('ru') ? text + NARROW_SPACE + suffix : text + suffix;
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
  return clockFormat(zone, language === 'en' ? 'en-GB' : language, withYear ? 'momentOfYear' : 'moment').format(at);
}

/** 2026-11-26T11:40:00, for machines, by the clock of the zone */
export function formatLocal(at: number, zone: string): string {
  return clockFormat(zone, 'sv', 'local').format(at).replace(' ', 'T');
}

/** An age that need not be exact: 0.3 s, 12 s, 4 min, 3 h, 2 d */
export function formatAge(ageMs: number, language: string): string {
  const seconds = Math.max(0, ageMs) / 1000;
  const [amount, unit, digits] =
    seconds < 9.95
      ? [seconds, 's', 1]
      : seconds < 100
        ? [seconds, 's', 0]
        : seconds < 5_970
          ? [seconds / 60, 'min', 0]
          : seconds < 172_800
            ? [seconds / 3600, 'h', 0]
            : [seconds / 86_400, 'd', 0];
  const words: Record<string, string> = language.startsWith('ru')
    ? { s: 'с', min: 'мин', h: 'ч', d: 'дн.' }
    : { s: 's', min: 'min', h: 'h', d: 'd' };
  return `${formatNumber(amount, language, digits)} ${words[unit]}`;
}

// Formatters are dear to make and cheap to keep: a handful of languages, zones and styles exist in one process.
type Style = 'minute' | 'weekday' | 'day' | 'moment' | 'momentOfYear' | 'local';
const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
const STYLES: Record<Style, Intl.DateTimeFormatOptions> = {
  minute: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  weekday: { weekday: 'short' },
  day: { day: 'numeric', month: 'short', year: 'numeric' },
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
const clocks = memo((key) => {
  const [style, language, zone] = key.split(' ');
  return new Intl.DateTimeFormat(language, { ...STYLES[style as Style], timeZone: zone });
});
const clockFormat = (zone: string, language: string, style: Style) => clocks(`${style} ${language} ${zone}`);
