// When a part of a screen whose code failed is drawn anew: soon at first, then rarely. Time is an argument.

/** after the first failure, the second, and all others */
const PAUSES_MS = [10_000, 60_000, 300_000];
/** a part that was drawn for so long has recovered: its next failure is a first one again */
const RECOVERED_MS = 60_000;

export interface Retry {
  /** monotonic ms */
  at: number;
  /** it failed whenever it was drawn anew */
  stays: boolean;
}

export class PartFailures {
  #inARow = 0;
  /** monotonic ms: when it was drawn anew last */
  #drawnAt = -Infinity;

  /** @param now monotonic ms */
  failed(now: number): Retry {
    this.#inARow = now - this.#drawnAt < RECOVERED_MS ? this.#inARow + 1 : 1;
    const pause = PAUSES_MS[Math.min(this.#inARow, PAUSES_MS.length) - 1];
    return { at: now + pause, stays: this.#inARow >= PAUSES_MS.length };
  }

  /** The failure before the next is one of the same row. */
  get isFirst(): boolean {
    return this.#inARow === 1;
  }

  drawnAnew(now: number): void {
    this.#drawnAt = now;
  }
}
