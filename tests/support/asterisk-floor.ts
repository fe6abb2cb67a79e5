// A plain recount of events, written apart from the engine: each (source, id) once, visits by their facts, agents by
// the latest word.
import { parseEvent } from '#core/event.ts';
import type { CloudEvent, EventData } from '#core/event.ts';
import type { LeaveReason } from '#core/vocabulary.ts';
import type { KnownVisit } from '../../server/source.ts';

export interface CountedVisit {
  contact: string;
  queue: string;
  queuedAt: number | null;
  answeredAt: number | null;
  agent: string;
  left: Map<LeaveReason, number>;
  ended: string[];
}
interface CountedAgent {
  state: string;
  reason: string;
  /** queue → paused there */
  queues: Map<string, boolean>;
}
export type Count = Record<'joined' | 'answered' | LeaveReason, number>;

export class AsteriskFloor {
  events: CloudEvent[] = [];
  duplicates = 0;
  #known = new Set<string>();
  #ofContact = new Map<string, CloudEvent[]>();

  /** @returns how many were new */
  accept(events: readonly CloudEvent[]): number {
    let fresh = 0;
    for (const event of events) {
      const parsed = parseEvent(event, Date.parse('2030-01-01'));
      if (!parsed.ok) throw new Error(`${event.type} ${event.id}: ${parsed.problem.message}`);
      if (parsed.value.type === '') throw new Error(`${event.type} is no type of event`);
      const key = `${event.source} ${event.id}`;
      if (this.#known.has(key)) this.duplicates++;
      else {
        this.#known.add(key);
        this.events.push(event);
        const { contact } = event.data as { contact?: string };
        if (contact) this.#ofContact.set(contact, [...(this.#ofContact.get(contact) ?? []), event]);
        fresh++;
      }
    }
    return fresh;
  }

  ofType<T extends keyof TypeData>(type: T): { id: string; at: number; quality?: string; data: TypeData[T] }[] {
    return this.events
      .filter((event) => event.type === type)
      .map(({ id, time, timequality, data }) => ({
        id,
        at: Date.parse(time),
        quality: timequality,
        data: data as TypeData[T],
      }));
  }

  visits(events: readonly CloudEvent[] = this.events): Map<string, CountedVisit> {
    const visits = new Map<string, CountedVisit>();
    for (const { type, time, data } of events) {
      const { visit: id, contact, queue, reason, agent, by } = data as Record<string, string | undefined>;
      if (!id || !contact || type.startsWith('offer')) continue;
      let visit = visits.get(id);
      if (!visit)
        visits.set(
          id,
          (visit = { contact, queue: '', queuedAt: null, answeredAt: null, agent: '', left: new Map(), ended: [] }),
        );
      if (queue) visit.queue = queue;
      if (type === 'contact.queued') visit.queuedAt = Date.parse(time);
      if (type === 'contact.answered') Object.assign(visit, { answeredAt: Date.parse(time), agent });
      if (type === 'contact.left') visit.left.set(reason as LeaveReason, Date.parse(time));
      if (type === 'contact.ended' && by) visit.ended.push(by);
    }
    return visits;
  }

  /** By queue; a visit that was answered counts as such, one that left by its most telling reason. */
  count(): Map<string, Count> {
    const counts = new Map<string, Count>();
    for (const visit of this.visits().values()) {
      if (visit.queuedAt === null) throw new Error(`a visit of ${visit.contact} was never queued`);
      let count = counts.get(visit.queue);
      if (!count) counts.set(visit.queue, (count = {} as Count));
      const add = (key: keyof Count) => (count[key] = (count[key] ?? 0) + 1);
      add('joined');
      const outcome = outcomeOf(visit);
      if (outcome) add(outcome);
    }
    return counts;
  }

  /** Visits waiting at the end: no answer, no leave, and in no complete snapshot after they began left out. */
  waiting(): CountedVisit[] {
    const snapshots = this.ofType('snapshot').filter(({ data }) => data.complete);
    const isMissed = (id: string, { queue, queuedAt }: CountedVisit) =>
      snapshots.some(({ data: { scope, asof, waiting } }) => {
        const covers = scope === 'all' || scope === `queue:${queue}`;
        return covers && Date.parse(asof) > (queuedAt ?? 0) && !waiting.some((w) => w.visit === id);
      });
    return [...this.visits()]
      .filter(([id, visit]) => !outcomeOf(visit) && !isMissed(id, visit))
      .map(([, visit]) => visit);
  }

  /** As of an instant; facts of one instant in the order of their sequence. */
  agents(at: number): Map<string, CountedAgent> {
    const agents = new Map<string, CountedAgent>();
    const get = (id: string) => {
      if (!agents.has(id)) agents.set(id, { state: 'offline', reason: '', queues: new Map() });
      return agents.get(id) as CountedAgent;
    };
    const order = (e: CloudEvent) => `${e.time} ${e.sequence ?? ''}`;
    const told = this.events.filter((e) => Date.parse(e.time) <= at).sort((a, b) => (order(a) < order(b) ? -1 : 1));
    for (const { type, data } of told) {
      if (type === 'agent.state') {
        const { agent, state, reason = '' } = data as TypeData['agent.state'];
        Object.assign(get(agent), { state, reason });
      } else if (type === 'agent.member') {
        const { agent, queue, on, paused = false } = data as TypeData['agent.member'];
        if (on) get(agent).queues.set(queue, paused);
        else get(agent).queues.delete(queue);
      } else if (type === 'snapshot') {
        const snapshot = data as TypeData['snapshot'];
        if (snapshot.scope !== 'all') continue;
        for (const agent of agents.values()) agent.state = 'offline';
        for (const { agent, state, reason = '', queues = [] } of snapshot.agents)
          Object.assign(get(agent), { state, reason, queues: new Map(queues.map((queue) => [queue, false])) });
      }
    }
    return agents;
  }

  visitsOf(contact: string): KnownVisit[] {
    const known: KnownVisit[] = [];
    for (const [visit, { queue, queuedAt, answeredAt, left }] of this.visits(this.#ofContact.get(contact) ?? []))
      known.push({ visit, queue, queuedAt, endedAt: answeredAt ?? [...left.values()][0] ?? null });
    return known;
  }
}

interface TypeData {
  'contact.queued': EventData<'contact.queued'>;
  'contact.started': EventData<'contact.started'>;
  'contact.answered': EventData<'contact.answered'>;
  'contact.left': EventData<'contact.left'>;
  'contact.ended': EventData<'contact.ended'>;
  'offer.started': EventData<'offer.started'>;
  'offer.ended': EventData<'offer.ended'>;
  'agent.state': EventData<'agent.state'>;
  'agent.member': EventData<'agent.member'>;
  snapshot: EventData<'snapshot'>;
  'source.status': EventData<'source.status'>;
}

function outcomeOf({ answeredAt, left }: CountedVisit): keyof Count | null {
  const definite = [...left].filter(([reason]) => reason !== 'unknown');
  if (answeredAt !== null && definite.every(([, at]) => at >= answeredAt)) return 'answered';
  const telling = definite.find(([reason]) => reason !== 'abandoned') ?? definite[0];
  return telling?.[0] ?? (left.has('unknown') ? 'unknown' : null);
}
