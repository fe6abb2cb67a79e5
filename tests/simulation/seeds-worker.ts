// Runs seeds in a thread of its own, one after another, as they are handed out.
import { parentPort } from 'node:worker_threads';
import { runSeed } from './run-seed.ts';

const port = parentPort;
if (!port) throw new Error('tests/simulation/seeds-worker.ts runs as a worker of run-seeds.ts');
port.on('message', (seeds: number[]) => {
  void (async () => {
    for (const seed of seeds) port.postMessage(await runSeed({ seed }));
  })();
});
