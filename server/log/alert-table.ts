// Alerts that are over, in the log's file: written with what is open in one transaction, let go with the events of their
// time. Transactions are the writer's.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EndedAlert } from '#core/alert/alert.ts';
import { openForReading } from './schema.ts';

/** As a row: id, when it began, when it was over (epoch ms), and all of it as JSON. */
export type AlertRow = [id: string, startedAt: number, endedAt: number, body: string];

export const rowOf = (alert: EndedAlert): AlertRow => [
  alert.id,
  Math.floor(alert.startedAt),
  Math.floor(alert.endedAt),
  JSON.stringify(alert),
];

export class AlertTable {
  readonly #put: StatementSync;
  readonly #forget: StatementSync;

  constructor(db: DatabaseSync) {
    this.#put = db.prepare('INSERT OR REPLACE INTO alert (id, started_at, ended_at, body) VALUES (?, ?, ?, ?)');
    this.#forget = db.prepare('DELETE FROM alert WHERE ended_at < ?');
  }

  put(rows: readonly AlertRow[]): void {
    for (const row of rows) this.#put.run(...row);
  }

  /** @param before epoch ms */
  forget(before: number): void {
    this.#forget.run(Math.floor(before));
  }
}

/** Those that were open within [from, to), the latest first. @param file the log's, which an older version may have written */
export function readAlerts(file: string, fromAt: number, toAt: number, most: number): EndedAlert[] {
  const db = openForReading(file);
  try {
    const { there } = db.prepare("SELECT count(*) AS there FROM sqlite_schema WHERE name = 'alert'").get() ?? {};
    if (there === 0) return [];
    const rows = db
      .prepare('SELECT body FROM alert WHERE ended_at >= ? AND started_at < ? ORDER BY ended_at DESC, id LIMIT ?')
      .all(bounded(fromAt), bounded(toAt), most);
    return rows.map(({ body }) => JSON.parse(body as string) as EndedAlert);
  } finally {
    db.close();
  }
}

const bounded = (at: number): number => Math.max(-8.64e15, Math.min(8.64e15, Math.floor(at)));
