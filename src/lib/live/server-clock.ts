// What time it is at the server, whatever the clock of this machine says: TVs drift by minutes (P30). Runs on a monotonic
// clock, which is an argument.

const KEPT = 8;

interface Sample {
  /** server − monotonic, ms */
  offsetMs: number;
  roundTripMs: number;
}

export class ServerClock {
  #samples: Sample[] = [];
  #offsetMs: number | null = null;

  /** A welcome names the time without a round trip: good for a start. */
  told(now: number, at: number): void {
    if (this.#samples.length > 0) return;
    this.#offsetMs = now - at;
  }

  /** @param sentAt @param at monotonic instants of the question and the answer */
  answered(sentAt: number, now: number, at: number): void {
    const roundTripMs = at - sentAt;
    if (!(roundTripMs >= 0)) return;
    this.#samples.push({ offsetMs: now - (sentAt + at) / 2, roundTripMs });
    if (this.#samples.length > KEPT) this.#samples.shift();
    this.#offsetMs = this.#samples.reduce((best, s) => (s.roundTripMs <= best.roundTripMs ? s : best)).offsetMs;
  }

  /** epoch ms at the server; null before its first word */
  now(at: number): number | null {
    return this.#offsetMs === null ? null : at + this.#offsetMs;
  }

  /** Another server process may run on another machine: measure anew. */
  reset(): void {
    this.#samples = [];
  }
}
