// Many seeds on all cores, each in one thread by itself.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Ran } from './run-seed.ts';

export interface Campaign {
  seeds: number;
  events: number;
  restarts: number;
  /** that a recount agreed on */
  figures: number;
  failed: Ran[];
  seconds: number;
}

/** So many are handed out at once. */
const SHARE = 20;

/** @param onDone called after each, with how many are done */
export async function runSeeds(seeds: readonly number[], onDone: (done: number) => void = () => {}): Promise<Campaign> {
  const startedAt = performance.now();
  const campaign: Campaign = { seeds: 0, events: 0, restarts: 0, figures: 0, failed: [], seconds: 0 };
  const left = [...seeds];
  await Promise.all(Array.from({ length: availableParallelism() }, () => work(left, take)));
  campaign.failed.sort((a, b) => a.seed - b.seed);
  campaign.seconds = (performance.now() - startedAt) / 1000;
  return campaign;

  function take(ran: Ran): void {
    campaign.seeds++;
    campaign.events += ran.events;
    campaign.restarts += ran.restarts;
    campaign.figures += ran.figures;
    if (ran.problems.length > 0) campaign.failed.push(ran);
    onDone(campaign.seeds);
  }
}

async function work(left: number[], take: (ran: Ran) => void): Promise<void> {
  const worker = new Worker(new URL('./seeds-worker.ts', import.meta.url));
  try {
    for (let share = left.splice(0, SHARE); share.length > 0; share = left.splice(0, SHARE))
      await new Promise<void>((resolve, reject) => {
        let awaited = share.length;
        worker.removeAllListeners();
        worker.on('error', reject);
        worker.on('message', (ran: Ran) => {
          take(ran);
          if (--awaited === 0) resolve();
        });
        worker.postMessage(share);
      });
  } finally {
    await worker.terminate();
  }
}
