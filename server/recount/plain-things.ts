// The second opinion, second step: what the floor's visits, people and contacts came to, one plain record each.
import type { Directory } from '#core/directory.ts';
import type { KnownFact } from '#core/event.ts';
import { parseScope, type Scope } from '#core/scope.ts';
import {
  lastBefore,
  standing,
  type PlainAgent,
  type PlainContact,
  type PlainFloor,
  type PlainVisit,
} from './plain-floor.ts';

const OUTCOME: Record<string, string> = {
  abandoned: 'abandoned',
  timeout: 'timed_out',
  callback: 'callback',
  overflowed: 'overflowed',
  transferred: 'overflowed',
  unknown: 'unknown',
};

export interface Place {
  queue: string;
  site: string;
  team: string;
  channel: string;
}
export interface EndedVisit extends Place {
  visit: PlainVisit;
  enteredAt: number;
  /** null = still open */
  endedAt: number | null;
  outcome: string;
  talkedAt: number | null;
  wrappedAt: number | null;
}

export const isIn = (place: Place, scope: Scope): boolean =>
  !scope.empty &&
  (['queue', 'site', 'team', 'channel'] as const).every(
    (kind) => scope[kind] === undefined || scope[kind] === place[kind],
  );

export function teamOf(floor: PlainFloor, agent: string, at: number): string {
  const told = floor.agents.get(agent);
  return told ? attribute(told.team, at) : '';
}

/** Before the first word: the first word. */
export function attribute(changes: PlainAgent['site'], at: number): string {
  return lastBefore(changes, at) ?? changes[0]?.value ?? '';
}

export function visitsOf(floor: PlainFloor): EndedVisit[] {
  const made: EndedVisit[] = [];
  for (const visit of floor.visits.values()) {
    const enteredAt = visit.queuedAt ?? visit.listedAt;
    if (enteredAt === null) continue;
    const contact = floor.contactOf(visit.contact);
    const site = visit.site || contact.site;
    const [outcome, endedAt] = endOf(floor, visit, enteredAt);
    const talkedAt = outcome === 'answered' ? talkEnd(visit, contact) : null;
    made.push({
      visit,
      enteredAt,
      endedAt,
      outcome,
      talkedAt,
      wrappedAt: null,
      queue: visit.queue,
      site,
      team: endedAt === null || visit.agent === '' ? '' : teamOf(floor, visit.agent, endedAt),
      channel: visit.channel || contact.channel,
    });
  }
  const byContact = Map.groupBy(made, ({ visit }) => visit.contact);
  for (const [contact, visits] of byContact) wrapUp(floor.contactOf(contact).wraps, visits);
  return made;
}

/** Work after a talk is of the talk of that agent which ended last before it was done, and done when that is first told. */
function wrapUp(wraps: { agent: string; at: number }[], visits: EndedVisit[]): void {
  for (const { agent, at } of wraps) {
    const talks = visits.filter(({ visit, talkedAt }) => visit.agent === agent && (talkedAt ?? Infinity) <= at);
    if (agent === '' || talks.length === 0) continue;
    const last = talks.reduce((a, b) => (isAfter(b, a) ? b : a));
    last.wrappedAt = Math.min(last.wrappedAt ?? Infinity, at);
  }
}

function isAfter(a: EndedVisit, b: EndedVisit): boolean {
  const order = (a.talkedAt ?? 0) - (b.talkedAt ?? 0) || a.enteredAt - b.enteredAt;
  return order > 0 || (order === 0 && a.visit.id > b.visit.id);
}

/** By name, else with the first end of the contact, or transfer away from who answered, that came after. */
function talkEnd({ answeredAt, talkToldAt, agent }: PlainVisit, { ends, transfers }: PlainContact): number | null {
  const answered = answeredAt ?? 0;
  if (talkToldAt !== null) return Math.max(talkToldAt, answered);
  const isMine = (by: { agent: string; at: number }) =>
    by.agent === '' ? by.at > answered : by.at >= answered && (agent === '' || agent === by.agent);
  return first([...ends.filter(({ at }) => at >= answered), ...transfers.filter(isMine)]);
}

const first = (things: { at: number }[]): number | null =>
  things.length === 0 ? null : Math.min(...things.map(({ at }) => at));

/** A contact is over with its last end, and resolved as the last one says that says anything of it. */
export function lastEnd(ends: PlainContact['ends']): PlainContact['ends'][number] | null {
  if (ends.length === 0) return null;
  const at = Math.max(...ends.map((end) => end.at));
  const said = ends.filter(({ resolved }) => resolved !== null);
  const last = Math.max(...said.map((end) => end.at));
  const words = said.filter((end) => end.at === last).map(({ resolved }) => resolved === true);
  return { at, resolved: words.length === 0 ? null : words.includes(true) };
}

/** Whether a complete snapshot of this scope should have who waits there. */
function isListedBy(text: string, place: Place): boolean {
  const scope = parseScope(text);
  return scope.ok && isIn(place, scope.value);
}

