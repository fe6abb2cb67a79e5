// The data folder itself: whether it is there, can be written, has room, and whether a server runs on it.
import { accessSync, constants, existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isLocked } from '../../log/lock.ts';
import { sized } from '../../pace.ts';
import { logOf } from '../data-folder.ts';
import { reasonOf } from '../failed.ts';
import { formerLogs, secondNames } from '../put-aside.ts';
import { leftUnfinished } from '../unfinished.ts';
import type { Findings } from './findings.ts';

/** Less than this and the next batches may find the disk full. */
const LEAST_BYTES = 64 * 1024 * 1024;

/** @returns whether there is a log to look into */
export function examineFolder(folder: string, found: Findings): boolean {
  if (!existsSync(folder)) {
    found.wrong(
      'folder',
      `There is no folder ${folder}. Name another with --data, or start the server, which makes it.`,
    );
    return false;
  }
  if (!statSync(folder).isDirectory()) {
    found.wrong('folder', `${folder} is no folder, but a file. Name the data folder with --data.`);
    return false;
  }
  examineRights(folder, found);
  if (existsSync(logOf(folder))) return true;
  found.wrong(
    'log',
    `There is no log (events.db) in ${folder}: ${readdirSync(folder).length === 0 ? 'it is empty' : 'is it another folder'}. ` +
      'Name the data folder with --data, start the server, which makes a log, or put a backup back with `tablo restore`.',
  );
  return false;
}

function examineRights(folder: string, found: Findings): void {
  try {
    for (const name of [folder, logOf(folder), join(folder, 'lock.db')])
      if (existsSync(name)) accessSync(name, constants.R_OK | constants.W_OK);
  } catch (cause) {
    const isReadOnly = (cause as NodeJS.ErrnoException).code === 'EROFS';
    const what = isReadOnly
      ? 'is on a disk that is read-only: a disk with errors is mounted so, too. Mount it to be written'
      : 'may not be written by this user. Run this as the user that runs Tablo; if you do, give the folder to that user';
    found.wrong('folder', `${folder} ${what} (${(cause as Error).message}).`);
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  found.figures.freeBytes = free;
  if (free < LEAST_BYTES)
    found.wrong(
      'space',
      `Only ${sized(free)} are free in ${folder}: no events are taken when it is full. Free some space.`,
    );
  else found.well('folder', `${folder} is there, with ${sized(free)} free.`);
}

/** @returns whether a server, or another command, holds the folder */
export function examineLock(folder: string, found: Findings): boolean {
  try {
    const isHeld = isLocked(folder);
    found.figures.isInUse = isHeld;
    found.well('lock', isHeld ? 'A server runs on it.' : 'No server runs on it.');
    return isHeld;
  } catch (cause) {
    found.wrong(
      'lock',
      `lock.db can't be read: ${reasonOf(cause)} Stop the server and remove lock.db; the next start makes it.`,
    );
    return false;
  }
}

/** What commands have left. */
export function examineLeftovers(folder: string, isInUse: boolean, found: Findings): void {
  const seconds = secondNames(folder);
  for (const file of seconds)
    found.note('leftover', `${file} is a second name of the log itself: a restore was broken off. Remove that name.`);
  for (const file of formerLogs(folder))
    if (!seconds.includes(file))
      found.note(
        'leftover',
        `${file} is a former log (${sized(statSync(file).size)}). Remove it when it is not needed.`,
      );
  const unfinished = isInUse ? [] : leftUnfinished(logOf(folder));
  for (const file of unfinished)
    found.note('leftover', `${file} was left by a restore that was broken off. Remove it.`);
}
