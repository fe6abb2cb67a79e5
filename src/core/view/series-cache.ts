// Points of a chart on a fixed grid, each computed once and again only when an event changed what it stands for.
import type { Watch } from '../floor/timeline.ts';

/** @typeParam T of a point; never undefined */
export class SeriesCache<T> {
  #points = new Map<number, T>();
  readonly #watch: Watch;
  readonly #spanMs: number;
  readonly #stepMs: number;
  readonly #compute: (at: number) => T;

  constructor(watch: Watch, spanS: number, stepS: number, compute: (at: number) => T) {
    this.#watch = watch;
    this.#spanMs = spanS * 1000;
    this.#stepMs = stepS * 1000;
    this.#compute = compute;
  }

  /** Points of (at − span, at], oldest first, by their instant in epoch ms. A point stands for what was before it. */
  upTo(at: number): ReadonlyMap<number, T> {
    const changedAt = this.#watch.take();
    const points = new Map<number, T>();
    const last = Math.floor(at / this.#stepMs) * this.#stepMs;
    for (let t = last - this.#spanMs + this.#stepMs; t <= last; t += this.#stepMs) {
      const known = t <= changedAt ? this.#points.get(t) : undefined;
      points.set(t, known === undefined ? this.#compute(t) : known);
    }
    this.#points = points;
    return points;
  }
}
