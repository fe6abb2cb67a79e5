// Reads the log of a data folder beside its writer, from any place on.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isDamage } from './folder-problem.ts';
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

/** Under this name the log remembers how far retention is. No source has a name with a slash, as a rule. */
export const RETENTION = 'tablo/retention';
export interface RetentionState {
  /** what counts as now, epoch ms: the clock, without its leaps forward */
  at: number;
  /** what was recorded before has been removed, epoch ms */
  before: number;
}

export const START: Position = { seq: 0, event: '' };

const AFTER = 'SELECT seq, recorded_at, body FROM event WHERE seq > ? ORDER BY seq';

/** Places of the log that can't be read, both included; to: null = up to its end. */
export interface Damage {
  from: number;
  to: number | null;
}

export class LogReader {
  readonly #db: DatabaseSync;
  #after: StatementSync;
  readonly #next: StatementSync;
  readonly #onDamage: (damage: Damage) => void;
  #damagedFrom = 0;

  /** @param onDamage hears once of each stretch that can't be read: what is behind it is read all the same */
  constructor(file: string, onDamage: (damage: Damage) => void = () => {}) {
    this.#db = openForReading(file);
    this.#after = this.#db.prepare(AFTER);
    this.#next = this.#db.prepare('SELECT seq, body FROM event WHERE seq > ? ORDER BY seq LIMIT 1');
    this.#onDamage = onDamage;
  }

  /** What was taken after a place, in the order in which it was; what comes while this is read is not in it. */
  *after(seq: number): Generator<LoggedEvent> {
    for (let last: number | null = seq; last !== null;) {
      try {
        for (const row of this.#after.iterate(last)) {
          last = row.seq as number;
          yield { seq: last, recordedAt: row.recorded_at as number, body: row.body as string };
        }
        return;
      } catch (cause) {
        if (!isDamage(cause)) throw cause;
        // The old statement would say once more what it said.
        this.#after = this.#db.prepare(AFTER);
        last = this.#behindDamage(last);
      }
    }
  }

  /** @returns the place after which it can be read again, null when there is none */
  #behindDamage(last: number): number | null {
    let [bad, good] = [last, last + 1];
    while (!this.#isReadable(good)) {
      if (good > Number.MAX_SAFE_INTEGER / 4) return this.#tell({ from: last + 1, to: null });
      [bad, good] = [good, last + 2 * (good - last)];
    }
    while (good - bad > 1) {
      const middle = bad + Math.floor((good - bad) / 2);
      if (this.#isReadable(middle)) good = middle;
      else bad = middle;
    }
    return this.#tell({ from: last + 1, to: good });
  }

  #isReadable(after: number): boolean {
    return unlessDamaged(() => (this.#next.get(after), true), false);
  }

  #tell(damage: Damage): number | null {
    if (damage.from > this.#damagedFrom) this.#onDamage(damage);
    this.#damagedFrom = Math.max(this.#damagedFrom, damage.from);
    return damage.to;
  }

  position(seq: number): Position {
    const row = this.#db.prepare('SELECT source, id FROM event WHERE seq = ?').get(seq);
    return { seq, event: row ? `${row.source as number} ${row.id as string}` : '' };
  }

  /** Whether this log holds that event at that place. */
  has({ seq, event }: Position): boolean {
    return seq === 0 || unlessDamaged(() => this.position(seq).event === event, false);
  }

  /** How many places there are behind this one: at most so many events. */
  behind(seq: number): number {
    return Math.max(0, this.#number('SELECT max(seq) AS n FROM event') - seq);
  }

  /** How far retention is; before it has begun nothing is removed, and no clock is known. */
  retention(): RetentionState {
    const row = this.#db.prepare('SELECT state FROM memory WHERE name = ?').get(RETENTION);
    return row ? (JSON.parse(row.state as string) as RetentionState) : { at: Infinity, before: 0 };
  }

  /** When the oldest event was recorded, epoch ms; 0 = there is none. */
  oldestAt(): number {
    return this.#number('SELECT recorded_at AS n FROM event ORDER BY seq LIMIT 1');
  }

  /** When the newest event was recorded, epoch ms; 0 = there is none. */
  newestAt(): number {
    return this.#number('SELECT recorded_at AS n FROM event ORDER BY seq DESC LIMIT 1');
  }

  close(): void {
    this.#db.close();
  }

  /** 0 = there is none, or it can't be read */
  #number(query: string): number {
    return unlessDamaged(() => (this.#db.prepare(query).get()?.n as number | null | undefined) ?? 0, 0);
  }
}

function unlessDamaged<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (cause) {
    if (isDamage(cause)) return otherwise;
    throw cause;
  }
}
