// What a manager interface says, block by block, as events: callers, members, and the list that puts both right after a
// gap. Live events and list items come in one stream and are taken in its order, so that nothing has to be held back.
import type { CloudEvent } from '#core/event.ts';
import type { Block } from './ami-block.ts';
import { AmiCalls } from './ami-calls.ts';
import type { Heard } from './ami-link.ts';
import type { Facts, Moment } from './facts.ts';
import { Members } from './members.ts';
import type { VisitBook } from './visit-book.ts';

interface List {
  action: string;
  /** when it was asked for, when its answer began and when its latest item came, our clock */
  askedAt: number;
  startedAt: number;
  heardAt: number;
  entries: Block[];
}
/** Clocks closer than this are called equal: the answer was on its way for a while. */
const SKEW_MS = 250;
/** An answer that took longer says too little about the other clock. */
const TRIP_MS = 1000;
/** What is more is no clock. */
const FARTHEST_SKEW_MS = 30 * 365 * 86_400_000;
/** Asterisk was frozen for so long at most: after that the connection is given up. */
const STAMP_MS = 60_000;

export class AmiFeed {
  /** ready to be asked: the first sign of life that says so */
  isBooted = false;
  /** queues were reloaded, or seem to have been: that changes members without a word */
  wantsList = false;
  #facts: Facts;
  #book: VisitBook;
  #members: Members;
  #calls: AmiCalls;
  #list: List | null = null;
  /** our clock, epoch ms */
  #pingedAt = -Infinity;
  /** whether events carry their own time; null = none has come yet */
  #hasStamps: boolean | null = null;

  constructor(facts: Facts, book: VisitBook) {
    this.#facts = facts;
    this.#book = book;
    this.#members = new Members(facts);
    this.#calls = new AmiCalls(facts, book, this.#members);
  }

  /** @param action id of the QueueStatus that was sent */
  expectList(action: string, nowAt: number): void {
    this.wantsList = false;
    this.#list = { action, askedAt: nowAt, startedAt: nowAt, heardAt: nowAt, entries: [] };
    this.#members.beginList();
    this.#calls.beginList();
  }

  /** A ping was sent: its answer tells the PBX's clock. */
  pinged(nowAt: number): void {
    this.#pingedAt = nowAt;
  }

  get source(): string {
    return this.#facts.source;
  }

  get isSynced(): boolean {
    return this.#book.ami.synced;
  }

  /** How long the list has been silent; null when none is awaited. */
  listSilentMs(nowAt: number): number | null {
    return this.#list && nowAt - this.#list.heardAt;
  }

  take({ at, blocks }: Heard): CloudEvent[] {
    return blocks.flatMap((block) => this.#block(block, at));
  }

  tick(nowAt: number): CloudEvent[] {
    return this.#calls.tick(nowAt);
  }

  lost(): CloudEvent[] {
    this.#list = null;
    this.isBooted = false;
    this.wantsList = false;
    return this.#calls.lost();
  }

  #block(block: Block, nowAt: number): CloudEvent[] {
    if (block.get('Ping') === 'Pong') this.#compareClocks(block, nowAt);
    if (this.#list && block.get('ActionID') === this.#list.action) return this.#listItem(this.#list, block, nowAt);
    const event = block.get('Event');
    if (event === undefined || block.has('ActionID')) return [];
    if (event === 'FullyBooted') this.isBooted = true;
    if (event === 'Reload') this.wantsList = true;
    const { when, at } = this.#when(block, nowAt);
    if (event === 'QueueMemberRemoved') this.#members.remove(block.get('Queue') ?? '', block.get('Interface') ?? '');
    else if (event.startsWith('QueueMember') && block.has('Status')) {
      const isNew = !this.#members.row(block.get('Queue') ?? '', block.get('Interface') ?? '');
      if (isNew && event !== 'QueueMemberAdded') this.wantsList = true;
      this.#member(block);
    }
    const events = this.#calls.take(block, when, at, nowAt);
    return [...events, ...this.#members.changes(when)];
  }

  #listItem(list: List, block: Block, nowAt: number): CloudEvent[] {
    list.heardAt = nowAt;
    if (block.has('Response')) {
      list.startedAt = nowAt;
      // app_queue is not loaded yet: it is asked again by and by.
      if (block.get('Response') === 'Error') this.#list = null;
      return [];
    }
    switch (block.get('Event')) {
      case 'QueueMember':
        this.#member(block);
        return [];
      case 'QueueEntry':
        list.entries.push(block);
        return [];
      case 'QueueStatusComplete':
        this.#list = null;
        return this.#listEnd(list);
      default:
        return [];
    }
  }

  #listEnd({ askedAt, startedAt, heardAt, entries }: List): CloudEvent[] {
    const { skewMs } = this.#book;
    this.#members.endList();
    // In the time that the events have: the PBX's, or ours. Not known yet: the earlier, which ends fewer visits.
    const asofAt = startedAt + (this.#hasStamps === null ? Math.min(0, skewMs) : this.#hasStamps ? skewMs : 0);
    const when: Moment = { at: asofAt, quality: 'derived' };
    const { waiting, events } = this.#calls.listed(entries, asofAt, startedAt + skewMs, startedAt - askedAt);
    if (this.isSynced) return [...events, ...this.#members.changes(when)];
    // The first list of a connection: what happened before it was missed, so it also says who is gone.
    events.push(this.#facts.snapshot(when, 'all', waiting, this.#members.snapshot(asofAt)));
    events.push(...this.#calls.talksListed(asofAt), ...this.#members.changes(when));
    this.#book.ami.synced = true;
    this.#book.snapshotAt = asofAt;
    return [...events, this.#facts.status(heardAt, 'up')];
  }

  #member(block: Block): void {
    this.#members.put(block);
    const face = block.get('Interface') ?? block.get('Location') ?? '';
    const name = block.get('MemberName') || block.get('Name');
    if (name) this.#book.learnName(block.get('Queue') ?? '', face, name);
  }

  /** A live stream tells what happens now: a time of its own that is far from it belongs to a recording. */
  #when(block: Block, nowAt: number): { when: Moment; at: number } {
    const pbxAt = nowAt + this.#book.skewMs;
    const stampAt = Math.floor(Number(block.get('Timestamp') ?? NaN) * 1000);
    const hasStamp = Math.abs(stampAt - pbxAt) <= STAMP_MS;
    // What is said at the log-in has no time of its own in any case.
    if (block.get('Event') !== 'FullyBooted') this.#hasStamps = hasStamp;
    if (!hasStamp) return { when: { at: nowAt, quality: 'received' }, at: pbxAt };
    return { when: { at: stampAt, quality: 'source' }, at: stampAt };
  }

  #compareClocks(pong: Block, nowAt: number): void {
    if (nowAt - this.#pingedAt > TRIP_MS) return;
    const onTheWayAt = (this.#pingedAt + nowAt) / 2;
    const skewMs = Math.round(Number(pong.get('Timestamp') ?? NaN) * 1000 - onTheWayAt);
    if (Math.abs(skewMs) < FARTHEST_SKEW_MS) this.#book.skewMs = Math.abs(skewMs) < SKEW_MS ? 0 : skewMs;
  }
}
