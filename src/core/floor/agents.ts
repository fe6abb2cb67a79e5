// People: their states, attributes and queues over time. An agent of several queues is one person in every total.
import type { EventData } from '../event.ts';
import type { AgentState } from '../vocabulary.ts';
import { History, type Told } from './history.ts';
import type { Snapshots } from './snapshots.ts';
import { TimeInState, type StateTimes } from './time-in-state.ts';

export interface StateSpan {
  state: AgentState;
  reason: string;
  /** when the state began, epoch ms */
  sinceAt: number;
}
/** Contacts served at once, and the most of them. */
export interface Slots {
  used: number;
  total: number;
}
const NO_SLOTS: Slots = { used: 0, total: 0 };
type Attribute = 'name' | 'site' | 'team';
const ATTRIBUTES: readonly Attribute[] = ['name', 'site', 'team'];
type Membership = { queues: string[] } | { queue: string; on: boolean; paused: boolean };

export class Agent {
  readonly id: string;
  states = new History<StateSpan>((s) => `${s.state} ${s.reason} ${s.sinceAt}`);
  #time = new TimeInState(this.states);
  #slots = new History<Slots>((s) => `${s.used} ${s.total}`);
  #attributes = {
    name: new History<string>((text) => text),
    site: new History<string>((text) => text),
    team: new History<string>((text) => text),
  };
  #members = new History<Membership>((m) => JSON.stringify(m));
  #sources = new Set<number>();
  #queuesAt = { through: -1, queues: new Map<string, boolean>() };

  constructor(id: string) {
    this.id = id;
  }

  state(when: Told, data: EventData<'agent.state'>): void {
    const sinceAt = data.since ? Math.min(Date.parse(data.since), when.at) : when.at;
    this.#time.changedFrom(this.states.put(when, { state: data.state, reason: data.reason ?? '', sinceAt }));
    if (data.slots) this.#slots.put(when, { used: data.slots.used, total: data.slots.total });
    for (const key of ATTRIBUTES) {
      const told = data[key];
      if (told !== undefined) this.#attributes[key].put(when, told);
    }
    if (data.queues) this.#putMembership(when, { queues: data.queues });
  }

  member(when: Told, data: EventData<'agent.member'>): void {
    this.#putMembership(when, { queue: data.queue, on: data.on, paused: data.paused ?? false });
  }

  /** The last told name, site or team before `at`; before the first, the first. */
  attribute(key: Attribute, at: number): string {
    const history = this.#attributes[key];
    return (history.before(at) ?? history.changes[0])?.value ?? '';
  }

  /** Queues just before `at` → whether paused in that one. */
  queues(at: number): Map<string, boolean> {
    const { changes } = this.#members;
    let through = changes.length;
    while (through > 0 && changes[through - 1].at >= at) through--;
    if (through === this.#queuesAt.through) return this.#queuesAt.queues;
    let from = through;
    while (from > 0 && !('queues' in changes[--from].value));
    const queues = new Map<string, boolean>();
    for (const { value } of changes.slice(from, through)) {
      if ('queues' in value) {
        queues.clear();
        for (const queue of value.queues) queues.set(queue, false);
      } else if (value.on) queues.set(value.queue, value.paused);
      else queues.delete(value.queue);
    }
    this.#queuesAt = { through, queues };
    return queues;
  }

  /** Just before `at`; offline before the first word about them. */
  at(at: number): StateSpan | undefined {
    return this.states.before(at)?.value;
  }

  /** As last told before `at`. */
  slots(at: number): Slots {
    return this.#slots.before(at)?.value ?? NO_SLOTS;
  }

  /** Whether a list of queues was told that is empty: an agent who serves none, as the host of a stream. */
  servesNone(at: number): boolean {
    return this.queues(at).size === 0 && this.#members.changes.some((change) => change.at < at);
  }

  /** Time in each state in [fromAt, toAt), ms. */
  timeIn(fromAt: number, toAt: number): StateTimes {
    return this.#time.within(fromAt, toAt);
  }

  /** Instants in (fromAt, toAt) at which site, team or queues became others. */
  movesIn(fromAt: number, toAt: number): number[] {
    const histories = [this.#attributes.site, this.#attributes.team, this.#members];
    const moves = histories.flatMap((history) => [...history.within(fromAt + 1, toAt)].map(({ at }) => at));
    return [...new Set(moves)].sort((a, b) => a - b);
  }

  /** When the state just before `at` began: telling it again does not begin it anew. */
  sinceAt(at: number): number {
    const { changes } = this.states;
    let i = changes.length - 1;
    while (i >= 0 && changes[i].at >= at) i--;
    if (i < 0) return at;
    const { state, reason } = changes[i].value;
    let sinceAt = Infinity;
    for (; i >= 0 && changes[i].value.state === state && changes[i].value.reason === reason; i--)
      sinceAt = Math.min(sinceAt, changes[i].value.sinceAt);
    return sinceAt;
  }

  /** A source speaks of this agent for the first time: its complete snapshots so far can't have listed them. */
  toldBy(source: number, snapshots: Snapshots, seenAt: number): void {
    if (this.#sources.has(source)) return;
    this.#sources.add(source);
    for (const { asofAt } of snapshots.completeFor(source)) this.missing(asofAt, seenAt);
  }

  isToldBy(source: number): boolean {
    return this.#sources.has(source);
  }

  missing(asofAt: number, seenAt: number): void {
    const offline = { state: 'offline', reason: '', sinceAt: asofAt } as const;
    this.#time.changedFrom(this.states.put({ at: asofAt, sequence: '', seenAt }, offline));
  }

  /** @param isSimulated tells of a source's number whether all it says is simulated */
  forget(seenBefore: number, simulatedSeenBefore: number, isSimulated: (source: number) => boolean): void {
    const before = [...this.#sources].every(isSimulated) ? simulatedSeenBefore : seenBefore;
    this.states.forget(before);
    this.#time.changedFrom(0);
    this.#slots.forget(before);
    for (const key of ATTRIBUTES) this.#attributes[key].forget(before);
    this.#forgetMemberships(before);
  }

  /** Only a whole list replaces what came before it. */
  #forgetMemberships(seenBefore: number): void {
    const { changes } = this.#members;
    const last = changes.findLastIndex((change) => 'queues' in change.value && change.seenAt < seenBefore);
    if (last > 0) changes.splice(0, last);
    this.#queuesAt.through = -1;
  }

  #putMembership(when: Told, value: Membership): void {
    this.#members.put(when, value);
    this.#queuesAt.through = -1;
  }
}

export class Agents {
  all = new Map<string, Agent>();
  /** in an order that stays: site, team, id; made anew when somebody came */
  #sorted: Agent[] | null = null;
  /** agents whose team something was counted under */
  #asked = new Set<string>();
  /** rises when a team changed that something was counted under */
  profileVersion = 0;

  get(id: string): Agent {
    let agent = this.all.get(id);
    if (!agent) {
      this.all.set(id, (agent = new Agent(id)));
      this.#sorted = null;
    }
    return agent;
  }

  /** A team or site changed; that matters to what was counted only where somebody asked for the agent's team. */
  placeChanged(id: string): void {
    this.#sorted = null;
    if (this.#asked.has(id)) this.profileVersion++;
  }

  /** "" when it was never told */
  teamOf(id: string, at: number): string {
    this.#asked.add(id);
    return this.all.get(id)?.attribute('team', at) ?? '';
  }

  sorted(): readonly Agent[] {
    if (this.#sorted) return this.#sorted;
    const key = (agent: Agent) =>
      `${agent.attribute('site', Infinity)} ${agent.attribute('team', Infinity)} ${agent.id}`;
    const keyed = [...this.all.values()].map((agent) => [key(agent), agent] as const);
    this.#sorted = keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, agent]) => agent);
    return this.#sorted;
  }
}
