// What happens on a simulated floor, as its sources tell it: every type of event, in every way that things end or don't,
// with corrections. Which of it comes late or twice is the senders'.
import type { CloudEvent, EventData, EventType } from '#core/event.ts';
import { LEAVE_REASONS, SESSION_OUTCOMES, type Channel } from '#core/vocabulary.ts';
import type { Random } from '../../server/simulation/random.ts';
import { CHANNELS, choosePlaces, type Places } from './places.ts';

export interface DayOptions {
  contacts: number;
  lengthMs: number;
  /** things contradict each other: only when all is told do history and a recount know the same */
  isWild: boolean;
}

export interface Day extends Places {
  endAt: number;
  /** in no order */
  events: CloudEvent[];
}

interface Source {
  name: string;
  isSimulated: boolean;
}
interface Person {
  agent: string;
  source: Source;
  site: string;
  team: string;
  states: [at: number, state: string][];
}
interface Stay {
  source: Source;
  ids: { contact: string; visit: string };
  queue: string;
  fromAt: number;
  toAt: number;
}

const STATES = ['available', 'contact', 'break', 'wrapup', 'missed', 'ringing', 'offline', 'unknown'] as const;
const HOUR_MS = 3_600_000;

export function makeDay(random: Random, options: DayOptions): Day {
  const places = choosePlaces(random.fork('places'));
  const maker = new DayMaker(places, random.fork('day'), options);
  return { ...places, endAt: places.startAt + options.lengthMs, events: maker.make() };
}

class DayMaker {
  readonly #places: Places;
  readonly #random: Random;
  readonly #options: DayOptions;
  readonly #sources: Source[];
  readonly #events: CloudEvent[] = [];
  readonly #stays: Stay[] = [];
  /** instants of a thing's tellings: two of one instant would contradict each other */
  readonly #taken = new Set<string>();
  readonly #people: Person[];

