// When to publish: soon after events, at most every 100 ms, at least once a second (rule P18).
import type { Hub } from './hub.ts';

const SHORTEST_MS = 100;
const LONGEST_MS = 1000;

export class Publisher {
  #hub: Hub;
  #now: () => number;
  #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | null = null;
  #dueAt = Infinity;
  #publishedAt = -Infinity;

  constructor(hub: Hub, now: () => number, onError: (error: unknown) => void) {
    this.#hub = hub;
    this.#now = now;
    this.#onError = onError;
    this.#schedule(LONGEST_MS);
  }

  /** Something changed. */
  touch(): void {
    this.#schedule(Math.max(0, this.#publishedAt + SHORTEST_MS - performance.now()));
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#dueAt = -Infinity;
  }

  #schedule(inMs: number): void {
    const dueAt = performance.now() + inMs;
    if (dueAt >= this.#dueAt) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => this.#publish(), inMs);
  }

  #publish(): void {
    this.#publishedAt = performance.now();
    this.#dueAt = Infinity;
    try {
      this.#hub.publish(this.#now());
    } catch (error) {
      this.#onError(error);
    }
    this.#schedule(LONGEST_MS);
  }
}
