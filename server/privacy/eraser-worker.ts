// The thread that reads a folder to take agents out of it, so that what it takes makes no screen, sender or question wait. What it finds
// it hands to who started it: only one thread writes the log.
import { parentPort, workerData } from 'node:worker_threads';
import type { ChangedRow } from '../log/rewriter.ts';
import { coverFiles, type Covered, type CoverTask } from './cover-files.ts';
import { eraseFromFiles, type ErasedFrom, type ErasureHands, type ErasureTask } from './erase-files.ts';
import { ErasedAgents, type ErasedNotes } from './erased-agents.ts';

type Sent<T> = Omit<T, 'erased'> & { erased: ErasedNotes };
export type EraserTask = Sent<ErasureTask> | Sent<CoverTask>;
export type FromEraser =
  | { n: number; rewrite: ChangedRow[] }
  | { n: number; found: { agent: string; names: readonly string[] } }
  | { done: number; of: number }
  | { finished: ErasedFrom | Covered };
/** that what has this number is on disk */
export type ToEraser = { n: number };

const port = parentPort;
if (!port) throw new Error('server/privacy/eraser-worker.ts runs as a worker of eraser.ts');
const tell = (message: FromEraser): void => port.postMessage(message);

const waiting = new Map<number, () => void>();
let next = 1;
port.on('message', ({ n }: ToEraser) => {
  waiting.get(n)?.();
  waiting.delete(n);
});

/** @param message what is to be on disk when it resolves */
function ask(
  message: { rewrite: ChangedRow[] } | { found: { agent: string; names: readonly string[] } },
): Promise<void> {
  const n = next++;
  return new Promise((resolve) => {
    waiting.set(n, resolve);
    tell({ n, ...message });
  });
}

const hands: ErasureHands = {
  found: (agent, names) => ask({ found: { agent, names } }),
  rewrite: (rows) => ask({ rewrite: rows }),
  tell: (done, of) => tell({ done, of }),
};
const task = workerData as EraserTask;
const erased = new ErasedAgents(task.erased);
const work = 'before' in task ? coverFiles({ ...task, erased }, hands) : eraseFromFiles({ ...task, erased }, hands);
tell({ finished: await work });
port.close();
