// Durable ingest: events over HTTP into a server of its own, each on disk before it is acknowledged. By turns with the
// same bytes in the same batches put on disk by as little as can: a table of SQLite, and a file.
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ServerProcess } from '../support/server-process.ts';
import { median, type Figure } from './figure.ts';

const EVENTS = 100_000;
const BATCH = 2000;
const SENDERS = 4;
const ROUNDS = 5;

export async function run(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tablo-bench-'));
  const server = await ServerProcess.start({ data: join(folder, 'data') });
  const [tablo, sqlite, append]: number[][] = [[], [], []];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const bodies = Array.from({ length: EVENTS / BATCH }, (_, i) => batch(round * EVENTS + i * BATCH));
      tablo.push(await perSecond(() => send(server.url, bodies)));
      sqlite.push(await perSecond(() => insert(join(folder, `${round}.db`), bodies)));
      append.push(await perSecond(() => appendTo(join(folder, `${round}.ndjson`), bodies)));
    }
    const what = `durable ingest over HTTP, ${SENDERS} senders, ${BATCH} events a body`;
    const one = { name: 'ingest.events', what, value: median(tablo), unit: 'events/s', goal: { atLeast: 50_000 } };
    return [
      { ...one, beside: { what: 'the same lines into a bare SQLite table with a unique id', value: median(sqlite) } },
      {
        name: 'ingest.beside-file',
        what: 'the same as a share of lines into a file, fdatasync after each body',
        value: median(tablo) / median(append),
        unit: '×',
      },
      { name: 'ingest.memory', what: 'peak memory', value: server.memoryMiB('peak'), unit: 'MiB' },
    ];
  } finally {
    await server.end();
    rmSync(folder, { recursive: true });
  }
}

function batch(from: number): string[] {
  return Array.from({ length: BATCH }, (_, i) => {
    const n = from + i;
    const contact = `c${n >> 2}`;
    const data = { contact, visit: `${contact}/1`, queue: `q${(n >> 2) % 12}`, channel: 'phone', site: 'north' };
    const type = ['contact.queued', 'contact.answered', 'contact.ended', 'contact.wrapped'][n & 3];
    return JSON.stringify({
      specversion: '1.0',
      id: `${contact}/${type}`,
      source: 'bench',
      type,
      time: new Date(Date.now() - 60_000 + (n & 3) * 1000).toISOString(),
      data: { ...data, agent: `a${n % 2000}`, by: 'customer' },
    });
  });
}

async function perSecond(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return EVENTS / ((performance.now() - startedAt) / 1000);
}

async function send(url: string, bodies: readonly string[][]): Promise<void> {
  const left = bodies.map((lines) => lines.join('\n'));
  const sender = async (): Promise<void> => {
    for (let body = left.pop(); body !== undefined; body = left.pop()) {
      const headers = { 'content-type': 'application/x-ndjson' };
      const response = await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body });
      const { accepted } = (await response.json()) as { accepted: number };
      if (accepted !== BATCH) throw new Error(`${accepted} of ${BATCH} were accepted`);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
}

function insert(file: string, bodies: readonly string[][]): void {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  db.exec('CREATE TABLE event (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT');
  const one = db.prepare('INSERT INTO event (id, body) VALUES (?, ?)');
  let n = 0;
  for (const lines of bodies) {
    db.exec('BEGIN');
    for (const line of lines) one.run(`c${n++}`, line);
    db.exec('COMMIT');
  }
  db.close();
}

function appendTo(file: string, bodies: readonly string[][]): void {
  const descriptor = openSync(file, 'a');
  for (const lines of bodies) {
    writeSync(descriptor, `${lines.join('\n')}\n`);
    fdatasyncSync(descriptor);
  }
  closeSync(descriptor);
}
