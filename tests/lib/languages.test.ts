// The languages of the screens: which one a screen speaks, what a message becomes, and what ends a build.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerMetrics } from '#core/answers.ts';
import { KINDS } from '#core/behind.ts';
import { REFERENCE } from '#core/directory.ts';
import { Engine } from '#core/engine.ts';
import { OUTCOMES } from '#core/floor/outcome.ts';
import type { Metric } from '#core/metric.ts';
import { CHANNELS, SESSION_OUTCOMES } from '#core/vocabulary.ts';
import { render } from '#lib/i18n/message.ts';
import { t, wordOf } from '#lib/i18n/translate.ts';
import { chooseLanguage, language, LANGUAGES, settleLanguage, settlePart } from '#lib/language.ts';
import { loadPlugIns } from '../../server/plug-ins.ts';
import { compileLanguage } from '../../vite/compile-messages.ts';

const compiled = (text: string, language = 'en') => {
  const { messages, problems } = compileLanguage(language, { key: text }, { key: text });
  expect(problems).toEqual([]);
  return messages.key;
};
const said = (text: string, values: Record<string, string | number>, language = 'en') =>
  render(compiled(text, language), values, language);

describe('the language of a screen', () => {
  it('is that of the address, else the operator’s, else the browser’s, else English', () => {
    const known = ['en', 'ru'];
    expect(chooseLanguage(['ru', 'en', 'en'], known)).toBe('ru');
    expect(chooseLanguage([null, 'ru', 'en'], known)).toBe('ru');
    expect(chooseLanguage([null, undefined, 'de-AT', 'ru-RU', 'en'], known)).toBe('ru');
    expect(chooseLanguage(['xx', null, 'de'], known)).toBe('en');
  });

  it('is English or Russian, each a file', () => expect([...LANGUAGES].sort()).toEqual(['en', 'ru']));

  it('changes what t says', async () => {
    await settleLanguage('en');
    expect(t('age.noDataSince', { time: '11:40' })).toBe('no data since 11:40');
    await settleLanguage('ru');
    expect(language()).toBe('ru');
    expect(t('age.noDataSince', { time: '11:40' })).toBe('нет данных с 11:40');
  });
});

describe('Russian', () => {
  it('has words for every count, definition, list, channel and outcome, loaded with the panel that shows them', async () => {
    await settleLanguage('ru');
    expect(wordOf('code.count.answered')).toBeUndefined();
    await settlePart('why');
    expect(wordOf('code.count.answered')).toBe('отвечено');
    const metrics = await loadPlugIns<Metric>(join(import.meta.dirname, '../../src/core/metrics'));
    const answers = Object.values(answerMetrics(new Engine(metrics, REFERENCE), 'all', {}, '15m', 0).metrics);
    const wanted = [
      ...answers.flatMap(({ counts }) => Object.keys(counts).map((key) => `code.count.${key}` as const)),
      ...answers.flatMap(({ variants = {} }) => Object.keys(variants).map((key) => `code.variant.${key}` as const)),
      ...Object.keys(KINDS).map((kind) => `code.things.${kind}` as const),
      ...[...CHANNELS, ...OUTCOMES, ...SESSION_OUTCOMES].map((word) => `code.value.${word}` as const),
    ];
    expect(wanted.filter((key) => wordOf(key) === undefined)).toEqual([]);
  });

  it('has its words of the panel beside the others after another language was shown', async () => {
    await settleLanguage('en');
    expect(t('why.formula')).toBe('Formula');
    await settleLanguage('ru');
    expect([t('why.formula'), t('level.act')]).toEqual(['Формула', 'срочно']);
  });

  it('has the words of the desk on pages that ask for them, and not before', async () => {
    await settleLanguage('ru');
    expect(t('desk.wall')).toBe('desk.wall');
    await settleLanguage('ru', 'desk');
    expect(t('desk.wall')).toBe('Табло');
  });
});

describe('a message', () => {
  it('has its texts and numbers, grouped as everywhere', () => {
    expect(said('{name}: {count, number} of 9', { name: 'Care', count: 12345 })).toBe('Care: 12\u202f345 of 9');
    expect(said('Today’s {x} and {x}', { x: 'a' })).toBe('Today’s a and a');
  });

  it('has the plural of its language, and an exact number’s own words', () => {
    const agents = '{n, plural, =0 {никого} one {# агент} few {# агента} many {# агентов} other {# агента}}';
    const forms = [0, 1, 2, 5, 11, 21, 22, 1004].map((n) => said(agents, { n }, 'ru'));
    expect(forms).toEqual([
      'никого',
      '1 агент',
      '2 агента',
      '5 агентов',
      '11 агентов',
      '21 агент',
      '22 агента',
      '1\u202f004 агента',
    ]);
  });

  it('chooses by a word, with arguments inside', () => {
    const text = '{state, select, up {{name} is there} other {{name} is {state}}}';
    expect(said(text, { state: 'up', name: 'pbx1' })).toBe('pbx1 is there');
    expect(said(text, { state: 'down', name: 'pbx1' })).toBe('pbx1 is down');
  });
});

describe('a build ends, with a sentence,', () => {
  const english = { 'a.b': 'Hello {name}', 'a.c': '{n, plural, one {# row} other {# rows}}' };
  const russian = {
    'a.b': 'Привет {name}',
    'a.c': '{n, plural, one {# строка} few {# строки} many {# строк} other {# строки}}',
  };
  const problems = (changed: Record<string, string>) =>
    compileLanguage('ru', { ...russian, ...changed }, english).problems;

  it('not when all is there', () => expect(problems({})).toEqual([]));

  it('when a key is missing', () =>
    expect(compileLanguage('ru', { 'a.c': russian['a.c'] }, english).problems).toEqual([
      'ru.ts: "a.b" is missing; en.ts has it.',
    ]));

  it('when English has no such key', () =>
    expect(problems({ 'a.d': 'x' })).toEqual(['ru.ts: "a.d" is not known; en.ts has no such key.']));

  it('when the arguments are others', () => {
    expect(problems({ 'a.b': 'Привет {nmae}' })).toEqual([
      'ru.ts: "a.b" has the arguments nmae (text); in en.ts it has name (text).',
    ]);
    expect(problems({ 'a.c': 'строк: {n}' })[0]).toContain('has the arguments n (text); in en.ts it has n (number)');
  });

  it('when a plural lacks a form of its language', () =>
    expect(problems({ 'a.c': '{n, plural, one {# строка} other {# строки}}' })[0]).toBe(
      'ru.ts: "a.c" can’t be read: the plural has no few, many; ru needs one, few, many, other.',
    ));

  it('when a message is no ICU message, or asks for what screens do not have', () => {
    expect(problems({ 'a.b': 'Привет {name' })[0]).toContain('ru.ts: "a.b" can’t be read');
    expect(problems({ 'a.b': 'Привет {name, date}' })[0]).toContain('formatted by core/format');
  });
});
