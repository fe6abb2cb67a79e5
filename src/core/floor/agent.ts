// One person: states, attributes and queues over time.
import type { EventData } from '../event.ts';
import { Absences, type Absence } from './absences.ts';
import type { Column, DumpPart } from './dump.ts';
import { History, type Told } from './history.ts';
import type { Membership, Packings, Slots, StateSpan } from './packings.ts';
import type { Snapshots } from './snapshots.ts';
import { TimeInState, type StateTimes } from './time-in-state.ts';

export type { StateSpan } from './packings.ts';

/** Numbers of texts, of which so many count. */
export type TextColumn = readonly [numbers: Column | number[], length: number];

/** More of them are told apart no more. */
const MOST_SOURCES = 127;
const NO_SLOTS: Slots = { used: 0, total: 0 };
type Attribute = 'name' | 'site' | 'team';
const ATTRIBUTES: readonly Attribute[] = ['name', 'site', 'team'];
const HISTORIES = ['states', 'slots', 'members', ...ATTRIBUTES] as const;

interface Noted {
  ids: string[];
  sources: number[][];
  absences: Absence[][];
}

export class Agent {
  id: string;
  /** rises with every word about them */
  version = 0;
  readonly #histories: {
    states: History<StateSpan>;
    slots: History<Slots>;
    members: History<Membership>;
    name: History<string>;
    site: History<string>;
    team: History<string>;
  };
  readonly #time: TimeInState;
  readonly #absences: Absences;
  #sources = new Set<number>();
  #queuesAt = { through: -1, queues: new Map<string, boolean>() };

  constructor(id: string, { states, slots, members, text }: Packings) {
    this.id = id;
    this.#histories = {
      states: new History(states),
      slots: new History(slots),
      members: new History(members),
      name: new History(text),
      site: new History(text),
      team: new History(text),
    };
    this.#time = new TimeInState(this.states);
    this.#absences = new Absences(this.states);
  }

  get states(): History<StateSpan> {
    return this.#histories.states;
  }

  /** Texts told of this agent, as numbers: names, and all others. */
  get texts(): { names: TextColumn; others: TextColumn[] } {
    const { states, members, name, site, team } = this.#histories;
    const told = (history: History<unknown>, column: string): TextColumn => [history.column(column), history.length];
    const others = [told(states, 'reason'), told(members, 'told'), told(site, 'text'), told(team, 'text')];
    return { names: told(name, 'text'), others };
  }

  /** @param source that has told of them before, or is known to tell: toldBy */
  state(when: Told, data: EventData<'agent.state'>, source: number): void {
    this.version++;
    const sinceAt = data.since ? Math.min(Date.parse(data.since), when.at) : when.at;
    const told = { state: data.state, reason: data.reason ?? '', sinceAt, by: this.#numberOf(source) };
    const place = this.states.put(when, told);
    this.#absences.judgeAfter(place);
    this.#time.changedFrom(place);
    if (data.slots) this.#histories.slots.put(when, { used: data.slots.used, total: data.slots.total });
    for (const key of ATTRIBUTES) {
      const told = data[key];
      if (told !== undefined) this.#histories[key].put(when, told);
    }
    if (data.queues) this.#putMembership(when, { queues: data.queues });
  }

  member(when: Told, data: EventData<'agent.member'>): void {
    this.#putMembership(when, { queue: data.queue, on: data.on, paused: data.paused ?? false });
  }

  /** The last told name, site or team before `at`; before the first, the first. */
  attribute(key: Attribute, at: number): string {
    const history = this.#histories[key];
    return history.before(at) ?? (history.length > 0 ? history.value(0) : '');
  }

  /** For instants in (after, through] the attribute is what it is at this one. */
  holds(key: Attribute, at: number): { after: number; through: number } {
    const history = this.#histories[key];
    const place = Math.max(0, history.firstFrom(at) - 1);
    return {
      after: place === 0 ? -Infinity : history.at(place),
      through: place + 1 < history.length ? history.at(place + 1) : Infinity,
    };
  }

  /** Queues just before `at` → whether paused in that one. */
  queues(at: number): Map<string, boolean> {
    const members = this.#histories.members;
    const through = members.firstFrom(at);
    if (through === this.#queuesAt.through) return this.#queuesAt.queues;
    let from = through;
    while (from > 0 && !('queues' in members.value(--from)));
    const queues = new Map<string, boolean>();
    for (let i = from; i < through; i++) {
      const value = members.value(i);
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
    return this.states.before(at);
  }

  /** As last told before `at`. */
  slots(at: number): Slots {
    return this.#histories.slots.before(at) ?? NO_SLOTS;
  }

  /** Whether a list of queues was told that is empty: an agent who serves none, as the host of a stream. */
  servesNone(at: number): boolean {
    return this.queues(at).size === 0 && this.#histories.members.firstFrom(at) > 0;
  }

  /** Time in each state in [fromAt, toAt), ms. */
  timeIn(fromAt: number, toAt: number): StateTimes {
    return this.#time.within(fromAt, toAt);
  }

  /** Instants in (fromAt, toAt) at which site, team or queues became others. */
  movesIn(fromAt: number, toAt: number): number[] {
    const histories = [this.#histories.site, this.#histories.team, this.#histories.members];
    const moves = histories.flatMap((history) => [...history.within(fromAt + 1, toAt)].map(({ at }) => at));
    return [...new Set(moves)].sort((a, b) => a - b);
  }

  /** The next instant, from `at` on, at which anything told of them changes; Infinity: none that is known. */
  changesAt(at: number): number {
    return Math.min(...HISTORIES.map((key) => this.#histories[key].nextFrom(at)));
  }

  /** When the state just before `at` began: telling it again does not begin it anew. */
  sinceAt(at: number): number {
    const last = this.states.firstFrom(at) - 1;
    return last < 0 ? at : this.#begunAt(last);
  }

  #begunAt(last: number): number {
    const [state, reason, begun] = ['state', 'reason', 'sinceAt'].map((name) => this.states.column(name));
    let sinceAt = Infinity;
    for (let i = last; i >= 0 && state[i] === state[last] && reason[i] === reason[last]; i--)
      sinceAt = Math.min(sinceAt, begun[i]);
    return sinceAt;
  }

  /** A source speaks of this agent for the first time: its complete snapshots so far can't have listed them. */
  toldBy(source: number, snapshots: Snapshots, seenAt: number): void {
    if (this.#sources.has(source)) return;
    this.#sources.add(source);
    for (const { asofAt } of snapshots.completeFor(source)) this.missing(asofAt, seenAt, source);
  }

  isToldBy(source: number): boolean {
    return this.#sources.has(source);
  }

  /** A complete snapshot of a source that tells of them did not list them. */
  missing(asofAt: number, seenAt: number, source: number): void {
    this.version++;
    this.#time.changedFrom(this.#absences.add({ at: asofAt, seenAt, by: this.#numberOf(source) }));
  }

  #numberOf(source: number): number {
    if (this.#sources.size === 1) return 0;
    return Math.min(MOST_SOURCES, [...this.#sources].indexOf(source));
  }

  /** @param isSimulated tells of a source's number whether all it says is simulated */
  forget(seenBefore: number, simulatedSeenBefore: number, isSimulated: (source: number) => boolean): void {
    this.version++;
    const before = [...this.#sources].every(isSimulated) ? simulatedSeenBefore : seenBefore;
    // How long it lasts is not forgotten.
    this.states.forget(before, (place) => ({ ...this.states.value(place), sinceAt: this.#begunAt(place) }));
    this.#time.changedFrom(0);
    this.#absences.forget(before);
    this.#histories.slots.forget(before);
    for (const key of ATTRIBUTES) this.#histories[key].forget(before);
    this.#forgetMemberships(before);
  }

  /** Only a whole list replaces what came before it. */
  #forgetMemberships(seenBefore: number): void {
    const members = this.#histories.members;
    let last = members.length - 1;
    while (last > 0 && !('queues' in members.value(last) && members.seenAt(last) < seenBefore)) last--;
    if (last > 0) members.dropFirst(last);
    this.#queuesAt.through = -1;
  }

  /** Tells another agent of the same name all that a day is described by. */
  tellDay(to: Agent, span: { fromAt: number; toAt: number }): void {
    to.version++;
    const { states, slots, members } = this.#histories;
    if (states.tellDay(to.states, span, this.#beganBefore(span.fromAt))) to.#time.changedFrom(0);
    slots.tellDay(to.#histories.slots, span);
    members.tellDay(to.#histories.members, span, this.#listBefore(span.fromAt));
    for (const key of ATTRIBUTES) {
      const [mine, theirs] = [this.#histories[key], to.#histories[key]];
      mine.tellDay(theirs, span);
      // Before the first word the first holds.
      if (theirs.length === 0 && mine.length > 0) theirs.put(mine.change(0), mine.value(0));
    }
    to.#queuesAt.through = -1;
  }

  /** Place of the first telling of the state that held just before `at`. */
  #beganBefore(at: number): number {
    const [state, reason] = ['state', 'reason'].map((name) => this.states.column(name));
    const last = this.states.firstFrom(at) - 1;
    let first = last;
    while (first > 0 && state[first - 1] === state[last] && reason[first - 1] === reason[last]) first--;
    return first;
  }

  /** Place of the last whole list of queues told before `at`. */
  #listBefore(at: number): number {
    const { members } = this.#histories;
    let place = members.firstFrom(at) - 1;
    while (place > 0 && !('queues' in members.value(place))) place--;
    return place;
  }

  static dump(to: DumpPart, agents: readonly Agent[]): void {
    const ids = agents.map(({ id }) => id);
    const sources = agents.map((agent) => [...agent.#sources]);
    const absences = agents.map((agent) => agent.#absences.elsewhere);
    to.note('agents', { ids, sources, absences });
    for (const key of HISTORIES)
      History.dump(
        to.part(key),
        agents.map((agent): History<unknown> => agent.#histories[key]),
      );
  }

  static restore(from: DumpPart, packings: Packings): Agent[] {
    const { ids, sources, absences } = from.noted<Noted>('agents');
    const agents = ids.map((id) => new Agent(id, packings));
    for (const [i, agent] of agents.entries()) {
      agent.#sources = new Set(sources[i]);
      agent.#absences.elsewhere = absences[i];
    }
    for (const key of HISTORIES)
      History.restore(
        from.part(key),
        agents.map((agent): History<unknown> => agent.#histories[key]),
      );
    return agents;
  }

  #putMembership(when: Told, value: Membership): void {
    this.version++;
    this.#histories.members.put(when, value);
    this.#queuesAt.through = -1;
  }
}
