// tablo backup: the log as one whole file, copied while the server goes on writing.
import { existsSync, realpathSync, renameSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { syncFolder } from '../history/floor-file.ts';
import { copyLog, filesOfLog, removeLog } from '../log/copy-log.ts';
import { sized } from '../pace.ts';
import { folderOf, onlyFile, readArguments, type Environment } from './arguments.ts';
import { logOf, mustHaveRoom } from './data-folder.ts';
import { packDocuments, readDocuments, type FolderDocuments } from './folder-documents.ts';
import { Failed, Interrupted, reasonOf } from './failed.ts';
import { checkIntegrity } from './integrity-check.ts';
import { describeLog } from './log-description.ts';
import type { Terminal } from './terminal.ts';
import { removeUnfinished, unfinishedName } from './unfinished.ts';
import { WrongUse } from './wrong-use.ts';

export const BACKUP_HELP = `tablo backup FILE [--force] [--data DIR] [--config FILE]

Copies the log into FILE, also while the server runs: everything that was acknowledged before is in it. It is checked,
on disk, and appears under its name only when it is whole. Messages, boards and playlists of the data folder are in it,
settings are not: keep tablo.yaml beside it.
  --force   write over FILE
  --data    data folder; default: that of the settings
Ends with 0 when FILE is written, with 1 when it is not, with 2 when it was called wrongly.`;

export async function backup(args: string[], env: Environment, terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(args, { force: { type: 'boolean' } }, BACKUP_HELP);
  const file = resolve(onlyFile(positionals, BACKUP_HELP));
  const log = logOf(folderOf(values, env));
  if (!existsSync(log)) throw new WrongUse(`There is no log at ${log}; name the data folder with --data.`);
  mustBeFree(file, log, values.force === true);
  const unfinished = unfinishedName(file);
  removeUnfinished(file);
  try {
    const { documents, leftOut } = readDocuments(dirname(log));
    for (const file of leftOut) terminal.err(`${file} is too large for a board, or one too many: it is left out.`);
    await copy(log, documents, unfinished, terminal);
  } catch (error) {
    if (error instanceof Interrupted) throw new Interrupted('No backup was written.');
    if (error instanceof Failed) throw error;
    throw new Failed(`No backup was written: ${reasonOf(error)}`);
  }
  const written = describeLog(unfinished);
  renameSync(unfinished, file);
  syncFolder(dirname(file));
  terminal.out(`${file}: ${written.text}, ${sized(statSync(file).size)}.`);
  return 0;
}

/** @throws WrongUse, Failed */
function mustBeFree(file: string, log: string, force: boolean): void {
  const folder = dirname(file);
  if (!existsSync(folder)) throw new WrongUse(`There is no folder ${folder} for the backup; make it, or name another.`);
  if (filesOfLog(realpathSync(log)).includes(existsSync(file) ? realpathSync(file) : file))
    throw new WrongUse(`${file} is the log itself; name another file for the backup.`);
  if (existsSync(file)) {
    if (!statSync(file).isFile()) throw new WrongUse(`${file} is no file; name one for the backup.`);
    if (!force) throw new Failed(`${file} is there already; name another file, or write over it with --force.`);
  }
  mustHaveRoom(folder, statSync(log).size, 'The backup');
}

async function copy(log: string, documents: FolderDocuments, unfinished: string, terminal: Terminal): Promise<void> {
  const { progress, interrupted } = terminal;
  progress.begin('Copying the log', sized);
  await copyLog(log, unfinished, (done, total) => {
    if (interrupted.aborted) throw new Interrupted();
    progress.at(done, total);
  });
  progress.begin('Checking the copy');
  try {
    packDocuments(unfinished, documents);
    const [wrong] = await checkIntegrity(unfinished, 'integrity_check', terminal);
    if (wrong !== undefined)
      throw new Failed(`No backup was written: the log is damaged (${wrong}). \`tablo doctor\` tells more.`);
  } catch (error) {
    removeLog(unfinished);
    throw error;
  } finally {
    progress.end();
  }
}
