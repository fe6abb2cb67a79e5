// Visits folded from facts: timestamps are kept, never the order in which they came, so any order and any repeats give
// the same row. What a row counts as (outcome, end) is derived anew after each fact.
import type { EventData } from '../event.ts';
import { CHANNELS, LEAVE_REASONS } from '../vocabulary.ts';
import { Backwards } from './backwards.ts';
import type { Contacts } from './contacts.ts';
import type { DumpPart } from './dump.ts';
import { Ids } from './ids.ts';
import type { Names } from './names.ts';
import { Endings } from './endings.ts';
import { endingOf, OUTCOMES, stands, UNDECIDED, type Outcome } from './outcome.ts';
import type { Snapshots } from './snapshots.ts';
import { Spans } from './spans.ts';
import { Table } from './table.ts';
import { Timeline } from './timeline.ts';
import type { Wraps } from './wraps.ts';

type Dims = Record<'queues' | 'sites' | 'agents' | 'sources', Names>;
const TIMELINES = ['entered', 'ended', 'talked', 'wrapped', 'open'] as const;

export class Visits<Cell> {
  table = new Table({
    contact: 'u32',
    /** next visit of the same contact */
    next: 'u32',
    source: 'u16',
    queue: 'u32',
    site: 'u32',
    channel: 'u8',
    agent: 'u32',
    queuedAt: 'f64',
    /** first instant at which a snapshot listed it as waiting: stands in for a lost contact.queued */
    listedAt: 'f64',
    answeredAt: 'f64',
    leftAt: 'f64',
    /** the earliest end of the talk that was told of this visit */
    talkToldAt: 'f64',
    /** 1 + index into LEAVE_REASONS */
    reason: 'u8',
    // derived:
    enteredAt: 'f64',
    endedAt: 'f64',
    outcome: 'u8',
    talkedAt: 'f64',
    wrappedAt: 'f64',
  });
  ids = new Ids();
  entered = new Timeline<Cell>();
  ended = new Timeline<Cell>();
  /** answered ones, where the talk ended, and where the work after it did */
  talked = new Timeline<Cell>();
  wrapped = new Timeline<Cell>();
  open = new Spans();
  backwards = new Backwards();
  endings = new Endings();
  /** rows whose end only snapshots or the contact's end can tell so far */
  undecided = new Set<number>();
  #contacts: Contacts<Cell>;
  #wraps: Wraps<Cell>;
  #snapshots: Snapshots;
  #dims: Dims;

  constructor(contacts: Contacts<Cell>, wraps: Wraps<Cell>, snapshots: Snapshots, dims: Dims) {
    this.#contacts = contacts;
    this.#wraps = wraps;
    this.#snapshots = snapshots;
    this.#dims = dims;
  }

  queued(contact: number, source: number, eventAt: number, data: EventData<'contact.queued'>): void {
    const row = this.#row(contact, data.visit);
    const { queuedAt, queue, site, channel, source: from } = this.table.col;
    const newChannel = data.channel ? 1 + CHANNELS.indexOf(data.channel) : 0;
    const known = queuedAt[row];
    if (known !== 0 && eventAt > known) return;
    if (eventAt === known) {
      // Two entries in one instant: the greater stands, whichever came first; a site told beats none.
      const { queues, sites, sources } = this.#dims;
      const stands = [queues.text(queue[row]), sites.text(site[row]), channel[row], sources.text(from[row])].join('\0');
      if ([data.queue, data.site ?? '', newChannel, sources.text(source)].join('\0') <= stands) return;
    }
    queuedAt[row] = eventAt;
    from[row] = source;
    queue[row] = this.#dims.queues.number(data.queue);
    site[row] = this.#dims.sites.number(data.site);
    channel[row] = newChannel;
    this.settle(row);
  }

