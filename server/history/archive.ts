// All that the historian keeps: the engine of the last days, the shelf of those before, and the rule by which what is
// over goes from one to the other, by the log's own time.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '#core/engine.ts';
import { MINUTE_MS } from '#core/floor/timeline.ts';
import { DAY_MS, spanOfUtcDay, utcDayOf } from '#core/floor/utc-day.ts';
import type { ErasedAgents } from '../privacy/erased-agents.ts';
import { removeRollUps } from './derived.ts';
import { rollUp, type RolledPart } from './roll-up-day.ts';
import { DamagedRollUps, LIVE, RollUps } from './roll-ups.ts';
import { seal } from './sealer.ts';
import { Shelf, type ShelvedDay } from './shelf.ts';

/** What belongs to a checkpoint and lies in files of its own. */
export interface Manifest {
  /** what was over and last heard of before is on the shelf, epoch ms; 0 = nothing is */
  sealedBefore: number;
  /** by number of the day since the epoch, UTC */
  days: [day: number, shelved: ShelvedDay][];
}

export interface ArchiveOptions {
  folder: string;
  engine: Engine;
  /** days that the engine keeps */
  hotDays: number;
  simulatedRetentionHours: number;
  /** what was recorded before has been removed from the log, epoch ms */
  oldestAt(): number;
  erased?: ErasedAgents;
}

const HOUR_MS = 3_600_000;
/** A day of which more minutes changed since is rolled up again, at most every hour. */
const MOST_DISTURBED = 60;
const CORE = join(import.meta.dirname, '../../src/core');

export class Archive {
  readonly engine: Engine;
  readonly shelf: Shelf;
  readonly #rollUps: RollUps;
  readonly #options: ArchiveOptions;
  #sealedBefore = 0;
  #tidiedAt = 0;
  /** when days of the engine were rolled up, by the log's time */
  readonly #rolledAt = new Map<number, number>();

  constructor(options: ArchiveOptions) {
    const { folder, engine } = options;
    this.#options = options;
    this.engine = engine;
    this.#rollUps = openRollUps(folder, fingerprint(engine));
    this.shelf = new Shelf(folder, engine, this.#rollUps, options.erased);
  }

  get manifest(): Manifest {
    return { sealedBefore: this.#sealedBefore, days: [...this.shelf.days] };
  }

  /** Goes on from what a checkpoint says. */
  restore({ sealedBefore, days }: Manifest): void {
    this.#sealedBefore = sealedBefore;
    this.shelf.replace(new Map(days));
  }

  /**
   * Moves what is over to the shelf, at the first event of each day, and lets go of what is simulated, each hour.
   * @param recordedAt of the newest event that the engine knows, epoch ms
   * @param seq its place in the log
   * @throws what the file system says; nothing has changed then
   */
  settle(recordedAt: number, seq: number): void {
    const before = (utcDayOf(recordedAt) - this.#options.hotDays) * DAY_MS;
    const isDue = before > this.#sealedBefore;
    if (!isDue && recordedAt - this.#tidiedAt < HOUR_MS) return;
    const cuts = {
      seenBefore: Math.max(before, this.#sealedBefore),
      simulatedSeenBefore: recordedAt - this.#options.simulatedRetentionHours * HOUR_MS,
      // What the log forgot, history does.
      openSeenBefore: this.#options.oldestAt(),
    };
    if (isDue) seal(this.engine, this.shelf, cuts, this.#sealedBefore, seq);
    else this.engine.floor.forget(cuts);
    this.#sealedBefore = cuts.seenBefore;
    this.#tidiedAt = recordedAt;
    if (isDue) this.#rollUps.keepOnly((day) => this.shelf.days.has(day) || day >= utcDayOf(cuts.seenBefore));
  }

  /**
   * Rolls up one day that is over and is not rolled up, or changed much since, in slices; none when there is none.
   * @param recordedAt of the newest event that the engine knows, epoch ms
   */
  *rollUpOne(recordedAt: number): Generator<undefined, void, void> {
    const shelved = [...this.shelf.days].find(([day, { file }]) => !this.#rollUps.has(day, file));
    if (shelved) return yield* this.#rollUp(shelved[0], shelved[1].file, this.shelf.read(shelved[0]));
    const day = this.#restlessDay(recordedAt);
    if (day === null) return;
    this.#rollUps.drop(day);
    this.#rolledAt.set(day, recordedAt);
    const span = spanOfUtcDay(day);
    this.engine.own.watchMinutes(span.toAt, span);
    yield* this.#rollUp(day, LIVE, this.engine);
  }

  *#rollUp(day: number, file: string, engine: Engine): Generator<undefined, void, void> {
    const parts: RolledPart[] = [];
    for (const part of rollUp(engine, day)) {
      if (part) parts.push(part);
      yield;
    }
    this.#rollUps.add(day, file, parts);
  }

  /** The newest day of the engine that is over and not rolled up, or of which many minutes changed; null = none. */
  #restlessDay(recordedAt: number): number | null {
    const disturbed = new Map<number, number>();
    for (const minute of this.engine.own.disturbed('visits')) {
      const day = utcDayOf(minute * MINUTE_MS);
      disturbed.set(day, (disturbed.get(day) ?? 0) + 1);
    }
    const isRestless = (day: number): boolean => {
      if (day >= utcDayOf(recordedAt) || this.shelf.days.has(day)) return false;
      if (!this.#rollUps.has(day, LIVE)) return true;
      const isLongAgo = recordedAt - (this.#rolledAt.get(day) ?? 0) >= HOUR_MS;
      return isLongAgo && (disturbed.get(day) ?? 0) > MOST_DISTURBED;
    };
    const restless = [...this.engine.own.days()].filter(isRestless);
    return restless.length === 0 ? null : Math.max(...restless);
  }

  close(): void {
    this.#rollUps.close();
  }
}

/** Made anew where they can't be used. */
function openRollUps(folder: string, made: string): RollUps {
  try {
    return new RollUps(folder, made);
  } catch (cause) {
    if (!(cause instanceof DamagedRollUps)) throw cause;
    removeRollUps(folder);
    return new RollUps(folder, made);
  }
}

/** Tells apart what makes counts of facts: the code of the core and the settings. */
function fingerprint({ directory }: Engine): string {
  const hash = createHash('sha256');
  const files = readdirSync(CORE, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files.map(({ parentPath, name }) => join(parentPath, name)).sort())
    hash.update(readFileSync(file));
  return hash.update(JSON.stringify(directory)).digest('hex');
}
