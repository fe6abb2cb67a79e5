// What an editor does to a board: whatever is moved, resized, added or taken away, nothing lies over another or beyond the
// grid, and every step can be undone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsGrid, GRIDS, overlap, placesOf, type Board, type GridShape, type Place } from '#core/board/board.ts';
import { parseBoard } from '#core/board/parse-board.ts';
import {
  addWidget,
  freeId,
  hideOn,
  isDerived,
  layoutOf,
  removeWidget,
  reorder,
  setOption,
  showOn,
  showOnPhone,
  textWith,
  withLayout,
} from '#lib/editor/board-edits.ts';
import { clamped, moveTo, resizeTo, type Change, type Layout } from '#lib/editor/layout.ts';
import { begin, redo, step, undo, type Steps } from '#lib/editor/steps.ts';

const LEAST = { width: 2, height: 2 };
const least = () => LEAST;
const EMPTY: Board = { version: 1, title: 'Floor', screen: { inches: 55, distanceM: 10 }, widgets: [] };
const boardOf = (places: Record<string, Place>): Board => ({
  ...EMPTY,
  widgets: Object.entries(places).map(([id, wide]) => ({ id, widget: 'wait', options: {}, at: { wide } })),
});
const layout = (places: Record<string, Place>): Layout => new Map(Object.entries(places));
const placesIn = (change: Change): object =>
  'layout' in change ? { how: change.how, ...Object.fromEntries(change.layout) } : change;

/** @returns what is wrong with a board */
function faults(board: Board): string[] {
  return (['wide', 'ultrawide', 'portrait'] as const).flatMap((shape) => {
    // More than the rows of a portrait screen can't be stacked on it.
    if (shape === 'portrait' && isDerived(board, shape)) return [];
    const placed = placesOf(board, shape);
    return placed.flatMap(({ widget: { id }, place }, i) => [
      ...(fitsGrid(place, shape) ? [] : [`${id} is beyond the ${shape} grid`]),
      ...placed
        .slice(0, i)
        .filter((other) => overlap(other.place, place))
        .map((other) => `${id} lies over ${other.widget.id} (${shape})`),
    ]);
  });
}

const nat = fc.nat(40);
const shapes = fc.constantFrom<GridShape[]>('wide', 'ultrawide', 'portrait');
const operation = fc.oneof(
  fc.record({ do: fc.constant('add' as const), shape: shapes, at: fc.option(fc.tuple(nat, nat)) }),
  fc.record({ do: fc.constant('move' as const), shape: shapes, of: nat, to: fc.tuple(nat, nat), over: fc.option(nat) }),
  fc.record({ do: fc.constant('resize' as const), shape: shapes, of: nat, to: fc.tuple(nat, nat, nat, nat) }),
  fc.record({ do: fc.constantFrom('remove' as const, 'hide' as const, 'show' as const), shape: shapes, of: nat }),
  fc.record({ do: fc.constant('order' as const), of: nat, by: fc.constantFrom(-1 as const, 1 as const) }),
);
type Operation = typeof operation extends fc.Arbitrary<infer O> ? O : never;

function apply(board: Board, wanted: Operation): Board {
  if (wanted.do === 'add') {
    const { columns, rows } = GRIDS[wanted.shape];
    const at = wanted.at && ([wanted.at[0] % columns, wanted.at[1] % rows] as const);
    return addWidget(board, 'wait', least, wanted.shape, at ?? undefined).board;
  }
  const { id } = board.widgets[wanted.of % Math.max(1, board.widgets.length)] ?? { id: 'none' };
  if (wanted.do === 'order') return reorder(board, id, wanted.by);
  if (wanted.do === 'remove') return removeWidget(board, id);
  if (wanted.do === 'hide') return hideOn(board, id, wanted.shape);
  if (wanted.do === 'show') {
    return layoutOf(board, wanted.shape).has(id) ? board : showOn(board, id, wanted.shape, least).board;
  }
  const places = layoutOf(board, wanted.shape);
  const [, , width = 1, height = 1] = places.get(id) ?? [];
  const change =
    wanted.do === 'move'
      ? moveTo(
          places,
          wanted.shape,
          id,
          clamped([...wanted.to, width, height], wanted.shape),
          wanted.over === null ? undefined : board.widgets[wanted.over % board.widgets.length]?.id,
        )
      : resizeTo(places, wanted.shape, id, clamped(wanted.to, wanted.shape), least);
  return 'layout' in change ? withLayout(board, wanted.shape, change.layout) : board;
}

