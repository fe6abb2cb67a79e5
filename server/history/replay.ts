// How an engine gets back what it knew: the checkpoint, then what the log holds behind it.
import type { Logger } from 'pino';
import type { Engine } from '#core/engine.ts';
import type { Fact } from '#core/event.ts';
import { renameAgents } from '#core/floor/rename-agents.ts';
import { DAY_MS } from '#core/floor/utc-day.ts';
import { LogReader, type Damage } from '../log/log-reader.ts';
import type { ErasedAgents } from '../privacy/erased-agents.ts';
import { foldFingerprint, readCheckpoint } from './checkpoint.ts';
import { Follower } from './follower.ts';

export interface ReplayOptions {
  folder: string;
  /** file of the log */
  log: string;
  /** a new one */
  engine: Engine;
  /** sources whose simulated events are left out */
  turnedOff: readonly string[];
  erased: ErasedAgents;
  onFailed(error: unknown, fact: Fact): void;
  /** days that an engine keeps */
  hotDays: number;
  /** lets the historian read the whole log and write a checkpoint */
  build(onProgress: (done: number, of: number) => void): Promise<void>;
  /** @param done events replayed so far @param of at most so many */
  onProgress(done: number, of: number): void;
  logger: Logger;
}

/** Gives way to other work now and then. */
export async function replay(options: ReplayOptions): Promise<{ restored: number; replayed: number }> {
  const { engine, turnedOff, erased, onFailed, onProgress, logger } = options;
  const log = new LogReader(options.log, (damage) => logger.error(inWords(damage)));
  try {
    const found = await checkpointFor(log, options);
    const follower = new Follower(engine, log, { turnedOff, erased, onFailed });
    if (found.ok) {
      engine.restore(found.value.dump);
      renameAgents(engine.floor, (id) => erased.readAs(id));
      follower.seq = found.value.checkpoint.position.seq;
    }
    const restored = follower.seq;
    const of = log.behind(restored);
    onProgress(0, of);
    for (const turn of follower.catchUp()) {
      void turn;
      onProgress(follower.read, of);
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (follower.leftOut > 0)
      logger.error(`${follower.leftOut} events of the log are not understood and left out: "tablo doctor" names them`);
    return { restored, replayed: follower.read };
  } finally {
    log.close();
  }
}

function inWords({ from, to }: Damage): string {
  const which = to === null ? `from ${from} to its end` : from === to ? String(from) : `${from} to ${to}`;
  return (
    `the log is damaged: its events ${which} can't be read. All others are shown. ` +
    'Stop Tablo, look with "tablo doctor", and put a backup back with "tablo restore"'
  );
}

async function checkpointFor(log: LogReader, options: ReplayOptions): Promise<ReturnType<typeof readCheckpoint>> {
  const { folder, turnedOff, hotDays, build, onProgress, logger } = options;
  const read = () => readCheckpoint(folder, log, foldFingerprint(turnedOff));
  const found = read();
  if (found.ok) return found;
  if (found.problem.code !== 'absent')
    logger.warn(`the checkpoint is not used: ${found.problem.message}; everything is rebuilt from the log`);
  // An engine that read months would have to keep them all: whoever has a shelf to put them on reads them first.
  if (log.newestAt() - log.oldestAt() <= hotDays * DAY_MS) return found;
  try {
    await build(onProgress);
  } catch (error) {
    logger.error({ err: error }, 'the historian could not read the log; the live engine reads all of it by itself');
  }
  return read();
}
