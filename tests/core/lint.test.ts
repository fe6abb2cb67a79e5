// The linter of boards: what it finds, by rule, on boards of a widget or two.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRIDS, overlap, type Board, type Place, type Placement } from '#core/board/board.ts';
import { contrast, luminance } from '#core/board/contrast.ts';
import type { Finding, FindingCode } from '#core/board/finding.ts';
import { distanceFor, minutesOf, unitMm } from '#core/board/legibility.ts';
import { lintBoard, type Known, type Theme } from '#core/board/lint.ts';
import { lintPlaylist } from '#core/board/lint-playlist.ts';
import { defineManifest, type Manifest } from '#core/board/manifest.ts';
import { knownNumbers } from '#core/board/promises.ts';
import type { Playlist } from '#core/board/playlist.ts';
import type { Subject } from '#core/metric.ts';
import { METRICS } from '../support/engine.ts';

const THEME: Theme = {
  ground: '#000000',
  ...{ ink: '#ffffff', dim: '#9a9a9a', faint: '#777777', line: '#222222' },
  ...{ ok: '#3ec9a7', look: '#ffb627', act: '#ff5d52', data1: '#5fb0ff', data2: '#b79bff', data3: '#4dd6e8' },
};
const GOOD: Manifest = defineManifest({
  title: 'widget.good',
  options: { metric: { kind: 'metric', usual: 'asa' }, line: { kind: 'flag', usual: false } },
  needs: ['{metric}@5m', { show: '{metric}@5m/30/3600', when: { line: true } }],
  least: { width: 3, height: 3 },
  textU: 30,
  figureU: 180,
  inks: ['ink'],
  still: { share: 0.05, ink: 'ink' },
});
const known = (more: Partial<Manifest> = {}, given: Subject[] | null = null): Known => ({
  widgets: new Map([
    ['good', GOOD],
    ['other', { ...GOOD, ...more }],
  ]),
  theme: THEME,
  numbers: knownNumbers(METRICS, given && new Set(given)),
});
const widget = (id: string, wide: Place | false, more: Partial<Placement> = {}): Placement => ({
  id,
  widget: 'good',
  options: {},
  at: { wide, portrait: false },
  ...more,
});
const board = (...widgets: Placement[]): Board => ({
  version: 1,
  title: 'Floor',
  screen: { inches: 55, distanceM: 10 },
  widgets,
});
const said = (findings: readonly Finding[]): [FindingCode, string | undefined, string][] =>
  findings.map(({ code, level, widget }) => [code, widget, level]);
const lint = (one: Board, what = known()): [FindingCode, string | undefined, string][] => said(lintBoard(one, what));

describe('a board', () => {
  it('that is well has nothing to be said of it', () => {
    expect(lint(board(widget('a', [0, 0, 12, 12]), widget('b', [12, 0, 12, 12])))).toEqual([]);
  });

  it('names widgets that there are, with options that they have', () => {
    const found = lintBoard(
      board(
        widget('a', [0, 0, 12, 12], { widget: 'godo' }),
        widget('b', [12, 0, 12, 12], { options: { line: 'yes', x: 1 } }),
      ),
      known(),
    );
    expect(found.map(({ widget, message }) => [widget, message])).toEqual([
      ['a', 'There is no widget "godo"; there are good, other.'],
      ['b', 'line is "yes"; write true or false.'],
      ['b', 'There is no option "x"; there are metric, line.'],
    ]);
  });

  it('has every widget inside its grid and none over another, on each shape of screen', () => {
    const inside = widget('a', [0, 0, 12, 12]);
    expect(lint(board(inside, widget('b', [12, 0, 13, 12])))).toEqual([['outside', 'b', 'error']]);
    expect(lint(board(inside, widget('b', [11, 0, 12, 12])))).toEqual([['overlap', 'b', 'error']]);
    expect(
      lint(board(inside, { ...widget('b', [12, 0, 12, 12]), at: { wide: [12, 0, 12, 12], portrait: [0, 20, 12, 5] } })),
    ).toEqual([['outside', 'b', 'error']]);
    // Beside an ultrawide place of its own the stretched ones count too.
    const wider = { wide: [12, 0, 12, 12], ultrawide: [15, 0, 17, 12], portrait: false } as const;
    expect(lint(board(inside, widget('b', false, { at: wider })))).toEqual([['overlap', 'b', 'error']]);
  });

  it('is overlapped in its findings exactly where places overlap', () => {
    const { columns, rows } = GRIDS.wide;
    const place: fc.Arbitrary<Place> = fc.tuple(
      fc.nat(columns - 4),
      fc.nat(rows - 4),
      fc.integer({ min: 3, max: 4 }),
      fc.integer({ min: 3, max: 4 }),
    );
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 6 }), (places) => {
        const pairs = places.flatMap((a, i) => places.slice(0, i).filter((b) => overlap(a, b)));
        const found = lint(board(...places.map((one, i) => widget(`w${i}`, one))));
        expect(found.filter(([code]) => code === 'overlap').length).toBe(pairs.length);
        expect(found.length).toBe(pairs.length);
      }),
    );
  });

  it('gives every widget the room that it needs', () => {
    expect(lint(board(widget('a', [0, 0, 2, 12])))).toEqual([['too_small', 'a', 'error']]);
  });

  it('says where a widget is on portrait screens', () => {
    const forgotten = { ...widget('b', [12, 0, 12, 12]), at: { wide: [12, 0, 12, 12] } } satisfies Placement;
    expect(lint(board(widget('a', [0, 0, 12, 12]), forgotten))).toEqual([['no_portrait', 'b', 'warning']]);
  });

  it('has few enough things for one glance', () => {
    const nine = Array.from({ length: 9 }, (_, i) => widget(`w${i}`, [(i % 8) * 3, i < 8 ? 0 : 6, 3, 6]));
    expect(lint(board(...nine))).toEqual([['crowded', undefined, 'warning']]);
  });

  it('shows how old its numbers are', () => {
    const headless = { ...board(widget('a', [0, 0, 24, 12], { widget: 'other' })), head: false };
    expect(lint(headless)).toEqual([['no_age', undefined, 'error']]);
    expect(lint(headless, known({ tells: ['age'] }))).toEqual([]);
  });
});

