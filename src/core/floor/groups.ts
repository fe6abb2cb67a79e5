// Lists of rows by a number (a minute, a bucket), as columns: the numbers, how many rows each has, all rows end to end.
// Restored, each list is a part of the one column: a day has millions of rows, of which most lists never change again.
import type { DumpPart } from './dump.ts';

/** A restored one is not written to: `changeable` first. */
export type Rows = number[] | Uint32Array;

/** The rows of a group to be changed: copied first where they are a part of a restored column. */
export function changeable(group: { rows: Rows }): number[] {
  if (!Array.isArray(group.rows)) group.rows = Array.from(group.rows);
  return group.rows;
}

/** @param groups by their number */
export function dumpGroups(to: DumpPart, groups: ReadonlyMap<number, { rows: Rows }>): void {
  let total = 0;
  for (const { rows } of groups.values()) total += rows.length;
  const all = new Uint32Array(total);
  let place = 0;
  for (const { rows } of groups.values()) {
    all.set(rows, place);
    place += rows.length;
  }
  to.put('numbers', Float64Array.from(groups.keys()));
  to.put(
    'counts',
    Uint32Array.from(groups.values(), ({ rows }) => rows.length),
  );
  to.put('rows', all);
}

/** @param make a group of its rows, the i-th that was written */
export function restoreGroups<G>(from: DumpPart, make: (rows: Rows, i: number) => G): Map<number, G> {
  const [numbers, counts, all] = [from.take('numbers'), from.take('counts'), from.take('rows') as Uint32Array];
  const groups = new Map<number, G>();
  let place = 0;
  for (let i = 0; i < numbers.length; i++) {
    groups.set(numbers[i], make(all.subarray(place, place + counts[i]), i));
    place += counts[i];
  }
  return groups;
}
