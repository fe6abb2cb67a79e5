// The floor: facts folded into contacts, visits, sessions, surveys, agents. Same facts in any order → the same floor.
import type { EventData, Fact, KnownFact } from '../event.ts';
import type { Channel } from '../vocabulary.ts';
import { Agents } from './agents.ts';
import { Callbacks } from './callbacks.ts';
import { Contacts } from './contacts.ts';
import { DumpPart, type FloorDump, type KeptDump } from './dump.ts';
import type { Told } from './history.ts';
import { Names } from './names.ts';
import { isOver, type Cuts } from './over.ts';
import { packingsWith } from './packings.ts';
import { Sales } from './sales.ts';
import { Sessions } from './sessions.ts';
import { Snapshots } from './snapshots.ts';
import { SourceHealth } from './sources.ts';
import { Streams } from './streams.ts';
import { responseId, Surveys } from './surveys.ts';
import { Visits } from './visits.ts';
import { Wraps } from './wraps.ts';

/** Intervals that were final and were changed by a late event, by the start of their quarter hour. */
const INTERVAL_MS = 15 * 60_000;
/** Contacts that are looked at in a slice of forgetting: about a millisecond, more where many go. */
const SLICE = 200;

/** What a floor consists of, in the order in which it is restored: names first. */
const PARTS = [
  'queues',
  'sites',
  'teams',
  'agentNames',
  'sourceNames',
  'texts',
  'contacts',
  'snapshots',
  'wraps',
  'visits',
  'sessions',
  'surveys',
  'sales',
  'streams',
  'callbacks',
  'agents',
] as const;

