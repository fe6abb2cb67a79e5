// tablo restore: a backup becomes the log of a data folder, in one step, after it was found to be whole.
import { existsSync, realpathSync, renameSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { removeDerived } from '../history/derived.ts';
import { syncFolder } from '../history/floor-file.ts';
import { copyLog, removeLog } from '../log/copy-log.ts';
import { logVersion, openForReading } from '../log/schema.ts';
import { sized } from '../pace.ts';
import { folderOf, onlyFile, readArguments, type Environment } from './arguments.ts';
import { holdFolder, logOf, mustHaveRoom } from './data-folder.ts';
import { Failed, Interrupted, reasonOf } from './failed.ts';
import { placeDocuments, unpackDocuments } from './folder-documents.ts';
import { checkIntegrity } from './integrity-check.ts';
import { describeLog } from './log-description.ts';
import { dateInName, putAside } from './put-aside.ts';
import type { Terminal } from './terminal.ts';
import { removeUnfinished, unfinishedName } from './unfinished.ts';
import { WrongUse } from './wrong-use.ts';

export const RESTORE_HELP = `tablo restore FILE [--force] [--data DIR] [--config FILE]

Makes a backup the log of a data folder whose server is stopped. FILE is checked first; until it takes the log's place,
in one step, the log is as it was, whenever this is interrupted. Messages, boards and playlists come back too.
  --force   also when the folder has a log: that one is kept beside it, under a name with the date
  --data    data folder, made if it is missing; default: that of the settings
Ends with 0 when FILE is restored, with 1 when it is not, with 2 when it was called wrongly.`;

export async function restore(args: string[], env: Environment, terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, { force: { type: 'boolean' } }, RESTORE_HELP);
  const file = resolve(onlyFile(positionals, RESTORE_HELP));
  const folder = resolve(folderOf(values, env));
  mustBeBackup(file, logOf(folder));
  const held = holdFolder(folder);
  try {
    if (existsSync(logOf(folder)) && values.force !== true)
      throw new Failed(
        `${folder} has a log already; name another folder, or restore with --force, which keeps that log.`,
      );
    await restoreInto(folder, file, terminal);
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) throw new Interrupted(`${folder} is as it was.`);
    if (error instanceof Failed) throw error;
    throw new Failed(`Not restored: ${reasonOf(error)} ${folder} is as it was.`);
  } finally {
    held.release();
  }
}

async function restoreInto(folder: string, file: string, terminal: Terminal): Promise<void> {
  const log = logOf(folder);
  removeUnfinished(log);
  mustHaveRoom(folder, statSync(file).size, 'The log');
  const unfinished = unfinishedName(log);
  try {
    await copyChecked(file, unfinished, terminal);
    const { text } = describeLog(unfinished);
    const documents = unpackDocuments(unfinished);
    // Before the log: what was computed from one must never be found beside the other.
    removeDerived(folder);
    const at = Date.now();
    const told = documents === null ? [] : placeDocuments(folder, documents, dateInName(at));
    const former = putAside(folder, at);
    syncFolder(folder);
    renameSync(unfinished, log);
    syncFolder(folder);
    terminal.out(`Restored into ${folder}: ${text}, ${sized(statSync(log).size)}.`);
    for (const sentence of told) terminal.out(sentence);
    if (former !== null) terminal.out(`The former log is ${former}; remove it when you are sure.`);
  } finally {
    removeLog(unfinished);
  }
}

/** @throws WrongUse, Failed */
function mustBeBackup(file: string, log: string): void {
  if (!existsSync(file)) throw new WrongUse(`There is no file ${file}; name a backup.`);
  if (!statSync(file).isFile()) throw new WrongUse(`${file} is no file; name a backup.`);
  if (existsSync(log) && realpathSync(log) === realpathSync(file))
    throw new WrongUse(`${file} is the log of this folder itself; name a backup.`);
  try {
    const db = openForReading(file);
    try {
      const version = logVersion(db);
      if (!version.ok) throw new Failed(`${file} ${version.problem.message}`);
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof Failed) throw error;
    throw new Failed(`${file} can't be restored: ${reasonOf(error)}`);
  }
}

async function copyChecked(file: string, to: string, { progress, ...terminal }: Terminal): Promise<void> {
  progress.begin('Copying the backup', sized);
  await copyLog(file, to, (done, total) => {
    if (terminal.interrupted.aborted) throw new Interrupted();
    progress.at(done, total);
  });
  progress.begin('Checking the copy');
  const [wrong] = await checkIntegrity(to, 'integrity_check', { progress, ...terminal });
  progress.end();
  if (wrong !== undefined) throw new Failed(`${file} is damaged (${wrong}); use another backup. Nothing was changed.`);
}
