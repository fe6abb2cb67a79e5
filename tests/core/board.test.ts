// Boards as data: where widgets stand on each shape of screen, what a widget's options are, when a kiosk is dark.
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  BOARD_ID,
  columnOf,
  fitsGrid,
  GRIDS,
  overlap,
  placesOf,
  type Board,
  type Place,
  type Placement,
} from '#core/board/board.ts';
import { defineManifest, needsOf } from '#core/board/manifest.ts';
import { optionProblems, parseOptions, usualOptions, type OptionSpecs } from '#core/board/options.ts';
import { brightness, type Playlist } from '#core/board/playlist.ts';
import { textIn, type Text } from '#core/board/text.ts';

const board = (...places: Placement['at'][]): Board => ({
  version: 1,
  title: 'Floor',
  screen: { inches: 55, distanceM: 10 },
  widgets: places.map((at, i) => ({ id: `w${i}`, widget: 'number', options: {}, at })),
});
const placeIn = ({ columns, rows }: { columns: number; rows: number }): fc.Arbitrary<Place> =>
  fc
    .tuple(fc.nat(columns - 1), fc.nat(rows - 1))
    .chain(([x, y]) =>
      fc.tuple(
        fc.constant(x),
        fc.constant(y),
        fc.integer({ min: 1, max: columns - x }),
        fc.integer({ min: 1, max: rows - y }),
      ),
    );

describe('places', () => {
  it('a wide place is stretched on an ultrawide screen: inside it, and apart as before', () => {
    fc.assert(
      fc.property(placeIn(GRIDS.wide), placeIn(GRIDS.wide), (a, b) => {
        const [one, other] = placesOf(board({ wide: a }, { wide: b }), 'ultrawide').map(({ place }) => place);
        expect(fitsGrid(one, 'ultrawide')).toBe(true);
        expect(overlap(one, other)).toBe(overlap(a, b));
      }),
    );
  });

  it('a place of its own goes before the stretched one, false leaves the widget out', () => {
    const places = placesOf(
      board({ wide: [0, 0, 12, 12], ultrawide: [1, 0, 7, 12] }, { wide: [12, 0, 12, 12], ultrawide: false }),
      'ultrawide',
    );
    expect(places.map(({ place }) => place)).toEqual([[1, 0, 7, 12]]);
  });

  it('without any portrait place the widgets are stacked and fill the grid', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 }), (n) => {
        const places = placesOf(
          board(...Array.from({ length: n }, () => ({ wide: [0, 0, 1, 1] as const }))),
          'portrait',
        );
        expect(places.reduce((sum, { place }) => sum + place[2] * place[3], 0)).toBe(12 * 24);
        for (const { place } of places) expect(fitsGrid(place, 'portrait')).toBe(true);
      }),
    );
  });

  it('with one portrait place, whoever has none is not on a portrait screen', () => {
    const shown = placesOf(board({ wide: [0, 0, 2, 2], portrait: [0, 0, 12, 24] }, { wide: [2, 0, 2, 2] }), 'portrait');
    expect(shown.map(({ widget }) => widget.id)).toEqual(['w0']);
  });

  it('a phone has them in the order of the list, without those that say false', () => {
    const shown = columnOf(board({ wide: [0, 0, 2, 2] }, { wide: [2, 0, 2, 2], phone: false }, { wide: false }));
    expect(shown.map(({ id }) => id)).toEqual(['w0', 'w2']);
  });

  it('two overlap when they share a cell, whichever comes first', () => {
    fc.assert(
      fc.property(placeIn(GRIDS.portrait), placeIn(GRIDS.portrait), (a, b) => {
        const cells = ([x, y, w, h]: Place): string[] =>
          Array.from({ length: w * h }, (_, i) => `${x + (i % w)}/${y + Math.floor(i / w)}`);
        const mine = new Set(cells(a));
        const shared = cells(b).some((cell) => mine.has(cell));
        expect([overlap(a, b), overlap(b, a)]).toEqual([shared, shared]);
      }),
    );
  });

  it('an id is no path', () => {
    for (const good of ['floor', 'site-2', '3', 'a']) expect(good).toMatch(BOARD_ID);
    for (const bad of ['', '..', '.floor', 'a/b', 'a\\b', 'Floor', '-a', 'a-', 'a b', 'a\n', 'a'.repeat(65)])
      expect(bad).not.toMatch(BOARD_ID);
  });
});

const SPECS = {
  metric: { kind: 'metric', usual: 'asa' },
  window: { kind: 'window', usual: '5m' },
  order: { kind: 'choice', of: ['pain', 'name'], usual: 'pain' },
  rows: { kind: 'number', usual: 6, least: 1, most: 20, whole: true },
  trend: { kind: 'flag', usual: true },
  caption: { kind: 'text', usual: '', most: 10 },
} as const satisfies OptionSpecs;

