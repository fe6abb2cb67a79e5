// Numbers the visits of one PBX for both its feeds (manager interface "ami", queue_log "log"), so that a stay in a queue
// gets the same id whoever tells of it first. Holds what is needed for that and forgets it when the contact is over.
import type { KnownVisit, SourceContext } from '../source.ts';

export type Feed = 'ami' | 'log';

export interface Visit {
  id: string;
  contact: string;
  queue: string;
  /** the n-th stay of this contact in this queue, from 1 */
  n: number;
  queuedAt: number;
  /** not later than this */
  waitEndedAt: number | null;
  /** how far each feed has told it; "listed" = seen waiting, the join not heard */
  told: Record<Feed, 'nothing' | 'listed' | 'joined' | 'waited' | 'over'>;
  /** the connection of the manager interface that told the join, by when it began; null = it did not tell it */
  amiSince: number | null;
  agent: string;
}

interface Contact {
  /** oldest first: the first one starts the contact */
  visits: Visit[];
  /** newest fact, in the time of the feed that told it: an old log may be read while calls come in; 0 = none */
  last: Record<Feed, number>;
}

/**
 * The log writes whole seconds, a list gives whole seconds of waiting, and the feeds' clocks may differ a little: two
 * joins closer than this are one.
 */
export const SAME_MS = 2500;
/** A line of the log may be about anything up to this much later than it says. */
export const LOG_STEP_MS = 1000;
const KEEP_ENDED_MS = 3600_000;
const KEEP_OPEN_MS = 24 * 3600_000;
const SWEEP_EVERY = 2000;

export class VisitBook {
  /** The manager interface. `upAt`: logged in since, on the PBX's clock; `synced`: the list after that is complete. */
  ami: { present: boolean; upAt: number | null; synced: boolean } = { present: false, upAt: null, synced: false };
  /** queue_log. `live`: read to its end, and looked at regularly. */
  log = { live: false };
  /** the latest snapshot's instant, 0 = none */
  snapshotAt = 0;
  /** PBX clock − our clock, as far as the manager interface told it */
  skewMs = 0;
  #contacts = new Map<string, Contact>();
  #names = new Map<string, string>();
  #visitsOf: (contact: string) => KnownVisit[];
  #clock: Record<Feed, number> = { ami: 0, log: 0 };
  #touched = 0;
  #sequence = 0;
  #epoch: string;

  /** @param startedAt epoch ms: makes the sequence grow over restarts of the server, too */
  constructor(visitsOf: (contact: string) => KnownVisit[], startedAt: number) {
    this.#visitsOf = visitsOf;
    this.#epoch = String(startedAt).padStart(14, '0');
  }

  get size(): number {
    return this.#contacts.size;
  }

  nextSequence(): string {
    return `${this.#epoch}.${String(++this.#sequence).padStart(12, '0')}`;
  }

