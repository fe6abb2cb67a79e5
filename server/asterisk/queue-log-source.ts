// Follows a queue_log and yields what it says. Beside a connected manager interface it steps back: that one is exact to
// the millisecond and knows the agents, so the log's lines wait a moment and its agents are left out.
import type { CloudEvent } from '#core/event.ts';
import type { SourceContext } from '../source.ts';
import { Facts } from './facts.ts';
import { FileFollower, type FollowedLine, type Place } from './file-follower.ts';
import { QueueLogAgents } from './queue-log-agents.ts';
import { QueueLogCalls } from './queue-log-calls.ts';
import { parseQueueLogLine } from './queue-log-line.ts';
import { bookOf } from './visit-book.ts';

export interface QueueLogOptions {
  file: string;
  pbx: string;
  site?: string;
  from: 'start' | 'end';
}

/** All in ms. */
export const QUEUE_LOG_TIMING = {
  poll: 100,
  /** how long a fresh line waits for the manager interface to speak first; longer than its own delays */
  hold: 2000,
};

interface Held extends FollowedLine {
  dueAt: number;
  /** since when the manager interface tells of agents, and better; null = not connected when the line was read */
  quietFrom: number | null;
}
interface Memory {
  place: Place;
  queues: string[];
  /** time given to the last line, and its second */
  at: number;
  second: number;
}

const BATCH = 1000;

export async function* followQueueLog(
  options: QueueLogOptions,
  context: SourceContext,
  timing: typeof QUEUE_LOG_TIMING = QUEUE_LOG_TIMING,
): AsyncGenerator<CloudEvent[], void, void> {
  const { now, log, signal } = context;
  const book = bookOf(context, options.pbx);
  const facts = new Facts(`asterisk:${options.pbx}`, options.site, () => book.nextSequence());
  const memory = context.recall() as Memory | null;
  const follower = new FileFollower(options.file, memory?.place ?? options.from);
  const calls = new QueueLogCalls(facts, book, memory?.queues ?? []);
  const agents = new QueueLogAgents(facts, book);
  let clock = { at: memory?.at ?? 0, second: memory?.second ?? 0 };
  let held: Held[] = [];
  let isMissed = false;
  let lastSession: number | null = null;

  /**
   * Lines of one second stay in order: each is put a millisecond after the one before. And after a snapshot of that
   * second: who waited then is in it, so the line tells of something later.
   */
  function instantOf(second: number): number {
    const at = second === clock.second ? clock.at + 1 : second * 1000;
    const isSnapshots = Math.floor(book.snapshotAt / 1000) === second;
    return isSnapshots ? Math.max(at, book.snapshotAt + 1) : at;
  }

  function take({ text, place, quietFrom }: Held): CloudEvent[] {
    const line = parseQueueLogLine(text);
    if (!line) return [];
    clock = { second: line.second, at: instantOf(line.second) };
    const isQuiet = quietFrom !== null && clock.at + 1000 > quietFrom;
    const key = `log/${line.second}/${place.offset}`;
    return [...calls.take(line, clock.at, isQuiet), ...agents.take(line, clock.at, key, isQuiet)];
  }

  function hold(lines: FollowedLine[], isFresh: boolean): void {
    const dueAt = isFresh ? now() + timing.hold : 0;
    held.push(...lines.map((line) => ({ ...line, dueAt, quietFrom: book.ami.upAt })));
  }

  function announce(): CloudEvent[][] {
    if (!follower.isOpen && !isMissed) log.warn(`${options.file} is not there yet, or may not be read; waiting for it`);
    if (!follower.isOpen) isMissed = true;
    if (!follower.isOpen || book.log.live) return [];
    book.log.live = follower.isAtEnd;
    if (!book.log.live) return [];
    log.info(`following ${options.file}`);
    return book.ami.present ? [] : [[facts.status(now(), 'up')]];
  }

  book.restart('log');
  try {
    while (!signal.aborted) {
      // Lines from before the manager interface was in step are news to it, too.
      const session = book.ami.synced ? book.ami.upAt : null;
      const isFresh = follower.isAtEnd && session !== null && session === lastSession;
      lastSession = session;
      const lines = await follower.read();
      hold(lines, isFresh);
      const isDue = ({ dueAt }: Held) => !book.ami.synced || dueAt <= now();
      const waiting = held.findIndex((line) => !isDue(line));
      const due = waiting < 0 ? held : held.slice(0, waiting);
      held = waiting < 0 ? [] : held.slice(waiting);
      let events: CloudEvent[] = [];
      for (const [i, line] of due.entries()) {
        events.push(...take(line));
        if (events.length < BATCH && i < due.length - 1) continue;
        if (events.length > 0) yield events;
        events = [];
        await context.remember({ place: line.place, queues: [...calls.queues], ...clock } satisfies Memory);
      }
      if (follower.dropped > 0) log.warn(`${follower.dropped} lines of more than 64 KiB were dropped`);
      follower.dropped = 0;
      yield* announce();
      if (lines.length === 0) await context.sleep(timing.poll);
    }
  } finally {
    book.log.live = false;
    await follower.close();
  }
}
