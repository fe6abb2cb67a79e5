// What a data folder holds beside its log is computed from it, and may go at any time: the next start rebuilds it.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointFile } from './checkpoint.ts';
import { syncFolder } from './floor-file.ts';

export const daysFolder = (folder: string): string => join(folder, 'days');
export const rollUpsFile = (folder: string): string => join(folder, 'history.db');

/** For who puts other events into the log than a server would: gone for good when this returns. */
export function removeDerived(folder: string): void {
  // The checkpoint first: it names the days, and without it nothing else is used.
  for (const name of [checkpointFile(folder), `${checkpointFile(folder)}.tmp`, daysFolder(folder)])
    rmSync(name, { recursive: true, force: true });
  removeRollUps(folder);
  syncFolder(folder);
}

export function removeRollUps(folder: string): void {
  const file = rollUpsFile(folder);
  for (const name of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`]) rmSync(name, { force: true });
}
