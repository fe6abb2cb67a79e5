// How a board lies on a screen: its shape, the unit that all sizes on a wall are measured in, and the box of each widget.
import {
  columnOf,
  GRIDS,
  placesOf,
  type Board,
  type GridShape,
  type Place,
  type Placement,
} from '#core/board/board.ts';
import type { Shape } from '#core/board/board.ts';

export interface ScreenSize {
  /** CSS px */
  width: number;
  height: number;
}

/** Room of a widget, in u: a wall of 1920 × 1080 is 1920u × 1080u, whatever its pixels. */
export interface Box {
  width: number;
  height: number;
}

export interface Cell {
  widget: Placement;
  /** null on a phone: one below the other */
  place: Place | null;
  box: Box;
}

/** u: in portrait both have two lines; in the hand they are as high as they need */
export const HEAD = { wide: 78, ultrawide: 78, portrait: 126, phone: 0 } as const;
export const FOOT = { wide: 57, ultrawide: 57, portrait: 92, phone: 0 } as const;
export const MARGIN = 32;
/** inside a cell: to its left and right where it has neighbours, above and below */
const PAD = { side: 20, top: 20, bottom: 12 };
const HAIRLINE = 1.5;

const PHONE_PX = 600;
const ULTRAWIDE = 2.1;
const PHONE_WIDTH = 720;
/** a row of a grid on a phone, which scrolls */
const PHONE_ROW = 79;

export function shapeOf({ width, height }: ScreenSize): Shape {
  if (width < PHONE_PX) return 'phone';
  if (width < height) return 'portrait';
  return width >= height * ULTRAWIDE ? 'ultrawide' : 'wide';
}

/** CSS px of one u */
export function unitOf({ width, height }: ScreenSize, shape: Shape): number {
  if (shape === 'phone') return width / PHONE_WIDTH;
  if (shape === 'portrait') return Math.min(width / 1080, height / 1920);
  return Math.min(width / (shape === 'ultrawide' ? 1080 * ULTRAWIDE : 1920), height / 1080);
}

/** @param taken u of height that something besides head and foot takes */
export function cellsOf(board: Board, screen: ScreenSize, shape: Shape, taken = 0): Cell[] {
  const u = unitOf(screen, shape);
  const [width, height] = [screen.width / u - 2 * MARGIN, screen.height / u - HEAD[shape] - FOOT[shape] - taken];
  if (shape === 'phone')
    return columnOf(board).map((widget) => ({ widget, place: null, box: { width, height: phoneHeight(widget) } }));
  return placesOf(board, shape).map(({ widget, place }) => ({
    widget,
    place,
    box: boxOf(place, shape, width, height),
  }));
}

function boxOf([x, y, w, h]: Place, shape: GridShape, width: number, height: number): Box {
  const { columns, rows } = GRIDS[shape];
  const [left, right, top] = [x > 0, x + w < columns, y > 0].map(Number);
  return {
    width: (w / columns) * width - (left + right) * PAD.side - left * HAIRLINE,
    height: (h / rows) * height - PAD.top - PAD.bottom - top * HAIRLINE,
  };
}

/** As high as on a wall. */
function phoneHeight({ at }: Placement): number {
  const rows = at.wide ? at.wide[3] : at.portrait ? at.portrait[3] : 4;
  return rows * PHONE_ROW;
}
