// Callers in queues, as the manager interface tells them. It doesn't say why somebody left: "abandoned" covers time-outs
// too, and who left by key just leaves. What it can't know is told as little as possible; queue_log tells it exactly.
import { amount, LONGEST_S } from './amount.ts';
import type { CloudEvent, EventData } from '#core/event.ts';
import type { Block } from './ami-block.ts';
import { Offers } from './ami-offers.ts';
import { derived, type EndedBy, type Facts, type Moment } from './facts.ts';
import type { Members } from './members.ts';
import { LOG_STEP_MS, type Visit, type VisitBook } from './visit-book.ts';

interface Leaving {
  visit: Visit;
  when: Moment;
  /** our clock, epoch ms */
  sinceAt: number;
  isTold: boolean;
}
interface Talk {
  visit: Visit;
  agent: string;
  queue: string;
  face: string;
  answeredAt: number;
}

const ENDED_BY: Record<string, EndedBy> = { caller: 'customer', agent: 'agent', transfer: 'transfer' };
/** Asterisk tells the connect at once after the leave, unless a subroutine runs on the agent's channel in between. */
export const LEAVING_MS = 1000;
const CONNECTING_MS = 15_000;
/** A phone in one of these states (not in use, ringing) is not about to be connected to the caller who just left. */
const IDLE = new Set([1, 6]);
/** Talks of one member whose end was never heard. */
const TALKS_KEPT = 4;

export class AmiCalls {
  #facts: Facts;
  #book: VisitBook;
  #members: Members;
  #offers: Offers;
  #leaving = new Map<string, Leaving>();
  /** visits that began since the latest list was asked for: it need not show them */
  #joined = new Set<string>();
  /** by queue and interface: AgentComplete doesn't always name the caller */
  #talks = new Map<string, Talk[]>();

  constructor(facts: Facts, book: VisitBook, members: Members) {
    this.#facts = facts;
    this.#book = book;
    this.#members = members;
    this.#offers = new Offers(facts);
  }

  /** @param at the event's instant on the PBX's clock  @param nowAt ours */
  take(block: Block, when: Moment, at: number, nowAt: number): CloudEvent[] {
    const queue = block.get('Queue');
    const contact = block.get('Uniqueid');
    if (!queue) return [];
    if (block.get('Event') === 'AgentComplete') return this.#complete(block, when, queue, contact);
    if (!contact) return [];
    switch (block.get('Event')) {
      case 'QueueCallerJoin':
        return this.#join(when, contact, queue, at);
      case 'QueueCallerAbandon':
        return this.#abandon(block, when, contact, queue, at);
      case 'QueueCallerLeave':
        return this.#leave(when, contact, queue, nowAt);
      case 'AgentConnect':
        return this.#connect(block, when, contact, queue, at);
      case 'AgentCalled':
        return this.#ring(block, when, contact, queue);
      case 'AgentRingNoAnswer':
        return this.#ringEnd(block, when, contact, queue, 'noanswer');
      case 'AgentDump':
        return this.#ringEnd(block, when, contact, queue, 'failed');
      default:
        return [];
    }
  }

