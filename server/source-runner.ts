// Runs the configured sources, each alone: one that fails is logged and started again with a growing pause, and nobody
// else notices.
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Engine } from '#core/engine.ts';
import { HttpError } from './http/http-error.ts';
import type { Ingest } from './ingest.ts';
import type { EventLog } from './log/event-log.ts';
import type { KnownVisit, Route, SourceContext, SourceDefinition } from './source.ts';
import { TokenBuckets } from './token-bucket.ts';

export interface ConfiguredSource {
  type: string;
  name: string;
  definition: SourceDefinition<unknown>;
  options: unknown;
}

/** As many as one body may hold. */
const MOST_AT_ONCE = 10_000;
const BURST_S = 10;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** A source that ran so long before it failed starts again soon. */
const HEALTHY_MS = 60_000;

export interface SourceRunnerOptions {
  engine: Engine;
  ingest: Ingest;
  log: EventLog;
  logger: Logger;
  now(): number;
  /** of one sender with a key of its own */
  eventsPerS: number;
}

export class SourceRunner {
  #engine: Engine;
  #ingest: Ingest;
  #log: EventLog;
  #logger: Logger;
  #now: () => number;
  #stop = new AbortController();
  #shared = new Map<string, unknown>();
  #running: Promise<void>[] = [];
  readonly #rates: TokenBuckets;

  constructor({ engine, ingest, log, logger, now, eventsPerS }: SourceRunnerOptions) {
    this.#rates = new TokenBuckets({ perS: eventsPerS, burst: Math.max(MOST_AT_ONCE, BURST_S * eventsPerS) });
    this.#engine = engine;
    this.#ingest = ingest;
    this.#log = log;
    this.#logger = logger;
    this.#now = now;
  }

  routes(sources: ConfiguredSource[]): Route[] {
    return sources.flatMap(({ definition, options, name }) => definition.routes?.(options, this.#context(name)) ?? []);
  }

  start(sources: ConfiguredSource[]): void {
    for (const source of sources) if (source.definition.events) this.#running.push(this.#keepRunning(source));
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  async #keepRunning(source: ConfiguredSource): Promise<void> {
    const { signal } = this.#stop;
    const context = this.#context(source.name);
    let pauseMs = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      const startedAt = this.#now();
      try {
        for await (const events of source.definition.events?.(source.options, context) ?? []) {
          if (events.length > 0) await this.#accept(context, events);
          if (signal.aborted) break;
        }
        return;
      } catch (error) {
        if (signal.aborted) return;
        pauseMs = this.#now() - startedAt > HEALTHY_MS ? FIRST_PAUSE_MS : Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        context.log.error({ err: error }, `source stopped; starts again in ${pauseMs / 1000} s`);
        await context.sleep(pauseMs);
      }
    }
  }

  async #accept(context: SourceContext, events: readonly unknown[]): Promise<void> {
    const { rejected } = await context.accept(events);
    if (rejected.length > 0)
      context.log.warn({ first: rejected[0] }, `${rejected.length} events of this source are not understood`);
  }

  #context(name: string): SourceContext {
    const { signal } = this.#stop;
    return {
      name,
      signal,
      now: this.#now,
      log: this.#logger.child({ source: name }),
      sleep: (ms) => pause(ms, undefined, { signal }).catch(() => {}),
      accept: async (events, sender) => {
        this.#limit(sender?.name ?? null, events.length);
        return this.#ingest.accept(events, name, sender?.sources);
      },
      heard: (source) => this.#ingest.heard(source),
      visitsOf: (contact) => this.#visitsOf(contact),
      shared: <T>(key: string, make: () => T): T => {
        if (!this.#shared.has(key)) this.#shared.set(key, make());
        return this.#shared.get(key) as T;
      },
      recall: () => this.#log.recall(name),
      remember: (state) => this.#log.remember(name, state),
    };
  }

  #limit(sender: string | null, events: number): void {
    const waitMs = sender === null ? 0 : this.#rates.take(sender, performance.now(), events);
    if (waitMs === 0) return;
    const seconds = Math.ceil(waitMs / 1000);
    const message = `"${sender}" sends more events than it may; nothing of this was taken, send it again in ${seconds} s.`;
    throw new HttpError(429, 'too_often', message, { headers: { 'retry-after': String(seconds) } });
  }

  #visitsOf(contact: string): KnownVisit[] {
    const { contacts, visits, queues } = this.#engine.floor;
    const row = contacts.ids.find(contact);
    if (row === 0) return [];
    const { queue, enteredAt, endedAt } = visits.table.col;
    const known = [...visits.of(row)].map((visit) => ({
      visit: visits.ids.text(visit),
      queue: queues.text(queue[visit]),
      queuedAt: enteredAt[visit] || null,
      endedAt: endedAt[visit] || null,
    }));
    return known.sort((a, b) => (a.queuedAt ?? 0) - (b.queuedAt ?? 0));
  }
}
