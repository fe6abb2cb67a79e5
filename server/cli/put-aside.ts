// The log of a folder under a dated name beside its own, so that another can take its place in one step.
import { copyFileSync, existsSync, linkSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { filesOfLog } from '../log/copy-log.ts';
import { openForReading } from '../log/schema.ts';
import { logOf } from './data-folder.ts';
import { Failed } from './failed.ts';

const DATED = /^events\.\d{4}-\d\d-\d\dT\d{6}Z\.db$/;

/** "2026-11-26T033400Z" @param at epoch ms */
export const dateInName = (at: number): string => new Date(at).toISOString().replace(/\.\d+|:/g, '');

/** Former logs that earlier restores have kept. */
export const formerLogs = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => DATED.test(name))
    .map((name) => join(folder, name));

/** A second name of the log itself: a restore was killed just before the other took its place. */
export const secondNames = (folder: string): string[] =>
  formerLogs(folder).filter((file) => existsSync(logOf(folder)) && statSync(file).ino === statSync(logOf(folder)).ino);

/**
 * The log keeps its own name too; nothing lies beside it afterwards that would be taken for part of another log.
 * @param at epoch ms
 * @returns the dated name; null when there was no log @throws Failed
 */
export function putAside(folder: string, at: number): string | null {
  const log = logOf(folder);
  for (const name of secondNames(folder)) rmSync(name);
  const dated = join(folder, `events.${dateInName(at)}.db`);
  const isThere = existsSync(log);
  if (isThere) {
    foldIn(log);
    for (const [i, file] of filesOfLog(log).entries()) if (existsSync(file)) secondName(file, filesOfLog(dated)[i]);
  }
  // Only of a log that SQLite can't read any more something is left here.
  for (const file of filesOfLog(log).slice(1)) rmSync(file, { force: true });
  return isThere ? dated : null;
}

/** Puts into the file what a server that was killed left in its write-ahead log. */
function foldIn(log: string): void {
  // Of a file that it can't read SQLite would throw the write-ahead log away: both are kept as they are.
  if (!isReadable(log)) return;
  const db = new DatabaseSync(log, { timeout: 5000 });
  try {
    const done = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    if (done?.busy !== 0) throw new Failed(`Somebody reads ${log}; end that, and try again.`);
  } finally {
    db.close();
  }
}

function isReadable(log: string): boolean {
  try {
    openForReading(log).close();
    return true;
  } catch {
    return false;
  }
}

function secondName(file: string, name: string): void {
  try {
    linkSync(file, name);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw new Failed(`${name} is there already; try again.`);
    // A file system without links.
    copyFileSync(file, name);
  }
}