  /** Who left and was not connected in time left by key; while somebody may still be about to talk to them: unknown. */
  tick(nowAt: number): CloudEvent[] {
    const events: CloudEvent[] = [];
    for (const leaving of this.#leaving.values()) {
      const agoMs = nowAt - leaving.sinceAt;
      if (agoMs < LEAVING_MS) continue;
      const { visit, when } = leaving;
      const mayConnect = this.#offers
        .faces(visit)
        .some((face) => !IDLE.has(this.#members.row(visit.queue, face)?.status ?? 0));
      if (!mayConnect || agoMs >= CONNECTING_MS) events.push(...this.#leftByKey(leaving));
      else if (!leaving.isTold) {
        leaving.isTold = true;
        events.push(this.#facts.left(visit, when, 'unknown'));
      }
    }
    return events;
  }

  /** The connection is lost: whoever was just leaving left, and we won't hear how. */
  lost(): CloudEvent[] {
    const events = [...this.#leaving.values()].map(({ visit, when }) => this.#facts.left(visit, when, 'unknown'));
    for (const { visit, when } of this.#leaving.values()) this.#book.waitEnded('ami', visit, when.at, '');
    this.#leaving.clear();
    this.#offers.clear();
    return events;
  }

  beginList(): void {
    this.#joined.clear();
  }

  /**
   * The callers of a list: those not heard of before entered their queue as long ago as it says.
   * @param lateMs it was asked for so long before it came
   */
  listed(
    entries: Block[],
    asofAt: number,
    at: number,
    lateMs: number,
  ): { waiting: EventData<'snapshot'>['waiting']; events: CloudEvent[] } {
    const waiting = new Map<string, EventData<'snapshot'>['waiting'][number]>();
    const events: CloudEvent[] = [];
    for (const block of entries) {
      const contact = block.get('Uniqueid');
      const queue = block.get('Queue');
      if (!contact || !queue) continue;
      const waitMs = seconds(block, 'Wait') * 1000;
      const { visit, isFirst } = this.#book.listed(contact, queue, at - waitMs, at, lateMs);
      events.push(...this.#facts.queued(visit, derived(asofAt - waitMs), isFirst));
      waiting.set(visit.id, { contact, visit: visit.id, queue, since: new Date(asofAt - waitMs).toISOString() });
    }
    for (const visit of this.#book.unfinished('ami')) {
      const { id, told } = visit;
      const isHere = waiting.has(id) || this.#joined.has(id) || this.#leaving.has(id);
      if (told.ami !== 'waited' && !isHere) this.#book.lose(visit);
    }
    // The log may know of a join after this list which its whole seconds put before it.
    const stepAt = Math.floor(at / LOG_STEP_MS) * LOG_STEP_MS;
    for (const { id, contact, queue, queuedAt, waitEndedAt } of this.#book.unfinished('log')) {
      if (waitEndedAt !== null || queuedAt < stepAt || queuedAt > at || waiting.has(id)) continue;
      waiting.set(id, { contact, visit: id, queue });
    }
    return { waiting: [...waiting.values()], events };
  }

  /** Talks whose member is in no call any more ended while we did not listen; the log, if there is one, tells how. */
  talksListed(asofAt: number): CloudEvent[] {
    const events: CloudEvent[] = [];
    for (const [key, talks] of this.#talks) {
      const over = talks.filter((t) => t.answeredAt < asofAt && !this.#members.row(t.queue, t.face)?.inCall);
      this.#talks.set(
        key,
        talks.filter((talk) => !over.includes(talk)),
      );
      for (const { visit, agent } of over) {
        this.#book.talkEnded('ami', visit);
        if (!this.#book.log.live) events.push(this.#facts.ended(visit, derived(asofAt), 'system', agent));
      }
    }
    return events;
  }

  #join(when: Moment, contact: string, queue: string, at: number): CloudEvent[] {
    const { visit, isFirst } = this.#book.join('ami', contact, queue, at);
    this.#joined.add(visit.id);
    return this.#facts.queued(visit, when, isFirst);
  }

  #abandon(block: Block, when: Moment, contact: string, queue: string, at: number): CloudEvent[] {
    const { visit, events } = this.#waiting(block, when, contact, queue, at);
    if (!visit) return [];
    this.#book.waitEnded('ami', visit, at, '');
    return [...events, this.#facts.left(visit, when, 'abandoned'), ...this.#offers.endAll(visit, when)];
  }

  #leave(when: Moment, contact: string, queue: string, nowAt: number): CloudEvent[] {
    const visit = this.#book.ownWaiting('ami', contact, queue);
    if (visit) this.#leaving.set(visit.id, { visit, when, sinceAt: nowAt, isTold: false });
    return [];
  }

  #connect(block: Block, when: Moment, contact: string, queue: string, at: number): CloudEvent[] {
    const { agent, face } = member(block);
    this.#members.inCall(queue, face, true);
    const { visit, events } = this.#waiting(block, when, contact, queue, at);
    if (!visit) return [];
    this.#leaving.delete(visit.id);
    this.#book.waitEnded('ami', visit, at, agent);
    const key = `${queue}\0${face}`;
    const talks = [...(this.#talks.get(key) ?? []), { visit, agent, queue, face, answeredAt: when.at }];
    this.#talks.set(key, talks.slice(-TALKS_KEPT));
    return [...events, this.#facts.answered(visit, when, agent), ...this.#offers.endAll(visit, when, face)];
  }

  #complete(block: Block, when: Moment, queue: string, contact: string | undefined): CloudEvent[] {
    const { agent, face } = member(block);
    this.#members.inCall(queue, face, false);
    const talks = this.#talks.get(`${queue}\0${face}`) ?? [];
    const index = contact ? talks.findIndex((talk) => talk.visit.contact === contact) : talks.length - 1;
    if (index < 0) return [];
    const [{ visit }] = talks.splice(index, 1);
    this.#book.talkEnded('ami', visit);
    return [this.#facts.ended(visit, when, ENDED_BY[block.get('Reason') ?? ''] ?? 'system', agent)];
  }

  #ring(block: Block, when: Moment, contact: string, queue: string): CloudEvent[] {
    const visit = this.#book.ownWaiting('ami', contact, queue);
    const { agent, face } = member(block);
    if (!visit || !agent) return [];
    return [this.#offers.start(visit, when, agent, face, block.get('DestUniqueid') ?? `${agent}@${when.at}`)];
  }

  #ringEnd(block: Block, when: Moment, contact: string, queue: string, result: 'noanswer' | 'failed'): CloudEvent[] {
    const visit = this.#book.ownWaiting('ami', contact, queue);
    return visit ? this.#offers.end(visit, when, member(block).face, result) : [];
  }

  #leftByKey({ visit, when }: Leaving): CloudEvent[] {
    this.#leaving.delete(visit.id);
    this.#book.waitEnded('ami', visit, when.at, '');
    return [this.#facts.left(visit, when, 'key'), ...this.#offers.endAll(visit, when)];
  }

  /** The visit whose wait ends here. A join that nobody heard was HoldTime ago, unless the log is there to tell. */
  #waiting(
    block: Block,
    when: Moment,
    contact: string,
    queue: string,
    at: number,
  ): { visit?: Visit; events: CloudEvent[] } {
    const known = this.#book.waiting('ami', contact, queue, at);
    if (known) return { visit: known, events: [] };
    if (this.#book.log.live) return { events: [] };
    const holdMs = seconds(block, 'HoldTime') * 1000;
    const { visit, isFirst } = this.#book.join('ami', contact, queue, at - holdMs);
    return { visit, events: this.#facts.queued(visit, derived(when.at - holdMs), isFirst) };
  }
}

function member(block: Block): { agent: string; face: string } {
  const face = block.get('Interface') ?? '';
  return { agent: block.get('MemberName') || face, face };
}

const seconds = (block: Block, field: string) => amount(block.get(field), LONGEST_S);