  constructor(places: Places, random: Random, options: DayOptions) {
    this.#places = places;
    this.#random = random;
    this.#options = options;
    const names = ['asterisk:pbx1', 'сайт', 'floor'].slice(0, 1 + random.below(3));
    this.#sources = names.map((name) => ({ name, isSimulated: name === 'floor' }));
    this.#people = places.agents.map((agent) => ({
      agent,
      source: random.pick(this.#sources),
      site: random.pick(places.sites),
      team: random.pick(places.teams),
      states: [],
    }));
  }

  make(): CloudEvent[] {
    for (const person of this.#people) this.#life(person);
    for (let i = 0; i < this.#options.contacts; i++) this.#contact(i);
    this.#streams();
    this.#callbacks();
    this.#statuses();
    this.#snapshots();
    this.#say(this.#sources[0], 'weather.changed', this.#instant(), 'weather', { sunny: true });
    return this.#events;
  }

  #tell<T extends EventType>(source: Source, type: T, at: number, about: string, data: EventData<T>): number {
    return this.#say(source, type, at, about, data);
  }

  /** @returns when it is told to have happened */
  #say(source: Source, type: string, at: number, about: string, data: object): number {
    let eventAt = Math.floor(at);
    while (this.#taken.has(`${about} ${eventAt}`)) eventAt++;
    this.#taken.add(`${about} ${eventAt}`);
    const n = this.#events.length;
    this.#events.push({
      specversion: '1.0',
      id: `${about}/${n}`,
      source: source.name,
      type,
      time: this.#written(eventAt),
      ...(source.isSimulated && { simulated: 'true' as const }),
      ...(this.#random.chance(0.2) && { sequence: String(n).padStart(6, '0') }),
      data,
    });
    return eventAt;
  }

  /** From here on, the first instant of which nothing is told of anybody; taken. */
  #untold(from: number): number {
    let at = from;
    const about = this.#places.agents.map((agent) => `agent ${agent}`);
    while (about.some((one) => this.#taken.has(`${one} ${at}`))) at++;
    for (const one of about) this.#taken.add(`${one} ${at}`);
    return at;
  }

  /** The same instant in one zone or another. */
  #written(at: number): string {
    if (this.#random.chance(0.7)) return new Date(at).toISOString();
    return new Date(at + 3 * HOUR_MS).toISOString().replace('Z', '+03:00');
  }

  #instant(share = 1): number {
    return this.#places.startAt + share * this.#options.lengthMs * this.#random.next();
  }

  /** A stretch that fits the day. */
  #while(share: number): number {
    return 1 + Math.floor(this.#random.exponential(share * this.#options.lengthMs));
  }

  #maybe<T>(probability: number, make: () => T): T | undefined {
    return this.#random.chance(probability) ? make() : undefined;
  }

  #life(person: Person): void {
    const { agent, source, site, team, states } = person;
    const random = this.#random;
    const serves = () => random.shuffle(this.#places.queues).slice(0, random.below(this.#places.queues.length + 1));
    const say = (at: number, state: (typeof STATES)[number], more: object): void => {
      const reason = state === 'break' ? { reason: random.pick(['lunch', 'обед']) } : {};
      states.push([
        this.#tell(source, 'agent.state', at, `agent ${agent}`, { agent, state, ...reason, ...more }),
        state,
      ]);
    };
    // Who was never told to be of a team is of the first that is told: so all are introduced before anything happens.
    say(this.#places.startAt - 4 * HOUR_MS, 'offline', { site, team, queues: serves(), name: agent.toUpperCase() });
    for (let i = 0, n = 2 + random.below(5); i < n; i++) {
      const at = this.#instant();
      const more = {
        ...this.#maybe(0.2, () => ({ queues: serves() })),
        ...this.#maybe(0.15, () => ({ team: random.pick(this.#places.teams) })),
        ...this.#maybe(0.15, () => ({ site: random.pick(this.#places.sites) })),
        ...this.#maybe(0.2, () => ({ slots: { used: random.below(4), total: 3 } })),
        ...this.#maybe(0.1, () => ({ since: new Date(at - 1000).toISOString() })),
      };
      say(at, random.pick(STATES), more);
    }
    if (random.chance(0.4)) {
      const membership = {
        queue: random.pick(this.#places.queues),
        on: random.chance(0.7),
        paused: random.chance(0.3),
      };
      this.#tell(source, 'agent.member', this.#instant(), `agent ${agent}`, { agent, ...membership });
    }
  }

  #contact(i: number): void {
    const random = this.#random;
    const source = random.pick(this.#sources);
    const contact = `${random.pick(['к', 'c'])}${i}`;
    const channel = random.pick(CHANNELS);
    const isAssisted = random.chance(0.5);
    let at = this.#instant(0.9);
    const start = () =>
      this.#tell(source, 'contact.started', at, contact, {
        contact,
        channel,
        direction: 'in',
        handler: isAssisted ? 'assistant' : 'human',
        ...this.#maybe(0.5, () => ({ customer: random.pick(['ada', 'боб', 'eve']) })),
        ...this.#maybe(0.6, () => ({ site: random.pick(this.#places.sites) })),
      });
    // Some are only heard of when they are under way.
    if (random.chance(0.85)) at = start();
    if (this.#isWild(0.1)) start();
    if (isAssisted) at = this.#session(source, contact, at + this.#while(0.01));
    const last = this.#visits(source, contact, channel, at);
    for (let n = random.below(2); n >= 0; n--) this.#after(source, contact, last.agent, last.at + this.#while(0.05));
  }

  /** Things that should not be, and are. */
  #isWild(probability: number): boolean {
    return this.#options.isWild && this.#random.chance(probability);
  }

  #session(source: Source, contact: string, at: number): number {
    const random = this.#random;
    for (let rev = 0, n = 1 + random.below(3); rev < n; rev++)
      this.#tell(source, 'assistant.ended', at + rev * this.#while(0.02), contact, {
        contact,
        outcome: random.pick(SESSION_OUTCOMES),
        rev,
        ...this.#maybe(0.5, () => ({ direct_request: random.chance(0.5) })),
        ...this.#maybe(0.5, () => ({ intent: 'баланс' })),
      });
    return at;
  }

  /** One stay in a queue, or several. @returns when the last was over, and the last agent who talked */
  #visits(source: Source, contact: string, channel: Channel, from: number): { at: number; agent?: string } {
    const random = this.#random;
    let at = from;
    let agent: string | undefined;
    for (let n = 1, more = random.chance(0.9); more; n++) {
      const ids = { contact, visit: `${contact}/${n}` };
      const queue = random.pick(this.#places.queues);
      const entered = this.#enter(source, ids, queue, channel, at + this.#while(0.005));
      const end = this.#wait(source, ids, entered + this.#while(0.04));
      this.#stays.push({ source, ids, queue, fromAt: entered, toAt: end.at });
      agent = end.agent ?? agent;
      if (end.agent !== undefined) at = this.#talk(source, ids, end.agent, end.at);
      else at = end.at === Infinity ? entered + this.#while(0.1) : end.at;
      more = n < 3 && at < this.#places.startAt + this.#options.lengthMs && random.chance(0.25);
      if (end.agent !== undefined) this.#hangUp(source, ids, end.agent, at, more);
      else if (!more && random.chance(0.5))
        this.#tell(source, 'contact.ended', at + 1, contact, { contact, by: 'system' });
    }
    return agent === undefined ? { at } : { at, agent };
  }

  #enter(source: Source, ids: Stay['ids'], queue: string, channel: Channel, at: number): number {
    const random = this.#random;
    const enter = (then: number, into: string) =>
      this.#tell(source, 'contact.queued', then, ids.contact, {
        ...ids,
        queue: into,
        ...this.#maybe(0.7, () => ({ channel })),
        ...this.#maybe(0.3, () => ({ site: random.pick(this.#places.sites) })),
      });
    const entered = enter(at, queue);
    if (this.#isWild(0.1)) enter(at + this.#while(0.01) - this.#while(0.01), random.pick(this.#places.queues));
    return entered;
  }

  /** Who answered, if anybody, and when the wait was over: Infinity when nothing was told of it. */
  #wait(source: Source, ids: Stay['ids'], at: number): { at: number; agent?: string } {
    const random = this.#random;
    const agent = random.pick(this.#places.agents);
    const offer = `${ids.visit}/offer`;
    if (random.chance(0.5)) {
      const offered = this.#tell(source, 'offer.started', at - 1, ids.contact, { ...ids, offer, agent });
      this.#tell(source, 'offer.ended', offered + 1, ids.contact, {
        offer,
        result: random.pick(['accepted', 'noanswer']),
      });
    }
    const leave = (then: number) =>
      this.#tell(source, 'contact.left', then, ids.contact, { ...ids, reason: random.pick(LEAVE_REASONS) });
    const answer = (then: number, by: string | undefined) =>
      this.#tell(source, 'contact.answered', then, ids.contact, { ...ids, ...(by !== undefined && { agent: by }) });
    if (this.#isWild(0.15)) leave(at + this.#while(0.02));
    if (this.#isWild(0.1)) answer(at + this.#while(0.02), random.pick(this.#places.agents));
    if (random.chance(0.6)) return { at: answer(at, random.chance(0.95) ? agent : undefined), agent };
    return { at: random.chance(0.6) ? leave(at) : Infinity };
  }

  #talk(source: Source, ids: Stay['ids'], agent: string, at: number): number {
    const { contact } = ids;
    if (this.#random.chance(0.2)) {
      const held = this.#tell(source, 'contact.hold', at + 1, contact, { contact, agent, on: true });
      this.#tell(source, 'contact.hold', held + 1, contact, { contact, agent, on: false });
    }
    return at + this.#while(0.05);
  }

  #hangUp(source: Source, ids: Stay['ids'], agent: string, at: number, isTransfer: boolean): void {
    const random = this.#random;
    const { contact } = ids;
    if (random.chance(0.1)) return;
    const end = (then: number) =>
      this.#tell(source, 'contact.ended', then, contact, {
        ...(random.chance(0.7) ? ids : { contact }),
        agent,
        by: isTransfer ? 'transfer' : random.pick(['customer', 'agent', 'system']),
        ...this.#maybe(0.6, () => ({ resolved: random.chance(0.7) })),
        ...this.#maybe(0.3, () => ({ line: random.pick([1, 2] as const) })),
      });
    const endedAt = end(at);
    if (this.#isWild(0.1)) end(at + this.#while(0.03));
    if (random.chance(0.6))
      this.#tell(source, 'contact.wrapped', endedAt + this.#while(0.02), contact, { contact, agent });
  }

  /** What the customer says and buys, told again and again. */
  #after(source: Source, contact: string, agent: string | undefined, from: number): void {
    const random = this.#random;
    const at = this.#isWild(0.3) ? this.#instant() : from;
    const whose = {
      ...this.#maybe(0.8, () => ({ contact })),
      ...(agent !== undefined && { agent }),
      ...this.#maybe(0.3, () => ({ queue: random.pick(this.#places.queues) })),
    };
    const told = random.next();
    for (let rev = 0, n = 1 + random.below(3); rev < n && told < 0.65; rev++) {
      const then = at + rev * this.#while(0.02);
      if (told < 0.4) this.#answer(source, contact, then, { ...whose, rev });
      else this.#sell(source, contact, then, { ...whose, rev });
    }
  }

  #answer(source: Source, contact: string, at: number, whose: { rev: number }): void {
    const metric = this.#random.pick(['nps', 'csat', 'ces'] as const);
    this.#tell(source, 'survey.answered', at, `response ${metric} ${contact}`, {
      survey: `s ${metric}`,
      response: contact,
      metric,
      score: (metric === 'nps' ? 0 : 1) + this.#random.below(5),
      ...whose,
    });
  }

  #sell(source: Source, contact: string, at: number, whose: { rev: number }): void {
    const random = this.#random;
    this.#tell(source, 'sale.recorded', at, `sale ${contact}`, {
      sale: `sale ${contact}`,
      outcome: random.pick(['won', 'lost', 'open', 'reversed']),
      ...this.#maybe(0.7, () => ({ amount: random.below(100_000), currency: random.pick(['RUB', 'EUR']) })),
      ...whose,
    });
  }

  /** Counts only grow, one host a stream. */
  #streams(): void {
    const random = this.#random;
    if (random.chance(0.5)) return;
    const host = random.pick(this.#people);
    const times = Array.from({ length: 2 + random.below(5) }, () => this.#instant()).sort((a, b) => a - b);
    for (const [i, at] of times.entries())
      this.#tell(host.source, 'stream.sample', at, 'stream', {
        stream: 'эфир',
        platform: 'vk',
        agent: host.agent,
        live: i < times.length - 1,
        viewers: random.below(5000),
        messages: 10 * i,
        questions: 3 * i,
        answered: 2 * i,
      });
  }

  /** Done after they were due, due when they were promised or later. */
  #callbacks(): void {
    const random = this.#random;
    for (let i = random.below(3); i > 0; i--) {
      const source = random.pick(this.#sources);
      const callback = `cb${i}`;
      const ids = { callback, ...this.#maybe(0.8, () => ({ queue: random.pick(this.#places.queues) })) };
      let at = this.#tell(source, 'callback.changed', this.#instant(0.5), callback, { ...ids, state: 'asked' });
      if (random.chance(0.5)) {
        const due = at + this.#while(0.1);
        this.#tell(source, 'callback.changed', at + 1, callback, {
          ...ids,
          state: 'asked',
          due: new Date(due).toISOString(),
        });
        at = Math.max(at + 1, due);
      }
      at += this.#while(0.05);
      if (random.chance(0.6)) at = this.#tell(source, 'callback.changed', at, callback, { ...ids, state: 'due' });
      at += this.#while(0.1);
      if (random.chance(0.6))
        this.#tell(source, 'callback.changed', at, callback, { ...ids, state: random.pick(['done', 'cancelled']) });
    }
  }

  #statuses(): void {
    for (const source of this.#sources) {
      const state = this.#random.pick(['gap', 'down', 'lag', 'resync'] as const);
      if (this.#random.chance(0.4))
        this.#tell(source, 'source.status', this.#instant(), `source ${source.name}`, { state, detail: 'нет связи' });
    }
  }

  /** As the source sees its queues and people at that instant; a wild one forgets some. */
  #snapshots(): void {
    const random = this.#random;
    for (let i = random.pick([0, 1, 2, 4]); i > 0; i--) {
      const source = random.pick(this.#sources);
      const at = this.#untold(Math.floor(this.#instant()));
      const queue = this.#maybe(0.2, () => random.pick(this.#places.queues));
      const waiting = this.#stays.filter(
        (stay) =>
          stay.source === source && stay.fromAt < at && stay.toAt > at && (queue === undefined || stay.queue === queue),
      );
      const people = this.#people.filter((person) => person.source === source && queue === undefined);
      this.#tell(source, 'snapshot', at, `snapshot ${i}`, {
        scope: queue === undefined ? 'all' : `queue:${queue}`,
        asof: new Date(at).toISOString(),
        complete: random.chance(0.8),
        waiting: waiting.filter(() => !this.#isWild(0.3)).map(({ ids, queue }) => ({ ...ids, queue })),
        agents: people
          .filter(() => !this.#isWild(0.3))
          .map(({ agent, states }) => ({ agent, state: stateAt(states, at) as (typeof STATES)[number] })),
      });
    }
  }
}

function stateAt(states: readonly [number, string][], at: number): string {
  let last: [number, string] = [-Infinity, 'offline'];
  for (const one of states) if (one[0] < at && one[0] > last[0]) last = one;
  return last[1];
}
