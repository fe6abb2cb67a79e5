// Rings at members, as the manager interface tells them: begun, and how each ended.
import type { CloudEvent } from '#core/event.ts';
import type { Facts, Moment, OfferResult } from './facts.ts';
import type { Visit } from './visit-book.ts';

interface Offer {
  id: string;
  visit: Visit;
  agent: string;
  face: string;
}

export class Offers {
  #facts: Facts;
  /** by visit id */
  #open = new Map<string, Offer[]>();

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  /** @param ring the called channel's id: no two rings share one */
  start(visit: Visit, when: Moment, agent: string, face: string, ring: string): CloudEvent {
    const offer = { id: `${visit.id}/offer/${ring}`, visit, agent, face };
    const open = this.#open.get(visit.id);
    if (open) open.push(offer);
    else this.#open.set(visit.id, [offer]);
    return this.#facts.offerStarted(visit, when, offer.id, agent);
  }

  /** One member's ring is over, whatever becomes of the visit. */
  end(visit: Visit, when: Moment, face: string, result: OfferResult): CloudEvent[] {
    const open = this.#open.get(visit.id) ?? [];
    const index = open.findIndex((offer) => offer.face === face);
    if (index < 0) return [];
    const [{ id, agent }] = open.splice(index, 1);
    return [this.#facts.offerEnded(visit, when, id, agent, result)];
  }

  /** The wait is over: whoever did not get the caller stops ringing. */
  endAll(visit: Visit, when: Moment, acceptedFace?: string): CloudEvent[] {
    const accepted = acceptedFace === undefined ? [] : this.end(visit, when, acceptedFace, 'accepted');
    const open = this.#open.get(visit.id) ?? [];
    this.#open.delete(visit.id);
    return [...accepted, ...open.map(({ id, agent }) => this.#facts.offerEnded(visit, when, id, agent, 'cancelled'))];
  }

  /** The interfaces that ring for this visit. */
  faces(visit: Visit): string[] {
    return (this.#open.get(visit.id) ?? []).map((offer) => offer.face);
  }

  /** The connection is lost: how rings end won't be heard. */
  clear(): void {
    this.#open.clear();
  }
}
