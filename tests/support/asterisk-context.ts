// What the server gives its sources, in memory and in real time; kept events and memory survive a "restart".
import pino from 'pino';
import type { CloudEvent } from '#core/event.ts';
import type { SourceContext } from '../../server/source.ts';
import { AsteriskFloor } from './asterisk-floor.ts';

/** What outlives a restart of the server. */
export interface Kept {
  floor: AsteriskFloor;
  memory: Map<string, string>;
}
export interface AsteriskServer {
  kept: Kept;
  said: { level: number; msg: string; source: string }[];
  /** sources that gave a sign of life, again and again */
  heard: string[];
  /** Runs a source until the server stops. */
  run(name: string, events: (context: SourceContext) => AsyncGenerator<CloudEvent[], void, void>): void;
  stop(): Promise<void>;
}

export const keepNothing = (): Kept => ({ floor: new AsteriskFloor(), memory: new Map() });

export function startServer(kept: Kept = keepNothing()): AsteriskServer {
  const aborter = new AbortController();
  const shared = new Map<string, unknown>();
  const said: AsteriskServer['said'] = [];
  const running: Promise<void>[] = [];
  const heard: string[] = [];
  const log = pino(
    { level: 'info' },
    { write: (line: string) => void said.push(JSON.parse(line) as (typeof said)[number]) },
  );
  const { signal } = aborter;
  const contextOf = (name: string): SourceContext => ({
    name,
    signal,
    now: Date.now,
    log: log.child({ source: name }),
    sleep: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
      }),
    accept: async (events) => {
      const accepted = kept.floor.accept(events as CloudEvent[]);
      return { accepted, duplicates: events.length - accepted, rejected: [] };
    },
    heard: (source) => void heard.push(source),
    visitsOf: (contact) => kept.floor.visitsOf(contact),
    shared: <T>(key: string, make: () => T): T => {
      if (!shared.has(key)) shared.set(key, make());
      return shared.get(key) as T;
    },
    recall: () => JSON.parse(kept.memory.get(name) ?? 'null') as unknown,
    remember: async (state) => void kept.memory.set(name, JSON.stringify(state)),
  });
  return {
    kept,
    said,
    heard,
    run(name, events) {
      const context = contextOf(name);
      const work = async () => {
        for await (const batch of events(context)) {
          await context.accept(batch);
          if (signal.aborted) break;
        }
      };
      running.push(work());
    },
    async stop() {
      aborter.abort();
      await Promise.all(running);
    },
  };
}

/** Waits until it is so; fails with this sentence when it does not come to that. */
export async function until(isSo: () => boolean, what: string, withinMs = 8000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
