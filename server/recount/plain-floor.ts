// The second opinion, first half: facts folded the plain way, with lists and maps, everything known before an instant.
// Shares nothing with the engine but the events' own shapes, so that a slip in one shows against the other.
import type { EventData, KnownFact } from '#core/event.ts';
import type { LeaveReason } from '#core/vocabulary.ts';

export interface PlainVisit {
  id: string;
  contact: string;
  source: string;
  queue: string;
  site: string;
  channel: string;
  agent: string;
  queuedAt: number | null;
  listedAt: number | null;
  answeredAt: number | null;
  left: { at: number; reason: LeaveReason } | null;
  talkToldAt: number | null;
}
export interface PlainContact {
  id: string;
  startedAt: number | null;
  /** we called the customer */
  isOutbound: boolean;
  site: string;
  channel: string;
  customer: string | null;
  /** in no order */
  ends: { at: number; resolved: boolean | null }[];
  /** that named no visit; agent "" = nobody was named */
  transfers: { agent: string; at: number }[];
  secondLine: boolean;
  wraps: { agent: string; at: number }[];
}
/** One telling of something that may be told again. */
export interface Revision<T> {
  rev: number;
  at: number;
  data: T;
}
interface Change<T> {
  at: number;
  sequence: string;
  value: T;
}
export interface PlainAgent {
  id: string;
  states: Change<{ state: string; reason: string; source: string }>[];
  site: Change<string>[];
  team: Change<string>[];
  slots: Change<{ used: number; total: number }>[];
  members: Change<{ queues: string[] } | { queue: string; on: boolean; paused: boolean }>[];
  toldBy: Set<string>;
}
type Snapshot = { source: string; data: EventData<'snapshot'>; at: number };

export class PlainFloor {
  visits = new Map<string, PlainVisit>();
  contacts = new Map<string, PlainContact>();
  sessions = new Map<string, Revision<EventData<'assistant.ended'>>[]>();
  responses = new Map<string, Revision<EventData<'survey.answered'>>[]>();
  sales = new Map<string, Revision<EventData<'sale.recorded'>>[]>();
  agents = new Map<string, PlainAgent>();
  streams = new Map<string, Change<EventData<'stream.sample'>>[]>();
  callbacks = new Map<string, Change<EventData<'callback.changed'>>[]>();
  snapshots: Snapshot[] = [];

  constructor(facts: Iterable<KnownFact>) {
    for (const fact of facts) this.#fold(fact);
    this.snapshots.sort((a, b) => a.at - b.at);
    for (const { states } of this.agents.values()) sortChanges<unknown>(states);
    this.#markMissing();
    for (const agent of this.agents.values())
      for (const list of [agent.states, agent.site, agent.team, agent.slots, agent.members]) sortChanges<unknown>(list);
    for (const list of [...this.streams.values(), ...this.callbacks.values()]) sortChanges<unknown>(list);
  }

  contactOf(id: string): PlainContact {
    let contact = this.contacts.get(id);
    if (!contact) {
      const nothing = { startedAt: null, isOutbound: false, site: '', channel: '', customer: null, secondLine: false };
      this.contacts.set(id, (contact = { id, ...nothing, ends: [], transfers: [], wraps: [] }));
    }
    return contact;
  }

