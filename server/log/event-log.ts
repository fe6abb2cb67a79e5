// The log of accepted events: append resolves when they are on disk. Reading it from the start rebuilds everything.
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import type { EndedAlert } from '#core/alert/alert.ts';
import { readAlerts, rowOf } from './alert-table.ts';
import { folderProblem, prepareFolder } from './folder-problem.ts';
import { LogReader } from './log-reader.ts';
import { takeLock } from './lock.ts';
import { openForReading } from './schema.ts';
import { readWal } from './wal.ts';
import type { ChangedRow } from './rewriter.ts';
import type { Reply, Request, Rows } from './writer.ts';

export class LogFailure extends Error {
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

// Distributes over the union, so that each kind of request keeps its shape.
type WithoutNumber<R> = R extends unknown ? Omit<R, 'n'> : never;

export class EventLog {
  readonly file: string;
  /** pages of the write-ahead log that SQLite left out when it was opened: they were not whole */
  readonly brokenPages: number;
  /** called after each batch: null when it is on disk */
  onAppended: (failure: LogFailure | null) => void = () => {};
  /** called when the writer has ended before its time: nothing is taken any more, and nobody knows what was taken last */
  onBroken: (cause: LogFailure) => void = () => {};
  #lock: DatabaseSync;
  #writer: Worker;
  #pending = new Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>();
  #next = 1;
  #isClosing = false;
  /** why the writer ended before its time */
  #broken: LogFailure | undefined;

  /**
   * Opens the log in this folder, made if missing.
   * @throws FolderProblem when another server holds it, or it can't be used
   */
  static async open(folder: string): Promise<EventLog> {
    prepareFolder(folder);
    let lock: DatabaseSync | undefined;
    try {
      lock = takeLock(folder);
      const log = new EventLog(join(folder, 'events.db'), lock);
      await log.#answer(0);
      return log;
    } catch (cause) {
      lock?.close();
      throw folderProblem(cause instanceof LogFailure ? cause.cause : cause, folder);
    }
  }

  private constructor(file: string, lock: DatabaseSync) {
    this.file = file;
    this.brokenPages = readWal(`${file}-wal`).broken;
    this.#lock = lock;
    this.#writer = new Worker(new URL('./writer.ts', import.meta.url), { workerData: { file } });
    this.#writer.on('message', (reply: Reply) => {
      const waiting = this.#pending.get(reply.n);
      this.#pending.delete(reply.n);
      if (reply.error) waiting?.reject(new LogFailure(reply.error.code, reply.error.message));
      else waiting?.resolve(reply);
    });
    this.#writer.on('error', (error: Error) => this.#fail(error));
    this.#writer.on('exit', () => this.#isClosing || this.#fail(new Error('it was ended')));
  }

  /** @returns per row: 1 new, 0 known before. Rejects with LogFailure ("disk_full" …): nothing of it was taken. */
  async append(rows: Rows): Promise<Uint8Array> {
    try {
      const { fresh } = await this.#ask({ append: rows });
      this.onAppended(null);
      return fresh as Uint8Array;
    } catch (cause) {
      this.onAppended(cause as LogFailure);
      throw cause;
    }
  }

  /** When the newest event was recorded, epoch ms; 0 = there is none. */
  newestAt(): number {
    const reader = new LogReader(this.file);
    try {
      return reader.newestAt();
    } finally {
      reader.close();
    }
  }

  recall(name: string): unknown {
    const db = openForReading(this.file);
    try {
      const row = db.prepare('SELECT state FROM memory WHERE name = ?').get(name);
      return row ? JSON.parse(row.state as string) : null;
    } finally {
      db.close();
    }
  }

  async remember(name: string, state: unknown): Promise<void> {
    await this.#ask({ remember: { name, state: JSON.stringify(state) } });
  }

  /** Remembers what is open, and adds what is over, both or neither. */
  async keepAlerts(name: string, open: unknown, over: readonly EndedAlert[]): Promise<void> {
    await this.#ask({ remember: { name, state: JSON.stringify(open) }, alerts: over.map(rowOf) });
  }

  /** Alerts that were open within [from, to), epoch ms, and are over; the latest first. */
  endedAlerts(fromAt: number, toAt: number, most: number): EndedAlert[] {
    return readAlerts(this.file, fromAt, toAt, most);
  }

  /** Everything that was asked for before is on disk, and known to who asked. */
  async settled(): Promise<void> {
    await this.#ask({ rewrite: [] });
  }

  /** Writes events otherwise, in their places. @throws LogFailure */
  async rewrite(rows: ChangedRow[]): Promise<void> {
    await this.#ask({ rewrite: rows });
  }

  /** Writes alerts that are over otherwise. @param reword the same one where nothing changes @throws LogFailure */
  async rewordAlerts(reword: (alert: EndedAlert) => EndedAlert): Promise<void> {
    const kept = readAlerts(this.file, -Infinity, Infinity, Number.MAX_SAFE_INTEGER);
    const others = kept.map(reword).filter((one, i) => one !== kept[i]);
    await this.#ask({ rewriteAlerts: others.map(rowOf) });
  }

  /** What was removed, or written otherwise, is in no file any more. vacuum: nothing is taken until it is done. @throws LogFailure */
  async scrub(how: 'fold' | 'vacuum'): Promise<void> {
    await this.#ask({ scrub: how });
  }

  /** Removes what was recorded before these instants, a little at a time so that nothing waits long. */
  async forget(before: number, simulatedBefore: number): Promise<void> {
    const most = 5000;
    for (let removed = most; removed === most;) {
      ({ removed = 0 } = await this.#ask({ forget: { before, simulatedBefore, most } }));
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    try {
      await this.#ask({ close: true });
    } finally {
      this.#lock.close();
    }
  }

  #ask(request: WithoutNumber<Request>): Promise<Reply> {
    if (this.#broken) return Promise.reject(this.#broken);
    const n = this.#next++;
    this.#writer.postMessage({ ...request, n });
    return this.#answer(n);
  }

  #answer(n: number): Promise<Reply> {
    return new Promise((resolve, reject) => this.#pending.set(n, { resolve, reject }));
  }

  #fail(cause: Error): void {
    if (this.#broken) return;
    this.#broken = new LogFailure('log_broken', `the writer of the log has ended: ${cause.message}`, cause);
    for (const { reject } of this.#pending.values()) reject(this.#broken);
    this.#pending.clear();
    this.onBroken(this.#broken);
  }
}
