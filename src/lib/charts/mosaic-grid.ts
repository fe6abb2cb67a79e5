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

/** Cells of one state side by side in a row: from one column up to another, which is not among them. */
export interface Run {
  row: number;
  code: number;
  from: number;
  to: number;
}

/** @param order codes, first drawn first; a state that is not among them has no cells @returns at most one of a state a row */
export function runsOf(states: readonly number[], order: readonly number[], columns: number): Run[] {
  const counts = new Map(order.map((code) => [code, 0]));
  for (const state of states) {
    const count = counts.get(state);
    if (count !== undefined) counts.set(state, count + 1);
  }
  const runs: Run[] = [];
  let cell = 0;
  for (const [code, count] of counts)
    for (const end = cell + count; cell < end;) {
      const row = Math.floor(cell / columns);
      const first = row * columns;
      const next = Math.min(end, first + columns);
      runs.push({ row, code, from: cell - first, to: next - first });
      cell = next;
    }
  return runs;
}
