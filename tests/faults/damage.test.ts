// What lies in the data folder is damaged: it is found at the start and said in words, and all that can be read is shown.
// Checkpoints that are damaged are in tests/server/restart.test.ts.
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { LogReader, type Damage } from '../../server/log/log-reader.ts';
import { readWal } from '../../server/log/wal.ts';
import { get, post, queued } from '../support/events.ts';
import { ServerProcess } from '../support/server-process.ts';
import { testFolder, testServer, whenOver } from '../support/when-over.ts';

const PAGE = 4096;
const start = (data: string): Promise<ServerProcess> =>
  testServer({ data, env: { TABLO_LOG_LEVEL: 'warn', TABLO_CHECKPOINT_EVERY_S: '3600' } });

const EVENTS = 2000;

/** A folder whose server took so many events and was then ended. */
async function used(end: 'SIGTERM' | 'SIGKILL'): Promise<string> {
  const data = testFolder();
  const server = await start(data);
  for (let n = 0; n < EVENTS; n += 100) {
    const events = Array.from({ length: 100 }, (_, i) => queued('q', `v${n + i}`, Date.now()));
    expect((await post(server.url, events)).body.accepted).toBe(100);
  }
  await server.end(end);
  // What is not in the log is not known.
  rmSync(join(data, 'checkpoint.floor'), { force: true });
  return data;
}

async function waiting(server: ServerProcess): Promise<number> {
  const { body } = await get<{ metrics: { waiting: { value: number } } }>(server.url, '/api/v1/metrics');
  return body.metrics.waiting.value;
}

function overwrite(file: string, at: number, length: number): void {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, at, at + length);
  writeFileSync(file, bytes);
}

/** The page that holds the event in the middle of the log. */
function pageInTheMiddle(data: string): number {
  const bytes = readFileSync(join(data, 'events.db'));
  const id = `"visit":"v${EVENTS / 2}"`;
  return Math.floor(bytes.indexOf(id) / PAGE);
}

describe('a damaged log', () => {
  it('with a page in the middle that can’t be read is said to be so, and all other events are shown', async () => {
    const data = await used('SIGTERM');
    const page = pageInTheMiddle(data);
    overwrite(join(data, 'events.db'), page * PAGE, PAGE);
    const found: Damage[] = [];
    const reader = new LogReader(join(data, 'events.db'), (damage) => found.push(damage));
    const readable = [...reader.after(0)].map(({ seq }) => seq);
    expect([...reader.after(0)]).toHaveLength(readable.length);
    reader.close();
    const [{ from, to }] = found;
    expect(found).toHaveLength(1);
    expect(readable).toEqual(
      Array.from({ length: EVENTS }, (_, i) => i + 1).filter((seq) => seq < from || seq > (to as number)),
    );
    expect(readable.length).toBeGreaterThan(EVENTS - 50);
    expect(readable.length).toBeLessThan(EVENTS);

    const server = await start(data);
    expect(server.output).toMatch(
      new RegExp(
        `the log is damaged: its events ${from} to ${to} can't be read. All others are shown.*tablo doctor.*tablo restore`,
      ),
    );
    expect(await waiting(server)).toBe(readable.length);
    expect((await post(server.url, [queued('q', 'after', Date.now())])).body.accepted).toBe(1);
    expect(await waiting(server)).toBe(readable.length + 1);
  });

  it('with its last page gone is said to be so, and what is before it is shown', async () => {
    const data = await used('SIGTERM');
    const bytes = readFileSync(join(data, 'events.db'));
    overwrite(join(data, 'events.db'), Math.floor(bytes.indexOf(`"visit":"v${EVENTS - 1}"`) / PAGE) * PAGE, PAGE);
    const server = await start(data);
    expect(server.output).toMatch(/the log is damaged: its events from \d+ to its end can't be read/);
    expect(await waiting(server)).toBeGreaterThan(EVENTS - 50);
  });

  it('that is cut short ends the start with a sentence', async () => {
    const data = await used('SIGTERM');
    const file = join(data, 'events.db');
    truncateSync(file, Math.floor(statSync(file).size / PAGE / 2) * PAGE);
    const server = new ServerProcess({ data });
    whenOver(() => server.end('SIGKILL'));
    expect((await server.spawn()).code).toBe(1);
    expect(server.output).toMatch(
      /^The log .*events\.db is damaged \(SQLite: .*\)\. "tablo doctor" says more; put a backup back/,
    );
    expect(server.output.trim().split('\n')).toHaveLength(1);
  });

  it('with events that are no events leaves them out and says how many', async () => {
    const data = await used('SIGTERM');
    const db = new DatabaseSync(join(data, 'events.db'));
    db.exec('UPDATE event SET body = substr(body, 1, 40) WHERE seq IN (7, 8, 9)');
    db.close();
    const server = await start(data);
    expect(server.output).toMatch(/3 events of the log are not understood and left out/);
    expect(await waiting(server)).toBe(EVENTS - 3);
  });
});

describe('a write-ahead log', () => {
  const wal = (data: string) => join(data, 'events.db-wal');

  it('that was left by a kill is whole: nothing is said, and everything is there', async () => {
    const data = await used('SIGKILL');
    expect(readWal(wal(data))).toMatchObject({ broken: 0 });
    const server = await start(data);
    expect(server.output).not.toMatch(/write-ahead/);
    expect(await waiting(server)).toBe(EVENTS);
  });

  it.each([
    ['its last page damaged', (file: string, frame: number, size: number) => overwrite(file, size - frame + 1000, 8)],
    ['its last page cut off', (file: string, frame: number, size: number) => truncateSync(file, size - frame / 2)],
  ])('with %s is taken up to the last commit before it, and goes on from there', async (_, harm) => {
    const data = await used('SIGKILL');
    const frame = PAGE + 24;
    const { committed } = readWal(wal(data));
    const size = 32 + committed * frame;
    truncateSync(wal(data), size);
    harm(wal(data), frame, size);
    const server = await start(data);
    // Of half a page nothing can be told: so looks every write that was not finished.
    if (statSync(wal(data)).size >= size)
      expect(server.output).toMatch(/1 pages at the end of the write-ahead log are not whole/);
    expect(await waiting(server)).toBe(EVENTS - 100);
    const again = Array.from({ length: 100 }, (_, i) => queued('q', `v${EVENTS - 100 + i}`, Date.now()));
    expect((await post(server.url, again)).body.accepted).toBe(100);
    expect(await waiting(server)).toBe(EVENTS);
  });
});
