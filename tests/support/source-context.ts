// A SourceContext for tests: its clock moves only while the source sleeps, and everything is kept to look at.
import pino from 'pino';
import type { CloudEvent } from '#core/event.ts';
import type { SourceContext, SourceDefinition } from '../../server/source.ts';

export interface TestContext extends SourceContext {
  /** what is on disk; survives a "restart" when it is given to the next context */
  remembered: unknown;
  sleptMs: number[];
  warnings: object[];
  stop(): void;
}

export function createTestContext(name: string, startAt: number, remembered: unknown = null): TestContext {
  const aborter = new AbortController();
  const shared = new Map<string, unknown>();
  let now = startAt;
  const warnings: object[] = [];
  const write = (line: string) => void warnings.push(JSON.parse(line) as object);
  const context: TestContext = {
    name,
    signal: aborter.signal,
    remembered,
    sleptMs: [],
    warnings,
    log: pino({ level: 'warn' }, { write }),
    now: () => now,
    sleep: async (ms) => {
      if (aborter.signal.aborted) return;
      now += ms;
      context.sleptMs.push(ms);
    },
    accept: (events) => Promise.resolve({ accepted: events.length, duplicates: 0, rejected: [] }),
    heard: () => {},
    visitsOf: () => [],
    shared: <T>(key: string, make: () => T): T => {
      if (!shared.has(key)) shared.set(key, make());
      return shared.get(key) as T;
    },
    recall: () => context.remembered,
    remember: (state) => {
      context.remembered = JSON.parse(JSON.stringify(state));
      return Promise.resolve();
    },
    stop: () => aborter.abort(),
  };
  return context;
}

/** Runs a source as the server would: with its options checked, until it ends or `enough` says stop. */
export async function play<O>(
  source: SourceDefinition<O>,
  options: object,
  context: TestContext,
  enough: (batches: CloudEvent[][]) => boolean = () => false,
): Promise<CloudEvent[][]> {
  const batches: CloudEvent[][] = [];
  for await (const batch of source.events?.(source.options.parse(options), context) ?? []) {
    batches.push(batch);
    if (enough(batches)) break;
  }
  return batches;
}
