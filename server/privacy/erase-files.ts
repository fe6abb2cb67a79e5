// What an erasure does with the files of a data folder: events of the log are written otherwise in their places, days of the
// shelf anew. Each step may be cut off at any moment and is taken up from its beginning: what was done stays done.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { agentsIn, namesIn, withoutAgents } from '#core/access/without-agents.ts';
import { daysFolder } from '../history/derived.ts';
import type { ChangedRow } from '../log/rewriter.ts';
import { slicesWith, type SliceRow } from '../log/log-slices.ts';
import { openForReading } from '../log/schema.ts';
import type { ErasedAgents } from './erased-agents.ts';
import { renameInFile } from './rename-in-file.ts';

export interface ErasureTask {
  folder: string;
  /** file of the log */
  log: string;
  erased: ErasedAgents;
  pseudonym: string;
  /** null: only its hash is known */
  agent: string | null;
  names: readonly string[];
}

/** What the files can't be asked for. */
export interface ErasureHands {
  /** on disk when it resolves: who it is, and how they were called */
  found(agent: string, names: readonly string[]): Promise<void>;
  /** on disk when it resolves */
  rewrite(rows: ChangedRow[]): Promise<void>;
  /** @param done of so many places of the log that are read */
  tell(done: number, of: number): void;
}

export interface ErasedFrom {
  agent: string | null;
  names: string[];
  /** events that were written otherwise */
  events: number;
  /** files of days that were written anew */
  days: number;
}

export async function eraseFromFiles(task: ErasureTask, hands: ErasureHands): Promise<ErasedFrom> {
  const db = openForReading(task.log);
  try {
    const agent = task.agent ?? (await findAgent(db, task, hands));
    const found = { agent, names: [...task.names], events: 0 };
    if (agent !== null) await eraseFromLog(db, { ...task, agent }, hands, found);
    return { ...found, days: await eraseFromDays(task) };
  } finally {
    db.close();
  }
}

/** Again for the names that came out: what tells of somebody by name only comes before, too. */
async function eraseFromLog(
  db: DatabaseSync,
  task: ErasureTask & { agent: string },
  hands: ErasureHands,
  found: { names: string[]; events: number },
): Promise<void> {
  const covered = task.erased.covered.cover(task.agent);
  for (let words = [task.agent, covered, ...task.names]; words.length > 0;) {
    const known = found.names.length;
    for await (const rows of slicesWith(db, words, hands.tell)) {
      const news = rows.flatMap(({ body }) => [...namesIn(dataOf(body), task.agent)]);
      const names = [...new Set([...found.names, ...news])].filter((name) => name !== task.pseudonym);
      // Before they are gone from where they were found.
      if (names.length > found.names.length) await hands.found(task.agent, (found.names = names));
      const changed = rows.flatMap((row) => changedRow(row, task, names));
      if (changed.length > 0) await hands.rewrite(changed);
      found.events += changed.length;
    }
    words = found.names.slice(known);
  }
}

function changedRow(
  { seq, body }: SliceRow,
  { agent, pseudonym, erased }: ErasureTask,
  names: readonly string[],
): ChangedRow[] {
  const event = parsed(body);
  if (event === null) return [];
  const words = new Map([agent as string, ...names].map((word) => [word, pseudonym]));
  const without = withoutAgents(event, erased, words) as { id: string };
  const changed = JSON.stringify(without);
  return changed === body ? [] : [{ seq, id: without.id, body: changed }];
}

/** Of a log that was put back only a hash says whom it must not know. */
async function findAgent(db: DatabaseSync, task: ErasureTask, hands: ErasureHands): Promise<string | null> {
  for await (const rows of slicesWith(db, ['agent'], hands.tell))
    for (const { body } of rows)
      for (const agent of agentsIn(dataOf(body)))
        if (task.erased.pseudonymOf(agent) === task.pseudonym) {
          const id = task.erased.covered.read(agent) ?? agent;
          await hands.found(id, task.names);
          return id;
        }
  return null;
}

/** @returns how many files were written anew */
async function eraseFromDays({ folder, erased }: ErasureTask): Promise<number> {
  const days = daysFolder(folder);
  if (!existsSync(days)) return 0;
  let written = 0;
  for (const name of readdirSync(days)) {
    if (!name.endsWith('.floor')) continue;
    if (renameInFile(join(days, name), (id) => erased.pseudonymOf(id))) written++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return written;
}

const dataOf = (body: string): unknown => (parsed(body) as { data?: unknown } | null)?.data;

/** null: it is damaged, and nobody reads it */
function parsed(body: string): object | null {
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === 'object' && value !== null && 'id' in value ? value : null;
  } catch {
    return null;
  }
}
