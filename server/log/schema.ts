// The tables of the data folder's events.db, and how a connection to it is opened.
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { fail, ok, type Result } from '#core/result.ts';
import { isDamage, SQLITE, sqliteCode } from './folder-problem.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS source (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE IF NOT EXISTS event (
    seq INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    id TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    simulated INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS event_identity ON event (source, id);
  CREATE INDEX IF NOT EXISTS event_simulated ON event (recorded_at) WHERE simulated = 1;
  CREATE TABLE IF NOT EXISTS memory (name TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS alert (
    id TEXT PRIMARY KEY,
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS alert_ended ON alert (ended_at);
`;
/** "Tblo" in the header of the file: it is a log of Tablo. */
const APPLICATION = 0x54626c6f;
/** Rises when an older version could not read what a newer one writes. */
export const SCHEMA_VERSION = 1;
const COLUMNS: Record<string, readonly string[]> = {
  source: ['n', 'id'],
  event: ['seq', 'source', 'id', 'recorded_at', 'simulated', 'body'],
  memory: ['name', 'state'],
};
/** Older ones can corrupt a WAL that two connections use at once. */
const SQLITE_NEEDED = [3, 51, 3];

export function openForWriting(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 5000 });
  const { version } = db.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  if (older(version.split('.').map(Number), SQLITE_NEEDED))
    throw new Error(`SQLite ${version} is too old (a bug can corrupt the log); run with Node 24.21 or newer.`);
  const found = logVersion(db);
  if (!found.ok && found.problem.code !== 'empty') {
    db.close();
    throw new Error(`${file} ${found.problem.message}`);
  }
  // FULL: a commit is on disk before it is acknowledged, also through a power cut.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;');
  // What is removed, or written otherwise, is nowhere in the file.
  db.exec('PRAGMA secure_delete = ON');
  db.exec(SCHEMA);
  if (pragma(db, 'application_id') !== APPLICATION)
    db.exec(`PRAGMA application_id = ${APPLICATION}; PRAGMA user_version = ${SCHEMA_VERSION};`);
  return db;
}

/** Beside a writer, or without one; also where nothing can be written, and a file cut short. @throws what SQLite says */
export function openForReading(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  try {
    db.prepare('SELECT 1 FROM sqlite_schema').get();
    return db;
  } catch (cause) {
    db.close();
    if (isDamage(cause)) return openCutShort(file, cause);
    const isNotWritable = [SQLITE.readOnly, SQLITE.cantOpen].some((code) => code === sqliteCode(cause));
    if (!isNotWritable || statSync(`${file}-wal`, { throwIfNoEntry: false })?.size) throw cause;
    // A log in WAL mode wants files beside it; without any there is nothing that they would tell.
    return new DatabaseSync(`${pathToFileURL(file).href}?immutable=1`, { readOnly: true });
  }
}

/** SQLite reads no file that is shorter than it should be, unless it is told that something is wrong: this tells it. */
function openCutShort(file: string, cause: unknown): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5000, defensive: false });
  try {
    db.exec('PRAGMA writable_schema = ON');
    db.prepare('SELECT 1 FROM sqlite_schema').get();
    return db;
  } catch {
    db.close();
    throw cause;
  }
}

/** Found at once, whatever the log's size: for how far a reader is. */
export interface Extent {
  /** 0 = the log is empty */
  first: number;
  last: number;
}

/** The first and the last place in an open log; null where it is too damaged to tell. */
export function extentOf(db: DatabaseSync): Extent | null {
  const asked = 'SELECT (SELECT min(seq) FROM event) AS first, (SELECT max(seq) FROM event) AS last';
  try {
    const found = db.prepare(asked).get();
    return { first: (found?.first as number | null) ?? 0, last: (found?.last as number | null) ?? 0 };
  } catch (cause) {
    if (isDamage(cause)) return null;
    throw cause;
  }
}

/**
 * The version of an open log's tables; 0 when it was made before versions were noted.
 * @returns a problem ("is …", to be said of the file) when this version can't read it as a log
 * @throws what SQLite says of a file that is none of its own
 */
export function logVersion(db: DatabaseSync): Result<number> {
  const [application, version] = [pragma(db, 'application_id'), pragma(db, 'user_version')];
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const has = new Set(tables.map(({ name }) => name as string));
  if (application !== APPLICATION && (application !== 0 || (has.size > 0 && !has.has('event'))))
    return fail('foreign', 'is a database of another program, no log of Tablo.');
  if (version > SCHEMA_VERSION)
    return fail('newer', `is of schema ${version}, and this Tablo knows ${SCHEMA_VERSION}: run the newer Tablo.`);
  if (has.size === 0) return fail('empty', 'is empty: it has no tables.');
  for (const [table, columns] of Object.entries(COLUMNS)) {
    const there = new Set(
      db
        .prepare('SELECT name FROM pragma_table_info(?)')
        .all(table)
        .map(({ name }) => name),
    );
    const missing = columns.find((column) => !there.has(column));
    if (missing !== undefined)
      return fail('columns', `is no whole log of Tablo: its table "${table}" has no column "${missing}".`);
  }
  return ok(version);
}

function pragma(db: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return db.prepare(`PRAGMA ${name}`).get()?.[name] as number;
}

function older(version: number[], needed: number[]): boolean {
  const i = needed.findIndex((part, index) => version[index] !== part);
  return i >= 0 && version[i] < needed[i];
}
