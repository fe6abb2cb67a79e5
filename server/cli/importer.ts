// Adds events to a log that nobody else writes, in transactions: what is committed stays, whatever happens then.
import type { DatabaseSync } from 'node:sqlite';
import type { Fact } from '#core/event.ts';
import type { Result } from '#core/result.ts';
import type { Settings } from '../config.ts';
import { removeDerived } from '../history/derived.ts';
import { Inserter } from '../log/inserter.ts';
import { openForWriting } from '../log/schema.ts';
import { counted } from '../pace.ts';
import { erasedFrom, type ErasedAgents } from '../privacy/erased-agents.ts';
import { logOf } from './data-folder.ts';

/** An event as it was found. */
export interface Found {
  /** "old.ndjson:17" */
  where: string;
  /** epoch ms */
  recordedAt: number;
  taken: Result<{ fact: Fact; body: string }>;
}

interface ImporterOptions {
  /** epoch ms */
  now: number;
  /** when it was recorded is not asked of the file */
  recordedNow: boolean;
  /** hears of each event that is not taken, up to MOST_SHOWN of them */
  refuse(sentence: string): void;
}

const AT_ONCE = 5000;
const MOST_SHOWN = 50;
const HOUR_MS = 3_600_000;

export class Importer {
  added = 0;
  there = 0;
  refused = 0;
  /** from this folder: they are nobody in what is added, too */
  readonly erased: ErasedAgents | undefined;
  readonly #folder: string;
  readonly #options: ImporterOptions;
  readonly #db: DatabaseSync;
  readonly #inserter: Inserter;
  /** how many were added that were recorded in each hour since the epoch: real, simulated */
  readonly #hours = [new Map<number, number>(), new Map<number, number>()] as const;
  #waiting: { fact: Fact; body: string; recordedAt: number }[] = [];
  #isDerivedGone = false;
  /** when the last of the log was recorded, epoch ms */
  #lastAt: number;

  /** @throws what SQLite says, or a sentence about the log */
  constructor(folder: string, options: ImporterOptions) {
    this.#folder = folder;
    this.#options = options;
    this.erased = erasedFrom(folder);
    this.#db = openForWriting(logOf(folder));
    this.#inserter = new Inserter(this.#db);
    const last = this.#db.prepare('SELECT recorded_at AS at FROM event ORDER BY seq DESC LIMIT 1').get();
    this.#lastAt = (last?.at as number | undefined) ?? 0;
  }

  /**
   * Never before what the log has: its order is that in which it was told, and what is over is let go by it.
   * @param told when the file says that it was recorded, epoch ms
   */
  recordedAt(told: number | null): number {
    const { now, recordedNow } = this.#options;
    // A clock that was ahead would keep them for longer.
    if (recordedNow || told === null) return now;
    return Math.min(now, Math.max(told, this.#lastAt));
  }

  /** @throws what SQLite says, of a batch that is not in the log then */
  add({ where, recordedAt, taken }: Found): void {
    if (!taken.ok) return this.refuse(where, taken.problem.message);
    this.#lastAt = Math.max(this.#lastAt, recordedAt);
    this.#waiting.push({ ...taken.value, recordedAt });
    if (this.#waiting.length >= AT_ONCE) this.flush();
  }

  refuse(where: string, sentence: string): void {
    this.refused++;
    if (this.refused <= MOST_SHOWN) this.#options.refuse(`${where}: ${sentence}`);
  }

  tellUnshown(): void {
    if (this.refused > MOST_SHOWN)
      this.#options.refuse(`… and ${counted(this.refused - MOST_SHOWN)} more were refused.`);
  }

  /** What waits is on disk when it returns. @throws what SQLite says: nothing of it is in the log then */
  flush(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length === 0) return;
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const fresh = batch.filter(
        ({ fact: { source, id, simulated }, recordedAt, body }) =>
          this.#inserter.add(source, id, recordedAt, simulated ? 1 : 0, body) === 1,
      );
      if (fresh.length > 0) this.#removeDerived();
      this.#db.exec('COMMIT');
      for (const one of fresh) this.#count(one);
      this.added += fresh.length;
      this.there += batch.length - fresh.length;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      this.#inserter.reload();
      throw error;
    }
  }

  /** How many of those added the server would let go as soon as it looks. */
  recordedBefore({ retentionDays, simulatedRetentionHours }: Settings): number {
    const { now } = this.#options;
    const keptMs = [retentionDays * 24 * HOUR_MS, Math.min(retentionDays * 24, simulatedRetentionHours) * HOUR_MS];
    const old = this.#hours.map((hours, i) =>
      [...hours].filter(([hour]) => (hour + 1) * HOUR_MS <= now - keptMs[i]).reduce((sum, [, n]) => sum + n, 0),
    );
    return old[0] + old[1];
  }

  summary(): string {
    return `${counted(this.added)} events added, ${counted(this.there)} already there, ${counted(this.refused)} refused.`;
  }

  close(): void {
    this.#db.close();
  }

  /** Before the first events are there: older ones than a server would take may change any day. */
  #removeDerived(): void {
    if (!this.#isDerivedGone) removeDerived(this.#folder);
    this.#isDerivedGone = true;
  }

  #count({ fact, recordedAt }: { fact: Fact; recordedAt: number }): void {
    const hours = this.#hours[fact.simulated ? 1 : 0];
    const hour = Math.floor(recordedAt / HOUR_MS);
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
  }
}
