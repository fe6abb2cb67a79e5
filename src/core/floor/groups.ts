// Lists of rows by a number (a minute, a bucket), as columns: the numbers, how many rows each has, all rows end to end.
import type { DumpPart } from './dump.ts';

export function dumpGroups(to: DumpPart, groups: ReadonlyMap<number, { rows: readonly number[] }>): void {
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

export function restoreGroups<G>(from: DumpPart, make: (rows: number[], i: number) => G): Map<number, G> {
  const [numbers, counts, all] = [from.take('numbers'), from.take('counts'), from.take('rows')];
  const groups = new Map<number, G>();
  let place = 0;
  for (let i = 0; i < numbers.length; i++) {
    const rows = new Array<number>(counts[i]);
    for (let n = 0; n < rows.length; n++) rows[n] = all[place++];
    groups.set(numbers[i], make(rows, i));
  }
  return groups;
}
