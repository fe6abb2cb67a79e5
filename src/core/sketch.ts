// Mergeable quantiles of non-negative numbers with a bounded relative error: counts in logarithmic bins, so that any
// order and any grouping of the same numbers gives the same sketch. After DDSketch (Masson, Rim, Lee, VLDB 2019).

const RELATIVE_ERROR = 0.005;
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const LOG_GAMMA = Math.log(GAMMA);

/** The bin of what is 0. */
const ZEROS = -32_768;

export class Sketch {
  count = 0;
  #zeros = 0;
  #bins = new Map<number, number>();

  /** @param x ≥ 0; anything below counts as 0 */
  add(x: number): void {
    this.count++;
    if (x <= 0) {
      this.#zeros++;
      return;
    }
    const bin = Math.ceil(Math.log(x) / LOG_GAMMA);
    this.#bins.set(bin, (this.#bins.get(bin) ?? 0) + 1);
  }

  /** How many numbers are in each bin, in no order. */
  *bins(): Generator<[bin: number, count: number]> {
    if (this.#zeros > 0) yield [ZEROS, this.#zeros];
    yield* this.#bins;
  }

  /** The same told again. */
  addBin(bin: number, count: number): void {
    this.count += count;
    if (bin === ZEROS) this.#zeros += count;
    else this.#bins.set(bin, (this.#bins.get(bin) ?? 0) + count);
  }

  merge(other: Sketch): void {
    this.count += other.count;
    this.#zeros += other.#zeros;
    for (const [bin, count] of other.#bins) this.#bins.set(bin, (this.#bins.get(bin) ?? 0) + count);
  }

  /** The value at rank floor(q × (n − 1)), within 0.5 %; null of nothing. @param q 0–1 */
  quantile(q: number): number | null {
    if (this.count === 0) return null;
    const rank = Math.floor(q * (this.count - 1));
    let seen = this.#zeros;
    if (rank < seen) return 0;
    // Sorted as numbers: with a function that compares it takes several times as long.
    for (const bin of Int32Array.from(this.#bins.keys()).sort()) {
      seen += this.#bins.get(bin) as number;
      if (rank < seen) return (2 * GAMMA ** bin) / (GAMMA + 1);
    }
    return null;
  }
}
