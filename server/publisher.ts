// When to publish: soon after events, at most every 100 ms, at least once a second (rule P18).
import type { Hub } from './hub.ts';
import { REAL_TIMERS, type Timers } from './timers.ts';

const SHORTEST_MS = 100;
const LONGEST_MS = 1000;

export class Publisher {
  #hub: Hub;
  #now: () => number;
  #onError: (error: unknown) => void;
  #timers: Timers;
  #cancel = (): void => {};
  #dueAt = Infinity;
  #publishedAt = -Infinity;

  constructor(hub: Hub, now: () => number, onError: (error: unknown) => void, timers = REAL_TIMERS) {
    this.#hub = hub;
    this.#now = now;
    this.#onError = onError;
    this.#timers = timers;
    this.#schedule(LONGEST_MS);
  }

  /** Something changed. */
  touch(): void {
    this.#schedule(Math.max(0, this.#publishedAt + SHORTEST_MS - this.#timers.monotonic()));
  }

  stop(): void {
    this.#cancel();
    this.#dueAt = -Infinity;
  }

  #schedule(inMs: number): void {
    const dueAt = this.#timers.monotonic() + inMs;
    if (dueAt >= this.#dueAt) return;
    this.#cancel();
    this.#dueAt = dueAt;
    this.#cancel = this.#timers.after(inMs, () => this.#publish());
  }

  #publish(): void {
    this.#publishedAt = this.#timers.monotonic();
    this.#dueAt = Infinity;
    let nextInMs = LONGEST_MS;
    try {
      const at = this.#now();
      this.#hub.publish(at);
      // What stayed the same was not told of now: it is when its second is over.
      nextInMs = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, this.#hub.oldestAsOf + LONGEST_MS - at));
    } catch (error) {
      this.#onError(error);
    }
    this.#schedule(nextInMs);
  }
}
