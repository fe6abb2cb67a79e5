// Keeps a manager interface connected and yields what it says, with growing pauses between attempts, and says of itself
// when it is up, when it was lost, and from when to when nothing was heard.
import type { CloudEvent } from '#core/event.ts';
import type { SourceContext } from '../source.ts';
import { AmiFeed } from './ami-feed.ts';
import { AmiLink, AmiLost, AmiRefusal, type AmiAddress } from './ami-link.ts';
import { AMI_TIMING, runSession, type AmiTiming } from './ami-session.ts';
import { Facts, iso } from './facts.ts';
import { bookOf } from './visit-book.ts';

export interface AmiOptions extends AmiAddress {
  user: string;
  secret: string;
  pbx: string;
  site?: string;
}

const BATCH = 1000;
/** A connection that was in step and held for this long makes the next pause short again. */
const STEADY_MS = 1000;

/** @param random 0–1, spreads the attempts of many servers */
export async function* listenToAmi(
  options: AmiOptions,
  context: SourceContext,
  timing: AmiTiming = AMI_TIMING,
  random: () => number = Math.random,
): AsyncGenerator<CloudEvent[], void, void> {
  const { now, log, signal } = context;
  const book = bookOf(context, options.pbx);
  const facts = new Facts(`asterisk:${options.pbx}`, options.site, () => book.nextSequence());
  const feed = new AmiFeed(facts, book);
  const where = `${options.host}:${options.port}`;
  let heardAt = recallHeardAt(context.recall());
  let isDown = false;
  let attempts = 0;

  async function* connection(): AsyncGenerator<CloudEvent[], void, void> {
    const link = await AmiLink.open(options, now, timing.connect, signal);
    try {
      await link.login(options.user, options.secret, timing.answer);
      const startedAt = now();
      log.info(`logged in to the manager interface at ${where} as ${options.user}`);
      book.ami.upAt = startedAt + book.skewMs;
      isDown = false;
      const gap = { from: iso(heardAt ?? startedAt), to: iso(startedAt) };
      if (heardAt !== null) yield [facts.status(startedAt, 'gap', gap), facts.status(startedAt, 'resync')];
      for await (const step of runSession(link, feed, context, timing)) {
        heardAt = step.heardAt;
        if (book.ami.synced && now() - startedAt > STEADY_MS) attempts = 0;
        for (let i = 0; i < step.events.length; i += BATCH) yield step.events.slice(i, i + BATCH);
      }
    } finally {
      link.close();
    }
  }

  /** @returns the events that tell of the loss, and how long to wait */
  function lose(error: AmiLost): { events: CloudEvent[]; retryMs: number } {
    Object.assign(book.ami, { upAt: null, synced: false });
    const events = feed.lost();
    if (!isDown) events.push(facts.status(now(), 'down', { detail: error.message }));
    const isRefused = error instanceof AmiRefusal;
    const pauseMs = isRefused ? timing.lastRetry : Math.min(timing.lastRetry, timing.firstRetry * 2 ** attempts++);
    if (isRefused) log.error(`${where}: ${error.message}; check user and secret here and in manager.conf`);
    else if (!isDown) log.warn(`${where}: ${error.message}; trying again until it answers`);
    isDown = true;
    return { events, retryMs: pauseMs * (0.5 + random() / 2) };
  }

  book.ami.present = true;
  try {
    while (!signal.aborted) {
      try {
        yield* connection();
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof AmiLost)) throw error;
        const { events, retryMs } = lose(error);
        if (events.length > 0) yield events;
        await context.sleep(retryMs);
      }
    }
  } finally {
    Object.assign(book.ami, { upAt: null, synced: false, present: false });
  }
}

function recallHeardAt(memory: unknown): number | null {
  const heardAt = (memory as { heardAt?: unknown } | null)?.heardAt;
  return typeof heardAt === 'number' ? heardAt : null;
}
