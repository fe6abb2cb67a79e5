import { describe, expect, test } from 'vitest';
import {
  format,
  formatAge,
  formatClock,
  formatDay,
  formatLasting,
  formatMoment,
  formatMoney,
  formatMoneyParts,
  formatNumber,
  formatParts,
  formatSeconds,
  formatUnit,
  formatWeekday,
} from '#core/format.ts';

const NARROW = '\u202f';

describe('words of numbers', () => {
  test.each([
    [0, '0:00'],
    [0.4, '0:00'],
    [9, '0:09'],
    [52.3, '0:52'],
    [59.6, '1:00'],
    [60, '1:00'],
    [134, '2:14'],
    [3599.4, '59:59'],
    [3599.5, '1:00:00'],
    [3671, '1:01:11'],
    [45_296, '12:34:56'],
    [360_000, '100:00:00'],
    [-5, '−0:05'],
    [-0.2, '0:00'],
  ])('%d seconds are %s', (seconds, words) => expect(formatSeconds(seconds)).toBe(words));

  test.each([
    [0.624, 0, 'en', '62%'],
    [0.624, 1, 'en', '62.4%'],
    [0.624, 1, 'ru', `62,4${NARROW}%`],
    [1, 0, 'en', '100%'],
    [0.9999, 1, 'en', '100.0%'],
    [0, 0, 'en', '0%'],
  ])('a share of %d with %d digits in %s is %s', (value, digits, language, words) =>
    expect(format(value, 'ratio', language, digits)).toBe(words),
  );

  test.each([
    [0, '0'],
    [999, '999'],
    [1284, `1${NARROW}284`],
    [12_345, `12${NARROW}345`],
    [1_234_567, `1${NARROW}234${NARROW}567`],
    [-1200, `−1${NARROW}200`],
    [-0.3, '0'],
    [71.6, '72'],
  ])('%d is written %s', (value, words) => {
    expect(formatNumber(value, 'en')).toBe(words);
    expect(formatNumber(value, 'ru')).toBe(words);
  });

  test('nothing to say is a dash, never a zero', () => {
    for (const unit of ['s', 'ratio', 'count', 'score'] as const) {
      expect(format(null, unit, 'en')).toBe('–');
      expect(format(NaN, unit, 'en')).toBe('–');
      expect(formatParts(null, unit, 'en')).toEqual({ text: '–', suffix: '' });
    }
  });

  test('a score below zero has a real minus', () => expect(format(-12, 'score', 'en')).toBe('−12'));

  test.each([
    [300, '0.3 s'],
    [-50, '0.0 s'],
    [9940, '9.9 s'],
    [9960, '10 s'],
    [99_000, '99 s'],
    [240_000, '4 min'],
    [3 * 3_600_000, '3 h'],
    [72 * 3_600_000, '3 d'],
  ])('an age of %d ms is %s', (ms, words) => expect(formatAge(ms, 'en')).toBe(words));

  test('the clock is that of the site, and midnight is 00:00', () => {
    const at = Date.UTC(2026, 0, 31, 21, 0, 5);
    expect(formatClock(at, 'Europe/Moscow', 'en')).toBe('00:00');
    expect(formatClock(at, 'America/St_Johns', 'en')).toBe('17:30');
    expect(formatDay(at, 'Europe/Moscow', 'ru')).toContain('2026');
  });

  test.each([
    [300, '0,3 с'],
    [12_000, '12 с'],
    [240_000, '4 мин'],
    [3 * 3_600_000, '3 ч'],
    [72 * 3_600_000, '3 дн.'],
  ])('an age of %d ms is %s in Russian', (ms, words) => expect(formatAge(ms, 'ru')).toBe(words));

  test('what will last is as coarse as anybody knows', () => {
    const lasting = (seconds: number) => [formatLasting(seconds, 'en'), formatLasting(seconds, 'ru')];
    expect(lasting(0)).toEqual(['1 s', '1 с']);
    expect(lasting(38)).toEqual(['40 s', '40 с']);
    expect(lasting(560)).toEqual(['9 min', '9 мин']);
    expect(formatUnit(30, 'second', 'ru')).toBe('30 с');
  });

  test('days and moments are those of the language, English with the day first', () => {
    const at = Date.UTC(2026, 10, 26, 8, 40);
    expect(formatMoment(at, 'Europe/Moscow', 'en')).toBe('26 Nov, 11:40:00');
    expect(formatMoment(at, 'Europe/Moscow', 'ru')).toBe('26 нояб., 11:40:00');
    expect(formatDay(at, 'UTC', 'en')).toBe('26 Nov 2026');
    expect([formatWeekday(at, 'UTC', 'en'), formatWeekday(at, 'UTC', 'ru')]).toEqual(['Thu', 'чт']);
  });

  test('a number of several digits has the decimal sign of its language', () => {
    expect(formatNumber(12_345.6, 'ru', 1)).toBe(`12${NARROW}345,6`);
    expect(formatNumber(12_345.6, 'en', 1)).toBe(`12${NARROW}345.6`);
  });

  test('money is short, with its currency behind', () => {
    expect(formatMoney(1_234_567, 'RUB', 'ru')).toBe(`1,2${NARROW}млн${NARROW}₽`);
    expect(formatMoney(1_234_567, 'RUB', 'en')).toBe(`1.2${NARROW}M${NARROW}₽`);
    expect(formatMoney(-950, 'EUR', 'ru')).toBe(`−950${NARROW}€`);
    expect(formatMoneyParts(12_345, 'RUB', 'ru')).toEqual({ text: '12,3', suffix: `тыс.${NARROW}₽` });
    expect(formatMoney(12, undefined, 'en')).toBe('12');
    expect(formatMoney(null, 'RUB', 'en')).toBe('–');
  });
});