  listed(contact: number, source: number, at: number, visit: string, queueId: string): void {
    const row = this.#row(contact, visit);
    const { listedAt, queuedAt, queue, source: from } = this.table.col;
    const known = listedAt[row];
    if (known !== 0 && (known < at || (known === at && this.#dims.queues.text(queue[row]) >= queueId))) return;
    listedAt[row] = at;
    if (queuedAt[row] === 0) {
      queue[row] = this.#dims.queues.number(queueId);
      from[row] = source;
    }
    this.settle(row);
  }

  answered(contact: number, eventAt: number, data: EventData<'contact.answered'>): void {
    const row = this.#row(contact, data.visit);
    const { answeredAt, agent } = this.table.col;
    const known = answeredAt[row];
    const newAgent = data.agent ?? '';
    if (known !== 0 && (eventAt > known || (eventAt === known && newAgent <= this.#dims.agents.text(agent[row]))))
      return;
    answeredAt[row] = eventAt;
    agent[row] = this.#dims.agents.number(newAgent);
    this.settle(row);
  }

  left(contact: number, eventAt: number, data: EventData<'contact.left'>): void {
    const row = this.#row(contact, data.visit);
    const { leftAt, reason } = this.table.col;
    const comes = { at: eventAt, reason: data.reason };
    if (leftAt[row] !== 0 && !stands(comes, { at: leftAt[row], reason: LEAVE_REASONS[reason[row] - 1] })) return;
    leftAt[row] = eventAt;
    reason[row] = 1 + LEAVE_REASONS.indexOf(data.reason);
    this.settle(row);
  }

  talkEnded(contact: number, visit: string, eventAt: number): void {
    const row = this.#row(contact, visit);
    const { talkToldAt } = this.table.col;
    if (talkToldAt[row] !== 0 && talkToldAt[row] <= eventAt) return;
    talkToldAt[row] = eventAt;
    this.settle(row, false);
  }

  /**
   * Derives entry, end and outcome, and moves the row to where it counts now.
   * @param changed false when nothing of the row itself did, so that an unchanged result changes no sum
   */
  settle(row: number, changed = true): void {
    const col = this.table.col;
    const oldOutcome = col.outcome[row];
    const oldEntered = col.enteredAt[row];
    const oldEnded = col.endedAt[row];
    const entered = col.queuedAt[row] || col.listedAt[row];
    const [outcome, ended] = entered === 0 ? (['open', 0] as const) : this.#end(row, entered);
    const isSame = oldEntered === entered && oldEnded === ended && OUTCOMES[oldOutcome] === outcome;
    if (outcome !== 'open' && OUTCOMES[oldOutcome] !== outcome) this.endings.count(col.queue[row], outcome);
    if (!isSame || changed) {
      col.enteredAt[row] = entered;
      col.endedAt[row] = ended;
      col.outcome[row] = OUTCOMES.indexOf(outcome);
      if (entered !== 0 && UNDECIDED.includes(outcome)) this.undecided.add(row);
      else this.undecided.delete(row);
      this.open.move(row, oldEntered, oldEnded, entered, ended);
      this.entered.move(row, oldEntered, entered);
      this.ended.move(row, oldEnded, ended);
    }
    this.#settleTalk(row, changed);
    this.backwards.note(row, col);
    // The ended contact is of the queue and team of its last visit.
    if (changed || oldEntered !== entered) this.#contacts.touch(col.contact[row]);
    if (oldEntered === entered) return;
    // Another visit of the contact may no longer be its last, or be it again.
    for (const other of this.of(col.contact[row])) if (other !== row) this.settle(other);
  }

  /** The talk of an answered visit ends when it was told to, else with a transfer or its contact; then comes the wrap-up. */
  #settleTalk(row: number, changed: boolean): void {
    const col = this.table.col;
    const isAnswered = OUTCOMES[col.outcome[row]] === 'answered';
    const told =
      col.talkToldAt[row] || this.#contacts.talkEndedAt(col.contact[row], col.answeredAt[row], col.agent[row]);
    const talkedAt = isAnswered && told !== 0 ? Math.max(told, col.answeredAt[row]) : 0;
    const old = col.talkedAt[row];
    col.talkedAt[row] = talkedAt;
    if (!changed && old === talkedAt) return;
    this.talked.move(row, old, talkedAt);
    this.settleWraps(col.contact[row], row);
  }

  /** @param changed a visit of which more than its wrap-up did */
  settleWraps(contact: number, changed = 0): void {
    const { talkedAt, wrappedAt } = this.table.col;
    // Most are looked at before anything was told of the work after them.
    if (this.#contacts.table.col.firstWrap[contact] === 0) return this.#moveWrap(changed, 0);
    const talks = [...this.of(contact)].filter((row) => talkedAt[row] !== 0);
    talks.sort((a, b) => talkedAt[a] - talkedAt[b] || (this.#isLater(a, b) ? 1 : -1));
    const doneAt = this.#wraps.after(contact, talks, this.table.col);
    for (const row of this.of(contact))
      if (row === changed || wrappedAt[row] !== (doneAt.get(row) ?? 0)) this.#moveWrap(row, doneAt.get(row) ?? 0);
  }

  #moveWrap(row: number, at: number): void {
    this.wrapped.move(row, this.table.col.wrappedAt[row], at);
    this.table.col.wrappedAt[row] = at;
  }

  /** Something that the ended talk is described by has changed: its contact bought. */
  touchTalk(row: number): void {
    const at = this.table.col.talkedAt[row];
    if (at !== 0) this.talked.move(row, at, at);
  }

  /** The visits of one contact, newest row first. */
  *of(contact: number): Generator<number> {
    for (let row = this.#contacts.table.col.firstVisit[contact]; row !== 0; row = this.table.col.next[row]) yield row;
  }

  /** Whether no later visit of the contact had begun as of an instant. */
  isLast(row: number, asOf: number): boolean {
    const { enteredAt, contact, next } = this.table.col;
    // Asked for each row of a minute that is counted anew: no generator.
    for (let other = this.#contacts.table.col.firstVisit[contact[row]]; other !== 0; other = next[other])
      if (other !== row && enteredAt[other] < asOf && this.#isLater(other, row)) return false;
    return true;
  }

  /** The visit of a contact that began last; 0 = none. */
  lastOf(contact: number): number {
    const { enteredAt, next } = this.table.col;
    let last = 0;
    for (let row = this.#contacts.table.col.firstVisit[contact]; row !== 0; row = next[row])
      if (enteredAt[row] !== 0 && (last === 0 || this.#isLater(row, last))) last = row;
    return last;
  }

  #isLater(row: number, than: number): boolean {
    const { enteredAt } = this.table.col;
    if (enteredAt[row] !== enteredAt[than]) return enteredAt[row] > enteredAt[than];
    return this.ids.text(row) > this.ids.text(than);
  }

  siteOf(row: number): number {
    const { site, contact } = this.table.col;
    return site[row] || this.#contacts.table.col.site[contact[row]];
  }

  channelOf(row: number): number {
    const { channel, contact } = this.table.col;
    return channel[row] || this.#contacts.table.col.channel[contact[row]];
  }

  forget(row: number): void {
    this.ids.remove(row);
    const { enteredAt, endedAt, talkedAt, wrappedAt } = this.table.col;
    this.open.move(row, enteredAt[row], endedAt[row], 0, 0);
    this.entered.move(row, enteredAt[row], 0);
    this.ended.move(row, endedAt[row], 0);
    this.talked.move(row, talkedAt[row], 0);
    this.wrapped.move(row, wrappedAt[row], 0);
    this.undecided.delete(row);
    this.backwards.forget(row);
    this.table.free(row);
  }

  dump(to: DumpPart): void {
    this.table.dump(to.part('table'));
    this.ids.dump(to.part('ids'));
    for (const name of TIMELINES) this[name].dump(to.part(name));
    this.backwards.dump(to.part('backwards'));
    to.note('endings', [...this.endings]);
  }

  restore(from: DumpPart): void {
    this.table.restore(from.part('table'));
    this.ids.restore(from.part('ids'));
    for (const name of TIMELINES) this[name].restore(from.part(name));
    this.backwards.restore(from.part('backwards'));
    this.endings = new Endings(from.noted<[number, number[]][]>('endings'));
    const { enteredAt, outcome } = this.table.col;
    const isUndecided = OUTCOMES.map((one) => UNDECIDED.includes(one));
    for (let row = 1; row < this.table.size; row++)
      if (isUndecided[outcome[row]] && enteredAt[row] !== 0) this.undecided.add(row);
  }

  #row(contact: number, visit: string): number {
    let row = this.ids.find(visit);
    if (row !== 0) return row;
    row = this.table.add();
    this.ids.put(visit, row);
    const { firstVisit } = this.#contacts.table.col;
    this.table.col.contact[row] = contact;
    this.table.col.next[row] = firstVisit[contact];
    firstVisit[contact] = row;
    return row;
  }

  #end(row: number, entered: number): readonly [Outcome, number] {
    const { answeredAt, leftAt, reason } = this.table.col;
    const word = LEAVE_REASONS[reason[row] - 1];
    return endingOf(answeredAt[row], leftAt[row], word, () => this.#vanishedAt(row, entered));
  }

  /** When its contact ended, or a snapshot missed it; 0 = never. */
  #vanishedAt(row: number, entered: number): number {
    const { queue, source, contact } = this.table.col;
    const place = { queue: queue[row], site: this.siteOf(row), channel: this.channelOf(row) };
    const missingAt = this.#snapshots.missingAt(source[row], () => this.ids.text(row), place, entered);
    const overAt = this.#contacts.overAt(contact[row], entered);
    return missingAt === 0 || overAt === 0 ? missingAt || overAt : Math.min(missingAt, overAt);
  }
}
