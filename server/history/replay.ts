// How an engine gets back what it knew: the checkpoint, then what the log holds behind it.
import type { Logger } from 'pino';
import type { Engine } from '#core/engine.ts';
import type { Fact } from '#core/event.ts';
import { LogReader, type Damage } from '../log/log-reader.ts';
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
  onFailed(error: unknown, fact: Fact): void;
  /** @param done events replayed so far @param of at most so many */
  onProgress(done: number, of: number): void;
  logger: Logger;
}

/** Gives way to other work now and then. */
export async function replay(options: ReplayOptions): Promise<{ restored: number; replayed: number }> {
  const { folder, engine, turnedOff, onFailed, onProgress, logger } = options;
  const log = new LogReader(options.log, (damage) => logger.error(inWords(damage)));
  try {
    const found = readCheckpoint(folder, log, foldFingerprint(turnedOff));
    const follower = new Follower(engine, log, { turnedOff, onFailed });
    if (found.ok) {
      engine.restore(found.value.dump);
      follower.seq = found.value.checkpoint.position.seq;
    } else if (found.problem.code !== 'absent')
      logger.warn(`the checkpoint is not used: ${found.problem.message}; everything is rebuilt from the log`);
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
