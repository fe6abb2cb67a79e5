// The virtual assistant: takes a request, and solves it, hands it over to people, or is left.
import type { Demand } from './profile.ts';
import type { Contact } from './scene.ts';
import type { World } from './world.ts';

/** Of the sessions handed over: the customer asked for a person at once. */
const DIRECT_REQUEST_SHARE = 0.12;

export function beginSession(world: World, contact: Contact, demand: Demand): void {
  const { agenda, random } = world;
  const fate = random.next();
  const outcome = fate < demand.resolved ? 'resolved' : fate < demand.resolved + demand.left ? 'left' : 'handed_over';
  const direct = outcome === 'handed_over' && random.chance(DIRECT_REQUEST_SHARE);
  const lengthS = random.lognormal(demand.sessionS, 0.6) * (direct || outcome === 'left' ? 0.35 : 1);
  agenda.after(1000 * lengthS, () => endSession(world, contact, demand, outcome, direct));
}

type Outcome = 'resolved' | 'left' | 'handed_over';

function endSession(world: World, contact: Contact, demand: Demand, outcome: Outcome, direct: boolean): void {
  const { agenda, random, recorder } = world;
  recorder.record(agenda.now, 'assistant.ended', contact.id, {
    contact: contact.id,
    outcome,
    intent: random.pick(demand.intents),
    ...(direct && { direct_request: true }),
  });
  if (outcome === 'handed_over') return world.enter(contact, demand.queue);
  recorder.record(agenda.now, 'contact.ended', contact.id, { contact: contact.id, by: 'customer' });
}
