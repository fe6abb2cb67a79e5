// How a hero lies in its box, and how a reading is written by its unit.
import { beforeAll, expect, it } from 'vitest';
import type { Reading, Unit } from '#core/reading.ts';
import { gapScale } from '#lib/charts/gap-scale.ts';
import { metricName } from '#lib/i18n/translate.ts';
import { settleLanguage } from '#lib/language.ts';
import { METRICS } from '#lib/stories/readings.ts';
import { heroRoom } from '#lib/ui/hero-room.ts';
import { axisWords, readingParts } from '#lib/ui/reading-words.ts';

beforeAll(() => settleLanguage('en'));

const words = { caption: 'Wait', under: '', word: 'above 0:40', figure: '0:52', facts: 3, picture: true };

it('a hero has its facts and its picture where there is room, else a larger figure', () => {
  const [large, small] = [heroRoom({ width: 424, height: 519 }, words), heroRoom({ width: 347, height: 250 }, words)];
  expect(large).toMatchObject({ hasFacts: true, hasPicture: true, isStacked: false, caption: ['Wait'] });
  expect(small).toMatchObject({ hasFacts: true, hasPicture: false });
  expect(small.figure / 250).toBeGreaterThan(large.figure / 519);
});

it('a state that has no room beside its caption stands below it, and a long caption has two lines', () => {
  const caption = 'Agents who missed a contact';
  expect(heroRoom({ width: 424, height: 519 }, { ...words, caption })).toMatchObject({
    isStacked: true,
    caption: [caption],
  });
  expect(heroRoom({ width: 269, height: 204 }, { ...words, caption }).caption).toEqual([
    'Agents who',
    'missed a contact',
  ]);
});

it('all that is drawn fits the height of the box', () => {
  for (const height of [204, 250, 283, 440, 519, 913])
    for (const facts of [0, 3])
      for (const picture of [false, true]) {
        const room = heroRoom(
          { width: 269, height },
          { ...words, caption: 'A name as long as they get', facts, picture },
        );
        const head = 48 + 34;
        const used = head + room.line + (room.hasFacts ? 72 : 0) + (room.hasPicture ? 110 : 0);
        expect(used, `${height} ${facts} ${picture}`).toBeLessThanOrEqual(height);
      }
});

it('a reading is written by its unit', () => {
  const written = (value: number | null, unit: Unit, more: Partial<Reading> = {}, digits = 0) => {
    const { text, suffix } = readingParts({ value, unit, counts: {}, state: 'none', ...more }, digits);
    return `${text}|${suffix}`;
  };
  expect(written(52, 's')).toBe('0:52|');
  expect(written(0.795, 'ratio', {}, 1)).toBe('79.5|%');
  expect(written(41.6, 'score', { margin: 4.31 })).toBe('42|± 4');
  expect(written(14, 'people', { goal: { look: 0, act: 5, bad: 'above' } })).toBe('+14|');
  expect(written(-14, 'people', { goal: { look: 0, act: 5, bad: 'above' } })).toBe('−14|');
  expect(written(705, 'people')).toBe('705|');
  expect(written(1_842_600, 'money', { currency: 'RUB' })).toMatch(/^1\.8\|M.₽$/);
  expect(written(1.83, 'perMinute', {}, 1)).toBe('1.8|a min');
  expect(written(null, 'money')).toBe('–|');
});

it('marks of an axis are short', () => {
  expect(axisWords(14_400, 's')).toBe('4:00:00');
  expect(axisWords(120_000, 'count')).toMatch(/^120.K$/);
  expect(axisWords(0.85, 'ratio')).toBe('85%');
});

it('every metric has its name in the language of the screen', async () => {
  for (const language of ['en', 'ru'] as const) {
    await settleLanguage(language);
    for (const [key, { names }] of METRICS) expect(metricName(key)).toBe(names[language]);
  }
  expect(metricName('no.such')).toBe('no.such');
});

it('a gap of people lies on a round scale around just enough', () => {
  expect(gapScale(14, 2, 26)).toEqual({ reach: 50, low: 0.52, value: 0.64, high: 0.76 });
  expect(gapScale(-3, -9, 2).reach).toBe(10);
  expect(gapScale(3121, 3106, 3136).reach).toBe(5000);
  expect(gapScale(0, 0, 0)).toEqual({ reach: 10, low: 0.5, value: 0.5, high: 0.5 });
});
