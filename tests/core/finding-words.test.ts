// What the linter finds has a sentence in English and in Russian, which says what there is to know of it.
import { describe, expect, it } from 'vitest';
import { finding, inLanguage, type FindingCode, type FindingParameters } from '#core/board/finding.ts';

const ANGLE = { minutes: 4.5, least: 5, atM: 10, enoughAtM: 8 };
const PARAMS: FindingParameters = {
  unknown_widget: { widget: 'gauge', known: 'wait' },
  bad_options: { problem: 'digits is 5' },
  outside: { shape: 'wide', columns: 24, rows: 12 },
  overlap: { shape: 'ultrawide', other: 'nps' },
  too_small: { shape: 'portrait', width: 1, height: 3, leastWidth: 2, leastHeight: 4 },
  no_portrait: {},
  crowded: { count: 9, most: 8 },
  no_age: {},
  unreadable_figure: ANGLE,
  small_figure: ANGLE,
  unreadable_text: ANGLE,
  small_text: ANGLE,
  low_contrast: { ink: 'dim', ratio: 3, least: 7, widgets: 'a' },
  bright_still: { percent: 20, widgets: 'a' },
  unknown_metric: { metric: 'x' },
  no_source: { metrics: 'nps' },
  unknown_board: { board: 'x', known: 'floor' },
  same_place: { widget: 'wait' },
  no_shift: {},
};
const codes = Object.keys(PARAMS) as FindingCode[];
const said = (code: FindingCode, language: string): string =>
  inLanguage([finding(code, 'error', PARAMS[code])], language)[0].message;

describe.each(['en', 'ru'])('in %s', (language) => {
  it.each(codes)('%s says each of its parameters', (code) => {
    const sentence = said(code, language).replaceAll(',', '.');
    for (const [name, value] of Object.entries(PARAMS[code]))
      if (name !== 'shape') expect(sentence).toContain(String(value));
    expect(sentence.length).toBeGreaterThan(5);
  });
});

it('all but the details of options are Russian in Russian, and the screen is named', () => {
  for (const code of codes) expect(said(code, 'ru'), code).toMatch(/^[А-Я]|^\d.*[а-я]/);
  expect(said('overlap', 'ru')).toBe('Лежит поверх «nps» (экран 21 : 9).');
  expect(said('small_text', 'ru')).toContain('4,5′ с 10 м');
});

it('another language has what English says', () => {
  expect(said('no_age', 'de')).toBe(said('no_age', 'en'));
  expect(said('no_age', 'ru-RU')).toBe(said('no_age', 'ru'));
});
