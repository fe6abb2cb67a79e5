// So many a second, and a burst of more for who was quiet before: of one thing, or of each of many by their names.

export interface Rate {
  perS: number;
  /** at once, after a pause */
  burst: number;
}

export class TokenBucket {
  readonly #rate: Rate;
  #tokens: number;
  #at: number;

  /** @param at monotonic, ms */
  constructor(rate: Rate, at: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#at = at;
  }

  /**
   * @param at monotonic, ms
   * @param n at most `burst`
   * @returns 0: it may; otherwise nothing was taken, and in so many ms it may
   */
  take(at: number, n = 1): number {
    const { perS, burst } = this.#rate;
    this.#tokens = Math.min(burst, this.#tokens + ((at - this.#at) * perS) / 1000);
    this.#at = at;
    if (this.#tokens < n) return ((n - this.#tokens) * 1000) / perS;
    this.#tokens -= n;
    return 0;
  }
}

/** A bucket for each name. Names are a stranger's, so they are bounded: who was quiet for longest is forgotten. */
export class TokenBuckets {
  readonly #rate: Rate;
  readonly #most: number;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(rate: Rate, most = 20_000) {
    this.#rate = rate;
    this.#most = most;
  }

  get size(): number {
    return this.#buckets.size;
  }

  /** @param at monotonic, ms @returns as of one bucket */
  take(name: string, at: number, n = 1): number {
    const bucket = this.#buckets.get(name) ?? new TokenBucket(this.#rate, at);
    this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    if (this.#buckets.size > this.#most) this.#buckets.delete(this.#buckets.keys().next().value as string);
    return bucket.take(at, n);
  }
}
