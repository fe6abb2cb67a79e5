// Which rows were open at an instant: spans [from, to) by the five minutes in which they began. A bucket is looked into
// only when something in it may still be open at that instant.
import type { DumpPart } from './dump.ts';
import { changeable, dumpGroups, restoreGroups, type Rows } from './groups.ts';

const BUCKET_MS = 300_000;

interface Bucket {
  rows: Rows;
  /** how many have no end yet */
  open: number;
  /** the latest end, never lowered: a bound, not a fact */
  lastEnd: number;
}

export class Spans {
  #buckets = new Map<number, Bucket>();

  /** The span of a row changes; 0 = no begin, or no end yet. */
  move(row: number, oldFrom: number, oldTo: number, from: number, to: number): void {
    if (oldFrom === from && oldTo === to) return;
    const moved = oldFrom !== from;
    if (oldFrom !== 0) this.#leave(row, oldFrom, oldTo, moved);
    if (from === 0) return;
    const number = Math.floor(from / BUCKET_MS);
    let bucket = this.#buckets.get(number);
    if (!bucket) this.#buckets.set(number, (bucket = { rows: [], open: 0, lastEnd: 0 }));
    if (moved) changeable(bucket).push(row);
    if (to === 0) bucket.open++;
    else bucket.lastEnd = Math.max(bucket.lastEnd, to);
  }

  /** Rows that may be open at `at`: the caller checks begin and end. */
  *candidates(at: number): Generator<number> {
    for (const [number, bucket] of this.#buckets) {
      if (number * BUCKET_MS < at && (bucket.open > 0 || bucket.lastEnd >= at)) yield* bucket.rows;
    }
  }

  dump(to: DumpPart): void {
    dumpGroups(to, this.#buckets);
    to.put(
      'open',
      Uint32Array.from(this.#buckets.values(), ({ open }) => open),
    );
    to.put(
      'lastEnd',
      Float64Array.from(this.#buckets.values(), ({ lastEnd }) => lastEnd),
    );
  }

  restore(from: DumpPart): void {
    const [open, lastEnd] = [from.take('open'), from.take('lastEnd')];
    this.#buckets = restoreGroups(from, (rows, i) => ({ rows, open: open[i], lastEnd: lastEnd[i] }));
  }

  #leave(row: number, from: number, to: number, moved: boolean): void {
    const number = Math.floor(from / BUCKET_MS);
    const bucket = this.#buckets.get(number);
    if (!bucket) return;
    if (to === 0) bucket.open--;
    if (!moved) return;
    const rows = changeable(bucket);
    const last = rows.pop() as number;
    if (last !== row) rows[rows.lastIndexOf(row)] = last;
    if (rows.length === 0) this.#buckets.delete(number);
  }
}