describe('what can be read', () => {
  it('is measured in minutes of arc: 25.1 mm at 10 m are 8.6′, on a 55-inch screen that is 39.6 u of capital', () => {
    expect(unitMm(55)).toBeCloseTo(0.634, 3);
    expect(minutesOf(39.6 / 0.727, 55, 10)).toBeCloseTo(8.63, 1);
    fc.assert(
      fc.property(fc.double({ min: 5, max: 400, noNaN: true }), fc.double({ min: 1, max: 60, noNaN: true }), (u, m) => {
        expect(minutesOf(u, 55, distanceFor(m, u, 55))).toBeCloseTo(m, 6);
        expect(minutesOf(u, 55, 10)).toBeLessThan(minutesOf(u, 55, 9));
        expect(minutesOf(u, 55, 10)).toBeLessThan(minutesOf(u, 65, 10));
      }),
    );
  });

  it.each<[string, Partial<Manifest>, Partial<Board['screen']>, FindingCode[]]>([
    ['a figure of 13 % of the height at 10 m', { figureU: 140 }, {}, []],
    ['a figure of 100 u at 10 m', { figureU: 100 }, {}, ['small_figure']],
    ['… on a screen of 65 inches', { figureU: 100 }, { inches: 65 }, []],
    ['a figure of 60 u at 10 m', { figureU: 60 }, {}, ['unreadable_figure']],
    ['text of 24 u, read from a third of 10 m', { textU: 24 }, {}, []],
    ['… from 5 m', { textU: 24 }, { readM: 5 }, ['small_text']],
    ['… from 10 m', { textU: 24 }, { readM: 10 }, ['unreadable_text']],
  ])('%s', (_, manifest, screen, codes) => {
    const one = board(widget('a', [0, 0, 24, 12], { widget: 'other' }));
    const found = lintBoard({ ...one, screen: { ...one.screen, ...screen } }, known(manifest));
    expect(found.map(({ code }) => code)).toEqual(codes);
  });

  it('says from where it would do', () => {
    const one = { ...board(widget('a', [0, 0, 24, 12])), screen: { inches: 32, distanceM: 12 } };
    expect(lintBoard(one, known()).map(({ message }) => message)).toEqual([
      'Its figure is small: its capitals have 13.8′ at 12 m, of 16′; that does up to 10.4 m.',
      'Its text is small: its capitals have 6.9′ at 4 m, of 10′; that does up to 2.8 m.',
    ]);
  });

  it('has the contrast of WCAG', () => {
    expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 10);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(luminance('#808080')).toBeCloseTo(0.2159, 4);
    const one = board(widget('a', [0, 0, 24, 12], { widget: 'other' }));
    expect(lint(one, known({ inks: ['dim', 'ink'] }))).toEqual([]);
    expect(lint(one, known({ inks: ['faint'] }))).toEqual([['low_contrast', undefined, 'warning']]);
    expect(lint(one, known({ inks: ['line'] }))).toEqual([['low_contrast', undefined, 'error']]);
  });
});