  /** The feed starts again and may tell things twice: what it told so far doesn't tell one stay from the next. */
  restart(feed: Feed): void {
    for (const { visits } of this.#contacts.values()) for (const visit of visits) visit.told[feed] = 'nothing';
  }

  /** A feed heard a contact join a queue. @returns the visit, and whether it starts the contact */
  join(feed: Feed, contact: string, queue: string, at: number): { visit: Visit; isFirst: boolean } {
    const entry = this.#contact(feed, contact, at);
    const unheard = staysIn(entry, queue).filter((v) => !hasHeard(v, feed));
    const known =
      unheard.find((v) => this.#isDue(feed, v, at)) ??
      unheard.find((v) => isNear(v.queuedAt, at) && !isOver(feed, v, at));
    const visit = known ?? this.#open(entry, contact, queue, at);
    visit.told[feed] = 'joined';
    if (feed === 'ami') visit.amiSince = this.ami.upAt;
    return { visit, isFirst: entry.visits[0] === visit };
  }

  /**
   * Whether a join that a feed tells is the next that it has to tell: while a connection of the manager interface holds,
   * both feeds tell the same stays in the same order. What it says carries the time at which it came, so that it may be
   * late by as long as the network or this server stood still.
   */
  #isDue(feed: Feed, visit: Visit, at: number): boolean {
    const { upAt } = this.ami;
    if (feed === 'ami') return upAt !== null && upAt <= visit.queuedAt && visit.queuedAt <= at + SAME_MS;
    const wasUp = visit.amiSince !== null && visit.amiSince <= at;
    return wasUp && visit.queuedAt >= at - SAME_MS && !isOver(feed, visit, at);
  }

  /**
   * A list shows a contact waiting since about `since`: a visit whoever told of it, or a new one. Its end may have been
   * told a moment ago: the log may be ahead of the list, and who hung up is listed until the queue has let them go.
   * @param lateMs how long before `at` the list may have been made; `since` counts from `at`
   */
  listed(
    contact: string,
    queue: string,
    since: number,
    at: number,
    lateMs: number,
  ): { visit: Visit; isFirst: boolean } {
    const entry = this.#contact('ami', contact, at);
    const isThen = (instant: number, latest: number) =>
      instant >= latest - lateMs - SAME_MS && instant <= latest + SAME_MS;
    const mayWait = (v: Visit) => v.waitEndedAt === null || isThen(v.waitEndedAt, at);
    const isTold = (v: Visit) => v.told.ami === 'joined' && v.amiSince === this.ami.upAt;
    const known = staysIn(entry, queue).findLast((v) => isTold(v) || (mayWait(v) && isThen(v.queuedAt, since)));
    const visit = known ?? this.#open(entry, contact, queue, since);
    if (visit.told.ami === 'nothing') visit.told.ami = 'listed';
    return { visit, isFirst: entry.visits[0] === visit };
  }

  /** The visit that this feed has told of and whose wait is not over for it. */
  ownWaiting(feed: Feed, contact: string, queue: string): Visit | undefined {
    const entry = this.#contacts.get(contact);
    return entry?.visits.findLast((v) => v.queue === queue && (v.told[feed] === 'joined' || v.told[feed] === 'listed'));
  }

  /** The visit that this feed means when it says that a wait is over; the other feed may have told of it alone. */
  waiting(feed: Feed, contact: string, queue: string, at: number): Visit | undefined {
    const stays = staysIn(this.#contact(feed, contact, at), queue);
    const own = this.ownWaiting(feed, contact, queue);
    if (own) return own;
    const told = stays.findLast((v) => v.told[feed] !== 'nothing')?.n ?? 0;
    return stays.findLast((v) => v.n > told && (v.waitEndedAt === null || isNear(v.waitEndedAt, at)));
  }

  /** This feed says that the wait is over. @param agent who answered, "" when nobody did */
  waitEnded(feed: Feed, visit: Visit, at: number, agent: string): void {
    const latestAt = feed === 'log' ? at + LOG_STEP_MS : at;
    visit.waitEndedAt = Math.min(visit.waitEndedAt ?? Infinity, latestAt);
    visit.told[feed] = agent === '' ? 'over' : 'waited';
    if (agent !== '') visit.agent = agent;
  }

  /** The visit whose talk this feed means: the oldest that it heard answered and not ended, of this agent if any. */
  talking(feed: Feed, contact: string, queue: string, agent: string): Visit | undefined {
    const talks = staysIn(this.#contacts.get(contact) ?? { visits: [] }, queue).filter(
      (v) => v.told[feed] === 'waited',
    );
    return talks.find((v) => v.agent === agent) ?? talks[0];
  }

  /** A complete list does not show it any more: what the manager interface says next is about another stay. */
  lose(visit: Visit): void {
    visit.told.ami = 'over';
  }

  talkEnded(feed: Feed, visit: Visit): void {
    visit.told[feed] = 'over';
  }

  /** Visits that a feed heard of and whose end it did not. */
  *unfinished(feed: Feed): Generator<Visit> {
    for (const { visits } of this.#contacts.values()) {
      for (const visit of visits) if (visit.told[feed] !== 'nothing' && visit.told[feed] !== 'over') yield visit;
    }
  }

  /** The log names some members by interface, and one interface may go by different names in different queues. */
  learnName(queue: string, face: string, name: string): void {
    this.#names.set(`${queue}\0${face}`, name);
    this.#names.set(face, name);
  }

  nameOf(queue: string, face: string): string | undefined {
    return this.#names.get(`${queue}\0${face}`) ?? this.#names.get(face);
  }

  #open(entry: Contact, contact: string, queue: string, queuedAt: number): Visit {
    const n = Math.max(0, ...staysIn(entry, queue).map((v) => v.n)) + 1;
    const id = `${contact}/${queue}/${n}`;
    const told: Visit['told'] = { ami: 'nothing', log: 'nothing' };
    const visit: Visit = { id, contact, queue, n, queuedAt, waitEndedAt: null, told, amiSince: null, agent: '' };
    entry.visits.push(visit);
    return visit;
  }

  #contact(feed: Feed, contact: string, at: number): Contact {
    this.#clock[feed] = Math.max(this.#clock[feed], at);
    if (++this.#touched % SWEEP_EVERY === 0) this.#sweep();
    let entry = this.#contacts.get(contact);
    if (!entry) this.#contacts.set(contact, (entry = this.#recall(contact)));
    entry.last[feed] = Math.max(entry.last[feed], at);
    return entry;
  }

  /** After a restart the engine still knows the contact's visits. */
  #recall(contact: string): Contact {
    const visits: Visit[] = [];
    for (const { visit: id, queue, queuedAt, endedAt } of this.#visitsOf(contact)) {
      const n = Number(id.slice(`${contact}/${queue}/`.length));
      if (!(n >= 1) || queuedAt === null) continue;
      const told: Visit['told'] = { ami: 'nothing', log: 'nothing' };
      visits.push({ id, contact, queue, n, queuedAt, waitEndedAt: endedAt, told, amiSince: null, agent: '' });
    }
    return { visits, last: { ami: 0, log: 0 } };
  }

  #sweep(): void {
    for (const [contact, { visits, last }] of this.#contacts) {
      const over = visits.every((v) => v.told.ami === 'over' || v.told.log === 'over');
      const keepMs = over ? KEEP_ENDED_MS : KEEP_OPEN_MS;
      const isStale = (feed: Feed) => last[feed] === 0 || last[feed] < this.#clock[feed] - keepMs;
      if (isStale('ami') && isStale('log')) this.#contacts.delete(contact);
    }
  }
}

const staysIn = ({ visits }: Pick<Contact, 'visits'>, queue: string) => visits.filter((v) => v.queue === queue);
const hasHeard = (visit: Visit, feed: Feed) => visit.told[feed] !== 'nothing' && visit.told[feed] !== 'listed';
/** A stay that had ended before a join is another one. The log's times are only good to its step. */
const isOver = (feed: Feed, { waitEndedAt }: Visit, at: number) =>
  waitEndedAt !== null && waitEndedAt < (feed === 'log' ? at - LOG_STEP_MS : at);
const isNear = (a: number, b: number) => Math.abs(a - b) <= SAME_MS;

/** The one book of a PBX in this server. */
export const bookOf = (context: SourceContext, pbx: string) =>
  context.shared(`asterisk:${pbx}`, () => new VisitBook((contact) => context.visitsOf(contact), context.now()));
