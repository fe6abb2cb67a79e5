// Counts of things of one subject, for all metrics at once: sums, greatest values, groups and sketches, all of which
// merge in any order to the same.
import { countersOf, type Counter, type Metric, type Subject } from './metric.ts';
import { Sketch } from './sketch.ts';

/** Which counters the metrics need of one subject, each once. */
export class Plan {
  readonly sums: readonly Counter[];
  readonly mosts: readonly Counter[];
  readonly sketches: readonly Counter<Subject, number | undefined>[];
  readonly groups: readonly Counter<Subject, string | undefined>[];
  readonly #numbers = new Map<object, number>();

  constructor(metrics: readonly Metric[], subject: Subject) {
    const needed = metrics.filter((metric) => countersOf(metric).some(({ over }) => over === subject));
    const pick = <C extends Counter<Subject, unknown>>(of: (metric: Metric) => readonly C[]): C[] => {
      const counters = [...new Set(needed.flatMap(of))].filter(({ over }) => over === subject);
      counters.forEach((counter, i) => this.#numbers.set(counter, i));
      return counters;
    };
    this.sums = pick(({ sums }) => Object.values(sums));
    this.mosts = pick(({ mosts = {} }) => Object.values(mosts));
    this.sketches = pick(({ sketch }) => (sketch ? [sketch] : []));
    this.groups = pick(({ group }) => (group ? [group] : []));
  }

  /** Place of a counter in its list. */
  number(counter: object): number {
    const number = this.#numbers.get(counter);
    if (number === undefined) throw new Error('a counter was asked for that no metric named');
    return number;
  }
}

/** Counts that lie elsewhere and are looked up only when somebody asks for one of them. */
export interface KeptCounts {
  /** @param i place of the counter among the plan's sums */
  sum(i: number): number;
  /** @param i place among the plan's sketches */
  addTo(sketch: Sketch, i: number): void;
  /** @param i place among the plan's greatest values; null of nothing */
  most(i: number): number | null;
}

export class Tally {
  readonly #plan: Plan;
  readonly #sums: Float64Array;
  readonly #mosts: (number | null)[];
  /** made when something comes into them: most tallies are of little, and asked for sums only */
  readonly #groups: (Map<string, number> | undefined)[];
  readonly #sketches: (Sketch | undefined)[];
  /** merged, but for their sketches: most numbers need none, so they are only merged when somebody asks */
  #unmerged: Tally[] = [];
  #kept: KeptCounts[] = [];
  /** with what is kept elsewhere: asked for more than one quantile of each */
  #wholes: (Sketch | undefined)[] = [];

  /** @param kept subjects that are kept have no groups */
  static of(plan: Plan, kept: KeptCounts): Tally {
    const tally = new Tally(plan);
    tally.#kept.push(kept);
    return tally;
  }

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#sums = new Float64Array(plan.sums.length);
    this.#mosts = new Array<null>(plan.mosts.length).fill(null);
    this.#groups = [];
    this.#sketches = [];
  }

  add(thing: object): void {
    const { sums, mosts, sketches, groups } = this.#plan;
    if (this.#wholes.length > 0) this.#wholes = [];
    for (let i = 0; i < sums.length; i++) this.#sums[i] += sums[i].of(thing as never);
    for (let i = 0; i < mosts.length; i++) this.#mosts[i] = greatest(this.#mosts[i], mosts[i].of(thing as never));
    for (let i = 0; i < sketches.length; i++) {
      const sample = sketches[i].of(thing as never);
      if (sample !== undefined) this.#sketch(i).add(sample);
    }
    for (let i = 0; i < groups.length; i++) {
      const name = groups[i].of(thing as never);
      if (name !== undefined) this.#addToGroup(i, name, 1);
    }
  }

  /** @param other is not added to any more */
  merge(other: Tally): void {
    for (let i = 0; i < this.#sums.length; i++) this.#sums[i] += other.#sums[i];
    for (let i = 0; i < this.#mosts.length; i++) this.#mosts[i] = greatest(this.#mosts[i], other.#mosts[i]);
    for (const [i, group] of other.#groups.entries())
      if (group) for (const [name, n] of group) this.#addToGroup(i, name, n);
    if (this.#plan.sketches.length > 0) this.#unmerged.push(other);
    this.#kept.push(...other.#kept);
    this.#wholes = [];
  }

  sum(counter: Counter): number {
    const number = this.#plan.number(counter);
    return this.#kept.reduce((sum, kept) => sum + kept.sum(number), this.#sums[number]);
  }

  /** Nothing was added that counts. */
  get isEmpty(): boolean {
    return this.#plan.sums.every((counter) => this.sum(counter) === 0);
  }

  most(counter: Counter): number | null {
    const number = this.#plan.number(counter);
    return this.#kept.reduce((most, kept) => greatest(most, kept.most(number)), this.#mosts[number]);
  }

  group(counter: Counter<Subject, string | undefined>): ReadonlyMap<string, number> {
    return this.#groups[this.#plan.number(counter)] ?? NONE;
  }

  quantile(counter: Counter<Subject, number | undefined>, q: number): number | null {
    this.#mergeSketches();
    const number = this.#plan.number(counter);
    if (this.#kept.length === 0) return this.#sketches[number]?.quantile(q) ?? null;
    return (this.#wholes[number] ??= this.#whole(number)).quantile(q);
  }

  #whole(number: number): Sketch {
    const all = new Sketch();
    const own = this.#sketches[number];
    if (own) all.merge(own);
    for (const kept of this.#kept) kept.addTo(all, number);
    return all;
  }

  /** What was added and merged, by the places of the plan; without what is kept elsewhere. */
  get counted(): { sums: Float64Array; sketches: readonly (Sketch | undefined)[]; mosts: readonly (number | null)[] } {
    this.#mergeSketches();
    return { sums: this.#sums, sketches: this.#sketches, mosts: this.#mosts };
  }

  #mergeSketches(): void {
    for (const other of this.#unmerged) {
      other.#mergeSketches();
      for (const [i, sketch] of other.#sketches.entries()) if (sketch) this.#sketch(i).merge(sketch);
    }
    this.#unmerged = [];
  }

  #sketch(i: number): Sketch {
    return (this.#sketches[i] ??= new Sketch());
  }

  #addToGroup(i: number, name: string, n: number): void {
    const group = (this.#groups[i] ??= new Map<string, number>());
    group.set(name, (group.get(name) ?? 0) + n);
  }
}

const NONE: ReadonlyMap<string, number> = new Map();

function greatest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}
