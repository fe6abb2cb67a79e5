// What is kept and what may go, by a clock of its own: a system clock that is set forward by a year, by mistake or before
// it was set right, must not empty the log. This one goes with it, but forward six hours an hour at most, over restarts
// too.
import type { Logger } from 'pino';
import type { Cuts } from '#core/floor/over.ts';
import type { Engine } from '#core/engine.ts';
import type { Settings } from './config.ts';
import type { EventLog } from './log/event-log.ts';
import { RETENTION, type RetentionState } from './log/log-reader.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MOST_MS = 6 * HOUR_MS;
type Kept = Pick<Settings, 'retentionDays' | 'simulatedRetentionHours' | 'hotDays'>;

export interface RetentionOptions {
  engine: Engine;
  log: EventLog;
  settings: Kept;
  /** epoch ms */
  now(): number;
  logger: Logger;
  /** what else goes by this clock. Never throws. @param at what counts as now, epoch ms */
  onTime?(at: number): Promise<void>;
}

export class Retention {
  readonly #options: RetentionOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  /** @throws LogFailure */
  async start(): Promise<void> {
    const { at } = await this.#advance(0);
    void this.#options.onTime?.(at);
    this.#timer = setInterval(() => void this.run(), HOUR_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Lets go of what is older than the settings say; at most what six more hours make old. Never throws. */
  async run(): Promise<void> {
    const { engine, log, settings, logger } = this.#options;
    try {
      const { at, before } = await this.#advance(MOST_MS);
      const cuts = cutsOf(settings, at, before);
      for (const slice of engine.floor.forgetting(cuts)) {
        void slice;
        await new Promise((resolve) => setImmediate(resolve));
      }
      await log.forget(before, cuts.simulatedSeenBefore);
      await this.#options.onTime?.(at);
    } catch (error) {
      logger.error({ err: error }, 'what is old could not be let go');
    }
  }

  /** Remembers, before anything goes, what counts as now and what is forgotten by it. */
  async #advance(mostMs: number): Promise<RetentionState> {
    const { log, now, settings, logger } = this.#options;
    const known = (log.recall(RETENTION) as RetentionState | null) ?? { at: log.newestAt(), before: 0 };
    const wall = now();
    const at = known.at === 0 ? wall : Math.min(wall, known.at + mostMs);
    if (mostMs > 0 && at < wall)
      logger.warn(
        `by this clock old events were last removed ${Math.round((wall - known.at) / DAY_MS)} days ago: in case it is wrong they go slowly`,
      );
    const state = { at, before: mostMs > 0 ? at - settings.retentionDays * DAY_MS : known.before };
    await log.remember(RETENTION, state);
    return state;
  }
}

function cutsOf(settings: Kept, at: number, before: number): Cuts {
  const hotBefore = Math.max(before, at - settings.hotDays * DAY_MS);
  const simulatedBefore = Math.max(before, at - settings.simulatedRetentionHours * HOUR_MS);
  return { seenBefore: hotBefore, simulatedSeenBefore: simulatedBefore, openSeenBefore: before };
}
