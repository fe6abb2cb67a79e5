// How often something may be guessed at: so many wrong tries by one who tries, in so long a time; then they wait.

/** So many who try are remembered; who comes after waits with all the rest that are too many. */
const MOST_KEPT = 20_000;
const ALL_OTHERS = '';

export interface TriesOptions {
  most: number;
  withinMs: number;
  /** epoch ms */
  now(): number;
}

interface Tried {
  n: number;
  untilAt: number;
}

export class Tries {
  readonly #options: TriesOptions;
  readonly #tried = new Map<string, Tried>();

  constructor(options: TriesOptions) {
    this.#options = options;
  }

  /** Counts a try before it is looked at, so that many at once count as many. @returns ms to wait; 0: go on */
  begin(who: string): number {
    const at = this.#options.now();
    const key = this.#keyOf(who, at);
    const known = this.#tried.get(key);
    const tried = known && at < known.untilAt ? known : { n: 0, untilAt: at + this.#options.withinMs };
    if (tried.n >= this.#options.most) return tried.untilAt - at;
    this.#tried.set(key, { ...tried, n: tried.n + 1 });
    return 0;
  }

  /** It was right: this one does not count, those before do. */
  takeBack(who: string): void {
    const tried = this.#tried.get(this.#keyOf(who, this.#options.now()));
    if (tried && tried.n > 0) tried.n--;
  }

  #keyOf(who: string, at: number): string {
    if (this.#tried.size < MOST_KEPT || this.#tried.has(who)) return who;
    for (const [key, { untilAt }] of this.#tried) if (at >= untilAt) this.#tried.delete(key);
    return this.#tried.size < MOST_KEPT ? who : ALL_OTHERS;
  }
}
