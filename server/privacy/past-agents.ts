// Agents of days that are older than they are told of: what tells of them is kept without ids and names that can be read, and
// what counts is kept as it was. Done by retention's clock, a day when it crosses the line.
import type { DatabaseSync } from 'node:sqlite';
import type { Logger } from 'pino';
import type { Settings } from '../config.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Covered } from './cover-files.ts';
import { noteCovered, type ErasedAgents } from './erased-agents.ts';
import { startFolderThread, type FolderThread } from './folder-thread.ts';

const DAY_MS = 86_400_000;
type Kept = Pick<Settings, 'agentDays' | 'retentionDays'>;

/** Agents are told of from this midnight on (UTC, epoch ms); -Infinity: as long as anything is. @param at epoch ms */
export function agentsFrom({ agentDays, retentionDays }: Kept, at: number): number {
  if (agentDays >= retentionDays) return -Infinity;
  return Math.floor((at - agentDays * DAY_MS) / DAY_MS) * DAY_MS;
}

export interface PastAgentsOptions {
  folder: string;
  log: EventLog;
  erased: ErasedAgents;
  settings: Kept;
  /** What is in memory, and in the checkpoint, tells of who has left before an instant no more. */
  coverSilent(before: number): Promise<void>;
  logger: Pick<Logger, 'info' | 'error'>;
}

/** Under this name the log keeps how far it is. */
const COVERED = 'tablo/past-agents';

export class PastAgents {
  readonly #options: PastAgentsOptions;
  #thread: FolderThread<Covered> | null = null;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;
  #silentBefore = -Infinity;

  constructor(options: PastAgentsOptions) {
    this.#options = options;
  }

  /** Never throws: what failed is done the next time. @param at what counts as now, epoch ms */
  run(at: number): Promise<void> {
    const { erased, settings, logger } = this.#options;
    erased.coverBefore = agentsFrom(settings, at);
    if (erased.coverBefore === -Infinity) return Promise.resolve();
    this.#running = this.#running
      .then(() => this.#cover(erased.coverBefore))
      .catch((error: unknown) => {
        if (!this.#isStopped) logger.error({ err: error }, 'agents of days long ago are still kept by name');
      });
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#thread?.end();
    await this.#running;
  }

  async #cover(before: number): Promise<void> {
    const { folder, log, erased, logger } = this.#options;
    if (this.#isStopped) return;
    const { coveredTo } = (log.recall(COVERED) as { coveredTo: number } | null) ?? { coveredTo: 0 };
    const task = { folder, log: log.file, erased: erased.notes, before, coveredTo };
    this.#thread = startFolderThread<Covered>(task, {
      rewrite: (rows) => log.rewrite(rows),
      found: () => Promise.resolve(),
      tell: () => {},
    });
    const covered = await this.#thread.finished.finally(() => (this.#thread = null));
    if (before > this.#silentBefore) await this.#options.coverSilent(before);
    this.#silentBefore = before;
    if (covered.coveredTo > coveredTo) {
      // What was there is in the file until the write-ahead log is folded in; somebody who reads makes that wait.
      await log.scrub('fold').catch(() => {});
      await log.remember(COVERED, { coveredTo: covered.coveredTo });
    }
    if (covered.events + covered.days === 0) return;
    logger.info({ events: covered.events, days: covered.days }, 'agents of days long ago are kept by name no more');
  }
}

/** For a start: from then on all that reads reads them as they were. @param db access.db */
export function prepareCovering(db: DatabaseSync, settings: Kept): void {
  if (settings.agentDays < settings.retentionDays) noteCovered(db);
}
