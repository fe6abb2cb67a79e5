// What an editor does to a board, as pure functions: a board in, another out.
import { hasPortrait, placesOf, type Board, type GridShape, type Placement, type Shape } from '#core/board/board.ts';
import type { Text } from '#core/board/text.ts';
import type { OptionSpec } from '#core/board/options.ts';
import { addTo, type Change, type Layout, type LeastOf, type Size } from './layout.ts';

export function layoutOf(board: Board, shape: GridShape): Layout {
  return new Map(placesOf(board, shape).map(({ widget, place }) => [widget.id, place]));
}

/** Whether the places of a shape follow from others: see placesOf. */
export function isDerived(board: Board, shape: GridShape): boolean {
  if (shape === 'wide') return false;
  return shape === 'portrait' ? !hasPortrait(board) : board.widgets.every(({ at }) => at.ultrawide === undefined);
}

/** Places that followed from others are written down with the first that is changed. */
export function withLayout(board: Board, shape: GridShape, layout: Layout): Board {
  const isPinned = isDerived(board, shape);
  const before = layoutOf(board, shape);
  const widgets = board.widgets.map((one): Placement => {
    const place = layout.get(one.id) ?? false;
    const isStillOff = !isPinned && place === false && !before.has(one.id);
    if (isStillOff || one.at[shape] === place) return one;
    return { ...one, at: { ...one.at, [shape]: place } };
  });
  return { ...board, widgets };
}

/** What the new widget likes to have, of any grid. */
const LIKED: Size = { width: 6, height: 6 };

/**
 * On every shape that has places of its own; where there is no room on one, it is not there.
 * @param at where it is dropped on the shape that is seen
 * @returns the change on that shape; null board where there is no room on it
 */
export function addWidget(
  board: Board,
  widget: string,
  leastOfWidget: (widget: string) => Size,
  seen: GridShape,
  at?: readonly [number, number],
): { board: Board; id: string; change: Change } {
  const id = freeId(board, widget);
  const leastOf = leastIn(board, leastOfWidget);
  const least = leastOfWidget(widget);
  const wish = { width: Math.max(LIKED.width, least.width), height: Math.max(LIKED.height, least.height) };
  const shapes = (['wide', 'ultrawide', 'portrait'] as const).filter(
    (shape) => shape === 'wide' || shape === seen || !isDerived(board, shape),
  );
  let next: Board = { ...board, widgets: [...board.widgets, { id, widget, options: {}, at: { wide: false } }] };
  let change: Change = { refused: 'full', with: [] };
  for (const shape of shapes) {
    const made = addTo(layoutOf(board, shape), shape, id, least, leastOf, shape === seen ? at : undefined, wish);
    if (shape === seen) change = made;
    if ('layout' in made) next = withLayout(next, shape, made.layout);
    else next = withPlaceOff(next, id, shape);
  }
  return { board: next, id, change };
}

/** It stands there again, or no more. @returns the change; a board as it was where there is no room */
export function showOn(
  board: Board,
  id: string,
  shape: GridShape,
  leastOfWidget: (widget: string) => Size,
): { board: Board; change: Change } {
  const widget = board.widgets.find((one) => one.id === id);
  if (!widget) return { board, change: { refused: 'full', with: [] } };
  const least = leastOfWidget(widget.widget);
  const change = addTo(layoutOf(board, shape), shape, id, least, leastIn(board, leastOfWidget));
  return { board: 'layout' in change ? withLayout(board, shape, change.layout) : board, change };
}

export function hideOn(board: Board, id: string, shape: Shape): Board {
  if (shape === 'phone') return changed(board, id, ({ at }) => ({ at: { ...at, phone: false } }));
  const layout = new Map(layoutOf(board, shape));
  layout.delete(id);
  return withLayout(board, shape, layout);
}

export function showOnPhone(board: Board, id: string): Board {
  return changed(board, id, ({ at: { phone: _, ...at } }) => ({ at }));
}

/** Up or down in the column of a phone. @returns the same board at its ends */
export function reorder(board: Board, id: string, by: -1 | 1): Board {
  const shown = board.widgets.filter(({ at }) => at.phone !== false);
  const other = shown[shown.findIndex((one) => one.id === id) + by] as Placement | undefined;
  if (!other || !shown.some((one) => one.id === id)) return board;
  const rest = board.widgets.filter((one) => one.id !== id);
  const moved = board.widgets.find((one) => one.id === id) as Placement;
  rest.splice(rest.indexOf(other) + (by > 0 ? 1 : 0), 0, moved);
  return { ...board, widgets: rest };
}

export function removeWidget(board: Board, id: string): Board {
  return { ...board, widgets: board.widgets.filter((one) => one.id !== id) };
}

/** @param value what is usual is not written down */
export function setOption(board: Board, id: string, name: string, value: unknown, spec: OptionSpec): Board {
  return changed(board, id, ({ options: { [name]: _, ...options } }) => {
    const isUsual = JSON.stringify(value) === JSON.stringify(spec.usual);
    return { options: isUsual ? options : { ...options, [name]: value } };
  });
}

export function setOptions(board: Board, id: string, options: Placement['options']): Board {
  return changed(board, id, () => ({ options }));
}

/** A text in one of the languages. "" takes it away; one that is the same in all is written once. */
export function textWith(text: Text, language: string, words: string, languages: readonly string[]): Text {
  const every = text === '' ? [] : languages;
  const all: Record<string, string> =
    typeof text === 'string' ? Object.fromEntries(every.map((one) => [one, text])) : { ...text };
  if (words === '') delete all[language];
  else all[language] = words;
  const values = Object.values(all);
  if (values.length === 0) return '';
  const isOne = languages.every((one) => all[one] === values[0]) && values.every((one) => one === values[0]);
  return isOne ? values[0] : all;
}

function changed(board: Board, id: string, change: (one: Placement) => Partial<Placement>): Board {
  return { ...board, widgets: board.widgets.map((one) => (one.id === id ? { ...one, ...change(one) } : one)) };
}

function withPlaceOff(board: Board, id: string, shape: GridShape): Board {
  return changed(board, id, ({ at }) => ({ at: { ...at, [shape]: false } }));
}

function leastIn(board: Board, leastOfWidget: (widget: string) => Size): LeastOf {
  const names = new Map(board.widgets.map(({ id, widget }) => [id, widget]));
  return (id) => leastOfWidget(names.get(id) ?? '');
}

/** "queues", "queues-2" */
export function freeId(board: Board, wish: string): string {
  const taken = new Set(board.widgets.map(({ id }) => id));
  return freeName(wish, (id) => taken.has(id));
}

/** @param wish an id; with a number behind it where that is taken */
export function freeName(wish: string, isTaken: (id: string) => boolean): string {
  for (let n = 1; ; n++) {
    const id = n === 1 ? wish : `${wish.slice(0, 58)}-${n}`;
    if (!isTaken(id)) return id;
  }
}
