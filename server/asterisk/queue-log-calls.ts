// Callers in queues, as queue_log tells them: every stay, how it ended and why, in whole seconds.
import type { CloudEvent } from '#core/event.ts';
import { amount, LONGEST_S } from './amount.ts';
import type { LeaveReason } from '#core/vocabulary.ts';
import { derived, type EndedBy, type Facts, type Moment, type OfferResult } from './facts.ts';
import { waitedMs, type QueueLogLine } from './queue-log-line.ts';
import type { Visit, VisitBook } from './visit-book.ts';

const LEFT: Record<string, LeaveReason> = {
  ABANDON: 'abandoned',
  EXITWITHTIMEOUT: 'timeout',
  EXITEMPTY: 'empty',
  EXITWITHKEY: 'key',
  WITHDRAW: 'withdrawn',
};
const ENDED: Record<string, EndedBy> = {
  COMPLETECALLER: 'customer',
  COMPLETEAGENT: 'agent',
  BLINDTRANSFER: 'transfer',
  ATTENDEDTRANSFER: 'transfer',
  TRANSFER: 'transfer',
};
const RUNG: Record<string, OfferResult> = { RINGNOANSWER: 'noanswer', RINGCANCELED: 'cancelled' };

export class QueueLogCalls {
  /** every queue the log told of: a restart of Asterisk empties them */
  readonly queues: Set<string>;
  #facts: Facts;
  #book: VisitBook;

  constructor(facts: Facts, book: VisitBook, queues: Iterable<string>) {
    this.#facts = facts;
    this.#book = book;
    this.queues = new Set(queues);
  }

  /** @param isQuiet the manager interface tells of rings and of who is gone after a restart, and better */
  take(line: QueueLogLine, at: number, isQuiet: boolean): CloudEvent[] {
    const when: Moment = { at, quality: 'source' };
    const { event, call, queue, agent } = line;
    if (event === 'QUEUESTART') return this.#restart(when, isQuiet);
    if (call === '' || call === 'NONE' || queue === '' || queue === 'NONE') return [];
    if (event === 'ENTERQUEUE') {
      this.queues.add(queue);
      const { visit, isFirst } = this.#book.join('log', call, queue, at);
      return this.#facts.queued(visit, when, isFirst);
    }
    if (event === 'CONNECT') {
      const { visit, events } = this.#waiting(line, at);
      this.#book.waitEnded('log', visit, at, agent);
      return [...events, this.#facts.answered(visit, when, agent)];
    }
    if (LEFT[event]) {
      const { visit, events } = this.#waiting(line, at);
      this.#book.waitEnded('log', visit, at, '');
      return [...events, this.#facts.left(visit, when, LEFT[event])];
    }
    if (ENDED[event]) return this.#end(line, when, ENDED[event]);
    return RUNG[event] && !isQuiet ? this.#ring(line, when, RUNG[event]) : [];
  }

  #end({ call, queue, agent }: QueueLogLine, when: Moment, by: EndedBy): CloudEvent[] {
    const visit = this.#book.talking('log', call, queue, agent);
    if (!visit) return [];
    this.#book.talkEnded('log', visit);
    return [this.#facts.ended(visit, when, by, agent)];
  }

  /** The log tells of a ring only when it is over; how long it rang is in ms, unlike all else. */
  #ring({ call, queue, agent, data }: QueueLogLine, when: Moment, result: OfferResult): CloudEvent[] {
    const visit = this.#book.ownWaiting('log', call, queue);
    if (!visit) return [];
    const offer = `${visit.id}/offer/${agent}@${when.at}`;
    const ringMs = amount(data[0], LONGEST_S * 1000);
    return [
      this.#facts.offerStarted(visit, derived(when.at - ringMs), offer, agent),
      this.#facts.offerEnded(visit, when, offer, agent, result),
    ];
  }

  /** Asterisk started: whoever waited or talked before is gone, also those told of before this server started. */
  #restart(when: Moment, isQuiet: boolean): CloudEvent[] {
    const events: CloudEvent[] = [];
    for (const visit of this.#book.unfinished('log')) {
      if (visit.told.log === 'waited') events.push(this.#facts.ended(visit, when, 'system', visit.agent));
      else events.push(this.#facts.left(visit, when, 'unknown'));
      this.#book.talkEnded('log', visit);
    }
    if (isQuiet) return events;
    return [...events, ...[...this.queues].map((queue) => this.#facts.snapshot(when, `queue:${queue}`, [], []))];
  }

  /** A join before the place where reading began was as long ago as the line says. */
  #waiting(line: QueueLogLine, at: number): { visit: Visit; events: CloudEvent[] } {
    const known = this.#book.waiting('log', line.call, line.queue, at);
    if (known) return { visit: known, events: [] };
    const joinedAt = at - waitedMs(line);
    const { visit, isFirst } = this.#book.join('log', line.call, line.queue, joinedAt);
    return { visit, events: this.#facts.queued(visit, derived(joinedAt), isFirst) };
  }
}
