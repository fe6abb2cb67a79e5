// What a data folder holds beside its log is computed from it, and may go at any time: the next start rebuilds it.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointFile } from './checkpoint.ts';
import { syncFolder } from './floor-file.ts';

export const daysFolder = (folder: string): string => join(folder, 'days');
export const rollUpsFile = (folder: string): string => join(folder, 'history.db');

/** For who puts other events into the log than a server would: gone for good when this returns. */
export function removeDerived(folder: string): void {
  const rollUps = rollUpsFile(folder);
  // The checkpoint first: it names the days, and without it nothing else is used.
  for (const name of [checkpointFile(folder), `${checkpointFile(folder)}.tmp`, daysFolder(folder)])
    rmSync(name, { recursive: true, force: true });
  for (const name of [rollUps, `${rollUps}-wal`, `${rollUps}-shm`, `${rollUps}-journal`]) rmSync(name, { force: true });
  syncFolder(folder);
}
