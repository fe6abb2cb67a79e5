// How people become cells: the largest squares that fit a box, in an order that keeps states together.

export interface MosaicGrid {
  columns: number;
  rows: number;
  /** side of a cell with its gap, in the unit of the box */
  pitch: number;
  /** side of a cell */
  side: number;
  /** from one column to the next: a little more than pitch, so that a full row ends where the box does */
  pitchX: number;
  /** cells that were made room for */
  capacity: number;
}

/**
 * Room for a few more than there are, and the same room as long as it does: one person who signs in must not move
 * everybody else.
 */
export function gridFor(people: number, width: number, height: number, largest: number, last?: MosaicGrid): MosaicGrid {
  if (last && people <= last.capacity && people >= last.capacity * 0.8) return last;
  const wanted = Math.max(1, Math.ceil((people * 1.03) / 10) * 10);
  let pitch = Math.min(largest, Math.sqrt((width * height) / wanted));
  while (Math.floor(width / pitch) * Math.floor(height / pitch) < wanted) pitch *= 0.995;
  const columns = Math.max(1, Math.floor(width / pitch));
  const rows = Math.max(1, Math.floor(height / pitch));
  const shared = Math.min(largest, width / columns, height / rows);
  const side = Math.max(1, shared * (shared > 6 ? 0.8 : 0.76));
  const pitchX = columns > 12 ? (width - side) / (columns - 1) : shared;
  return { columns, rows, pitch: shared, side, pitchX, capacity: columns * rows };
}

/** @param order codes, first drawn first @returns code of each cell, equal codes side by side */
export function cellsOf(states: readonly number[], order: readonly number[], into: Uint8Array): number {
  const counts = new Array<number>(order.length).fill(0);
  const place = new Map(order.map((code, i) => [code, i]));
  for (const state of states) {
    const at = place.get(state);
    if (at !== undefined) counts[at]++;
  }
  let cell = 0;
  order.forEach((code, i) => {
    into.fill(code, cell, cell + counts[i]);
    cell += counts[i];
  });
  return cell;
}
