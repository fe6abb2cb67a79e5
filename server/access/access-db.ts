// access.db of the data folder: people, screens, the credentials of both, tokens, the audit log, who is
// erased. A file of its own, readable by the server's user only, so that a copy of the events holds no key.
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FolderProblem, folderProblem, isDamage } from '../log/folder-problem.ts';

const BUSY_MS = 5000;

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA secure_delete = ON;
  CREATE TABLE IF NOT EXISTS person (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    sites TEXT,
    password TEXT,
    issuer TEXT,
    subject TEXT,
    made_at INTEGER NOT NULL,
    disabled_at INTEGER,
    UNIQUE (issuer, subject)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS credential (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    owner TEXT NOT NULL,
    current TEXT NOT NULL UNIQUE,
    rotated_at INTEGER NOT NULL,
    next TEXT UNIQUE,
    previous TEXT UNIQUE,
    previous_until INTEGER NOT NULL DEFAULT 0,
    made_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS credential_owner ON credential (kind, owner);
  CREATE TABLE IF NOT EXISTS provider_session (
    credential TEXT PRIMARY KEY,
    issuer TEXT NOT NULL,
    sid TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS barred (
    identity TEXT PRIMARY KEY,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS token (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    use TEXT NOT NULL,
    sources TEXT,
    hash TEXT NOT NULL UNIQUE,
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    seen_at INTEGER,
    expires_at INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS screen (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    place TEXT NOT NULL,
    path TEXT NOT NULL,
    names INTEGER NOT NULL,
    paired_by TEXT NOT NULL,
    paired_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS screen_key (
    screen TEXT PRIMARY KEY,
    key TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS key (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS erasure (
    pseudonym TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    agent TEXT,
    names TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    done_at INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS audit (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL,
    address TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
`;

/** What to do about one that can't be read. */
export const KEYS_MEND =
  'It holds people, screens, tokens, the audit log and who was erased. Stop the server and put your copy of it back; ' +
  'without one move it away: the next start knows nobody, and prints the link that makes an administrator.';

/** @param folder that exists @throws FolderProblem */
export function openAccessDb(folder: string): DatabaseSync {
  const file = join(folder, 'access.db');
  try {
    // The command line writes to it beside the server.
    const db = new DatabaseSync(file, { timeout: BUSY_MS });
    chmodSync(file, 0o600);
    db.exec(SCHEMA);
    return db;
  } catch (cause) {
    if (!isDamage(cause)) throw folderProblem(cause, folder);
    throw new FolderProblem(`${file} is damaged (SQLite: ${(cause as Error).message}). ${KEYS_MEND}`, { cause });
  }
}
