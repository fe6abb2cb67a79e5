// What is computed from the log and kept beside it: whether the next start can use it. None of it is needed.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointFile, readCheckpoint, type Checkpoint } from '../../history/checkpoint.ts';
import { daysFolder, rollUpsFile } from '../../history/derived.ts';
import { openFloor } from '../../history/floor-file.ts';
import { LIVE } from '../../history/roll-ups.ts';
import { LogReader } from '../../log/log-reader.ts';
import { openForReading } from '../../log/schema.ts';
import { counted, sized } from '../../pace.ts';
import { logOf } from '../data-folder.ts';
import { checkIntegrity } from '../integrity-check.ts';
import type { Terminal } from '../terminal.ts';
import { many, type Findings } from './findings.ts';

const ANEW = 'Stop the server, remove checkpoint.floor, and start it: all is computed anew from the log';

/** @param fold fingerprint of what makes facts a floor @throws Interrupted */
export async function examineComputed(
  folder: string,
  fold: string,
  found: Findings,
  terminal: Terminal,
): Promise<void> {
  examineCheckpoint(folder, fold, found);
  const days = shelvedDays(folder);
  examineDays(folder, days, found);
  await examineRollUps(folder, days, found, terminal);
}

function examineCheckpoint(folder: string, fold: string, found: Findings): void {
  const log = new LogReader(logOf(folder));
  try {
    const checkpoint = readCheckpoint(folder, log, fold);
    if (checkpoint.ok) {
      const behind = log.behind(checkpoint.value.checkpoint.position.seq);
      found.figures.checkpointBehind = behind;
      return found.well('checkpoint', `The checkpoint can be used: a start reads ${many(behind, 'event', counted)}.`);
    }
    found.figures.checkpointBehind = null;
    const { code, message } = checkpoint.problem;
    const why = code === 'absent' ? 'There is no checkpoint' : `The checkpoint can't be used: ${message}`;
    found.note('checkpoint', `${why}. The next start reads the whole log, and writes one.`);
  } finally {
    log.close();
  }
}

/** Files in `days` that the checkpoint names. */
function shelvedDays(folder: string): string[] {
  const opened = openFloor<Partial<Checkpoint>>(checkpointFile(folder));
  if (!opened.ok) return [];
  opened.value.close();
  return (opened.value.about.archive?.days ?? []).map(([, { file }]) => file);
}

function examineDays(folder: string, days: string[], found: Findings): void {
  const all = daysFolder(folder);
  const there = existsSync(all) ? readdirSync(all) : [];
  const bad = days.filter((file) => !isFloor(join(all, file)));
  if (bad.length > 0)
    found.wrong(
      'days',
      `${many(bad.length, 'day', counted)} of history can't be read: days/${bad[0]} is missing or damaged. ${ANEW}.`,
    );
  else if (days.length > 0) found.well('days', `${many(days.length, 'day', counted)} of history lie in days/.`);
  const orphans = there.filter((file) => !days.includes(file));
  if (orphans.length === 0) return;
  const bytes = orphans.reduce(
    (sum, file) => sum + (statSync(join(all, file), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
  found.note(
    'days',
    `${many(orphans.length, 'file', counted)} in days/ (${sized(bytes)}) that no checkpoint names: the server removes them when it writes the next one.`,
  );
}

function isFloor(file: string): boolean {
  const opened = openFloor(file);
  if (opened.ok) opened.value.close();
  return opened.ok;
}

async function examineRollUps(folder: string, days: string[], found: Findings, terminal: Terminal): Promise<void> {
  const file = rollUpsFile(folder);
  if (!existsSync(file)) return;
  terminal.progress.begin('Checking history.db');
  const wrong = await checkIntegrity(file, 'quick_check', terminal);
  terminal.progress.end();
  if (wrong.length > 0)
    return found.wrong(
      'roll_ups',
      `history.db is damaged (${wrong[0].trim()}). Stop the server, remove history.db, and start it: it is computed anew.`,
    );
  const rolled = rolledUp(file);
  // Of days whose facts the engine has itself there is no file.
  const orphans = rolled.filter((name) => name !== LIVE && !days.includes(name)).length;
  if (orphans > 0)
    found.note(
      'roll_ups',
      `history.db has ${many(orphans, 'day', counted)} that no checkpoint names: the server removes them.`,
    );
  else if (rolled.length > 0)
    found.well('roll_ups', `history.db has ${many(rolled.length, 'day', counted)} by the minute.`);
}

/** Files of the days that it counts. */
function rolledUp(file: string): string[] {
  const db = openForReading(file);
  try {
    const has = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'day'").get();
    return has
      ? db
          .prepare('SELECT file FROM day')
          .all()
          .map((row) => row.file as string)
      : [];
  } finally {
    db.close();
  }
}
