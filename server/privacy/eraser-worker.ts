// The thread that reads a folder for an erasure, so that what it takes makes no screen, sender or question wait. What it finds
// it hands to who started it: only one thread writes the log.
import { parentPort, workerData } from 'node:worker_threads';
import type { ChangedRow } from '../log/rewriter.ts';
import { eraseFromFiles, type ErasedFrom, type ErasureTask } from './erase-files.ts';
import { ErasedAgents, type ErasedNotes } from './erased-agents.ts';

export type EraserTask = Omit<ErasureTask, 'erased'> & { erased: ErasedNotes };
export type FromEraser =
  | { n: number; rewrite: ChangedRow[] }
  | { n: number; found: { agent: string; names: readonly string[] } }
  | { done: number; of: number }
  | { finished: ErasedFrom };
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

const { erased, ...task } = workerData as EraserTask;
const finished = await eraseFromFiles(
  { ...task, erased: new ErasedAgents(erased) },
  {
    found: (agent, names) => ask({ found: { agent, names } }),
    rewrite: (rows) => ask({ rewrite: rows }),
    tell: (done, of) => tell({ done, of }),
  },
);
tell({ finished });
port.close();
