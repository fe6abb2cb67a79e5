// Runs the thread that reads a folder to take agents out of it, and does for it what only this one may.
import { Worker } from 'node:worker_threads';
import type { Covered } from './cover-files.ts';
import type { ErasedFrom, ErasureHands } from './erase-files.ts';
import type { EraserTask, FromEraser, ToEraser } from './eraser-worker.ts';

export interface FolderThread<Result> {
  finished: Promise<Result>;
  /** What was done stays done. */
  end(): Promise<unknown>;
}

export function startFolderThread<Result extends ErasedFrom | Covered>(
  task: EraserTask,
  hands: ErasureHands,
): FolderThread<Result> {
  const worker = new Worker(new URL('./eraser-worker.ts', import.meta.url), { workerData: task });
  const write = async (message: Extract<FromEraser, { n: number }>): Promise<void> => {
    if ('rewrite' in message) await hands.rewrite(message.rewrite);
    else await hands.found(message.found.agent, message.found.names);
    worker.postMessage({ n: message.n } satisfies ToEraser);
  };
  const finished = new Promise<Result>((resolve, reject) => {
    worker.on('message', (message: FromEraser) => {
      if ('finished' in message) resolve(message.finished as Result);
      else if ('done' in message) hands.tell(message.done, message.of);
      else write(message).catch(reject);
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the thread that reads the log has ended')));
  });
  return { finished: finished.finally(() => worker.terminate()), end: () => worker.terminate() };
}