describe('whatever is done to a board', () => {
  const session = fc.array(operation, { maxLength: 60 });

  it('nothing lies over another or beyond the grid, and it is a board that can be saved', () => {
    fc.assert(
      fc.property(session, (operations) => {
        let board = EMPTY;
        for (const wanted of operations) {
          board = apply(board, wanted);
          expect(faults(board), JSON.stringify(wanted)).toEqual([]);
        }
        const isSaved = board.widgets.length > 0 && board.widgets.length <= 40;
        expect(parseBoard(JSON.parse(JSON.stringify(board))).ok).toBe(isSaved);
      }),
      { numRuns: 150 },
    );
  });

  it('is undone step by step, and done again', () => {
    fc.assert(
      fc.property(session, (operations) => {
        let steps: Steps<Board> = begin(EMPTY);
        const seen = [EMPTY];
        for (const wanted of operations) {
          const next = apply(steps.now, wanted);
          steps = step(steps, next);
          if (next !== seen.at(-1)) seen.push(next);
        }
        for (const board of seen.toReversed().slice(1)) expect((steps = undo(steps)).now).toBe(board);
        expect(undo(steps)).toBe(steps);
        for (const board of seen.slice(1)) expect((steps = redo(steps)).now).toBe(board);
        expect(redo(steps)).toBe(steps);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a widget that is moved', () => {
  it('goes where there is room', () => {
    const change = moveTo(layout({ a: [0, 0, 6, 6], b: [12, 0, 6, 6] }), 'wide', 'a', [1, 2, 6, 6]);
    expect(placesIn(change)).toEqual({ how: 'moved', a: [1, 2, 6, 6], b: [12, 0, 6, 6] });
  });

  it('pushes what is in its way on in its direction, and what is in the way of that', () => {
    const change = moveTo(layout({ a: [0, 0, 6, 6], b: [6, 0, 6, 6], c: [12, 0, 6, 6] }), 'wide', 'a', [2, 0, 6, 6]);
    expect(placesIn(change)).toEqual({ how: 'pushed', a: [2, 0, 6, 6], b: [8, 0, 6, 6], c: [14, 0, 6, 6] });
  });

  it('changes places with what can’t be pushed', () => {
    const places = layout({ a: [0, 0, 8, 12], b: [8, 0, 16, 6], c: [8, 6, 16, 6] });
    expect(placesIn(moveTo(places, 'wide', 'b', [8, 1, 16, 6]))).toMatchObject({
      ...{ how: 'swapped', a: [0, 0, 8, 12] },
      ...{ b: [8, 6, 16, 6], c: [8, 0, 16, 6] },
    });
    // Two are in the way: where it is dropped says which of them.
    expect(moveTo(places, 'wide', 'a', [9, 0, 8, 12])).toEqual({ refused: 'occupied', with: ['b', 'c'] });
    expect(placesIn(moveTo(places, 'wide', 'a', [9, 0, 8, 12], 'c'))).toMatchObject({
      a: [8, 6, 16, 6],
      c: [0, 0, 8, 12],
    });
  });

  it('does not leave the grid', () => {
    expect(moveTo(layout({ a: [0, 0, 6, 6] }), 'wide', 'a', [-1, 0, 6, 6])).toEqual({ refused: 'edge', with: [] });
    expect(clamped([30, -3, 6, 6], 'wide')).toEqual([18, 0, 6, 6]);
  });
});

describe('a widget that is resized', () => {
  it('takes from its neighbours what they can spare, when they can’t be pushed', () => {
    const places = layout({ a: [0, 0, 12, 12], b: [12, 0, 12, 6], c: [12, 6, 12, 6] });
    const change = resizeTo(places, 'wide', 'a', [0, 0, 14, 12], least);
    expect(placesIn(change)).toEqual({ how: 'shrunk', a: [0, 0, 14, 12], b: [14, 0, 10, 6], c: [14, 6, 10, 6] });
    expect(resizeTo(places, 'wide', 'a', [0, 0, 23, 12], least)).toEqual({ refused: 'occupied', with: ['b', 'c'] });
  });

  it('pushes them where there is room behind them', () => {
    const change = resizeTo(layout({ a: [0, 0, 6, 6], b: [6, 0, 6, 6] }), 'wide', 'a', [0, 0, 8, 6], least);
    expect(placesIn(change)).toEqual({ how: 'pushed', a: [0, 0, 8, 6], b: [8, 0, 6, 6] });
  });

  it('over a corner takes from both sides', () => {
    const places = layout({ a: [0, 0, 12, 6], b: [12, 0, 12, 6], c: [0, 6, 24, 6] });
    const change = resizeTo(places, 'wide', 'a', [0, 0, 14, 8], least);
    expect(placesIn(change)).toEqual({ how: 'shrunk', a: [0, 0, 14, 8], b: [14, 0, 10, 6], c: [0, 8, 24, 4] });
  });
});

describe('a widget that is added', () => {
  it('takes a free place, else a half of the largest, and says when there is none', () => {
    const first = addWidget(EMPTY, 'wait', least, 'wide');
    expect(first.board.widgets).toEqual([{ id: 'wait', widget: 'wait', options: {}, at: { wide: [0, 0, 6, 6] } }]);
    const whole = boardOf({ a: [0, 0, 16, 12], b: [16, 0, 8, 12] });
    const second = addWidget(whole, 'wait', least, 'wide');
    expect(placesIn(second.change)).toMatchObject({ how: 'split', a: [0, 0, 8, 12], wait: [8, 0, 8, 12] });
    const dropped = addWidget(whole, 'wait', least, 'wide', [20, 3]);
    expect(placesIn(dropped.change)).toMatchObject({ b: [16, 0, 8, 6], wait: [16, 6, 8, 6] });
    const large = () => ({ width: 20, height: 10 });
    expect(addWidget(whole, 'wait', large, 'wide').change).toEqual({ refused: 'full', with: [] });
  });

  it('has an id of its own', () => {
    const board = boardOf({ wait: [0, 0, 2, 2], 'wait-2': [2, 0, 2, 2] });
    expect([freeId(board, 'wait'), freeId(board, 'nps')]).toEqual(['wait-3', 'nps']);
  });
});

describe('places that follow from others', () => {
  it('are written down with the first that is changed, each as it was', () => {
    const board = boardOf({ a: [0, 0, 12, 12], b: [12, 0, 12, 12] });
    const before = layoutOf(board, 'portrait');
    const change = resizeTo(before, 'portrait', 'a', [0, 0, 12, 14], least);
    const after = 'layout' in change ? withLayout(board, 'portrait', change.layout) : board;
    expect(after.widgets.map(({ at }) => at.portrait)).toEqual([
      [0, 0, 12, 14],
      [0, 14, 12, 10],
    ]);
    expect(after.widgets.map(({ at }) => at.wide)).toEqual(board.widgets.map(({ at }) => at.wide));
    expect([isDerived(board, 'ultrawide'), isDerived(after, 'portrait')]).toEqual([true, false]);
  });

  it('are left out and taken in again one by one', () => {
    const board = boardOf({ a: [0, 0, 12, 12], b: [12, 0, 12, 12] });
    const without = hideOn(board, 'a', 'ultrawide');
    expect(without.widgets.map(({ at }) => at.ultrawide)).toEqual([false, [16, 0, 16, 12]]);
    expect(placesOf(showOn(without, 'a', 'ultrawide', least).board, 'ultrawide').map(({ place }) => place)).toEqual([
      [0, 0, 2, 2],
      [16, 0, 16, 12],
    ]);
    expect(showOnPhone(hideOn(board, 'a', 'phone'), 'a')).toEqual(board);
  });
});

it('options that are as usual are not written down', () => {
  const spec = { kind: 'number', usual: 0, least: 0, most: 2 } as const;
  const board = boardOf({ a: [0, 0, 12, 12] });
  const set = setOption(board, 'a', 'digits', 2, spec);
  expect(set.widgets[0].options).toEqual({ digits: 2 });
  expect(setOption(set, 'a', 'digits', 0, spec)).toEqual(board);
});

it('a text is one for all languages for as long as it is the same in all', () => {
  const languages = ['en', 'ru'];
  expect(textWith('Floor', 'ru', 'Зал', languages)).toEqual({ en: 'Floor', ru: 'Зал' });
  expect(textWith({ en: 'Floor', ru: 'Зал' }, 'ru', 'Floor', languages)).toBe('Floor');
  expect(textWith({ en: 'Floor', ru: 'Зал' }, 'en', '', languages)).toEqual({ ru: 'Зал' });
  expect(textWith({ en: 'Floor' }, 'en', '', languages)).toBe('');
  expect(textWith('', 'en', 'Floor', languages)).toEqual({ en: 'Floor' });
});

it('what is typed letter by letter is one step, until something else is done', () => {
  const typed = ['F', 'Fl', 'Flo'].reduce((steps, text) => step(steps, text, 'title'), begin(''));
  expect(typed.past).toEqual(['']);
  const more = step(step(typed, 'x', 'inches'), 'Floor', 'title');
  expect(undo(undo(more)).now).toBe('Flo');
  // After undoing, what is typed is a new step.
  expect(step(undo(more), 'y', 'title').past.at(-1)).toBe('x');
});
