// The tables of the data folder's events.db, and how a connection to it is opened.
import { DatabaseSync } from 'node:sqlite';

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
  CREATE TABLE IF NOT EXISTS memory (name TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;
`;
/** Older ones can corrupt a WAL that two connections use at once. */
const SQLITE_NEEDED = [3, 51, 3];

export function openForWriting(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 5000 });
  const { version } = db.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  if (older(version.split('.').map(Number), SQLITE_NEEDED))
    throw new Error(`SQLite ${version} is too old (a bug can corrupt the log); run with Node 24.21 or newer.`);
  // FULL: a commit is on disk before it is acknowledged, also through a power cut.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;');
  db.exec(SCHEMA);
  return db;
}

export function openForReading(file: string): DatabaseSync {
  return new DatabaseSync(file, { readOnly: true, timeout: 5000 });
}

function older(version: number[], needed: number[]): boolean {
  const i = needed.findIndex((part, index) => version[index] !== part);
  return i >= 0 && version[i] < needed[i];
}
