// The lock of a data folder: one process writes there at a time. The system lets it go when the process ends, however
// it ends.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDamage, SQLITE, sqliteCode } from './folder-problem.ts';

const lockFile = (folder: string): string => join(folder, 'lock.db');

/** Held until it is closed. @throws a sentence when another process holds it */
export function takeLock(folder: string): DatabaseSync {
  const lock = new DatabaseSync(lockFile(folder), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock.close();
    if (isDamage(cause)) throw new Error(damaged(folder, cause as Error), { cause });
    if (sqliteCode(cause) !== SQLITE.busy) throw cause;
    throw new Error(`The data folder ${folder} is in use by another Tablo; stop that one or choose another folder.`, {
      cause,
    });
  }
}

const damaged = (folder: string, { message }: Error): string =>
  `${lockFile(folder)} is damaged (SQLite: ${message}). It only keeps a second server out: remove it when none runs here, and start again.`;

/** Whether a process holds it; writes nothing. */
export function isLocked(folder: string): boolean {
  if (!existsSync(lockFile(folder))) return false;
  const lock = new DatabaseSync(lockFile(folder), { readOnly: true, timeout: 0 });
  try {
    lock.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (cause) {
    if (sqliteCode(cause) === SQLITE.busy) return true;
    throw cause;
  } finally {
    lock.close();
  }
}
