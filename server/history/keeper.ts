// When a checkpoint is written: often enough that little of the log has to be replayed at a start, seldom enough that
// the disk is not kept busy with what hardly changed.
import { statSync } from 'node:fs';
import { renameAgents } from '#core/floor/rename-agents.ts';
import type { LogReader } from '../log/log-reader.ts';
import type { ErasedAgents } from '../privacy/erased-agents.ts';
import type { Archive } from './archive.ts';
import { checkpointFile, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import type { Follower } from './follower.ts';

export interface KeeperOptions {
  folder: string;
  log: LogReader;
  follower: Follower;
  archive: Archive;
  erased: ErasedAgents;
  /** fingerprint of what makes facts a floor */
  fold: string;
  /** not more often */
  everyMs: number;
}

/** A floor of this size is written whenever it is time. */
const SMALL_BYTES = 16 * 1024 * 1024;
/** A larger one when as many events have come as would take as long to replay as the floor to write. */
const BYTES_AN_EVENT = 1000;
/** Replayed in about two seconds. */
const MOST_EVENTS = 400_000;
/** Written in the time that a stop leaves. */
const QUICK_BYTES = 256 * 1024 * 1024;

export class Keeper {
  readonly #options: KeeperOptions;
  #kept = 0;
  #bytes = 0;
  #keptAt = -Infinity;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** @returns why the checkpoint could not be used, null when it was, or there is none */
  restore(): string | null {
    const { folder, log, fold, follower, archive, erased } = this.#options;
    const found = readCheckpoint(folder, log, fold);
    if (!found.ok) return found.problem.code === 'absent' ? null : found.problem.message;
    archive.restore(found.value.checkpoint.archive);
    const [missing] = archive.shelf.missing();
    if (missing !== undefined) {
      archive.restore({ sealedBefore: 0, days: [] });
      return `days/${missing} is gone`;
    }
    follower.engine.restore(found.value.dump);
    renameAgents(follower.engine.floor, (id) => erased.readAs(id));
    follower.seq = this.#kept = found.value.checkpoint.position.seq;
    this.#bytes = statSync(checkpointFile(folder)).size;
    return null;
  }

  /** @param now monotonic, ms. @returns whether it was written. @throws what the file system says */
  keepWhenDue(now: number): boolean {
    if (now - this.#keptAt < this.#options.everyMs) return false;
    const events = this.#events();
    const enough = this.#bytes < SMALL_BYTES ? 1 : Math.min(MOST_EVENTS, this.#bytes / BYTES_AN_EVENT);
    if (events < enough) return false;
    this.#keptAt = now;
    this.keep();
    return true;
  }

  /** @throws what the file system says */
  keepAtEnd(): void {
    if (this.#events() > 0 && this.#bytes < QUICK_BYTES) this.keep();
  }

  #events(): number {
    return this.#options.follower.seq - this.#kept;
  }

  /** @throws what the file system says */
  keep(): void {
    const { folder, log, fold, follower, archive } = this.#options;
    const about = { position: log.position(follower.seq), fold, archive: archive.manifest };
    writeCheckpoint(folder, about, follower.engine.floor.dump());
    archive.shelf.tidy();
    this.#kept = follower.seq;
    this.#bytes = statSync(checkpointFile(folder)).size;
  }
}
