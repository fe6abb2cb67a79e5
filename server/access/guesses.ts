// How often a password may be guessed: by a name from one address, from one address, and by a name from everywhere.
import { Tries } from './tries.ts';

const WITHIN_MS = 10 * 60_000;
const MOST = { byBoth: 5, byAddress: 20, byName: 50 };

export class Guesses {
  readonly #limits: readonly Tries[];
  /** of whose guesses it was told that they were too many */
  readonly #told: Tries;

  constructor(now: () => number) {
    const limit = (most: number): Tries => new Tries({ most, withinMs: WITHIN_MS, now });
    this.#limits = [MOST.byBoth, MOST.byAddress, MOST.byName].map(limit);
    this.#told = limit(1);
  }

  /**
   * What one limit refuses the next does not count: from one address nobody locks out somebody at another.
   * @returns ms to wait; 0: go on
   */
  begin(name: string, address: string): number {
    const keys = keysOf(name, address);
    for (const [i, limit] of this.#limits.entries()) {
      const waitMs = limit.begin(keys[i]);
      if (waitMs > 0) return waitMs;
    }
    return 0;
  }

  /** It was right: this one does not count. One's own password gives no more guesses at those of others. */
  takeBack(name: string, address: string): void {
    const keys = keysOf(name, address);
    this.#limits.forEach((limit, i) => limit.takeBack(keys[i]));
  }

  /** Whether to tell of a refusal, the first of a row: a flood of guesses must not fill the disk. */
  isNews(name: string, address: string): boolean {
    return this.#told.begin(`${name} ${address}`) === 0;
  }
}

const keysOf = (name: string, address: string): string[] => [`${name} ${address}`, ` ${address}`, `${name} `];
