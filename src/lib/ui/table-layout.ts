// How a table of a wall lies in its box: how large its text is, which columns there is room for, how many rows, and
// whether they stand in one block, in several side by side, or with their name on a line of its own.
import type { Box } from '#lib/board/screen-shape.ts';

export interface Column {
  key: string;
  /** "" = none: the one before it speaks for both */
  head: string;
  /** sizes of the rows' text */
  em: number;
  /** 1 = goes last when there is no room */
  rank: number;
  /** its head stands over the next column too, while that is shown */
  spans?: string;
  /** drawn, not written: begins at the left */
  isDrawn?: boolean;
}

export interface TableLayout {
  /** of the rows' text, u */
  size: number;
  /** of the heads' text, u */
  headSize: number;
  columns: Column[];
  /** width of each column, u */
  widths: number[];
  blocks: number;
  /** in each block */
  rows: number;
  /** u */
  rowHeight: number;
  /** rows that there is no room for: a line below says how they are */
  hasRest: boolean;
  /** the name has a line of its own */
  isStacked: boolean;
}

/** Columns that are as wide as what stands in them. @param texts of each column, by its key */
export function widened(columns: readonly Column[], texts: ReadonlyMap<string, readonly string[]>): Column[] {
  return columns.map((column) => {
    const widest = Math.max(0, ...(texts.get(column.key) ?? []).map(emOf));
    // In steps: one figure more or less must not move every column.
    return { ...column, em: Math.max(column.em, Math.ceil(widest * 2) / 2) };
  });
}

/** Width of a cell's text in sizes of it: bold, with tabular figures. */
export function emOf(text: string): number {
  let em = 0;
  for (const letter of text) em += letter >= '0' && letter <= '9' ? 0.65 : (NARROW[letter] ?? 0.62);
  return em;
}

const NARROW: Record<string, number> = { ':': 0.32, '.': 0.32, ',': 0.32, '\u202f': 0.22, ' ': 0.28, '%': 0.92 };

/** More rows than this have no room, in whatever way they stand. */
export function mostRows({ width, height }: Box): number {
  return Math.max(1, Math.ceil(width / (LEAST * 14))) * Math.max(1, Math.ceil(height / (LEAST * ROW_EM)));
}

export const HEAD = 42;
/** the line that says how the others are, u */
export const REST = 42;
/** between columns, in sizes of the rows' text */
export const GAP_EM = 0.7;
/** between blocks, u */
export const BLOCK_GAP = 48;

const SIZES = [64, 56, 48, 42, 36, 32];
const LEAST = 32;
const ROW_EM = 1.44;
const HIGHEST_ROW_EM = 2.5;
const STACKED_ROW_EM = 2.8;
const NAME_EM = 7.5;
/** of the shape before a name */
const SHAPE_EM = 1.3;
const MOST_NAME_EM = 14;
const LEAST_NAME_EM = 6.5;
/** of a name; what room there is beyond goes to what is drawn */
const USUAL_NAME_EM = 15;
const BROADEST = 3;
/** columns of blocks that stand side by side */
const LEAST_BESIDE = 3;
/** an average letter of a head */
const LETTER_EM = 0.65;

const headSizeOf = (size: number): number => Math.max(24, Math.min(30, size * 0.75));

/** @param longestName sizes of the rows' text: larger text is no gain where names no longer have room in one line */
export function layOutTable(box: Box, count: number, columns: readonly Column[], longestName = 0): TableLayout {
  const rows = Math.max(1, count);
  const nameEm = Math.max(NAME_EM, Math.min(MOST_NAME_EM, longestName + SHAPE_EM));
  for (const size of SIZES) {
    const height = (box.height - HEAD) / rows;
    const em = size === LEAST ? NAME_EM : nameEm;
    if (height >= size * ROW_EM && nameRoom(box.width, columns, size) >= em * size)
      return done(box, size, columns, 1, rows, rows);
  }
  return several(box, rows, columns) ?? single(box, rows, columns);
}