function endOf(floor: PlainFloor, visit: PlainVisit, enteredAt: number): [string, number | null] {
  const contact = floor.contactOf(visit.contact);
  const [site, channel] = [visit.site || contact.site, visit.channel || contact.channel];
  const { answeredAt, left } = visit;
  const definite = left && left.reason !== 'unknown' ? left : null;
  if (answeredAt !== null && (!definite || answeredAt <= definite.at)) return ['answered', answeredAt];
  if (left) return [OUTCOME[left.reason] ?? 'closed', left.at];
  const missing = floor.snapshots.find(
    ({ source, data, at }) =>
      source === visit.source &&
      at > enteredAt &&
      !data.waiting.some((waiting) => waiting.visit === visit.id) &&
      isListedBy(data.scope, { queue: visit.queue, site, team: '', channel }),
  );
  const contactEnd = first(contact.ends.filter(({ at }) => at >= enteredAt));
  const ends = [missing?.at, contactEnd ?? undefined];
  const known = ends.filter((at) => at !== undefined);
  return known.length === 0 ? ['open', null] : ['unknown', Math.min(...known)];
}

/** T and S of a queue, ms. */
export function limitsOf(directory: Directory, queue: string): { thresholdMs: number; shortMs: number } {
  const entry = directory.queues.find(({ id }) => id === queue);
  return {
    thresholdMs: 1000 * (entry?.thresholdS ?? directory.thresholdS),
    shortMs: 1000 * (entry?.shortS ?? directory.shortS),
  };
}

/** Queue → whether the agent is paused in it. */
export function queuesOf(agent: PlainAgent, at: number): Map<string, boolean> {
  const queues = new Map<string, boolean>();
  for (const { value } of agent.members.filter((change) => change.at < at)) {
    if ('queues' in value) {
      queues.clear();
      for (const queue of value.queues) queues.set(queue, false);
    } else if (value.on) queues.set(value.queue, value.paused);
    else queues.delete(value.queue);
  }
  return queues;
}

export function isAgentIn(agent: PlainAgent, scope: Scope, at: number, channelOf: (queue: string) => string): boolean {
  if (scope.empty) return false;
  const queues = [...queuesOf(agent, at).keys()];
  return (
    (scope.site === undefined || attribute(agent.site, at) === scope.site) &&
    (scope.team === undefined || attribute(agent.team, at) === scope.team) &&
    (scope.queue === undefined || queues.includes(scope.queue)) &&
    (scope.channel === undefined || queues.some((queue) => channelOf(queue) === scope.channel))
  );
}

/** What the settings say a queue's channel is, else the first by name that any visit ever came over. */
export function channelsOf(facts: readonly KnownFact[], directory: Directory): (queue: string) => string {
  const heard = new Map<string, string>();
  for (const { type, data } of facts) {
    if (type !== 'contact.queued' || data.channel === undefined) continue;
    const known = heard.get(data.queue);
    if (known === undefined || data.channel < known) heard.set(data.queue, data.channel);
  }
  return (queue) => directory.queues.find(({ id }) => id === queue)?.channel ?? heard.get(queue) ?? '';
}

/** When the customer of a contact first started another one after an instant; null = never, or nobody knows. */
export function returnOf(
  floor: PlainFloor,
  byCustomer: Map<string, number[]>,
  contact: string,
  after: number,
): number | null {
  const { customer, startedAt, isOutbound } = floor.contactOf(contact);
  if (customer === null) return null;
  const others = [...(byCustomer.get(customer) ?? [])];
  const own = isOutbound ? -1 : others.indexOf(startedAt ?? NaN);
  if (own >= 0) others.splice(own, 1);
  return others.find((at) => at > after) ?? null;
}

/** With more contacts than a person has it is a switchboard, or one hash for everybody. */
const MOST_CONTACTS = 1000;

/** Customers of whom it can be told whether they came back. */
export function peopleIn(floor: PlainFloor): Set<string> {
  const counts = new Map<string, number>();
  for (const { customer } of floor.contacts.values())
    if (customer !== null) counts.set(customer, (counts.get(customer) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count <= MOST_CONTACTS).map(([customer]) => customer));
}

export function startsByCustomer(floor: PlainFloor): Map<string, number[]> {
  const people = peopleIn(floor);
  const starts = new Map<string, number[]>();
  for (const { customer, startedAt, isOutbound } of floor.contacts.values()) {
    if (customer === null || !people.has(customer) || startedAt === null || isOutbound) continue;
    const list = starts.get(customer);
    if (list) list.push(startedAt);
    else starts.set(customer, [startedAt]);
  }
  for (const list of starts.values()) list.sort((a, b) => a - b);
  return starts;
}

export function contactsThatBought(floor: PlainFloor): Set<string> {
  const bought = new Set<string>();
  for (const revisions of floor.sales.values()) {
    const { outcome, contact } = standing(revisions).data;
    if (outcome === 'won' && contact !== undefined) bought.add(contact);
  }
  return bought;
}
