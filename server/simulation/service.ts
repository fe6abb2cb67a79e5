// From the first ring to the end of the work after a contact: offer, answer or no answer, hold, transfer, end, wrap-up.
import { settle, usedSlots } from './crew.ts';
import { TRANSFER_SHARE } from './profile.ts';
import { agentFor, lineUp, visitFor } from './router.ts';
import { recordAftermath } from './aftermath.ts';
import type { Agent, Contact, Visit } from './scene.ts';
import type { World } from './world.ts';
import type { QueueId } from './places.ts';

const NO_ANSWER_SHARE = 0.012;
const REJECTED_SHARE = 0.004;
const HOLD_SHARE = 0.06;
const FIRST_LINE_SHARE = 0.984;

/** Rings at a free agent, or waits (again) in line. */
export function seekAgent(world: World, visit: Visit, again = false): void {
  const agent = agentFor(visit, world.agenda.now);
  if (agent) {
    offer(world, visit, agent);
    settle(world, agent);
  } else if (!visit.chain) lineUp(visit, again);
}

export function feed(world: World, agent: Agent): void {
  while (usedSlots(agent) < agent.slots) {
    const visit = visitFor(agent, world.agenda.now);
    if (!visit) return;
    offer(world, visit, agent);
  }
}

/** The customer is gone: takes the visit out of its line, or stops the ring. */
export function withdraw(world: World, visit: Visit): void {
  visit.open = false;
  visit.chain?.remove(visit);
  if (visit.ring) endRing(world, visit, visit.ring, 'cancelled');
}

function offer(world: World, visit: Visit, agent: Agent): void {
  const { agenda, random, recorder } = world;
  visit.chain?.remove(visit);
  const ring = { offer: `${visit.id}/o${++visit.offers}`, agent };
  visit.ring = ring;
  agent.ringing++;
  const { contact } = visit;
  recorder.record(agenda.now, 'offer.started', contact.id, {
    contact: contact.id,
    visit: visit.id,
    offer: ring.offer,
    agent: agent.id,
  });
  const then = (delayMs: number, run: () => void) => agenda.after(delayMs, () => visit.ring === ring && run());
  if (agent.slots === 1 && random.chance(NO_ANSWER_SHARE)) then(12_000, () => miss(world, visit, ring));
  else if (agent.slots > 1 && random.chance(REJECTED_SHARE))
    then(random.between(2000, 5000), () => reject(world, visit, ring));
  else then(random.between(1000, 4000), () => answer(world, visit, ring));
}

type Ring = NonNullable<Visit['ring']>;

function endRing(
  world: World,
  visit: Visit,
  ring: Ring,
  result: 'accepted' | 'noanswer' | 'rejected' | 'cancelled',
): void {
  visit.ring = null;
  ring.agent.ringing--;
  const data = { offer: ring.offer, agent: ring.agent.id, result };
  world.recorder.record(world.agenda.now, 'offer.ended', visit.contact.id, data);
  if (result !== 'accepted') settle(world, ring.agent);
}

function miss(world: World, visit: Visit, ring: Ring): void {
  const pauseMs = world.random.between(30_000, 90_000);
  ring.agent.missedUntilAt = world.agenda.now + pauseMs;
  world.agenda.after(pauseMs, () => settle(world, ring.agent));
  endRing(world, visit, ring, 'noanswer');
  seekAgent(world, visit, true);
}

function reject(world: World, visit: Visit, ring: Ring): void {
  lineUp(visit, true);
  endRing(world, visit, ring, 'rejected');
  if (visit.chain) seekAgent(world, visit);
}

function answer(world: World, visit: Visit, ring: Ring): void {
  const { agenda, random, recorder } = world;
  const { agent } = ring;
  const { contact, line } = visit;
  endRing(world, visit, ring, 'accepted');
  visit.open = false;
  agent.talking++;
  recorder.record(agenda.now, 'contact.answered', contact.id, {
    contact: contact.id,
    visit: visit.id,
    agent: agent.id,
    queue: line.queue,
  });
  settle(world, agent);
  const waitMs = agenda.now - visit.queuedAt;
  line.answered++;
  line.waitedMs += waitMs;
  const talkMs = 1000 * random.lognormal(line.demand.talkS, 0.75);
  if (agent.slots === 1 && talkMs > 60_000 && random.chance(HOLD_SHARE)) planHold(world, contact, agent, talkMs);
  agenda.after(talkMs, () => finish(world, visit, agent, waitMs));
}

function planHold({ agenda, recorder }: World, contact: Contact, agent: Agent, talkMs: number): void {
  const hold = (on: boolean) =>
    recorder.record(agenda.now, 'contact.hold', contact.id, { contact: contact.id, agent: agent.id, on });
  agenda.after(0.3 * talkMs, () => hold(true));
  agenda.after(0.3 * talkMs + Math.min(0.4 * talkMs, 40_000), () => hold(false));
}

function finish(world: World, visit: Visit, agent: Agent, waitMs: number): void {
  const { agenda, random, recorder } = world;
  const { contact, line } = visit;
  agent.talking--;
  agent.wrapping++;
  const to = contact.line === 1 && random.chance(TRANSFER_SHARE) ? transferTarget(line.queue) : null;
  const resolved = random.chance(FIRST_LINE_SHARE);
  recorder.record(agenda.now, 'contact.ended', contact.id, {
    contact: contact.id,
    visit: visit.id,
    agent: agent.id,
    line: contact.line,
    ...(to ? { by: 'transfer', to } : { by: random.chance(0.7) ? 'customer' : 'agent', resolved }),
  });
  settle(world, agent);
  agenda.after(1000 * random.lognormal(line.demand.wrapS, 0.7), () => wrap(world, contact, agent));
  if (!to) return recordAftermath(world, visit, agent, { waitMs, resolved });
  contact.line = 2;
  world.enter(contact, to, 1);
}

function wrap(world: World, contact: Contact, agent: Agent): void {
  agent.wrapping--;
  const data = { contact: contact.id, agent: agent.id };
  world.recorder.record(world.agenda.now, 'contact.wrapped', contact.id, data);
  settle(world, agent);
}

/** Who takes a matter further; a transfer goes within the channel. */
function transferTarget(queue: QueueId): QueueId {
  const targets: Partial<Record<QueueId, QueueId>> = {
    tariffs: 'retention',
    network: 'devices',
    billing: 'tariffs',
    retention: 'tariffs',
    vip: 'billing',
    sales: 'tariffs',
    whatsapp: 'telegram',
    appchat: 'webchat',
  };
  return targets[queue] ?? (queue === 'devices' || queue === 'callbacks' ? 'network' : 'appchat');
}
