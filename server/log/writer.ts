// The only writer of the log, in a thread of its own so that a slow disk never stops the screens. Batches that wait
// are committed together: one fsync for all of them (group commit).
import { parentPort, workerData } from 'node:worker_threads';
import { AlertTable, type AlertRow } from './alert-table.ts';
import { Inserter } from './inserter.ts';
import { Remover } from './remover.ts';
import { Rewriter, type ChangedRow } from './rewriter.ts';
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
  | { remember: { name: string; state: string }; alerts?: AlertRow[] }
  | { forget: { before: number; simulatedBefore: number; most: number } }
  | { rewrite: ChangedRow[] }
  | { rewriteAlerts: AlertRow[] }
  /** into one file, without what was removed from it; vacuum: written anew */
  | { scrub: 'fold' | 'vacuum' }
  | { close: true }
);
/** fresh: 1 a row that was new, 0 a duplicate. removed: how many rows went. */
export type Reply = { n: number; fresh?: Uint8Array; removed?: number; error?: { code: string; message: string } };

const port = parentPort;
if (!port) throw new Error('server/log/writer.ts runs as a worker of event-log.ts');
const db = openForWriting((workerData as { file: string }).file);
const inserter = new Inserter(db);
const remember = db.prepare('INSERT OR REPLACE INTO memory (name, state) VALUES (?, ?)');
const remover = new Remover(db);
const alerts = new AlertTable(db);
const rewriter = new Rewriter(db);

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
    inserter.reload();
    const { errcode, message } = cause as { errcode?: number; message: string };
    const code = errcode === 13 ? 'disk_full' : 'log_failed';
    replies.splice(0, Infinity, ...group.map(({ n }) => ({ n, error: { code, message } })));
  }
  for (const [i, request] of group.entries())
    if ('scrub' in request && !replies[i].error) replies[i] = scrub(request.n, request.scrub);
  const isLast = group.some((request) => 'close' in request);
  if (isLast) db.close();
  for (const reply of replies) port?.postMessage(reply);
  if (isLast) port?.close();
}

function run(request: Request): Reply {
  const { n } = request;
  if ('append' in request) return { n, fresh: append(request.append) };
  if ('remember' in request) {
    remember.run(request.remember.name, request.remember.state);
    alerts.put(request.alerts ?? []);
  }
  if ('rewrite' in request) rewriter.rewrite(request.rewrite);
  if ('rewriteAlerts' in request) alerts.put(request.rewriteAlerts);
  if ('forget' in request) {
    const { before, simulatedBefore, most } = request.forget;
    alerts.forget(before);
    return { n, removed: remover.remove(before, simulatedBefore, most) };
  }
  return { n };
}

function scrub(n: number, how: 'fold' | 'vacuum'): Reply {
  try {
    if (how === 'vacuum') db.exec('VACUUM');
    // Its readers hold it for moments only.
    const done = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    if (done?.busy === 0) return { n };
    return { n, error: { code: 'busy', message: 'somebody reads the log' } };
  } catch (cause) {
    return { n, error: { code: 'log_failed', message: (cause as Error).message } };
  }
}

function append({ sources, ids, recordedAt, simulated, bodies }: Rows): Uint8Array {
  const fresh = new Uint8Array(ids.length);
  for (let i = 0; i < ids.length; i++) fresh[i] = inserter.add(sources[i], ids[i], recordedAt, simulated[i], bodies[i]);
  return fresh;
}
