// Puts events into the log, each id of a source once. Transactions are its caller's.
import type { DatabaseSync, StatementSync } from 'node:sqlite';

export class Inserter {
  readonly #db: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #sources = new Map<string, number>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#insert = db.prepare(
      'INSERT OR IGNORE INTO event (source, id, recorded_at, simulated, body) VALUES (?, ?, ?, ?, ?)',
    );
    this.reload();
  }

  /** @returns 1 when it is new, 0 when it was there */
  add(source: string, id: string, recordedAt: number, simulated: number, body: string): number {
    return Number(this.#insert.run(this.#numberOf(source), id, recordedAt, simulated, body).changes);
  }

  /** After a rollback: what that transaction had added is not there. */
  reload(): void {
    this.#sources.clear();
    for (const row of this.#db.prepare('SELECT id, n FROM source').all())
      this.#sources.set(row.id as string, row.n as number);
  }

  #numberOf(source: string): number {
    let n = this.#sources.get(source);
    if (n === undefined) {
      n = Number(this.#db.prepare('INSERT INTO source (id) VALUES (?)').run(source).lastInsertRowid);
      this.#sources.set(source, n);
    }
    return n;
  }
}
