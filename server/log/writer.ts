// The only writer of the log, in a thread of its own so that a slow disk never stops the screens. Batches that wait
// are committed together: one fsync for all of them (group commit).
import { parentPort, workerData } from 'node:worker_threads';
import { openForWriting } from './schema.ts';

export interface Rows {
  sources: string[];
  ids: string[];
  recordedAt: number;
  simulated: Uint8Array;
  bodies: string[];
}
export type Request = { n: number } & (
  | { append: Rows }
  | { remember: { name: string; state: string } }
  | { forget: { before: number; simulatedBefore: number; most: number } }
  | { close: true }
);
/** fresh: 1 a row that was new, 0 a duplicate. removed: how many rows went. */
export type Reply = { n: number; fresh?: Uint8Array; removed?: number; error?: { code: string; message: string } };

const port = parentPort;
if (!port) throw new Error('server/log/writer.ts runs as a worker of event-log.ts');
const db = openForWriting((workerData as { file: string }).file);
const insert = db.prepare(
  'INSERT OR IGNORE INTO event (source, id, recorded_at, simulated, body) VALUES (?, ?, ?, ?, ?)',
);
const remember = db.prepare('INSERT OR REPLACE INTO memory (name, state) VALUES (?, ?)');
// The newest event stays, so that no place in the log is ever given twice.
const forget = db.prepare(
  `DELETE FROM event WHERE seq IN (SELECT seq FROM event
   WHERE recorded_at < CASE simulated WHEN 1 THEN ? ELSE ? END AND seq < (SELECT max(seq) FROM event)
   ORDER BY seq LIMIT ?)`,
);
const sources = new Map(
  db
    .prepare('SELECT id, n FROM source')
    .all()
    .map((row) => [row.id as string, row.n as number]),
);

let waiting: Request[] = [];
port.on('message', (request: Request) => {
  if (waiting.push(request) === 1) setImmediate(commit);
});
port.postMessage({ n: 0 } satisfies Reply);

function commit(): void {
  const group = waiting;
  waiting = [];
  const replies: Reply[] = [];
  try {
    db.exec('BEGIN IMMEDIATE');
    for (const request of group) replies.push(run(request));
    db.exec('COMMIT');
  } catch (cause) {
    // A full disk has rolled back by itself.
    if (db.isTransaction) db.exec('ROLLBACK');
    reloadSources();
    const { errcode, message } = cause as { errcode?: number; message: string };
    const code = errcode === 13 ? 'disk_full' : 'log_failed';
    replies.splice(0, Infinity, ...group.map(({ n }) => ({ n, error: { code, message } })));
  }
  const isLast = group.some((request) => 'close' in request);
  if (isLast) db.close();
  for (const reply of replies) port?.postMessage(reply);
  if (isLast) port?.close();
}

function run(request: Request): Reply {
  const { n } = request;
  if ('append' in request) return { n, fresh: append(request.append) };
  if ('remember' in request) remember.run(request.remember.name, request.remember.state);
  if ('forget' in request) {
    const { before, simulatedBefore, most } = request.forget;
    return { n, removed: Number(forget.run(simulatedBefore, before, most).changes) };
  }
  return { n };
}

function append({ sources: from, ids, recordedAt, simulated, bodies }: Rows): Uint8Array {
  const fresh = new Uint8Array(ids.length);
  for (let i = 0; i < ids.length; i++) {
    fresh[i] = Number(insert.run(sourceNumber(from[i]), ids[i], recordedAt, simulated[i], bodies[i]).changes);
  }
  return fresh;
}

function sourceNumber(id: string): number {
  let n = sources.get(id);
  if (n === undefined) {
    n = Number(db.prepare('INSERT INTO source (id) VALUES (?)').run(id).lastInsertRowid);
    sources.set(id, n);
  }
  return n;
}

/** After a rollback: what this transaction had added is not there. */
function reloadSources(): void {
  sources.clear();
  for (const row of db.prepare('SELECT id, n FROM source').all()) sources.set(row.id as string, row.n as number);
}
