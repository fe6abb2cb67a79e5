// Tuples of numbers in order of time, each with its minute or hour first: how sketches and greatest values of a day are
// kept in history.db.
import type { Sketch } from '#core/sketch.ts';

export class TimedTuples {
  readonly #numbers: Float64Array;
  readonly #width: number;

  /** In any order. */
  static encode(tuples: Iterable<readonly [when: number, ...numbers: number[]]>): Uint8Array {
    const sorted = [...tuples].sort(([a], [b]) => a - b);
    return new Uint8Array(Float64Array.from(sorted.flat()).buffer);
  }

  /** @param bytes null: there are none @param width numbers in a tuple, its minute or hour included */
  constructor(bytes: Uint8Array | null, width: number) {
    this.#numbers = bytes
      ? new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
      : new Float64Array(0);
    this.#width = width;
  }

  /** Of (when, bin, count). */
  addBins(sketch: Sketch, first: number, last: number): void {
    for (const at of this.#within(first, last)) sketch.addBin(this.#numbers[at + 1], this.#numbers[at + 2]);
  }

  /** Of (when, value); null of nothing. */
  most(first: number, last: number): number | null {
    let most: number | null = null;
    for (const at of this.#within(first, last)) most = Math.max(most ?? -Infinity, this.#numbers[at + 1]);
    return most;
  }

  /** Where tuples of [first, last) begin. */
  *#within(first: number, last: number): Generator<number> {
    const [numbers, width] = [this.#numbers, this.#width];
    let [low, high] = [0, numbers.length / width];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[width * middle] < first) low = middle + 1;
      else high = middle;
    }
    for (let at = width * low; at < numbers.length && numbers[at] < last; at += width) yield at;
  }
}
