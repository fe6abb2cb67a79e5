// SQLite's own online copy of a log, which may be in use, into one new file that needs no other beside it.
import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { openForReading } from './schema.ts';

/** 8 MB */
const PAGES_AT_ONCE = 2000;

/**
 * What was on disk when it began is in it. On disk when it resolves.
 * @param progress told in bytes; what it throws ends the copy
 * @throws what SQLite says, or progress did; nothing is left of the copy then
 */
export async function copyLog(
  from: string,
  to: string,
  progress: (done: number, total: number) => void,
): Promise<void> {
  try {
    await copyPages(from, to, progress);
    const copy = new DatabaseSync(to);
    // As one file, which can be read where nothing can be written.
    copy.exec('PRAGMA journal_mode = DELETE');
    copy.close();
    const fd = openSync(to, 'r+');
    fsyncSync(fd);
    closeSync(fd);
  } catch (error) {
    removeLog(to);
    throw error;
  }
}

async function copyPages(from: string, to: string, progress: (done: number, total: number) => void): Promise<void> {
  const db = openForReading(from);
  try {
    // While this is open the copy is of one moment. Without it every commit of the server makes SQLite begin anew, and
    // under load it never ends.
    db.exec('BEGIN');
    const size = db.prepare('PRAGMA page_size').get()?.page_size as number;
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    await backup(db, to, {
      rate: PAGES_AT_ONCE,
      progress: ({ totalPages, remainingPages }) => progress((totalPages - remainingPages) * size, totalPages * size),
    });
  } finally {
    db.close();
  }
}

/** A log with what SQLite may have beside it. */
export const filesOfLog = (file: string): string[] => [file, `${file}-wal`, `${file}-shm`, `${file}-journal`];

export function removeLog(file: string): void {
  for (const one of filesOfLog(file)) rmSync(one, { force: true });
}
