// Tells that the clock of this machine and its monotonic clock went apart: it slept, while the monotonic clock stood
// still, or the clock was set. Which of them, only the server can tell.

const LEAP_MS = 1_000;

export class ClockLeap {
  #apartMs: number | null = null;

  /** @param wall epoch ms by this machine @returns ms that its clock leapt since the last look, 0: it did not */
  look(wall: number, monotonic: number): number {
    const apartMs = wall - monotonic;
    const byMs = apartMs - (this.#apartMs ?? apartMs);
    this.#apartMs = apartMs;
    return Math.abs(byMs) > LEAP_MS ? byMs : 0;
  }
}
