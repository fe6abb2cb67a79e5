// What the linter finds has words in every language, with the parameters that the linter gives.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { finding, FindingCode } from '#core/board/finding.ts';

const ANGLE = { minutes: 4, least: 5, atM: 10, enoughAtM: 8 };
type Params = { [C in FindingCode]: Parameters<typeof finding<C>>[2] };
const PARAMS: Params = {
  unknown_widget: { widget: 'gauge', known: 'wait' },
  bad_options: { problem: 'digits is 5' },
  outside: { shape: 'wide', columns: 24, rows: 12 },
  overlap: { shape: 'wide', other: 'nps' },
  too_small: { shape: 'wide', width: 1, height: 1, leastWidth: 2, leastHeight: 2 },
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

describe.each(['en', 'ru'])('in %s', (language) => {
  const file = readFileSync(join(import.meta.dirname, `../../src/lib/i18n/${language}.ts`), 'utf8');
  const texts = new Map(
    [...file.matchAll(/'edit\.finding\.(\w+)':\s+'([^'\n]+)'/g)].map(([, code, text]) => [code, text]),
  );

  it.each(Object.entries(PARAMS))('%s has words, and names nothing that the linter does not give', (code, params) => {
    const text = texts.get(code) ?? '';
    const named = [...text.matchAll(/\{(\w+)/g)].map(([, name]) => name);
    expect(Object.keys(params)).toEqual(expect.arrayContaining(named));
    expect(text.length).toBeGreaterThan(5);
  });

  it('no others have', () => {
    expect([...texts.keys()].sort()).toEqual(Object.keys(PARAMS).sort());
  });
});
