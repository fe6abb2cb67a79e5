// Writes what one PBX said as events. Ids come from the visit, so that both feeds of a PBX (manager interface and
// queue_log) give the same id to the same fact, and whichever speaks second is a duplicate.
import type { CloudEvent, EventData, EventType } from '#core/event.ts';
import type { AgentState, LeaveReason } from '#core/vocabulary.ts';
import type { Visit } from './visit-book.ts';

/** When something happened, and how we know. */
export interface Moment {
  /** epoch ms */
  at: number;
  quality: 'source' | 'derived' | 'received';
}

export type OfferResult = EventData<'offer.ended'>['result'];
export type EndedBy = EventData<'contact.ended'>['by'];
export type SourceState = EventData<'source.status'>['state'];
type Snapshot = EventData<'snapshot'>;

export const derived = (at: number): Moment => ({ at, quality: 'derived' });
export const iso = (at: number) => new Date(at).toISOString();

export class Facts {
  readonly source: string;
  readonly site: string | undefined;
  #sequence: () => string;

  /** @param sequence grows with each call over the life of the server: keeps the order of facts in one millisecond */
  constructor(source: string, site: string | undefined, sequence: () => string) {
    this.source = source;
    this.site = site;
    this.#sequence = sequence;
  }

  /** A contact enters a queue; its first visit also starts the contact. */
  queued(visit: Visit, when: Moment, isFirst: boolean): CloudEvent[] {
    const { contact, queue, id } = visit;
    const start = { contact, channel: 'phone', direction: 'in', handler: 'human', ...this.#site() } as const;
    const started = isFirst ? [this.#fact('contact.started', `${contact}/started`, contact, when, start)] : [];
    const data = { contact, visit: id, queue, channel: 'phone', ...this.#site() } as const;
    return [...started, this.#fact('contact.queued', `${id}/queued`, contact, when, data)];
  }

  answered({ id, contact, queue }: Visit, when: Moment, agent: string): CloudEvent {
    return this.#fact('contact.answered', `${id}/answered`, contact, when, { contact, visit: id, queue, agent });
  }

  /** The reason is part of the id: a more exact one told later is a new fact. */
  left({ id, contact }: Visit, when: Moment, reason: LeaveReason): CloudEvent {
    return this.#fact('contact.left', `${id}/left/${reason}`, contact, when, { contact, visit: id, reason });
  }

  ended({ id, contact }: Visit, when: Moment, by: EndedBy, agent: string): CloudEvent {
    return this.#fact('contact.ended', `${id}/ended`, contact, when, { contact, visit: id, agent, by });
  }

  offerStarted({ id, contact }: Visit, when: Moment, offer: string, agent: string): CloudEvent {
    return this.#fact('offer.started', `${offer}/started`, contact, when, { contact, visit: id, offer, agent });
  }

  offerEnded({ contact }: Visit, when: Moment, offer: string, agent: string, result: OfferResult): CloudEvent {
    return this.#fact('offer.ended', `${offer}/ended`, contact, when, { offer, agent, result });
  }

  /** @param key tells this change of state from all others of the agent */
  agentState(when: Moment, agent: string, state: AgentState, more: AgentDetails, key?: string): CloudEvent {
    const data = { agent, state, name: agent, ...this.#site(), ...more };
    return this.#fact('agent.state', `${agent}/state/${key ?? `${when.at}/${this.#sequence()}`}`, agent, when, data);
  }

  agentMember(when: Moment, data: EventData<'agent.member'>, key?: string): CloudEvent {
    const id = `${data.agent}/member/${key ?? `${when.at}/${this.#sequence()}`}/${data.queue}`;
    return this.#fact('agent.member', id, data.agent, when, data);
  }

  snapshot(when: Moment, scope: string, waiting: Snapshot['waiting'], agents: Snapshot['agents']): CloudEvent {
    const data = { scope, asof: iso(when.at), complete: true, waiting, agents };
    return this.#fact('snapshot', `snapshot/${scope}/${when.at}`, scope, when, data);
  }

  status(at: number, state: SourceState, more: { from?: string; to?: string; detail?: string } = {}): CloudEvent {
    const id = `status/${state}/${at}/${this.#sequence()}`;
    return this.#fact('source.status', id, this.source, { at, quality: 'received' }, { state, ...more });
  }

  #fact<T extends EventType>(type: T, id: string, subject: string, when: Moment, data: EventData<T>): CloudEvent {
    const { source } = this;
    const time = iso(when.at);
    const sequence = this.#sequence();
    return { specversion: '1.0', id, source, type, time, subject, sequence, timequality: when.quality, data };
  }

  #site(): { site?: string } {
    return this.site === undefined ? {} : { site: this.site };
  }
}

export interface AgentDetails {
  reason?: string;
  /** RFC 3339 */
  since?: string;
  queues?: string[];
}
