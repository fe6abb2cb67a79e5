// Values that hold from an instant on, kept in order whatever the order in which they came.

/** When something holds from, and when we were told. */
export interface Told {
  at: number;
  /** order within one instant */
  sequence: string;
  /** when we heard of it */
  seenAt: number;
}
export interface Change<T> extends Told {
  value: T;
}

export class History<T> {
  changes: Change<T>[] = [];
  #rank: (value: T) => string;

  /** @param rank decides between two values of the same instant and sequence, so that no order of arrival does */
  constructor(rank: (value: T) => string) {
    this.#rank = rank;
  }

  /** @returns the place it took in `changes` */
  put(when: Told, value: T): number {
    const { at, sequence } = when;
    let i = this.changes.length;
    while (i > 0 && this.#after(this.changes[i - 1], at, sequence, value)) i--;
    if (i === this.changes.length) this.changes.push({ ...when, value });
    else this.changes.splice(i, 0, { ...when, value });
    return i;
  }

  /** The change that holds just before `at`: half-open, as everywhere. */
  before(at: number): Change<T> | undefined {
    return this.changes[this.firstFrom(at) - 1];
  }

  /** Changes in [fromAt, toAt). */
  *within(fromAt: number, toAt: number): Generator<Change<T>> {
    for (let i = this.firstFrom(fromAt); i < this.changes.length && this.changes[i].at < toAt; i++)
      yield this.changes[i];
  }

  /** Place of the first change at or after `at`. */
  firstFrom(at: number): number {
    let low = 0;
    let high = this.changes.length;
    if (high > 0 && this.changes[high - 1].at < at) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.changes[middle].at < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Drops changes told before `seenBefore` that later ones replaced. */
  forget(seenBefore: number): void {
    let keep = 0;
    while (keep + 1 < this.changes.length && this.changes[keep + 1].seenAt < seenBefore) keep++;
    this.changes.splice(0, keep);
  }

  #after(change: Change<T>, at: number, sequence: string, value: T): boolean {
    if (change.at !== at) return change.at > at;
    if (change.sequence !== sequence) return change.sequence > sequence;
    return this.#rank(change.value) > this.#rank(value);
  }
}
