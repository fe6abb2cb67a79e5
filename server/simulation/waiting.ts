// From entering a queue to leaving it unanswered: patience, the offer of a callback, overflow, time-out.
import type { LeaveReason } from '#core/vocabulary.ts';
import { askCallback, missCallback } from './callbacks.ts';
import type { QueueId } from './places.ts';
import { HELP_AFTER_MS } from './profile.ts';
import { seekAgent, withdraw } from './service.ts';
import type { Contact, Visit } from './scene.ts';
import { lineOf, type World } from './world.ts';

const CALLBACK_AFTER_MS = 75_000;
const CALLBACK_SHARE = 0.15;
const OVERFLOW_AFTER_MS = 120_000;
const TIMEOUT_AFTER_MS = 20 * 60_000;
/** Some hang up at once, whatever the wait. */
const HASTY_SHARE = 0.01;

export function enter(world: World, contact: Contact, queue: QueueId, priority?: number): void {
  const { agenda, recorder } = world;
  const line = lineOf(world, queue, contact.site);
  const visit: Visit = {
    id: `${contact.id}/${++contact.visits}`,
    contact,
    line,
    priority: priority ?? line.demand.priority,
    queuedAt: agenda.now,
    open: true,
    offers: 0,
    ring: null,
    chain: null,
    previous: null,
    next: null,
  };
  recorder.record(agenda.now, 'contact.queued', contact.id, {
    contact: contact.id,
    visit: visit.id,
    queue,
    channel: line.channel,
    site: contact.site,
    ...(visit.priority > 0 && { priority: visit.priority }),
  });
  seekAgent(world, visit);
  planWait(world, visit);
}

function planWait(world: World, visit: Visit): void {
  const { agenda } = world;
  const { line } = visit;
  const whileWaiting = (delayMs: number, run: () => void) => agenda.after(delayMs, () => visit.open && run());
  whileWaiting(patienceMs(world, visit), () => give(world, visit, 'abandoned'));
  for (const helpMs of [HELP_AFTER_MS, 2 * HELP_AFTER_MS])
    whileWaiting(helpMs, () => visit.chain && seekAgent(world, visit));
  if (line.channel === 'phone') whileWaiting(CALLBACK_AFTER_MS, () => offerCallback(world, visit));
  if (line.queue === 'vip' || line.queue === 'retention') whileWaiting(OVERFLOW_AFTER_MS, () => overflow(world, visit));
  whileWaiting(TIMEOUT_AFTER_MS, () => give(world, visit, 'timeout'));
}

function patienceMs({ random }: World, { line }: Visit): number {
  if (random.chance(HASTY_SHARE)) return random.between(1000, 8000);
  return 1000 * random.lognormal(line.demand.patienceS, 1.2);
}

/** The customer leaves the queue without having talked to anybody; the matter ends with that. */
function give(world: World, visit: Visit, reason: LeaveReason): void {
  const { contact } = visit;
  leave(world, visit, reason);
  world.recorder.record(world.agenda.now, 'contact.ended', contact.id, {
    contact: contact.id,
    visit: visit.id,
    by: reason === 'timeout' ? 'system' : 'customer',
  });
  if (contact.callback) missCallback(world, contact);
}

function leave(world: World, visit: Visit, reason: LeaveReason): void {
  const { contact } = visit;
  withdraw(world, visit);
  const data = { contact: contact.id, visit: visit.id, reason };
  world.recorder.record(world.agenda.now, 'contact.left', contact.id, data);
}

function offerCallback(world: World, visit: Visit): void {
  if (visit.contact.callback || !world.random.chance(CALLBACK_SHARE)) return;
  leave(world, visit, 'callback');
  askCallback(world, visit.contact);
}

function overflow(world: World, visit: Visit): void {
  if (visit.ring) return;
  leave(world, visit, 'overflowed');
  world.enter(visit.contact, 'tariffs', 1);
}
