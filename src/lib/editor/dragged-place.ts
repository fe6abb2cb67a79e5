// Where a widget is while the pointer drags it or one of its handles: always within the grid, and a cell large at least.
import { GRIDS, type GridShape, type Place } from '#core/board/board.ts';
import { clamped } from './layout.ts';

/** Corners and edges, by the points of the compass. */
export const HANDLES = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
export type Handle = (typeof HANDLES)[number];

/** @param handle null: it is moved as a whole @param dx cells */
export function draggedPlace(place: Place, handle: Handle | null, dx: number, dy: number, shape: GridShape): Place {
  const [x, y, width, height] = place;
  if (!handle) return clamped([x + dx, y + dy, width, height], shape);
  const { columns, rows } = GRIDS[shape];
  let [left, top, right, bottom] = [x, y, x + width, y + height];
  if (handle.includes('w')) left = Math.min(Math.max(0, left + dx), right - 1);
  if (handle.includes('e')) right = Math.max(Math.min(columns, right + dx), left + 1);
  if (handle.includes('n')) top = Math.min(Math.max(0, top + dy), bottom - 1);
  if (handle.includes('s')) bottom = Math.max(Math.min(rows, bottom + dy), top + 1);
  return [left, top, right - left, bottom - top];
}
