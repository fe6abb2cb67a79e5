// Requests come in: for each queue a Poisson stream whose rate follows the day, what no plan foresees (a slow drift of
// its own, a surge now and then), and incidents.
import { beginSession } from './assistant.ts';
import { demandAt } from './curve.ts';
import type { Incidents } from './incidents.ts';
import { SITES } from './places.ts';
import { DEMANDS, type Demand } from './profile.ts';
import { hashOf, type Random } from './random.ts';
import type { Contact } from './scene.ts';
import { lineOf, type World } from './world.ts';

const DAY_MS = 24 * 3_600_000;
const DRIFT_STEP_MS = 5 * 60_000;
/** how much of the drift is still there a step later */
const DRIFT_MEMORY = 0.8;
const DRIFT_SPREAD = 0.09;
/** A mailing, a bill run, a price in the news: every queue has its own, a few a day. */
const SURGE_PAUSE_MS = 170 * 60_000;
/** Some of these are heard of twice within a day: about one in nine. */
const CUSTOMERS = 6_000_000;

export function startDemand(world: World, incidents: Incidents): void {
  let contacts = 0;
  for (const demand of DEMANDS.filter(({ share }) => share > 0)) {
    const random = world.random.fork(`demand/${demand.queue}`);
    const drift = driftOf(world, random.fork('drift'));
    const surge = surgesOf(world, random.fork('surges'));
    const next = () => {
      const usualPerMs = (world.requestsPerDay * world.load * demand.share * demandAt(world.agenda.now)) / DAY_MS;
      const perMs = usualPerMs * drift() * surge() * incidents.factor(demand.queue);
      // a rate that changes is looked at again before long
      const waitMs = random.exponential(1 / perMs);
      if (waitMs > DRIFT_STEP_MS) return world.agenda.after(DRIFT_STEP_MS, next);
      world.agenda.after(waitMs, () => {
        arrive(world, demand, contacts++);
        next();
      });
    };
    next();
  }
}

function driftOf({ agenda }: World, random: Random): () => number {
  let log = DRIFT_SPREAD * random.normal();
  const step = () => {
    log = DRIFT_MEMORY * log + DRIFT_SPREAD * Math.sqrt(1 - DRIFT_MEMORY ** 2) * random.normal();
    agenda.after(DRIFT_STEP_MS, step);
  };
  agenda.after(DRIFT_STEP_MS, step);
  return () => Math.exp(log);
}

function surgesOf({ agenda }: World, random: Random): () => number {
  let factor = 1;
  const pause = () =>
    agenda.after(random.exponential(SURGE_PAUSE_MS), () => {
      factor = random.between(1.5, 2.5);
      agenda.after(random.between(12, 30) * 60_000, () => {
        factor = 1;
        pause();
      });
    });
  pause();
  return () => factor;
}

function arrive(world: World, demand: Demand, number: number): void {
  const { agenda, random, recorder } = world;
  const site = random.chance(SITES[0].share) ? SITES[0].id : SITES[1].id;
  const customer = hashOf(`customer ${random.below(CUSTOMERS)}`)
    .toString(16)
    .padStart(8, '0');
  const contact: Contact = { id: recorder.name('c', number), site, visits: 0, line: 1, callback: null };
  const direct = random.chance(demand.direct);
  recorder.record(agenda.now, 'contact.started', contact.id, {
    contact: contact.id,
    channel: lineOf(world, demand.queue, site).channel,
    direction: 'in',
    handler: direct ? 'human' : 'assistant',
    customer,
    site,
    language: random.chance(0.97) ? 'ru' : random.pick(['kk', 'uz', 'en', 'tg']),
  });
  if (direct) world.enter(contact, demand.queue);
  else beginSession(world, contact, demand);
}
