// The disk is full, and then it is not: senders wait, screens go on, and nothing is lost, doubled or said again and again.
import { existsSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { CloudEvent } from '#core/event.ts';
import type { FloorView } from '#core/view/floor-view.ts';
import { get, post, queued, type Answered, type ErrorBody } from '../support/events.ts';
import { Screen } from '../support/screen.ts';
import { ServerProcess } from '../support/server-process.ts';
import { smallDisk } from '../support/small-disk.ts';
import { whenOver } from '../support/when-over.ts';

const ALL = 'floor?scope=all';
const FULL = {
  code: 'disk_full',
  message: 'The disk is full: nothing of this was taken. Free space and send it again.',
};

const CANT = /events can't be put on disk \(database or disk is full\): senders are told to send again/;

const batch = (n: number): CloudEvent[] =>
  Array.from({ length: 50 }, (_, i) => ({ ...queued('q', `v${n}-${i}`, Date.now()), padding: 'x'.repeat(1000) }));

function idsOnDisk(data: string): string[] {
  const db = new DatabaseSync(join(data, 'events.db'), { readOnly: true });
  const ids = db.prepare('SELECT id FROM event ORDER BY seq').all();
  db.close();
  return ids.map(({ id }) => id as string);
}

async function waiting(server: ServerProcess): Promise<number> {
  const { body } = await get<{ metrics: { waiting: { value: number } } }>(server.url, '/api/v1/metrics');
  return body.metrics.waiting.value;
}

const times = (text: string, what: RegExp): number => text.split('\n').filter((line) => what.test(line)).length;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(20);
}

it('a full disk: 503, screens that go on and say so, one line in the log, and all of it again when there is space', async () => {
  const disk = smallDisk('4m');
  whenOver(() => disk.remove());
  const data = join(disk.path, 'data');
  const server = await ServerProcess.start({ data, env: { TABLO_CHECKPOINT_EVERY_S: '0.05' } });
  whenOver(() => server.end('SIGKILL'));
  const screen = await Screen.open(server.url);
  whenOver(() => screen.close());
  await screen.watch(ALL);
  const acknowledged: string[] = [];
  const send = async (events: CloudEvent[]): Promise<Answered<ErrorBody>> => {
    const answer = await post<ErrorBody>(server.url, events);
    if (answer.status === 200) acknowledged.push(...events.map(({ id }) => id));
    return answer;
  };
  await send(batch(0));
  const checkpoint = join(data, 'checkpoint.floor');
  await until(() => existsSync(checkpoint));

  // Room for some more events, and none for a checkpoint of them.
  const filler = join(disk.path, 'filler');
  fill(filler);
  truncateSync(filler, statSync(filler).size - 48 * 1024);
  for (let n = 1; !server.output.includes('no checkpoint can be written'); n++) await send(batch(n).slice(0, 1));

  // Not a byte is left.
  let answer = await send(batch(1000));
  for (let n = 1001; answer.status === 200; n++) {
    fill(filler);
    answer = await send(batch(n));
  }
  expect(answer).toMatchObject({ status: 503, body: { error: FULL } });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);

  // Senders that don't wait, and a checkpoint that is tried again and again, are not said each time.
  fill(filler);
  const refused = batch(2000);
  expect((await send(refused)).status).toBe(503);
  const said = times(server.output, CANT);
  expect(said).toBeGreaterThan(0);
  for (let n = 0; n < 20; n++) expect((await send(refused)).status).toBe(503);
  const { asOf } = await screen.until<FloorView>(ALL, ({ sources }) => sources[0]?.state === 'down');
  await screen.until<FloorView>(ALL, (_, held) => held.asOf > asOf + 2500);
  expect(times(server.output, CANT)).toBe(said);
  expect(times(server.output, /no checkpoint can be written \(ENOSPC.*\): the next start takes longer/)).toBe(1);
  expect(existsSync(`${checkpoint}.tmp`)).toBe(false);
  expect(await waiting(server)).toBe(acknowledged.length);
  expect(idsOnDisk(data)).toEqual(acknowledged);
  const kept = statSync(checkpoint).mtimeMs;

  rmSync(filler);
  expect(await send(refused)).toMatchObject({ status: 200, body: { accepted: 50, duplicates: 0, rejected: [] } });
  await screen.until<FloorView>(ALL, ({ sources }) => sources[0]?.state === 'up');
  expect(times(server.output, /events are put on disk again; \d+ batches were refused/)).toBe(said);
  await until(() => statSync(checkpoint).mtimeMs > kept);
  await until(() => server.output.includes('checkpoints are written again'));
  expect(await waiting(server)).toBe(acknowledged.length);
  expect(idsOnDisk(data)).toEqual(acknowledged);

  expect(await server.end('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
  await server.start();
  expect(await waiting(server)).toBe(acknowledged.length);
});

/** Takes all the space that is left. */
function fill(file: string): void {
  for (const size of [64 * 1024, 4096]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch (cause) {
      expect(cause).toMatchObject({ code: 'ENOSPC' });
    }
  }
}
