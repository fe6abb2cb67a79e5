// An export as whoever asks gets it: the files are read in a thread of their own, as fast as it is taken, and each day of
// which they tell is asked of history.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ExportTask, FromExport } from './export-worker.ts';

/** Lines of JSON. @param dayOf what history says of a day ("2026-11-26"); null: it is not kept */
export async function* agentExport(
  task: ExportTask,
  first: readonly object[],
  dayOf: (day: string) => Promise<object | null>,
): AsyncGenerator<string, void, void> {
  yield lines(first);
  const days = new Set<string>();
  for await (const piece of exported(task)) {
    for (const [, day] of piece.matchAll(RECORDED)) days.add(day);
    yield piece;
  }
  for (const date of [...days].sort()) {
    const day = await dayOf(date);
    if (day !== null) yield lines([{ kind: 'day', day }]);
  }
}

/** As a line of an event begins. */
const RECORDED = /^{"kind":"event","recorded":"(\d{4}-\d\d-\d\d)/gm;

const lines = (all: readonly object[]): string => all.map((one) => `${JSON.stringify(one)}\n`).join('');

/** Pieces of lines. Whoever stops reading ends it. @throws what the thread failed on */
async function* exported(task: ExportTask): AsyncGenerator<string, void, void> {
  const worker = new Worker(new URL('./export-worker.ts', import.meta.url), { workerData: task });
  try {
    for (;;) {
      const told = once(worker, 'message') as Promise<[FromExport]>;
      worker.postMessage('next');
      const [{ piece }] = await told;
      if (piece === null) return;
      yield piece;
    }
  } finally {
    await worker.terminate();
  }
}
