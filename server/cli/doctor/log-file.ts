// The log as a file: whose it is, of which schema, and whether SQLite finds it whole.
import { statSync } from 'node:fs';
import { isDamage } from '../../log/folder-problem.ts';
import { logVersion, openForReading, SCHEMA_VERSION } from '../../log/schema.ts';
import { readWal } from '../../log/wal.ts';
import { counted, sized } from '../../pace.ts';
import { reasonOf } from '../failed.ts';
import { checkIntegrity } from '../integrity-check.ts';
import type { Terminal } from '../terminal.ts';
import { many, type Findings } from './findings.ts';

export const MEND =
  'Stop the server, put a backup back with `tablo restore FILE --force`, which keeps this log, and add what of this ' +
  'log can be read with `tablo import`; without a backup, `tablo import` this log into a new folder';

interface Asked {
  log: string;
  quick: boolean;
  isInUse: boolean;
}

/** @returns whether its events can be looked at @throws Interrupted */
export async function examineLogFile(
  { log, quick, isInUse }: Asked,
  found: Findings,
  terminal: Terminal,
): Promise<boolean> {
  const { size } = statSync(log);
  found.figures.logBytes = size;
  if (!examineSchema(log, found)) return false;
  examineWal(log, isInUse, found);
  const check = quick ? 'quick_check' : 'integrity_check';
  terminal.progress.begin(`Checking ${sized(size)} (${check})`);
  const wrong = await checkIntegrity(log, check, terminal);
  terminal.progress.end();
  found.figures[check] = wrong;
  if (wrong.length === 0) found.well('integrity', `SQLite finds the log whole (${check}, ${sized(size)}).`);
  else {
    const more = wrong.length > 1 ? `, and ${counted(wrong.length - 1)} more` : '';
    found.wrong('integrity', `The log is damaged: ${check} says "${wrong[0].trim()}"${more}. ${MEND}.`);
  }
  return true;
}

function examineSchema(log: string, found: Findings): boolean {
  try {
    const db = openForReading(log);
    const version = logVersion(db);
    db.close();
    if (version.ok) {
      found.figures.schema = version.value;
      const noted = version.value === 0 ? 'of before schemas were noted; the next start notes it' : `${version.value}`;
      found.well('schema', `The log's schema is ${noted}. This Tablo knows ${SCHEMA_VERSION}.`);
      return true;
    }
    const { code, message } = version.problem;
    const todo = {
      newer: '',
      empty: ' The server makes them at its start; if there were events, put a backup back with `tablo restore`.',
    }[code];
    found.wrong('schema', `${log} ${message}${todo ?? ' Move it away, and put a backup back with `tablo restore`.'}`);
  } catch (cause) {
    const todo = isDamage(cause)
      ? ' Stop the server, and put a backup back with `tablo restore FILE --force`, which keeps this log.'
      : '';
    found.wrong('log', `${log} can't be read: ${reasonOf(cause)}${todo}`);
  }
  return false;
}

function examineWal(log: string, isInUse: boolean, found: Findings): void {
  // A server at work may be in the midst of a page.
  if (isInUse) return;
  const { broken } = readWal(`${log}-wal`);
  if (broken > 0)
    found.note(
      'wal',
      `${many(broken, 'page', counted)} at the end of the write-ahead log are not whole, and are left out at the next ` +
        'start. After a power cut this is what was being written, and nobody was told that it was taken; otherwise the ' +
        'disk is damaged, and what was acknowledged last may be missing.',
    );
}