export class Floor<Cell> {
  queues = new Names();
  sites = new Names();
  teams = new Names();
  agentNames = new Names();
  sourceNames = new Names();
  /** reasons, people's names … */
  texts = new Names();
  #packings = packingsWith(this.texts);
  contacts = new Contacts<Cell>(this.sites);
  snapshots = new Snapshots();
  #dims = { queues: this.queues, sites: this.sites, agents: this.agentNames, sources: this.sourceNames };
  wraps = new Wraps<Cell>(this.contacts, this.agentNames);
  visits = new Visits<Cell>(this.contacts, this.wraps, this.snapshots, this.#dims);
  sessions = new Sessions<Cell>(this.contacts);
  surveys = new Surveys<Cell>(this.contacts, this.#dims);
  sales = new Sales<Cell>(this.contacts, this.#dims);
  streams = new Streams(this.#packings);
  callbacks = new Callbacks(this.queues, this.#packings);
  agents = new Agents(this.#packings);
  sources = new Map<string, SourceHealth>();
  revised = new Set<number>();
  /** the earliest instant that something was told of which is no contact, since somebody took note of it, epoch ms */
  toldFrom = Infinity;
  /** queue → the channel its visits came over, for agents' scopes where the settings don't say */
  queueChannels = new Map<string, Channel>();

  /** what is applied came late */
  #isLate = false;

  constructor() {
    const { visits, sessions, surveys, sales, contacts } = this;
    const ofVisits = [visits.entered, visits.ended, visits.talked, visits.wrapped];
    for (const timeline of [...ofVisits, sessions.ended, surveys.given, sales.told, contacts.ended])
      timeline.onChange = (at) => this.#isLate && this.#revise(at);
  }

  apply(fact: Fact): void {
    const health = this.source(fact.source);
    this.#isLate = health.heard(fact.eventAt, fact.seenAt, fact.simulated);
    if (this.#isLate) this.#revise(fact.eventAt);
    try {
      if (fact.type === '') health.unknown++;
      else this.#fold(fact);
    } finally {
      this.#isLate = false;
    }
    if (fact.eventAt < this.toldFrom && !isOfContact(fact)) this.toldFrom = fact.eventAt;
  }

  #revise(at: number): void {
    this.revised.add(Math.floor(at / INTERVAL_MS) * INTERVAL_MS);
  }

  /** A fact that another floor of ours knows: it says nothing new of its source. */
  hear(fact: KnownFact): void {
    this.#fold(fact);
  }

  source(id: string): SourceHealth {
    let health = this.sources.get(id);
    if (!health) this.sources.set(id, (health = new SourceHealth(id, this.#packings)));
    return health;
  }

  #fold(fact: KnownFact): void {
    const { eventAt, sequence, seenAt } = fact;
    const when = { at: eventAt, sequence, seenAt };
    switch (fact.type) {
      case 'contact.started': {
        const contact = this.#contact(fact, fact.data.contact);
        const companions = this.contacts.customers.companionsOf(contact);
        if (this.contacts.start(contact, eventAt, fact.data)) this.#touch(contact, companions);
        return;
      }
      case 'contact.queued':
        this.#learnChannel(fact.data.queue, fact.data.channel);
        return this.visits.queued(this.#contact(fact, fact.data.contact), this.#number(fact), eventAt, fact.data);
      case 'contact.answered':
        return this.visits.answered(this.#contact(fact, fact.data.contact), eventAt, fact.data);
      case 'contact.left':
        return this.visits.left(this.#contact(fact, fact.data.contact), eventAt, fact.data);
      case 'contact.ended': {
        const contact = this.#contact(fact, fact.data.contact);
        if (fact.data.visit !== undefined) this.visits.talkEnded(contact, fact.data.visit, eventAt);
        const isNamed = fact.data.visit !== undefined || fact.data.by !== 'transfer';
        const agent = isNamed ? 0 : this.agentNames.number(fact.data.agent);
        if (this.contacts.end(contact, eventAt, fact.data, agent)) this.#settle(contact);
        return;
      }
      case 'contact.wrapped': {
        const contact = this.#contact(fact, fact.data.contact);
        if (this.wraps.told(contact, fact.data.agent, eventAt)) this.visits.settleWraps(contact);
        return;
      }
      case 'assistant.ended': {
        const contact = this.#contact(fact, fact.data.contact);
        this.sessions.end(contact, eventAt, fact.data);
        // Whether an assistant handed it over is said of each visit.
        for (const row of this.visits.of(contact)) this.visits.settle(row);
        return;
      }
      case 'survey.answered': {
        const contact = fact.data.contact ?? responseId(fact.data);
        return this.surveys.answer(this.#contact(fact, contact), eventAt, fact.data);
      }
      case 'sale.recorded': {
        // As a response, a sale to nobody we know hangs on a contact of its own.
        const contact = this.#contact(fact, fact.data.contact ?? `sale\0${fact.data.sale}`);
        this.sales.record(contact, eventAt, fact.data);
        for (const row of this.visits.of(contact)) this.visits.touchTalk(row);
        return;
      }
      case 'stream.sample':
        return this.streams.sample(when, fact.data);
      case 'callback.changed':
        return this.callbacks.change(fact, fact.data);
      case 'agent.state':
        return this.#agentState(when, this.#number(fact), fact.data);
      case 'agent.member':
        this.queues.number(fact.data.queue);
        return this.agents.get(fact.data.agent).member(when, fact.data);
      case 'snapshot':
        return this.#snapshot(fact, this.#number(fact), fact.data);
      case 'source.status':
        return this.source(fact.source).status(when, fact.data);
    }
  }

  #agentState(when: Told, source: number, data: EventData<'agent.state'>): void {
    for (const queue of data.queues ?? []) this.queues.number(queue);
    // A scope is known by its name from now on: a sale may count at the site of its host.
    this.teams.number(data.team);
    this.sites.number(data.site);
    const agent = this.agents.get(data.agent);
    // What held from this instant on: if it still does, nothing that was counted before counts elsewhere.
    const place = () => [agent.attribute('team', when.at + 1), agent.attribute('site', when.at + 1)];
    const tellsPlace = data.team !== undefined || data.site !== undefined;
    const before = tellsPlace ? place() : [];
    agent.toldBy(source, this.snapshots, when.seenAt);
    agent.state(when, data, source);
    // Before the first word the first holds.
    const from = before.includes('') ? -Infinity : when.at;
    if (tellsPlace && before.join('\0') !== place().join('\0')) this.agents.placeChanged(data.agent, from);
  }

  #snapshot(fact: KnownFact, source: number, data: EventData<'snapshot'>): void {
    const asofAt = Date.parse(data.asof);
    for (const waiting of data.waiting) {
      const sinceAt = waiting.since ? Math.min(Date.parse(waiting.since), asofAt) : asofAt;
      this.visits.listed(this.#contact(fact, waiting.contact), source, sinceAt, waiting.visit, waiting.queue);
    }
    const when = { at: asofAt, sequence: fact.sequence, seenAt: fact.seenAt };
    for (const agent of data.agents) this.#agentState(when, source, agent);
    if (!data.complete) return;
    const isOfAll = this.snapshots.keep(source, data, fact.seenAt, this.queues, this.sites);
    for (const row of [...this.visits.undecided]) {
      if (this.visits.table.col.source[row] === source && this.visits.table.col.enteredAt[row] < asofAt)
        this.visits.settle(row, false);
    }
    if (!isOfAll) return;
    const listed = new Set(data.agents.map((a) => a.agent));
    for (const agent of this.agents.all.values())
      if (agent.isToldBy(source) && !listed.has(agent.id)) agent.missing(asofAt, fact.seenAt, source);
  }

  /** The contact ended: visits that nothing else ended end with it, and talks. */
  #settle(contact: number): void {
    for (const row of this.visits.of(contact)) this.visits.settle(row, false);
  }

  /** Site, channel or customer of the contact changed: what hangs on it counts elsewhere, and who came back. */
  #touch(contact: number, former: readonly number[]): void {
    for (const row of this.visits.of(contact)) this.visits.settle(row);
    for (const row of this.surveys.of(contact)) this.surveys.touch(row);
    for (const row of this.sales.of(contact)) this.sales.touch(row);
    this.sessions.touch(contact);
    this.contacts.touch(contact);
    for (const row of new Set([...former, ...this.contacts.customers.companionsOf(contact)])) {
      this.sessions.touchAftermath(row);
      this.contacts.touchAftermath(row);
    }
  }

  /** The alphabetically first channel told stands, whatever the order. */
  #learnChannel(queue: string, channel: Channel | undefined): void {
    const known = this.queueChannels.get(queue);
    if (channel && (known === undefined || channel < known)) this.queueChannels.set(queue, channel);
  }

  /** Lets go of what is over. */
  forget(cuts: Cuts): void {
    for (const turn of this.forgetting(cuts)) void turn;
  }

  /** The same in slices: between two of them other facts may come. */
  *forgetting(cuts: Cuts): Generator<undefined, void, void> {
    let looked = 0;
    for (const row of this.contacts.ids.rows()) {
      if (isOver(this, row, cuts)) this.forgetContact(row);
      if (++looked % SLICE === 0) yield;
    }
    const { seenBefore, simulatedSeenBefore } = cuts;
    this.callbacks.forget(cuts);
    this.streams.forget(Math.min(seenBefore, simulatedSeenBefore));
    this.snapshots.forget(Math.min(seenBefore, simulatedSeenBefore));
    const isSimulated = (source: number) => this.sources.get(this.sourceNames.text(source))?.simulated === true;
    for (const agent of this.agents.all.values()) agent.forget(seenBefore, simulatedSeenBefore, isSimulated);
  }

  /** A contact with all that hangs on it. */
  forgetContact(row: number): void {
    for (const visit of [...this.visits.of(row)]) this.visits.forget(visit);
    for (const response of [...this.surveys.of(row)]) this.surveys.forget(response);
    for (const sale of [...this.sales.of(row)]) this.sales.forget(sale);
    this.sessions.forget(row);
    this.wraps.forget(row);
    this.contacts.forget(row);
  }

  /** Everything, without copying: to be written down before the next fact is applied. */
  dump(): FloorDump {
    const dump: FloorDump = { columns: {}, notes: {} };
    const to = new DumpPart(dump);
    for (const name of PARTS) this[name].dump(to.part(name));
    SourceHealth.dump(to.part('sources'), [...this.sources.values()]);
    to.note('revised', [...this.revised]);
    to.note('queueChannels', [...this.queueChannels]);
    return dump;
  }

  /**
   * Makes a new floor what the dumped one was. The dump's columns are this floor's from now on.
   * @throws Error when something is missing in the dump
   */
  restore(dump: KeptDump): void {
    const from = new DumpPart(dump);
    for (const name of PARTS) this[name].restore(from.part(name));
    const sources = SourceHealth.restore(from.part('sources'), this.#packings);
    this.sources = new Map(sources.map((source) => [source.id, source]));
    this.revised = new Set(from.noted<number[]>('revised'));
    this.queueChannels = new Map(from.noted<[string, Channel][]>('queueChannels'));
  }

  #contact(fact: KnownFact, contact: string): number {
    return this.contacts.row(contact, fact.seenAt, fact.simulated);
  }

  #number(fact: KnownFact): number {
    return this.sourceNames.number(fact.source);
  }
}

const OF_CONTACTS = ['contact.', 'assistant.', 'survey.', 'sale.'];
const isOfContact = ({ type }: Fact): boolean => OF_CONTACTS.some((start) => type.startsWith(start));
