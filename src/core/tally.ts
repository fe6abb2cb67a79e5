// Counts of things, for all metrics over one subject at once: sums, greatest values and sketches, all of which merge in
// any order to the same.
import type { Metric } from './metric.ts';
import { Sketch } from './sketch.ts';

type Count = (thing: never) => number;
type Sample = (thing: never) => number | undefined;

/** Which counters the metrics of one subject need, each once. */
export class Plan {
  readonly sums: Count[];
  readonly mosts: Count[];
  readonly sketches: Sample[];

  constructor(metrics: readonly Metric[]) {
    this.sums = [...new Set(metrics.flatMap((m) => Object.values(m.sums)))];
    this.mosts = [...new Set(metrics.flatMap((m) => m.most ?? []))];
    this.sketches = [...new Set(metrics.flatMap((m) => m.sketch ?? []))];
  }
}

export class Tally {
  readonly #plan: Plan;
  readonly #sums: Float64Array;
  readonly #mosts: (number | null)[];
  readonly #sketches: Sketch[];
  /** merged, but for their sketches: most numbers need none, so they are only merged when somebody asks */
  #unmerged: Tally[] = [];

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#sums = new Float64Array(plan.sums.length);
    this.#mosts = plan.mosts.map(() => null);
    this.#sketches = plan.sketches.map(() => new Sketch());
  }

  add(thing: object): void {
    const { sums, mosts, sketches } = this.#plan;
    for (let i = 0; i < sums.length; i++) this.#sums[i] += sums[i](thing as never);
    for (let i = 0; i < mosts.length; i++) this.#mosts[i] = greatest(this.#mosts[i], mosts[i](thing as never));
    for (let i = 0; i < sketches.length; i++) {
      const sample = sketches[i](thing as never);
      if (sample !== undefined) this.#sketches[i].add(sample);
    }
  }

  /** @param other is not added to any more */
  merge(other: Tally): void {
    for (let i = 0; i < this.#sums.length; i++) this.#sums[i] += other.#sums[i];
    for (let i = 0; i < this.#mosts.length; i++) this.#mosts[i] = greatest(this.#mosts[i], other.#mosts[i]);
    if (this.#sketches.length > 0) this.#unmerged.push(other);
  }

  sum(count: Count): number {
    return this.#sums[this.#plan.sums.indexOf(count)];
  }

  most(count: Count | undefined): number | null {
    return count ? this.#mosts[this.#plan.mosts.indexOf(count)] : null;
  }

  quantile(sample: Sample | undefined, q: number): number | null {
    if (!sample) return null;
    this.#mergeSketches();
    return this.#sketches[this.#plan.sketches.indexOf(sample)].quantile(q);
  }

  #mergeSketches(): void {
    for (const other of this.#unmerged) {
      other.#mergeSketches();
      for (let i = 0; i < this.#sketches.length; i++) this.#sketches[i].merge(other.#sketches[i]);
    }
    this.#unmerged = [];
  }
}

function greatest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}
