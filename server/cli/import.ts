// tablo import: events of an old log, or from anywhere in CloudEvents lines, become part of a data folder's log.
import { existsSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Settings } from '../config.ts';
import { isDamage } from '../log/folder-problem.ts';
import { counted } from '../pace.ts';
import { readArguments, settingsOf, type Environment } from './arguments.ts';
import { holdFolder, logOf } from './data-folder.ts';
import { Failed, Interrupted, reasonOf } from './failed.ts';
import { Importer } from './importer.ts';
import { importLines } from './import-lines.ts';
import { importLog } from './import-log.ts';
import { kindOf, openInput } from './import-input.ts';
import type { Terminal } from './terminal.ts';
import { WrongUse } from './wrong-use.ts';

export const IMPORT_HELP = `tablo import FILE… [--recorded-now] [--data DIR] [--config FILE]

Adds events to the log of a data folder whose server is stopped: of another log or a backup (events.db), or CloudEvents,
one a line (NDJSON, also .gz; "-" is stdin). What is there already is counted and not added: again, it changes nothing.
  --recorded-now   events count as recorded now, and are kept from now on, whatever the file says of it
  --data           data folder, made if it is missing; default: that of the settings
Ends with 0 when every event was taken, with 1 when some were refused, with 2 when it was called wrongly.`;

const INSTEAD = ' Events can also be sent to it while it runs: POST /api/v1/events.';

export async function importEvents(args: string[], env: Environment, terminal: Terminal): Promise<number> {
  const options = { 'recorded-now': { type: 'boolean' } } as const;
  const { values, positionals } = readArguments(args, options, IMPORT_HELP);
  const settings = settingsOf(values, env);
  const folder = resolve(values.data ?? settings.data);
  if (positionals.length === 0) throw new WrongUse(`A file is missing.\n\n${IMPORT_HELP}`);
  for (const file of positionals) mustBeReadable(file, folder);
  const held = holdFolder(folder, INSTEAD);
  try {
    return await importAll(positionals, folder, { settings, recordedNow: values['recorded-now'] === true }, terminal);
  } finally {
    held.release();
  }
}

async function importAll(
  files: string[],
  folder: string,
  { settings, recordedNow }: { settings: Settings; recordedNow: boolean },
  terminal: Terminal,
): Promise<number> {
  const importer = openImporter(folder, recordedNow, terminal);
  try {
    for (const file of files) await importFile(file, importer, terminal);
    importer.flush();
  } catch (error) {
    throw endOf(error, importer);
  } finally {
    importer.close();
  }
  terminal.progress.end();
  importer.tellUnshown();
  terminal.out(importer.summary());
  const gone = importer.recordedBefore(settings);
  if (gone > 0)
    terminal.err(
      `${counted(gone)} of them were recorded so long ago that the server lets them go: ` +
        'give retentionDays and simulatedRetentionHours room before you start it.',
    );
  return importer.refused === 0 ? 0 : 1;
}

function openImporter(folder: string, recordedNow: boolean, terminal: Terminal): Importer {
  try {
    return new Importer(folder, { now: Date.now(), recordedNow, refuse: (sentence) => terminal.err(sentence) });
  } catch (cause) {
    const advice = isDamage(cause) ? ' `tablo doctor` tells more.' : '';
    throw new Failed(`Nothing was imported: ${reasonOf(cause)}${advice}`);
  }
}

async function importFile(file: string, importer: Importer, terminal: Terminal): Promise<void> {
  if (file !== '-' && kindOf(file) === 'log') return importLog(file, importer, terminal);
  return importLines(await openInput(file, terminal.interrupted), importer, terminal);
}

/** What was taken up to here stays. */
function endOf(error: unknown, importer: Importer): Error {
  let cause = error;
  try {
    importer.flush();
  } catch (another) {
    cause = another;
  }
  if (cause instanceof Interrupted || (cause as Error).name === 'AbortError')
    return new Interrupted(`${importer.summary()} The same command again goes on from there.`);
  return new Failed(`${cause instanceof Failed ? cause.message : reasonOf(cause)} ${importer.summary()}`);
}

/** @throws WrongUse */
function mustBeReadable(file: string, folder: string): void {
  if (file === '-') return;
  if (!existsSync(file)) throw new WrongUse(`There is no file ${file}.`);
  if (!statSync(file).isFile()) throw new WrongUse(`${file} is no file; name the file with the events.`);
  const log = logOf(folder);
  if (existsSync(log) && realpathSync(log) === realpathSync(file))
    throw new WrongUse(`${file} is the log of this folder itself; name another.`);
}
