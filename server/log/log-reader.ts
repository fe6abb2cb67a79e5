// Reads the log of a data folder beside its writer, from any place on.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openForReading } from './schema.ts';

export interface LoggedEvent {
  /** place in the log, rising */
  seq: number;
  recordedAt: number;
  body: string;
}
/** Where in which log: what was folded up to there can go on from there. */
export interface Position {
  /** seq of the last event, 0 = before the first */
  seq: number;
  /** its source (as a number) and id: another log of the same length is told apart by it */
  event: string;
}

export const START: Position = { seq: 0, event: '' };

export class LogReader {
  readonly #db: DatabaseSync;
  readonly #after: StatementSync;

  constructor(file: string) {
    this.#db = openForReading(file);
    this.#after = this.#db.prepare('SELECT seq, recorded_at, body FROM event WHERE seq > ? ORDER BY seq');
  }

  /** What was taken after a place, in the order in which it was; what comes while this is read is not in it. */
  *after(seq: number): Generator<LoggedEvent> {
    for (const row of this.#after.iterate(seq))
      yield { seq: row.seq as number, recordedAt: row.recorded_at as number, body: row.body as string };
  }

  position(seq: number): Position {
    const row = this.#db.prepare('SELECT source, id FROM event WHERE seq = ?').get(seq);
    return { seq, event: row ? `${row.source as number} ${row.id as string}` : '' };
  }

  /** Whether this log holds that event at that place. */
  has({ seq, event }: Position): boolean {
    return seq === 0 || this.position(seq).event === event;
  }

  /** How many places there are behind this one: at most so many events. */
  behind(seq: number): number {
    const row = this.#db.prepare('SELECT max(seq) AS last FROM event').get();
    return Math.max(0, ((row?.last as number | null) ?? 0) - seq);
  }

  close(): void {
    this.#db.close();
  }
}
