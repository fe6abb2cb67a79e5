// Takes old events out of the log without reading those that stay. Transactions are its caller's.
import type { DatabaseSync, StatementSync } from 'node:sqlite';

// The newest event stays, so that no place in the log is ever given twice.
const NEWEST = '(SELECT max(seq) FROM event)';

export class Remover {
  readonly #from: StatementSync;
  readonly #last: StatementSync;
  readonly #old: StatementSync;
  readonly #simulated: StatementSync;

  constructor(db: DatabaseSync) {
    this.#from = db.prepare('SELECT seq, recorded_at FROM event WHERE seq >= ? ORDER BY seq LIMIT 1');
    this.#last = db.prepare('SELECT max(seq) AS seq FROM event');
    this.#old = db.prepare(
      `DELETE FROM event WHERE seq IN (SELECT seq FROM event
       WHERE seq < ? AND seq < ${NEWEST} AND simulated = 0 AND recorded_at < ? ORDER BY seq LIMIT ?)`,
    );
    this.#simulated = db.prepare(
      `DELETE FROM event WHERE seq IN (SELECT seq FROM event
       WHERE simulated = 1 AND recorded_at < ? AND seq < ${NEWEST} ORDER BY recorded_at LIMIT ?)`,
    );
  }

  /**
   * Removes at most so many of what was recorded before an instant, of simulated events before another.
   * @returns how many went
   */
  remove(before: number, simulatedBefore: number, most: number): number {
    const simulated = Number(this.#simulated.run(simulatedBefore, most).changes);
    if (simulated === most) return simulated;
    return simulated + Number(this.#old.run(this.#firstFrom(before), before, most - simulated).changes);
  }

  /**
   * Place of the first event that was recorded at an instant or later. The log is in the order of its recording; what a
   * clock that was set back recorded goes with what lies around it.
   */
  #firstFrom(at: number): number {
    let low = 0;
    let high = Number(this.#last.get()?.seq ?? 0);
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const found = this.#from.get(middle);
      if (found && (found.recorded_at as number) < at) low = (found.seq as number) + 1;
      else high = middle;
    }
    return low;
  }
}
