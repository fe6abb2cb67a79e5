// People as queue_log shows them: coarser than the manager interface (no phones, no static members before their first
// line), so it speaks only while that is not connected.
import type { CloudEvent } from '#core/event.ts';
import type { Facts, Moment } from './facts.ts';
import { pausedState, type PersonState } from './person-state.ts';
import type { QueueLogLine } from './queue-log-line.ts';
import type { VisitBook } from './visit-book.ts';

interface Person {
  queues: Set<string>;
  /** queue → reason */
  paused: Map<string, string>;
  calls: Set<string>;
  isDynamic: boolean;
  told: PersonState | null;
}

/** Written between two reasons of one pause; what follows says the new one. */
const REASON_CHANGES = 'Auto-Unpause';
const EVERYWHERE = '';

export class QueueLogAgents {
  #facts: Facts;
  #book: VisitBook;
  #people = new Map<string, Person>();

  constructor(facts: Facts, book: VisitBook) {
    this.#facts = facts;
    this.#book = book;
  }

  /** @param key the line's place in the log  @param isQuiet keep track, and say nothing */
  take(line: QueueLogLine, at: number, key: string, isQuiet: boolean): CloudEvent[] {
    const when: Moment = { at, quality: 'source' };
    if (line.event === 'QUEUESTART') return this.#restart(when, key, isQuiet);
    const agent = this.#nameIn(line);
    if (agent === null) return [];
    const person = this.#people.get(agent) ?? newPerson();
    const before = new Set(person.queues);
    if (!change(person, line)) return [];
    this.#people.set(agent, person);
    const state = this.#tell(agent, person, when, key, isQuiet);
    const { queue } = line;
    const hasQueue = queue !== '' && queue !== 'NONE';
    if (isQuiet || !hasQueue) return state;
    const on = person.queues.has(queue);
    const isPause = line.event.includes('PAUSE') || line.event === 'ADDMEMBER';
    if (before.has(queue) === on && !isPause) return state;
    const paused = person.paused.has(queue) || person.paused.has(EVERYWHERE);
    return [this.#facts.agentMember(when, { agent, queue, on, ...(on && { paused }) }, key), ...state];
  }

  /** Talks are over and static members' pauses forgotten; members added at run time keep theirs. */
  #restart(when: Moment, key: string, isQuiet: boolean): CloudEvent[] {
    const events: CloudEvent[] = [];
    for (const [agent, person] of this.#people) {
      person.calls.clear();
      if (!person.isDynamic) person.paused.clear();
      events.push(...this.#tell(agent, person, when, key, isQuiet));
    }
    return events;
  }

  #tell(agent: string, person: Person, when: Moment, key: string, isQuiet: boolean): CloudEvent[] {
    const is = stateOf(person);
    const isNew = person.told?.state !== is.state || person.told.reason !== is.reason;
    person.told = is;
    if (isQuiet || !isNew) return [];
    return [this.#facts.agentState(when, agent, is.state, is.reason ? { reason: is.reason } : {}, key)];
  }

  /** Members come and go by interface, unless Asterisk is told otherwise; whose it is only the manager interface says. */
  #nameIn({ event, agent, queue }: QueueLogLine): string | null {
    if (agent === '' || agent === 'NONE') return null;
    if ((event !== 'ADDMEMBER' && event !== 'REMOVEMEMBER') || this.#people.has(agent)) return agent;
    return this.#book.nameOf(queue, agent) ?? (agent.includes('/') ? null : agent);
  }
}

const newPerson = (): Person => ({
  queues: new Set(),
  paused: new Map(),
  calls: new Set(),
  isDynamic: false,
  told: null,
});

/** @returns whether the line says something about a person */
function change(person: Person, { event, call, queue, data }: QueueLogLine): boolean {
  const reason = data.join('|');
  switch (event) {
    case 'CONNECT':
      person.calls.add(call);
      person.queues.add(queue);
      return true;
    case 'COMPLETEAGENT':
    case 'COMPLETECALLER':
    case 'BLINDTRANSFER':
    case 'ATTENDEDTRANSFER':
    case 'TRANSFER':
      person.calls.delete(call);
      person.queues.add(queue);
      return true;
    case 'RINGNOANSWER':
      person.queues.add(queue);
      return true;
    case 'PAUSEALL':
      person.paused.set(EVERYWHERE, reason);
      return true;
    case 'PAUSE':
      person.queues.add(queue);
      person.paused.set(queue, reason);
      return true;
    case 'UNPAUSEALL':
      person.paused.clear();
      return true;
    case 'UNPAUSE':
      if (reason === REASON_CHANGES) return false;
      person.queues.add(queue);
      person.paused.delete(queue);
      person.paused.delete(EVERYWHERE);
      return true;
    case 'ADDMEMBER':
      person.isDynamic = true;
      person.queues.add(queue);
      if (reason === 'PAUSED') person.paused.set(queue, '');
      return true;
    case 'REMOVEMEMBER':
      person.queues.delete(queue);
      person.paused.delete(queue);
      return true;
    default:
      return false;
  }
}

function stateOf({ queues, paused, calls, isDynamic }: Person): PersonState {
  if (calls.size > 0) return { state: 'contact', reason: '' };
  const everywhere = paused.get(EVERYWHERE);
  if (everywhere !== undefined) return pausedState(everywhere);
  if (queues.size === 0 && isDynamic) return { state: 'offline', reason: '' };
  const reasons = [...queues].map((queue) => paused.get(queue));
  if (reasons.length > 0 && reasons.every((reason) => reason !== undefined)) return pausedState(reasons.at(-1) ?? '');
  return { state: 'available', reason: '' };
}
