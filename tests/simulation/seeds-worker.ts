// Runs seeds in a thread of its own, one after another.
import { parentPort, workerData } from 'node:worker_threads';
import { runSeed } from './run-seed.ts';

const port = parentPort;
if (!port) throw new Error('tests/simulation/seeds-worker.ts runs as a worker of run-seeds.ts');
for (const seed of workerData as number[]) port.postMessage(await runSeed({ seed }));
