// Queue members as the manager interface shows them (a row a queue and interface), folded into people: one state a
// person over all queues. Tells only what changed. A person is a member's name: the one key that both feeds have.
import { amount, LATEST_S } from './amount.ts';
import type { CloudEvent, EventData } from '#core/event.ts';
import type { Block } from './ami-block.ts';
import { personState, type MemberRow, type PersonState } from './person-state.ts';
import { iso, type Facts, type Moment } from './facts.ts';

type Membership = { paused: boolean; penalty: number };
interface Told extends PersonState {
  sinceAt: number;
}

export class Members {
  #facts: Facts;
  #rows = new Map<string, MemberRow>();
  #people = new Map<string, Set<MemberRow>>();
  #told = new Map<string, Told>();
  /** by person, then queue */
  #toldQueues = new Map<string, Map<string, Membership>>();
  #changed = new Set<string>();
  /** rows that the list in progress has not shown; null when no list is in progress */
  #unlisted: Set<string> | null = null;

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  /** A row as an event (MemberName, Interface) or a list (Name, Location) has it. */
  put(block: Block): void {
    const queue = block.get('Queue');
    const face = block.get('Interface') ?? block.get('Location');
    const name = block.get('MemberName') || block.get('Name') || face;
    if (!queue || !face || !name) return;
    const key = rowKey(queue, face);
    this.#unlisted?.delete(key);
    this.#drop(key);
    const number = (field: string) => Number(block.get(field) ?? 0) || 0;
    const row: MemberRow = {
      queue,
      name,
      status: number('Status'),
      inCall: block.get('InCall') === '1',
      paused: block.get('Paused') === '1',
      reason: block.get('PausedReason') ?? '',
      pausedAt: amount(block.get('LastPause'), LATEST_S) * 1000,
      penalty: number('Penalty'),
    };
    this.#rows.set(key, row);
    let rows = this.#people.get(name);
    if (!rows) this.#people.set(name, (rows = new Set()));
    rows.add(row);
    this.#changed.add(name);
  }

  remove(queue: string, face: string): void {
    this.#drop(rowKey(queue, face));
  }

  /** Connected to a caller of this queue, or done: members' events don't always say so. */
  inCall(queue: string, face: string, on: boolean): void {
    const row = this.#rows.get(rowKey(queue, face));
    if (!row || row.inCall === on) return;
    row.inCall = on;
    this.#changed.add(row.name);
  }

  row(queue: string, face: string): Readonly<MemberRow> | undefined {
    return this.#rows.get(rowKey(queue, face));
  }

  beginList(): void {
    this.#unlisted = new Set(this.#rows.keys());
  }

  /** Members that a reload took away sent no event: those that the list did not show are gone. */
  endList(): void {
    for (const key of this.#unlisted ?? []) this.#drop(key);
    this.#unlisted = null;
  }

  /** Everybody, for a snapshot. From here on changes() tells what differs from it. */
  snapshot(asofAt: number): EventData<'snapshot'>['agents'] {
    this.#told = new Map([...this.#told].filter(([name]) => this.#people.has(name)));
    this.#changed = new Set([...this.#people.keys(), ...this.#toldQueues.keys()]);
    return [...this.#people].map(([agent, rows]) => {
      const { state, reason, sinceAt } = this.#since(agent, rows, asofAt);
      this.#told.set(agent, { state, reason, sinceAt });
      const queues = [...new Set([...rows].map((row) => row.queue))];
      this.#toldQueues.set(agent, new Map(queues.map((queue) => [queue, { paused: false, penalty: 0 }])));
      const site = this.#facts.site === undefined ? {} : { site: this.#facts.site };
      return { agent, state, name: agent, queues, since: iso(sinceAt), ...(reason && { reason }), ...site };
    });
  }

  /** What changed since it was last asked. Nothing while a list comes in: half of it may be missing. */
  changes(when: Moment): CloudEvent[] {
    if (this.#unlisted) return [];
    const events: CloudEvent[] = [];
    for (const name of this.#changed) {
      events.push(...this.#queueChanges(name, when));
      const rows = this.#people.get(name) ?? new Set();
      const told = this.#told.get(name);
      const is = personState(rows);
      if (told?.state === is.state && told.reason === is.reason) continue;
      if (!told && rows.size === 0) continue;
      const { sinceAt } = this.#since(name, rows, when.at);
      if (rows.size === 0) this.#told.delete(name);
      else this.#told.set(name, { ...is, sinceAt });
      const since = sinceAt === when.at ? {} : { since: iso(sinceAt) };
      events.push(this.#facts.agentState(when, name, is.state, { ...(is.reason && { reason: is.reason }), ...since }));
    }
    this.#changed.clear();
    return events;
  }

  *#queueChanges(agent: string, when: Moment): Generator<CloudEvent> {
    const now = new Map<string, Membership>();
    for (const { queue, paused, penalty } of this.#people.get(agent) ?? []) {
      const other = now.get(queue);
      now.set(queue, {
        paused: paused && (other?.paused ?? true),
        penalty: Math.min(penalty, other?.penalty ?? penalty),
      });
    }
    const told = this.#toldQueues.get(agent) ?? new Map<string, Membership>();
    for (const queue of told.keys())
      if (!now.has(queue)) yield this.#facts.agentMember(when, { agent, queue, on: false });
    for (const [queue, is] of now) {
      const was = told.get(queue);
      if (was?.paused !== is.paused || was.penalty !== is.penalty)
        yield this.#facts.agentMember(when, { agent, queue, on: true, ...is });
    }
    if (now.size === 0) this.#toldQueues.delete(agent);
    else this.#toldQueues.set(agent, now);
  }

  /** A state that was told before began then; a break seen for the first time began when Asterisk says so. */
  #since(name: string, rows: Iterable<MemberRow>, at: number): Told {
    const is = personState(rows);
    const told = this.#told.get(name);
    if (told?.state === is.state && told.reason === is.reason) return { ...is, sinceAt: told.sinceAt };
    if (told || (is.state !== 'break' && is.state !== 'missed')) return { ...is, sinceAt: at };
    const pausedAt = Math.max(0, ...[...rows].map((row) => (row.paused ? row.pausedAt : 0)));
    return { ...is, sinceAt: pausedAt === 0 ? at : Math.min(pausedAt, at) };
  }

  #drop(key: string): void {
    const row = this.#rows.get(key);
    if (!row) return;
    this.#rows.delete(key);
    this.#changed.add(row.name);
    const rows = this.#people.get(row.name);
    rows?.delete(row);
    if (rows?.size === 0) this.#people.delete(row.name);
  }
}

const rowKey = (queue: string, face: string) => `${queue}\0${face}`;
