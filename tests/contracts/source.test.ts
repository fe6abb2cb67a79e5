// What holds for every source there is, found by folder: its events are understood, an id is one fact, and it stops.
import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseEvent, type CloudEvent } from '#core/event.ts';
import { loadPlugIns } from '../../server/plug-ins.ts';
import type { SourceContext, SourceDefinition } from '../../server/source.ts';
import { newFolder, startApp } from '../support/app.ts';

const sources = await loadPlugIns<SourceDefinition<unknown>>(join(import.meta.dirname, '../../server/sources'));
const folder = newFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** For options that have no default, by their names: files that say nothing, hosts where nobody answers. */
const EXAMPLES: Record<string, unknown> = {
  file: join(folder, 'empty'),
  host: '127.0.0.1',
  port: await closedPort(),
  user: 'tablo',
  secret: 'secret',
  webhookSecret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
};
writeFileSync(join(folder, 'empty'), '');

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Schema {
  properties?: Record<string, object>;
  required?: string[];
}

function inputOf({ options }: SourceDefinition<unknown>): Record<string, unknown> {
  const { properties = {}, required = [] } = z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' }) as Schema;
  const named = Object.keys(EXAMPLES).filter((name) => Object.hasOwn(properties, name));
  return Object.fromEntries([...new Set([...required, ...named])].map((name) => [name, EXAMPLES[name]]));
}

interface Told {
  events: CloudEvent[];
  memory: unknown;
}

/** Listens to a source for some batches or a second, then stops it; resolves when it has stopped. */
async function listen(source: SourceDefinition<unknown>, memory: unknown, mostBatches: number): Promise<Told> {
  const stop = new AbortController();
  const told: Told = { events: [], memory };
  const context: SourceContext = {
    name: 'contract',
    signal: stop.signal,
    now: Date.now,
    log: pino({ level: 'silent' }),
    sleep: (ms) => pause(ms, undefined, { signal: stop.signal }).catch(() => {}),
    accept: (events) => {
      told.events.push(...(events as CloudEvent[]));
      return Promise.resolve({ accepted: events.length, duplicates: 0, rejected: [] });
    },
    heard: () => {},
    visitsOf: () => [],
    shared: (_, make) => make(),
    recall: () => told.memory,
    remember: (state) => {
      told.memory = JSON.parse(JSON.stringify(state)) as unknown;
      return Promise.resolve();
    },
  };
  const enough = pause(1000).then(() => stop.abort());
  let batches = 0;
  try {
    for await (const events of source.events?.(source.options.parse(inputOf(source)), context) ?? []) {
      told.events.push(...events);
      if (++batches >= mostBatches) stop.abort();
      if (stop.signal.aborted) break;
    }
  } catch (error) {
    // To fail where nothing is there to be read is allowed: the runner says so and tries again.
    expect((error as Error).message.length).toBeGreaterThan(5);
  }
  await enough;
  return told;
}

// Side by side: they listen to each for seconds, and most have nothing to say.
describe.concurrent.each([...sources])('source %s', (type, source) => {
  it('takes options that can be written in a settings file, and has a remedy for wrong ones', () => {
    const input = inputOf(source);
    const missing = Object.entries(input).filter(([, example]) => example === undefined);
    expect(missing, 'give these options an example in this test').toEqual([]);
    expect(source.options.safeParse(JSON.parse(JSON.stringify(input))).success).toBe(true);
    for (const name of Object.keys(input)) {
      const wrong = source.options.safeParse({ ...input, [name]: { not: 'this' } });
      expect(wrong.error?.issues[0].path).toEqual([name]);
    }
  });

  it('says what is understood, never two things by one id, and stops when it is told to', async () => {
    const first = await listen(source, null, 10);
    const second = await listen(source, first.memory, 10);
    const known = new Map<string, string>();
    const seenAt = Date.now();
    for (const event of [...first.events, ...second.events]) {
      const parsed = parseEvent(JSON.parse(JSON.stringify(event)), seenAt);
      expect(parsed, JSON.stringify(event)).toMatchObject({ ok: true });
      if (parsed.ok) expect(parsed.value.type, event.type).not.toBe('');
      const identity = JSON.stringify([event.source, event.id]);
      const body = JSON.stringify(event);
      expect(known.get(identity) ?? body).toBe(body);
      known.set(identity, body);
    }
  });

  it('is marked as simulated in all it says or in nothing', async () => {
    const { events } = await listen(source, null, 3);
    expect(new Set(events.map((event) => event.simulated)).size).toBeLessThanOrEqual(1);
  });

  it('starts and stops with its server, and again on the same data', { timeout: 120_000 }, async () => {
    const data = newFolder();
    for (let start = 0; start < 2; start++) {
      const app = await startApp({ data, settings: { sources: [{ type, name: 'contract', ...inputOf(source) }] } });
      await pause(200);
      expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
      await app.close();
    }
    rmSync(data, { recursive: true, force: true });
  });
});
