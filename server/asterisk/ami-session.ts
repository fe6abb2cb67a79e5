// One logged-in connection to a manager interface, from the first list to its end: asks for lists, pings, and gives up
// on what stays silent, since Asterisk can freeze with the connection open.
import type { CloudEvent } from '#core/event.ts';
import type { SourceContext } from '../source.ts';
import type { AmiFeed } from './ami-feed.ts';
import { AmiLost, type AmiLink } from './ami-link.ts';

/** All in ms. */
export const AMI_TIMING = {
  connect: 10_000,
  answer: 10_000,
  /** FullyBooted does not come to users without the class "system" */
  boot: 3000,
  /** a list may pause for this long between two items */
  list: 10_000,
  /** between lists that only look for members changed by a reload; at once when there was one */
  audit: 60_000,
  /** between two lists, whatever happens */
  again: 3000,
  ping: 4000,
  /** nothing heard for so long, not even a pong: the connection is dead */
  silence: 30_000,
  tick: 100,
  firstRetry: 250,
  lastRetry: 30_000,
};
export type AmiTiming = typeof AMI_TIMING;

export interface Step {
  events: CloudEvent[];
  /** when the latest block came, epoch ms */
  heardAt: number;
}

/** Ends when the source stops; throws AmiLost when the connection is over. */
export async function* runSession(
  link: AmiLink,
  feed: AmiFeed,
  context: SourceContext,
  timing: AmiTiming,
): AsyncGenerator<Step, void, void> {
  const { now, log, signal } = context;
  const startedAt = now();
  let heardAt = startedAt;
  let pingedAt = -Infinity;
  let listedAt = -Infinity;
  // While this process stands still it hears nothing, whoever speaks: only time awake counts.
  let silentMs = 0;

  function askForList(at: number): void {
    const pauseMs = feed.listSilentMs(at);
    if (pauseMs !== null && pauseMs > timing.list) throw new AmiLost('the list of queues stopped in the middle');
    const isReady = pauseMs === null && (feed.isBooted || at - startedAt >= timing.boot);
    const isDue = at - listedAt >= (feed.isSynced && !feed.wantsList ? timing.audit : timing.again);
    if (!isReady || !isDue) return;
    listedAt = at;
    feed.expectList(link.send({ Action: 'QueueStatus' }), at);
  }

  while (!signal.aborted) {
    const at = now();
    if (silentMs > timing.silence) throw new AmiLost(`no sign of life for ${(at - heardAt) / 1000} s`);
    if (at - pingedAt >= timing.ping) {
      pingedAt = at;
      link.send({ Action: 'Ping' });
      feed.pinged(at);
      await context.remember({ heardAt });
    }
    askForList(at);
    const heard = await link.read(timing.tick);
    const events = heard.flatMap((piece) => feed.take(piece));
    heardAt = heard.at(-1)?.at ?? heardAt;
    silentMs = heard.length > 0 ? 0 : silentMs + Math.min(now() - at, 2 * timing.tick);
    if (heard.length > 0 && feed.isSynced) context.heard(feed.source);
    events.push(...feed.tick(now()));
    const dropped = link.droppedBlocks();
    if (dropped > 0) log.warn(`${dropped} blocks of more than 64 KiB were dropped`);
    yield { events, heardAt };
  }
}
