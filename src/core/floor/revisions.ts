// Things that are told again with a higher revision: a session, a response, a sale. Each telling is a row; the rows of
// one thing hang together, and as of any instant the highest of those told before it stands.

interface Columns {
  /** next row of the same thing, 0 = none */
  next: Uint32Array;
  rev: Uint32Array;
  /** when this was told to have happened, epoch ms */
  eventAt: Float64Array;
}
/** Decides between two of one revision and instant, so that no order of arrival does: > 0 when row a goes first. */
type Compare = (a: number, b: number) => number;

/** More than anybody corrects; beyond it the lowest go. */
const MOST = 32;

export class Revisions {
  readonly #col: () => Columns;
  readonly #compare: Compare;

  constructor(col: () => Columns, compare: Compare) {
    this.#col = col;
    this.#compare = compare;
  }

  /**
   * Hangs a row, already filled, on its thing.
   * @param head first row of the thing, 0 = none yet
   * @returns the new first row, and a row that is of no use: this one, when the same was told before, or one too many
   */
  add(head: number, row: number): { head: number; useless: number } {
    const rows = [...this.of(head)];
    if (rows.some((other) => this.#order(row, other) === 0)) return { head, useless: row };
    const { next } = this.#col();
    next[row] = head;
    if (rows.length < MOST) return { head: row, useless: 0 };
    const lowest = [row, ...rows].reduce((a, b) => (this.#order(a, b) < 0 ? a : b));
    return lowest === row ? { head, useless: row } : { head: this.remove(row, lowest), useless: lowest };
  }

  /** @returns the new first row */
  remove(head: number, row: number): number {
    const { next } = this.#col();
    if (head === row) return next[row];
    for (const other of this.of(head)) if (next[other] === row) next[other] = next[row];
    return head;
  }

  *of(head: number): Generator<number> {
    for (let row = head; row !== 0; row = this.#col().next[row]) yield row;
  }

  /** The row that stands as of an instant; 0 = none was told before it. */
  standing(head: number, asOf: number): number {
    const { eventAt, next } = this.#col();
    let best = 0;
    for (let row = head; row !== 0; row = next[row])
      if (eventAt[row] < asOf && (best === 0 || this.#order(row, best) > 0)) best = row;
    return best;
  }

  /** The latest of all rows of the thing, if there is more than one. */
  settledAt(head: number): number {
    const { eventAt, next } = this.#col();
    if (next[head] === 0) return 0;
    let latest = 0;
    for (let row = head; row !== 0; row = next[row]) latest = Math.max(latest, eventAt[row]);
    return latest;
  }

  #order(a: number, b: number): number {
    const { rev, eventAt } = this.#col();
    return rev[a] - rev[b] || eventAt[a] - eventAt[b] || this.#compare(a, b);
  }
}
