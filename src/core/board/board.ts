// A board as data: which widgets stand where on screens of each shape. Shapes and pure functions only; documents from
// outside are read by parse-board.ts, judged by lint.ts.
import type { Text } from './text.ts';

/** Landscape, 21 : 9 and wider, portrait, and one column for the hand. */
export const SHAPES = ['wide', 'ultrawide', 'portrait', 'phone'] as const;
export type Shape = (typeof SHAPES)[number];

/** Cells of each grid; a cell is about as wide as it is high. */
export const GRIDS = {
  wide: { columns: 24, rows: 12 },
  ultrawide: { columns: 32, rows: 12 },
  portrait: { columns: 12, rows: 24 },
} as const;
export type GridShape = keyof typeof GRIDS;

/** [x, y, width, height] in cells, from the upper left */
export type Place = readonly [x: number, y: number, width: number, height: number];

/** A widget on a board. */
export interface Placement {
  /** unique on its board */
  id: string;
  /** name of the widget: a file of src/lib/widgets */
  widget: string;
  /** what is not said is as usual: see the widget's manifest */
  options: Readonly<Record<string, unknown>>;
  /** false: not on screens of this shape. What is not said: see placesOf */
  at: {
    readonly wide: Place | false;
    readonly ultrawide?: Place | false;
    readonly portrait?: Place | false;
    readonly phone?: boolean;
  };
}

export interface Board {
  version: 1;
  title: Text;
  /** what it was composed for: the linter measures by it */
  screen: {
    readonly inches: number;
    /** from where figures are glanced at, metres */
    readonly distanceM: number;
    /** from where the text beside them is read; default: a third of the distance */
    readonly readM?: number;
  };
  /** false: no heading with title, age and clock; then a widget has to show how old the data is */
  head?: boolean;
  /** on a phone they are one column in this order */
  widgets: readonly Placement[];
}

/** Ids of boards, playlists and their widgets: also names of files, so nothing that could lead elsewhere. */
export const BOARD_ID = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
export const MOST_WIDGETS = 40;
/** of a document's file, bytes */
export const MOST_DOCUMENT_BYTES = 64 * 1024;

export interface Placed {
  widget: Placement;
  place: Place;
}

/**
 * What stands where on a screen of a shape. Where a board says no ultrawide place, its wide one is stretched; where no
 * widget has one in portrait, they are stacked in their order. Widgets left out are not in the list.
 */
export function placesOf(board: Board, shape: GridShape): Placed[] {
  if (shape === 'portrait' && !hasPortrait(board)) return stacked(board);
  return board.widgets.flatMap((widget) => {
    const { wide, ultrawide = stretched(wide), portrait = false } = widget.at;
    const place = { wide, ultrawide, portrait }[shape];
    return place === false ? [] : [{ widget, place }];
  });
}

/** One column, in the order of the list. */
export function columnOf(board: Board): Placement[] {
  return board.widgets.filter(({ at }) => at.phone !== false);
}

export function hasPortrait(board: Board): boolean {
  return board.widgets.some(({ at }) => at.portrait !== undefined);
}

/** Edges and not widths are rounded: what touched still touches, what did not overlap does not. */
function stretched(wide: Place | false): Place | false {
  if (wide === false) return false;
  const [x, y, width, height] = wide;
  const edge = (column: number): number => Math.round((column * GRIDS.ultrawide.columns) / GRIDS.wide.columns);
  return [edge(x), y, edge(x + width) - edge(x), height];
}

function stacked(board: Board): Placed[] {
  const shown = columnOf(board);
  const { columns, rows } = GRIDS.portrait;
  const edge = (i: number): number => Math.round((i * rows) / shown.length);
  return shown.map((widget, i) => ({ widget, place: [0, edge(i), columns, edge(i + 1) - edge(i)] }));
}

export function overlap(a: Place, b: Place): boolean {
  return a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3];
}

export function fitsGrid([x, y, width, height]: Place, shape: GridShape): boolean {
  const { columns, rows } = GRIDS[shape];
  return x >= 0 && y >= 0 && width >= 1 && height >= 1 && x + width <= columns && y + height <= rows;
}
