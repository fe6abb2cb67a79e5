// How often a sender is usually heard, learnt from its own pauses: who is silent for much longer than that is missed.

/** Nobody is missed sooner. */
const LEAST_MS = 30_000;
/** So many of its longest pauses are no usual pause. */
const TIMES = 3;
/** It has to be known for so long. */
const KNOWN_MS = 10 * 60_000;
/** A long pause is half forgotten after so much time. */
const HALF_MS = 15 * 60_000;

export class Rhythm {
  #firstAt: number | null = null;
  #heardAt = 0;
  #longestMs = 0;

  /** @param at epoch ms, by this server's clock */
  heard(at: number): void {
    this.#firstAt ??= at;
    const pauseMs = this.#heardAt === 0 ? 0 : Math.max(0, at - this.#heardAt);
    this.#longestMs = Math.max(pauseMs, this.#longestMs * 0.5 ** (pauseMs / HALF_MS));
    this.#heardAt = at;
  }

  /** For longer than it ever is by itself. Of who has not been known for ten minutes nobody can say so. */
  isMissed(at: number): boolean {
    if (this.#firstAt === null || this.#heardAt - this.#firstAt < KNOWN_MS) return false;
    return at - this.#heardAt > Math.max(LEAST_MS, TIMES * this.#longestMs);
  }
}
