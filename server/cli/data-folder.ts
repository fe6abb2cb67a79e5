// A data folder that a command writes to: nobody else does meanwhile, and whose it was it stays.
import { chownSync, existsSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { folderProblem, prepareFolder, SQLITE, sqliteCode } from '../log/folder-problem.ts';
import { takeLock } from '../log/lock.ts';
import { sized } from '../pace.ts';
import { Failed } from './failed.ts';

export const logOf = (folder: string): string => join(folder, 'events.db');

export interface HeldFolder {
  release(): void;
}

/** Made when it is missing. @param otherwise what else can be done while a server runs @throws Failed */
export function holdFolder(folder: string, otherwise = ''): HeldFolder {
  let lock: { close(): void };
  try {
    prepareFolder(folder);
    lock = takeLock(folder);
  } catch (cause) {
    const isInUse = sqliteCode((cause as Error).cause ?? {}) === SQLITE.busy;
    throw new Failed(folderProblem(cause, folder).message + (isInUse ? otherwise : ''));
  }
  return {
    release: () => {
      lock.close();
      giveToOwner(folder);
    },
  };
}

/** What root makes in the folder of another user that one must be able to write. */
export function giveToOwner(folder: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  if (uid === 0) return;
  const keys = ['', '-wal', '-shm'].map((end) => join(folder, `access.db${end}`));
  for (const file of [logOf(folder), join(folder, 'lock.db'), ...keys]) if (existsSync(file)) chownSync(file, uid, gid);
}

/** @throws Failed */
export function mustHaveRoom(folder: string, bytes: number, what: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < bytes)
    throw new Failed(`${what} needs ${sized(bytes)}, and ${folder} has ${sized(bavail * bsize)}; free some space.`);
}
