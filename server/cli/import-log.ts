// Events of another log or of a backup, in the order in which that one took them; of a damaged one what can be read.
import { fail, ok } from '#core/result.ts';
import { LogReader, type Damage } from '../log/log-reader.ts';
import { extentOf, logVersion, openForReading, type Extent } from '../log/schema.ts';
import { parseWithout } from '../privacy/parse-without.ts';
import { Failed, reasonOf } from './failed.ts';
import type { Found, Importer } from './importer.ts';
import type { Terminal } from './terminal.ts';

/** @throws Failed, Interrupted, what SQLite says of the log that is added to */
export async function importLog(file: string, importer: Importer, terminal: Terminal): Promise<void> {
  const extent = lookInto(file);
  const log = new LogReader(file, (damage) => importer.refuse(file, inWords(damage)));
  terminal.progress.begin(`Importing ${file}`);
  try {
    for (const { seq, recordedAt, body } of log.after(0)) {
      if (extent) terminal.progress.at(seq - extent.first, extent.last - extent.first);
      else terminal.progress.at(seq);
      await terminal.turn();
      const at = importer.recordedAt(isInstant(recordedAt) ? recordedAt : null);
      importer.add(found(`${file}, event ${seq}`, at, body, importer));
    }
  } finally {
    log.close();
  }
}

/** @throws Failed */
function lookInto(file: string): Extent | null {
  try {
    const db = openForReading(file);
    try {
      const version = logVersion(db);
      if (!version.ok) throw new Failed(`${file} ${version.problem.message}`);
      return extentOf(db);
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof Failed) throw error;
    throw new Failed(`${file}: ${reasonOf(error)}`);
  }
}

function found(where: string, recordedAt: number, body: string, { erased }: Importer): Found {
  let event: unknown;
  try {
    event = JSON.parse(body);
  } catch {
    return { where, recordedAt, taken: fail('bad_json', 'it is no JSON.') };
  }
  const parsed = parseWithout(event, recordedAt, erased);
  if (!parsed.ok) return { where, recordedAt, taken: parsed };
  const { fact, event: without } = parsed.value;
  // As it was written, unless somebody is told of who is erased here.
  return { where, recordedAt, taken: ok({ fact, body: without === event ? body : JSON.stringify(without) }) };
}

/** A damaged row may hold anything. */
export const isInstant = (recordedAt: unknown): recordedAt is number => Number.isSafeInteger(recordedAt);

function inWords({ from, to }: Damage): string {
  return `the file is damaged: events ${from} to ${to ?? 'its end'} can't be read.`;
}
