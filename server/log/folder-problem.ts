// What stands in the way of a data folder, as a sentence: what was found, where, what to do.
import { closeSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { syncFolder } from '../history/floor-file.ts';

/** The data folder can't be used: its message is all that there is to say. */
export class FolderProblem extends Error {}

/** SQLite's primary result codes. */
export const SQLITE = { busy: 5, readOnly: 8, corrupt: 11, full: 13, cantOpen: 14, notADatabase: 26 } as const;

/** Result codes of SQLite that say more have the primary one in their lowest byte. @returns 0 for other errors */
export function sqliteCode(cause: unknown): number {
  const { errcode } = cause as { errcode?: number };
  return typeof errcode === 'number' ? errcode & 0xff : 0;
}

/** The file has been changed by something else than SQLite, or the disk has. */
export function isDamage(cause: unknown): boolean {
  return sqliteCode(cause) === SQLITE.corrupt || sqliteCode(cause) === SQLITE.notADatabase;
}

/** Makes the folder if it is missing. @throws FolderProblem when it can't be written */
export function prepareFolder(folder: string): void {
  const probe = join(folder, `probe-${process.pid}.tmp`);
  try {
    makeFolder(folder);
    closeSync(openSync(probe, 'w'));
    rmSync(probe);
  } catch (cause) {
    throw folderProblem(cause, folder);
  }
}

/** Node's own way of making those above it calls every reason ENOENT. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
    syncWhereAllowed(dirname(folder));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw cause;
    makeFolder(dirname(folder));
    makeFolder(folder);
  }
}

/** Who may make a folder there need not be allowed to open it. */
function syncWhereAllowed(folder: string): void {
  try {
    syncFolder(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EACCES') throw cause;
  }
}

const OTHER = 'set TABLO_DATA to another folder';
const SENTENCES: Record<string, (folder: string, message: string) => string> = {
  EEXIST: notAFolder,
  ENOTDIR: notAFolder,
  EACCES: notAllowed,
  EPERM: notAllowed,
  EROFS: readOnly,
  ENOSPC: full,
  [SQLITE.readOnly]: readOnly,
  [SQLITE.full]: full,
  [SQLITE.cantOpen]: (folder) =>
    `A file in the data folder ${folder} can't be opened: it belongs to somebody else, or is no file. Give all of it to the user that runs Tablo, or ${OTHER}.`,
  [SQLITE.corrupt]: damaged,
  [SQLITE.notADatabase]: damaged,
};

/** @param cause what the file system or SQLite said; an error of our own is a sentence already */
export function folderProblem(cause: unknown, folder: string): FolderProblem {
  const { code, message } = cause as NodeJS.ErrnoException;
  const sentence = SENTENCES[sqliteCode(cause)] ?? (code === undefined ? undefined : SENTENCES[code]);
  if (sentence) return new FolderProblem(sentence(folder, message), { cause });
  const isOurs = code === undefined;
  return new FolderProblem(isOurs ? message : `The data folder ${folder} can't be used: ${message}.`, { cause });
}

function notAFolder(folder: string): string {
  return `The data folder ${folder} is no folder: there is a file in its place, or above it. Move the file away, or ${OTHER}.`;
}

function notAllowed(folder: string): string {
  return `The data folder ${folder} can't be written: the user that runs Tablo may not. Give it to that user, or ${OTHER}.`;
}

function readOnly(folder: string): string {
  return `The data folder ${folder} is read-only. Make it writable (a disk with errors is mounted so, too), or ${OTHER}.`;
}

function full(folder: string): string {
  return `The disk of the data folder ${folder} is full. Free space and start again; nothing that was acknowledged is lost.`;
}

function damaged(folder: string, message: string): string {
  return `The log ${join(folder, 'events.db')} is damaged (SQLite: ${message}). "tablo doctor" says more; put a backup back with "tablo restore", or move the file away to begin with an empty log.`;
}
