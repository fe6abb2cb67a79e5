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

/** So many are handed out to one thread. */
const SHARE = 250;
/** A seed takes a twentieth of a second. */
const PATIENCE_MS = 120_000;

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
  for (let share = left.splice(0, SHARE); share.length > 0; share = left.splice(0, SHARE)) {
    const done = await inThread(share, take);
    if (done === share.length) continue;
    const problems = [`does not come to an end within ${PATIENCE_MS / 1000} s`];
    take({ seed: share[done], problems, events: 0, told: 0, restarts: 0, figures: 0 });
    left.push(...share.slice(done + 1));
  }
}

/** @returns how many were done before one took too long */
async function inThread(share: readonly number[], take: (ran: Ran) => void): Promise<number> {
  const worker = new Worker(new URL('./seeds-worker.ts', import.meta.url), { workerData: share });
  let done = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      let patience = setTimeout(resolve, PATIENCE_MS);
      worker.on('error', reject);
      worker.on('message', (ran: Ran) => {
        clearTimeout(patience);
        take(ran);
        if (++done === share.length) resolve();
        else patience = setTimeout(resolve, PATIENCE_MS);
      });
    });
    return done;
  } finally {
    await worker.terminate();
  }
}
