// Covers ids of agents in what is older than they are told of, and leaves out their names: rows of the log in their places,
// days of the shelf in new files. Each step may be cut off at any moment and is taken up from where the journal stands.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { daysFolder } from '../history/derived.ts';
import { openFloor } from '../history/floor-file.ts';
import { lastBefore, slicesWith, type SliceRow } from '../log/log-slices.ts';
import type { ChangedRow } from '../log/rewriter.ts';
import { openForReading } from '../log/schema.ts';
import type { ErasureHands } from './erase-files.ts';
import type { ErasedAgents } from './erased-agents.ts';
import { renameInFile } from './rename-in-file.ts';

export interface CoverTask {
  folder: string;
  /** file of the log */
  log: string;
  erased: ErasedAgents;
  /** a midnight, UTC, epoch ms: what was recorded before is covered */
  before: number;
  /** place of the last event that is covered, 0 = none is */
  coveredTo: number;
}

export interface Covered {
  /** place of the last event that is covered now */
  coveredTo: number;
  events: number;
  days: number;
}

export async function coverFiles(task: CoverTask, hands: Pick<ErasureHands, 'rewrite' | 'tell'>): Promise<Covered> {
  const db = openForReading(task.log);
  try {
    const range = { first: task.coveredTo + 1, last: lastBefore(db, task.before) };
    let events = 0;
    for await (const rows of slicesWith(db, ['agent'], (done, of) => hands.tell(done, of), range)) {
      const changed = rows.flatMap((row) => coveredRow(row, task.erased));
      if (changed.length > 0) await hands.rewrite(changed);
      events += changed.length;
    }
    return { coveredTo: Math.max(task.coveredTo, range.last), events, days: await coverDays(task) };
  } finally {
    db.close();
  }
}

function coveredRow({ seq, body }: SliceRow, erased: ErasedAgents): ChangedRow[] {
  let event: unknown;
  try {
    event = JSON.parse(body);
  } catch {
    return [];
  }
  if (typeof event !== 'object' || event === null || !('id' in event)) return [];
  const covered = erased.coveredEvent(event) as { id: string };
  return covered === event ? [] : [{ seq, id: covered.id, body: JSON.stringify(covered) }];
}

async function coverDays({ folder, erased, before }: CoverTask): Promise<number> {
  const days = daysFolder(folder);
  if (!existsSync(days)) return 0;
  const date = new Date(before).toISOString().slice(0, 10);
  let written = 0;
  for (const name of readdirSync(days)) {
    if (!name.endsWith('.floor') || name.slice(0, date.length) >= date) continue;
    if (coverDay(join(days, name), erased)) written++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return written;
}

/** A file says that it is covered; what is added to a day lies in another one. */
function coverDay(file: string, erased: ErasedAgents): boolean {
  const opened = openFloor<{ isCovered?: true }>(file);
  if (!opened.ok) return false;
  opened.value.close();
  if (opened.value.about.isCovered) return false;
  return renameInFile(file, (id) => erased.coverOf(id), {
    words: new Map(),
    aboutNow: (about) => ({ ...about, isCovered: true }),
  });
}
