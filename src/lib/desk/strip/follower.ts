// Follows a hand that drags: shows at most so many moments a second, waits for one that is on its way, and never leaves out
// the last.

const EVERY_MS = 100;
/** what takes longer is given up for a newer one */
const LONGEST_MS = 1000;

export interface FollowerParts<Value> {
  show(value: Value): void;
  /** what was shown last is not on the screen yet */
  isBusy(): boolean;
  /** monotonic ms */
  now(): number;
}

export class Follower<Value> {
  readonly #parts: FollowerParts<Value>;
  #next: { value: Value } | null = null;
  #shownAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: FollowerParts<Value>) {
    this.#parts = parts;
  }

  follow(value: Value): void {
    this.#next = { value };
    this.#consider();
  }

  /** The hand lets go: what it pointed to last is shown now. */
  settle(): void {
    if (this.#next) this.#show(this.#next.value);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#next = null;
  }

  #consider(): void {
    if (!this.#next || this.#timer !== undefined) return;
    const sinceMs = this.#parts.now() - this.#shownAt;
    const isTime = sinceMs >= EVERY_MS && (!this.#parts.isBusy() || sinceMs >= LONGEST_MS);
    if (isTime) return this.#show(this.#next.value);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#consider();
    }, EVERY_MS / 2);
  }

  #show(value: Value): void {
    this.stop();
    this.#shownAt = this.#parts.now();
    this.#parts.show(value);
  }
}
