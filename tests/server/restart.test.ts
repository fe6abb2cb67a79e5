// A server that starts again says what it said before: from its checkpoint and the log behind it, or, when the checkpoint
// can't be used, from the log alone.
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '#core/event.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { answered, get, post, queued } from '../support/events.ts';
import { MORNING, simulate } from '../support/simulated-floor.ts';
import { testFolder, whenOver } from '../support/when-over.ts';

const EVENTS = simulate(30, { agents: 120, load: 0.1 }).map(({ simulated: _, ...event }) => event);
const AT = new Date(MORNING + 25 * 60_000).toISOString();
const QUESTIONS = [
  `/api/v1/metrics?window=30m&at=${AT}`,
  `/api/v1/queues?at=${AT}`,
  `/api/v1/agents?at=${AT}`,
  `/api/v1/visits?from=${new Date(MORNING).toISOString()}&to=${AT}&limit=1000`,
  `/api/v1/series?metric=asa&from=${new Date(MORNING).toISOString()}&to=${AT}&step=60`,
];

const running = new Set<TestApp>();

async function start(data: string): Promise<TestApp> {
  const app = await startApp({ data, settings: { checkpointEveryS: 0 } });
  running.add(app);
  whenOver(() => running.delete(app) && app.close());
  return app;
}

async function stop(app: TestApp): Promise<void> {
  running.delete(app);
  await app.close();
}

async function send(app: TestApp, events: CloudEvent[]): Promise<void> {
  for (let i = 0; i < events.length; i += 5000) {
    const { body } = await post(app.url, events.slice(i, i + 5000));
    expect(body).toMatchObject({ rejected: [], duplicates: 0 });
  }
}

/** What the server says of the past, and what the live engine would say of the same instant. */
async function said(app: TestApp): Promise<unknown> {
  const answers = await Promise.all(QUESTIONS.map(async (path) => (await get<object>(app.url, path)).body));
  const live = await get<object>(app.url, '/api/v1/queues?window=today');
  // Counts of this process since its start are its own.
  const own = JSON.stringify([answers, live.body], (key, value: unknown) => (OWN.includes(key) ? undefined : value));
  return JSON.parse(own) as unknown;
}
const OWN = ['rejected', 'skewMs', 'asOf'];

const checkpoint = (data: string): string => join(data, 'checkpoint.floor');

async function checkpointed(data: string): Promise<void> {
  for (;;) {
    try {
      statSync(checkpoint(data));
      return;
    } catch {
      await pause(20);
    }
  }
}

/** A folder with a checkpoint, and events behind it; what the server that made it says. */
async function prepared(): Promise<{ data: string; before: unknown }> {
  const data = testFolder();
  const first = await start(data);
  const half = EVENTS.length >> 1;
  await send(first, EVENTS.slice(0, half));
  await get(first.url, QUESTIONS[0]);
  await checkpointed(data);
  await stop(first);
  const kept = readFileSync(checkpoint(data));
  const second = await start(data);
  await send(second, EVENTS.slice(half));
  const before = await said(second);
  await stop(second);
  // As after a kill: the checkpoint is older than the log.
  writeFileSync(checkpoint(data), kept);
  return { data, before };
}

describe('a restart', () => {
  it('goes on from the checkpoint, replays only what came after it, and says the same', async () => {
    const { data, before } = await prepared();
    expect(await said(await start(data))).toEqual(before);
  });

  it.each([
    ['is cut short', (file: string) => truncateSync(file, statSync(file).size - 5000)],
    ['has a flipped byte', (file: string) => flip(file, 0.7)],
    ['is damaged at its beginning', (file: string) => flip(file, 0)],
    ['is empty', (file: string) => writeFileSync(file, '')],
    ['is gone', (file: string) => rmSync(file)],
  ])('says the same from the log when the checkpoint %s', async (_, harm) => {
    const { data, before } = await prepared();
    harm(checkpoint(data));
    expect(await said(await start(data))).toEqual(before);
  });

  it('does not take the checkpoint of another log', async () => {
    const { data } = await prepared();
    const other = testFolder();
    const app = await start(other);
    await send(app, [queued('care', 'v1', Date.now() - 5000), answered('v1', Date.now() - 1000)]);
    const before = await said(app);
    await stop(app);
    writeFileSync(checkpoint(other), readFileSync(checkpoint(data)));
    expect(await said(await start(other))).toEqual(before);
  });

  it('notices that the log was cut behind the checkpoint', async () => {
    const { data } = await prepared();
    const db = new DatabaseSync(join(data, 'events.db'));
    db.exec('DELETE FROM event WHERE seq > 100');
    db.close();
    const app = await start(data);
    expect((await get<{ replayed: number }>(app.url, '/readyz')).body.replayed).toBe(100);
  });
});

function flip(file: string, where: number): void {
  const bytes = readFileSync(file);
  bytes[Math.floor(bytes.length * where)] ^= 0x55;
  writeFileSync(file, bytes);
}
