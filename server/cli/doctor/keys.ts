// access.db: who is known, their keys, and the audit log. In no backup of the log, so its state is told by itself.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { KEYS_MEND } from '../../access/access-db.ts';
import { openForReading } from '../../log/schema.ts';
import { counted } from '../../pace.ts';
import { reasonOf } from '../failed.ts';
import { many, type Findings } from './findings.ts';

export function examineKeys(folder: string, found: Findings): void {
  const file = join(folder, 'access.db');
  if (!existsSync(file)) return found.well('keys', 'There is no access.db: nobody is known yet.');
  try {
    const db = openForReading(file);
    try {
      look(db, file, found);
    } finally {
      db.close();
    }
  } catch (cause) {
    found.wrong('keys', `${file} can't be read: ${reasonOf(cause)} ${KEYS_MEND}`);
  }
}

function look(db: DatabaseSync, file: string, found: Findings): void {
  const { quick_check: check } = db.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
  if (check !== 'ok')
    return found.wrong('keys', `${file} is damaged: quick_check says "${check.trim()}". ${KEYS_MEND}`);
  const rowsOf = (table: string): number => (db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
  const people = rowsOf('person');
  found.figures.people = people;
  const who = people === 0 ? 'nobody yet' : many(people, 'person', counted).replace('persons', 'people');
  found.well('keys', `access.db knows ${who}. It is in no backup of the log: keep a copy of it by itself.`);
}
