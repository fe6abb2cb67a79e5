// Counts looks at which nothing had happened since the last. Looks, not time: a machine that slept missed no look.

/** A tick is expected between two looks. */
export const LOOK_MS = 5_000;
/** A TV that loads its fonts may miss one or two. */
const FROZEN_AFTER = 3;

export class Strikes {
  #missed = 0;

  /** It happened, or nobody expects it. */
  clear(): void {
    this.#missed = 0;
  }

  /** @returns it is frozen */
  look(): boolean {
    return ++this.#missed > FROZEN_AFTER;
  }
}