/** Side by side, where more than one block is needed and each has room for what matters most. */
function several(box: Box, rows: number, columns: readonly Column[]): TableLayout | null {
  const inOne = rowsIn(box, rows, ROW_EM);
  if (rows <= inOne) return null;
  let best: TableLayout | null = null;
  for (let blocks = 2; blocks <= Math.ceil(rows / inOne); blocks++) {
    const width = blockWidth(box, blocks);
    const kept = fitting(width, columns);
    if (nameRoom(width, kept, LEAST) < NAME_EM * LEAST || kept.length < Math.min(columns.length, LEAST_BESIDE)) break;
    const each = Math.ceil(rows / blocks);
    best = done(box, LEAST, kept, blocks, Math.min(rowsIn(box, each, ROW_EM), each), rows);
  }
  return best;
}

function single(box: Box, rows: number, columns: readonly Column[]): TableLayout {
  const kept = fitting(box.width, columns);
  if (nameRoom(box.width, kept, LEAST) >= LEAST_NAME_EM * LEAST)
    return done(box, LEAST, kept, 1, rowsIn(box, rows, ROW_EM), rows);
  const below = withoutName(box.width, columns);
  return {
    ...done(box, LEAST, below, 1, rowsIn(box, rows, STACKED_ROW_EM), rows, STACKED_ROW_EM),
    isStacked: true,
  };
}

/** As many rows as a block has, when not all have room. */
function rowsIn(box: Box, rows: number, em: number): number {
  const fitting = (height: number): number => Math.max(1, Math.floor(height / (LEAST * em)));
  const all = fitting(box.height - HEAD);
  return rows <= all ? rows : fitting(box.height - HEAD - REST);
}

export const blockWidth = (box: Box, blocks: number): number => (box.width - (blocks - 1) * BLOCK_GAP) / blocks;

function done(
  box: Box,
  size: number,
  columns: readonly Column[],
  blocks: number,
  rows: number,
  count: number,
  rowEm = ROW_EM,
): TableLayout {
  const hasRest = blocks * rows < count;
  const most = size * (rowEm + HIGHEST_ROW_EM - ROW_EM);
  const rowHeight = Math.min((box.height - HEAD - (hasRest ? REST : 0)) / rows, most);
  const widths = broadened(blockWidth(box, blocks), columns, size);
  const headSize = headSizeOf(size);
  return { size, headSize, columns: [...columns], widths, blocks, rows, rowHeight, hasRest, isStacked: false };
}

/** Eyes lose the line over a wide gap: drawn columns take what names leave. */
function broadened(width: number, columns: readonly Column[], size: number): number[] {
  const drawn = columns.filter(({ isDrawn }) => isDrawn).length;
  const spare = Math.max(0, nameRoom(width, columns, size) - USUAL_NAME_EM * size);
  return columns.map((column) => {
    const least = widthOf(column, columns, size);
    return column.isDrawn ? Math.min(least * BROADEST, least + spare / drawn) : least;
  });
}

function widthOf({ key, em, head }: Column, all: readonly Column[], size: number): number {
  const isSpanned = all.some(({ spans }) => spans === key);
  const words = isSpanned || all.some((one) => one.key === key && one.spans) ? 0 : head.length;
  return Math.max(em * size, words * LETTER_EM * headSizeOf(size));
}

function nameRoom(width: number, columns: readonly Column[], size: number): number {
  return columns.reduce((room, one) => room - widthOf(one, columns, size) - GAP_EM * size, width);
}

/** The most important ones that leave room for the name, at least the first. */
function fitting(width: number, columns: readonly Column[]): Column[] {
  return keep(columns, (some) => nameRoom(width, some, LEAST) >= NAME_EM * LEAST);
}

function withoutName(width: number, columns: readonly Column[]): Column[] {
  return keep(columns, (some) => nameRoom(width, some, LEAST) + GAP_EM * LEAST >= 0);
}

function keep(columns: readonly Column[], hasRoom: (some: readonly Column[]) => boolean): Column[] {
  const byRank = [...columns].sort((a, b) => a.rank - b.rank);
  for (let count = columns.length; count > 1; count--) {
    const some = columns.filter((one) => byRank.indexOf(one) < count);
    if (hasRoom(some)) return some;
  }
  return byRank.slice(0, 1);
}