  #visitOf(id: string, contact: string): PlainVisit {
    this.contactOf(contact);
    let visit = this.visits.get(id);
    if (!visit) {
      const nothing = { source: '', queue: '', site: '', channel: '', agent: '' };
      const never = { queuedAt: null, listedAt: null, answeredAt: null, left: null, talkToldAt: null };
      this.visits.set(id, (visit = { id, contact, ...nothing, ...never }));
    }
    return visit;
  }

  #agentOf(id: string): PlainAgent {
    let agent = this.agents.get(id);
    if (!agent) {
      agent = { id, states: [], site: [], team: [], slots: [], members: [], toldBy: new Set() };
      this.agents.set(id, agent);
    }
    return agent;
  }

  #fold(fact: KnownFact): void {
    const { eventAt: at, sequence } = fact;
    switch (fact.type) {
      case 'contact.started': {
        const contact = this.contactOf(fact.data.contact);
        if (contact.startedAt !== null && contact.startedAt <= at) return;
        const { site = '', channel, customer = null, direction } = fact.data;
        Object.assign(contact, { startedAt: at, isOutbound: direction === 'out', site, channel, customer });
        return;
      }
      case 'contact.queued': {
        const visit = this.#visitOf(fact.data.visit, fact.data.contact);
        if (visit.queuedAt !== null && visit.queuedAt <= at) return;
        const { queue, site = '', channel = '' } = fact.data;
        Object.assign(visit, { queuedAt: at, queue, site, channel, source: fact.source });
        return;
      }
      case 'contact.answered': {
        const visit = this.#visitOf(fact.data.visit, fact.data.contact);
        if (visit.answeredAt !== null && visit.answeredAt <= at) return;
        visit.answeredAt = at;
        visit.agent = fact.data.agent ?? '';
        return;
      }
      case 'contact.left': {
        const visit = this.#visitOf(fact.data.visit, fact.data.contact);
        if (!visit.left || goesBefore({ at, reason: fact.data.reason }, visit.left))
          visit.left = { at, reason: fact.data.reason };
        return;
      }
      case 'contact.ended':
        return this.#end(at, fact.data);
      case 'contact.wrapped':
        this.contactOf(fact.data.contact).wraps.push({ agent: fact.data.agent, at });
        return;
      case 'assistant.ended':
        this.contactOf(fact.data.contact);
        return keep(this.sessions, fact.data.contact, { rev: fact.data.rev ?? 0, at, data: fact.data });
      case 'survey.answered': {
        const id = `${fact.data.survey} ${fact.data.response}`;
        return keep(this.responses, id, { rev: fact.data.rev ?? 0, at, data: fact.data });
      }
      case 'sale.recorded':
        return keep(this.sales, fact.data.sale, { rev: fact.data.rev ?? 0, at, data: fact.data });
      case 'agent.state':
        return this.#agentState(at, sequence, fact.source, fact.data);
      case 'agent.member': {
        const { queue, on, paused = false } = fact.data;
        this.#agentOf(fact.data.agent).members.push({ at, sequence, value: { queue, on, paused } });
        return;
      }
      case 'stream.sample':
        return keep(this.streams, fact.data.stream, { at, sequence, value: fact.data });
      case 'callback.changed':
        return keep(this.callbacks, fact.data.callback, { at, sequence, value: fact.data });
      case 'snapshot':
        return this.#snapshot(fact.source, sequence, fact.data);
    }
  }

  #end(at: number, data: EventData<'contact.ended'>): void {
    const contact = this.contactOf(data.contact);
    if (data.line === 2) contact.secondLine = true;
    if (data.visit !== undefined) {
      const visit = this.#visitOf(data.visit, data.contact);
      if (visit.talkToldAt === null || at < visit.talkToldAt) visit.talkToldAt = at;
    }
    if (data.by !== 'transfer') contact.ends.push({ at, resolved: data.resolved ?? null });
    else if (data.visit === undefined) contact.transfers.push({ agent: data.agent ?? '', at });
  }

  #agentState(at: number, sequence: string, source: string, data: EventData<'agent.state'>): void {
    const agent = this.#agentOf(data.agent);
    agent.toldBy.add(source);
    agent.states.push({ at, sequence, value: { state: data.state, reason: data.reason ?? '', source } });
    if (data.site !== undefined) agent.site.push({ at, sequence, value: data.site });
    if (data.team !== undefined) agent.team.push({ at, sequence, value: data.team });
    if (data.slots) agent.slots.push({ at, sequence, value: data.slots });
    if (data.queues) agent.members.push({ at, sequence, value: { queues: data.queues } });
  }

  #snapshot(source: string, sequence: string, data: EventData<'snapshot'>): void {
    const at = Date.parse(data.asof);
    for (const { contact, visit: id, queue, since } of data.waiting) {
      const visit = this.#visitOf(id, contact);
      const sinceAt = since ? Math.min(Date.parse(since), at) : at;
      if (visit.listedAt !== null && visit.listedAt <= sinceAt) continue;
      visit.listedAt = sinceAt;
      if (visit.queuedAt === null) Object.assign(visit, { queue, source });
    }
    for (const agent of data.agents) this.#agentState(at, sequence, source, agent);
    if (data.complete) this.snapshots.push({ source, data, at });
  }

  /** Whom a complete snapshot of all does not list was offline then, if its source had told of them last. */
  #markMissing(): void {
    for (const agent of this.agents.values()) {
      const told = [...agent.states];
      for (const { source, data, at } of this.snapshots) {
        if (data.scope.split(',').some((part) => part !== 'all')) continue;
        if (!agent.toldBy.has(source) || data.agents.some((listed) => listed.agent === agent.id)) continue;
        if (lastBefore(told, at + 1)?.source === source)
          agent.states.push({ at, sequence: '', value: { state: 'offline', reason: '', source } });
      }
    }
  }
}

function keep<T>(lists: Map<string, T[]>, id: string, one: T): void {
  const list = lists.get(id);
  if (list) list.push(one);
  else lists.set(id, [one]);
}

function sortChanges<T>(changes: Change<T>[]): void {
  changes.sort((a, b) => a.at - b.at || (a.sequence < b.sequence ? -1 : a.sequence > b.sequence ? 1 : 0));
}

/** A definite reason beats "abandoned", that beats "unknown"; of equals the earlier. */
function goesBefore(a: { at: number; reason: LeaveReason }, b: { at: number; reason: LeaveReason }): boolean {
  const weight = (reason: LeaveReason) => (reason === 'unknown' ? 0 : reason === 'abandoned' ? 1 : 2);
  return weight(a.reason) - weight(b.reason) > 0 || (weight(a.reason) === weight(b.reason) && a.at < b.at);
}

/** What stands of several tellings. */
export function standing<T>(revisions: Revision<T>[]): Revision<T> {
  return revisions.reduce((a, b) => (b.rev > a.rev || (b.rev === a.rev && b.at >= a.at) ? b : a));
}

/** The last told before an instant. */
export function lastBefore<T>(changes: Change<T>[], at: number): T | undefined {
  return changes.findLast((change) => change.at < at)?.value;
}
