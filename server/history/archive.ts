// All that the historian keeps: the engine of the last days, the shelf of those before, and the rule by which what is
// over goes from one to the other, by the log's own time.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '#core/engine.ts';
import { DAY_MS, dayOf } from '#core/floor/tell-day.ts';
import { RollUps } from './roll-ups.ts';
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
  /** when the oldest event of the log was recorded, epoch ms */
  oldestAt(): number;
}

const HOUR_MS = 3_600_000;
const CORE = join(import.meta.dirname, '../../src/core');

export class Archive {
  readonly engine: Engine;
  readonly shelf: Shelf;
  readonly #rollUps: RollUps;
  readonly #options: ArchiveOptions;
  #sealedBefore = 0;
  #tidiedAt = 0;

  constructor(options: ArchiveOptions) {
    const { folder, engine } = options;
    this.#options = options;
    this.engine = engine;
    this.#rollUps = new RollUps(folder, fingerprint(engine));
    this.shelf = new Shelf(folder, engine, this.#rollUps);
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
    const before = (dayOf(recordedAt) - this.#options.hotDays) * DAY_MS;
    const isDue = before > this.#sealedBefore;
    if (!isDue && recordedAt - this.#tidiedAt < HOUR_MS) return;
    const cuts = {
      seenBefore: Math.max(before, this.#sealedBefore),
      simulatedSeenBefore: recordedAt - this.#options.simulatedRetentionHours * HOUR_MS,
      // What the log forgot, history does.
      openSeenBefore: this.#options.oldestAt(),
    };
    if (isDue) seal({ engine: this.engine, shelf: this.shelf, rollUps: this.#rollUps }, cuts, this.#sealedBefore, seq);
    else this.engine.floor.forget(cuts);
    this.#sealedBefore = cuts.seenBefore;
    this.#tidiedAt = recordedAt;
  }

  /** Rolls up one day that is not, because metrics or settings are others now. @returns whether there was one */
  rollUpOne(): boolean {
    for (const [day, { file }] of this.shelf.days) {
      if (this.#rollUps.has(day, file)) continue;
      this.#rollUps.add(day, file, this.shelf.read(day));
      return true;
    }
    return false;
  }

  close(): void {
    this.#rollUps.close();
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
