// The journal of erasures, in access.db: who is to be erased, until it is done, and afterwards only that somebody was. It is
// no part of a backup of the log, so one that is restored is told of it.
import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { ERASED, type ErasedAgents } from './erased-agents.ts';

export interface Erasure {
  pseudonym: string;
  /** keyed, of the id */
  hash: string;
  /** null: known only until it is done */
  agent: string | null;
  /** that were told of them, as far as they were found; none when it is done */
  names: string[];
  /** epoch ms */
  askedAt: number;
  /** epoch ms; null: it is under way */
  doneAt: number | null;
}

interface Row extends Omit<Erasure, 'names'> {
  names: string;
}

const COLUMNS = 'pseudonym, hash, agent, names, asked_at AS askedAt, done_at AS doneAt';

export class Erasures {
  readonly #db: DatabaseSync;
  readonly #erased: ErasedAgents;
  readonly #now: () => number;

  constructor(db: DatabaseSync, erased: ErasedAgents, now: () => number) {
    this.#db = db;
    this.#erased = erased;
    this.#now = now;
  }

  /** The latest first. */
  all(): Erasure[] {
    const asked = this.#db.prepare(`SELECT ${COLUMNS} FROM erasure ORDER BY asked_at DESC, pseudonym`);
    return (asked.all() as unknown as Row[]).map(({ names, ...row }) => ({
      ...row,
      names: JSON.parse(names) as string[],
    }));
  }

  pending(): Erasure[] {
    return this.all()
      .filter(({ doneAt }) => doneAt === null)
      .reverse();
  }

  get(pseudonym: string): Erasure | undefined {
    return this.all().find((one) => one.pseudonym === pseudonym);
  }

  /** On disk when it returns. Who was erased before keeps the pseudonym, and is looked for again. */
  ask(agent: string, names: readonly string[]): Erasure {
    const hash = this.#erased.hashOf(agent);
    const made = ERASED + randomBytes(10).toString('hex');
    this.#db
      .prepare(
        `INSERT INTO erasure (pseudonym, hash, agent, names, asked_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (hash) DO UPDATE SET agent = excluded.agent, names = excluded.names,
         asked_at = excluded.asked_at, done_at = NULL`,
      )
      .run(made, hash, agent, JSON.stringify(names), this.#now());
    const { pseudonym } = this.#db
      .prepare('SELECT pseudonym FROM erasure WHERE hash = ?')
      .get(hash) as unknown as Erasure;
    this.#erased.add(hash, pseudonym);
    return this.get(pseudonym) as Erasure;
  }

  /** What was found of somebody, on disk before it is gone from where it was found. */
  found(pseudonym: string, agent: string, names: readonly string[]): void {
    this.#db
      .prepare('UPDATE erasure SET agent = ?, names = ? WHERE pseudonym = ?')
      .run(agent, JSON.stringify(names), pseudonym);
  }

  /** The log is another: it may hold whoever was erased from the one before. */
  lookAgain(pseudonym: string): void {
    this.#db.prepare('UPDATE erasure SET done_at = NULL WHERE pseudonym = ?').run(pseudonym);
  }

  /** Neither id nor name is here, or in the files beside it, when it returns. */
  done(pseudonym: string): void {
    this.#db
      .prepare("UPDATE erasure SET agent = NULL, names = '[]', done_at = ? WHERE pseudonym = ?")
      .run(this.#now(), pseudonym);
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }
}