describe('options', () => {
  it('what a board does not say is as usual', () => {
    const options = parseOptions(SPECS, { rows: 3, caption: { en: 'Wait', ru: 'Ждут' } });
    expect(options).toEqual({
      ok: true,
      value: {
        metric: 'asa',
        window: '5m',
        order: 'pain',
        rows: 3,
        trend: true,
        caption: { en: 'Wait', ru: 'Ждут' },
      },
    });
    if (!options.ok) return;
    expectTypeOf(options.value.order).toEqualTypeOf<'pain' | 'name'>();
    expectTypeOf(options.value.rows).toEqualTypeOf<number>();
    expectTypeOf(options.value.caption).toEqualTypeOf<Text>();
  });

  it.each<[unknown, string]>([
    [[], 'options are []; write {"name": value, …}.'],
    [{ colour: 1 }, 'There is no option "colour"; there are metric, window, order, rows, trend, caption.'],
    [{ toString: 1 }, 'There is no option "toString"; there are metric, window, order, rows, trend, caption.'],
    [{ metric: 'ASA?' }, 'metric is "ASA?"; write the key of a metric, such as "asa".'],
    [{ window: '4m' }, 'window is "4m"; write one of now, 5m, 15m, 30m, 60m, interval, today, 24h, 7d, 28d.'],
    [{ order: 'size' }, 'order is "size"; write one of pain, name.'],
    [{ rows: 2.5 }, 'rows is 2.5; write a whole number from 1 to 20.'],
    [{ rows: 21 }, 'rows is 21; write a whole number from 1 to 20.'],
    [{ trend: 'yes' }, 'trend is "yes"; write true or false.'],
    [
      { caption: 'far too long a caption' },
      'caption is "far too long a caption"; write a text of at most 10 characters, or one for each language: {"en": …, "ru": …}.',
    ],
  ])('%j is answered by a sentence', (raw, sentence) => {
    const parsed = parseOptions(SPECS, raw);
    expect(parsed.ok ? null : parsed.problem.message).toBe(sentence);
  });

  it('all that is wrong is told', () => {
    expect(optionProblems(SPECS, { rows: 0, order: 1, trend: true }).map(({ path }) => path)).toEqual([
      'rows',
      'order',
    ]);
  });

  it('never throws, whatever a board says', () => {
    fc.assert(
      fc.property(fc.anything(), (raw) => {
        const parsed = parseOptions(SPECS, raw);
        if (parsed.ok) expect(Object.keys(parsed.value).sort()).toEqual(Object.keys(SPECS).sort());
      }),
    );
  });
});

describe('needs', () => {
  const manifest = defineManifest({
    title: 'widget.number',
    options: SPECS,
    needs: ['queues', '{metric}@{window}', { show: '{metric}@{window}/30/3600', when: { trend: true } }],
    least: { width: 4, height: 3 },
    textU: 30,
    inks: ['ink'],
    still: { share: 0.1, ink: 'dim' },
  });

  it('are filled in from the options', () => {
    expect(needsOf(manifest, usualOptions(SPECS))).toEqual(['queues', 'asa@5m', 'asa@5m/30/3600']);
  });

  it('are left out while their options are others', () => {
    expect(needsOf(manifest, { ...usualOptions(SPECS), metric: 'nps', trend: false })).toEqual(['queues', 'nps@5m']);
  });
});

describe('a kiosk', () => {
  const playlist: Playlist = {
    version: 1,
    title: 'Door',
    boards: [{ board: 'floor', seconds: 20 }],
    dim: [
      { from: '23:00', to: '06:00', level: 0, days: [5, 6] },
      { from: '21:00', to: '07:00', level: 0.3 },
    ],
  };
  it.each([
    ['Thursday 20:59', 20 * 60 + 59, 4, 1],
    ['Thursday 21:00', 21 * 60, 4, 0.3],
    ['Friday 00:30, the night of Thursday', 30, 5, 0.3],
    ['Friday 23:00', 23 * 60, 5, 0],
    ['Sunday 05:59, the night of Saturday', 5 * 60 + 59, 7, 0],
    ['Monday 05:59, the night of Sunday', 5 * 60 + 59, 1, 0.3],
    ['Monday 07:00', 7 * 60, 1, 1],
  ])('at %s is as bright as its times say', (_, minutes, weekday, level) =>
    expect(brightness(playlist, minutes, weekday)).toBe(level),
  );
});

it('a text is given in the language, else in English, else in any', () => {
  expect(textIn('Floor', 'ru')).toBe('Floor');
  expect(textIn({ en: 'Floor', ru: 'Этаж' }, 'ru-RU')).toBe('Этаж');
  expect(textIn({ en: 'Floor', ru: 'Этаж' }, 'de')).toBe('Floor');
  expect(textIn({ ru: 'Этаж' }, 'en')).toBe('Этаж');
});