describe('what burns in', () => {
  it('is what is bright and never changes, when there is much of it', () => {
    const one = board(widget('a', [0, 0, 24, 12], { widget: 'other' }));
    expect(lint(one, known({ still: { share: 0.4, ink: 'data1' } }))).toEqual([['bright_still', undefined, 'warning']]);
    expect(lint(one, known({ still: { share: 0.4, ink: 'line' } }))).toEqual([]);
    const small = board(widget('a', [0, 0, 6, 12], { widget: 'other' }));
    expect(lint(small, known({ still: { share: 0.4, ink: 'data1' } }))).toEqual([]);
  });

  it('is what stands in the same place on all boards of a playlist, and a picture that never moves', () => {
    const playlist: Playlist = {
      version: 1,
      title: 'Round',
      boards: [
        { board: 'one', seconds: 20 },
        { board: 'two', seconds: 20 },
        { board: 'one', scope: 'site:a', seconds: 20 },
      ],
    };
    const clock = widget('clock', [0, 0, 6, 3], { widget: 'clock' });
    const boards = new Map([
      ['one', board(clock, widget('a', [6, 0, 6, 3]))],
      ['two', board(widget('x', [0, 0, 6, 3], { widget: 'clock' }), widget('a', [12, 0, 6, 3]))],
    ]);
    expect(said(lintPlaylist(playlist, boards))).toEqual([['same_place', undefined, 'warning']]);
    expect(said(lintPlaylist({ ...playlist, shift: false, boards: [{ board: 'one', seconds: 9 }] }, boards))).toEqual([
      ['no_shift', undefined, 'warning'],
    ]);
    const wrong = { ...playlist, boards: [{ board: 'tow', seconds: 9 }], jumpToRed: { board: 'red' } };
    expect(lintPlaylist(wrong, boards).map(({ message }) => message)).toEqual([
      'There is no board "tow"; there are one, two.',
      'There is no board "red"; there are one, two.',
    ]);
  });
});

describe('a promise', () => {
  const one = (options: object): Board => board(widget('a', [0, 0, 24, 12], { options: { ...options } }));

  it('is of a metric that there is', () => {
    expect(lint(one({ metric: 'asa.longest' }))).toEqual([['unknown_metric', 'a', 'error']]);
  });

  it('is of a number that a source gives', () => {
    const asterisk: Subject[] = ['visits', 'talks', 'wraps', 'agenttime'];
    const found = (metric: string, given: Subject[] | null): FindingCode[] =>
      lintBoard(one({ metric, line: true }), known({}, given)).map(({ code }) => code);
    for (const metric of ['asa', 'waiting', 'callbacks.due', 'agents.available', 'occupancy', 'staff.gap', 'aht'])
      expect(found(metric, asterisk), metric).toEqual([]);
    for (const metric of [
      'nps',
      'assistant.deflection',
      'sales.count',
      'stream.viewers',
      'fcr',
      'resolution.firstline',
    ])
      expect(found(metric, asterisk), metric).toEqual(['no_source']);
    expect(found('nps', null)).toEqual([]);
    expect(found('nps', [...asterisk, 'responses'])).toEqual([]);
  });

  it('names the number', () => {
    expect(lintBoard(one({ metric: 'nps' }), known({}, [])).map(({ message }) => message)).toEqual([
      'No source gives nps: that stays empty unless somebody sends it.',
    ]);
  });
});

it('never throws, whatever a board says', () => {
  const cells = fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40), fc.nat(40));
  const at = fc.record(
    { wide: fc.oneof(cells, fc.constant(false as const)), portrait: cells, ultrawide: cells, phone: fc.boolean() },
    { requiredKeys: ['wide'] },
  );
  const widgets = fc.array(
    fc.record({
      id: fc.string(),
      widget: fc.constantFrom('good', 'other', 'none', '__proto__'),
      options: fc.dictionary(fc.constantFrom('metric', 'line', 'x', 'toString'), fc.jsonValue()),
      at,
    }),
  );
  fc.assert(
    fc.property(widgets, (all) => {
      for (const { message } of lintBoard(board(...all), known({}, []))) expect(message).toMatch(/ .*\.$/s);
    }),
  );
});
