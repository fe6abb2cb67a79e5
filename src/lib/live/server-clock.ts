// What time it is at the server, whatever the clock of this machine says: TVs drift by minutes (P30). Runs on a monotonic
// clock, which is an argument.

const KEPT = 8;
/** so many answers are taken at once after a connection; then the clock no longer steps but slews */
const MEASURING = 5;
/** ms a ms: no second of a screen is longer or shorter by more than a twentieth */
const SLEW = 0.05;
/** further off than this it steps */
const STEP_MS = 1_000;
/** what two clocks may drift apart between two answers */
const DRIFT_MS = 20;

interface Sample {
  /** server − monotonic, ms; off by half the round trip at most */
  offsetMs: number;
  roundTripMs: number;
}

export class ServerClock {
  #samples: Sample[] = [];
  /** since it is measured anew */
  #answers = 0;
  #offsetMs: number | null = null;
  /** where slewing began */
  #from = { at: 0, offsetMs: 0 };
  /** questions from before a leap have no answer */
  #leaptAt = -Infinity;

  /** A welcome names the time without a round trip: good for a start. */
  told(now: number, at: number): void {
    if (this.#samples.length > 0) return;
    const offsetMs = now - at;
    if (this.#offsetMs === null || Math.abs(offsetMs - this.#offsetMs) > STEP_MS) this.#step(offsetMs, at);
  }

  /** @param sentAt @param at monotonic instants of the question and the answer */
  answered(sentAt: number, now: number, at: number): void {
    const roundTripMs = at - sentAt;
    if (!(roundTripMs >= 0) || sentAt < this.#leaptAt) return;
    const sample = { offsetMs: now - (sentAt + at) / 2, roundTripMs };
    // One of the clocks was set, or slept: what was measured before is of another time.
    if (this.#samples.some((earlier) => contradicts(sample, earlier))) this.#samples = [];
    this.#samples.push(sample);
    if (this.#samples.length > KEPT) this.#samples.shift();
    const { offsetMs } = this.#samples.reduce((best, s) => (s.roundTripMs <= best.roundTripMs ? s : best));
    this.#answers++;
    const isFar = this.#offsetMs === null || Math.abs(offsetMs - this.#shownOffset(at)) > STEP_MS;
    if (isFar || this.#answers <= MEASURING) this.#step(offsetMs, at);
    else this.#slew(offsetMs, at);
  }

  /** epoch ms at the server; null before its first word */
  now(at: number): number | null {
    return this.#offsetMs === null ? null : at + this.#shownOffset(at);
  }

  /** Another server process may run on another machine: measure anew. */
  reset(): void {
    this.#samples = [];
    this.#answers = 0;
  }

  /**
   * The clock of this machine went so much further than its monotonic one: it slept, or was set. Until an answer tells
   * which, time is taken to have passed: nothing old may look young.
   */
  leapt(byMs: number, at: number): void {
    this.reset();
    this.#leaptAt = at;
    if (this.#offsetMs !== null && byMs > 0) this.#step(this.#shownOffset(at) + byMs, at);
  }

  #step(offsetMs: number, at: number): void {
    this.#offsetMs = offsetMs;
    this.#from = { at, offsetMs };
  }

  #slew(offsetMs: number, at: number): void {
    this.#from = { at, offsetMs: this.#shownOffset(at) };
    this.#offsetMs = offsetMs;
  }

  #shownOffset(at: number): number {
    const most = Math.max(0, at - this.#from.at) * SLEW;
    const wantedMs = (this.#offsetMs ?? 0) - this.#from.offsetMs;
    return this.#from.offsetMs + Math.max(-most, Math.min(most, wantedMs));
  }
}

/** Both can't be right of one clock, however the ways there and back shared their round trips. */
function contradicts(a: Sample, b: Sample): boolean {
  return Math.abs(a.offsetMs - b.offsetMs) > (a.roundTripMs + b.roundTripMs) / 2 + DRIFT_MS;
}
