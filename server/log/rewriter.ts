// Writes events of the log otherwise, in their places. Transactions are its caller's.
import type { DatabaseSync, StatementSync } from 'node:sqlite';

export interface ChangedRow {
  seq: number;
  /** of the event */
  id: string;
  body: string;
}

export class Rewriter {
  readonly #change: StatementSync;

  constructor(db: DatabaseSync) {
    this.#change = db.prepare('UPDATE OR IGNORE event SET id = ?, body = ? WHERE seq = ?');
  }

  /** Of two that become the same the later one keeps an id of its own: told twice, a fact counts once. */
  rewrite(rows: readonly ChangedRow[]): void {
    for (const { seq, id, body } of rows)
      if (this.#change.run(id, body, seq).changes === 0) this.#change.run(`${id}/${seq}`, body, seq);
  }
}
