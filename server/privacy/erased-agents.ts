// Who is erased, as everything that reads events has to know it: by a keyed hash of the id, so that whoever is sent, replayed
// or restored again is recognised, and nobody can be read from it.
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Erased } from '#core/access/without-agents.ts';
import { openAccessDb } from '../access/access-db.ts';

/** As it goes to other threads. */
export interface ErasedNotes {
  /** base64 */
  key: string;
  hashes: [hash: string, pseudonym: string][];
}

const KEY = 'erased';
/** Ids that were looked up; whoever is not among them is hashed again. */
const MOST_KEPT = 100_000;

export class ErasedAgents implements Erased {
  readonly #key: Buffer;
  readonly #pseudonyms: Map<string, string>;
  readonly #known = new Map<string, string | null>();

  constructor({ key, hashes }: ErasedNotes) {
    this.#key = Buffer.from(key, 'base64');
    this.#pseudonyms = new Map(hashes);
  }

  get isEmpty(): boolean {
    return this.#pseudonyms.size === 0;
  }

  get notes(): ErasedNotes {
    return { key: this.#key.toString('base64'), hashes: [...this.#pseudonyms] };
  }

  add(hash: string, pseudonym: string): void {
    this.#pseudonyms.set(hash, pseudonym);
    this.#known.clear();
  }

  pseudonymOf(agent: string): string | null {
    if (this.isEmpty) return null;
    let known = this.#known.get(agent);
    if (known !== undefined) return known;
    known = this.#pseudonyms.get(this.hashOf(agent)) ?? null;
    if (this.#known.size >= MOST_KEPT) this.#known.clear();
    // Of who is erased no id is kept, here neither.
    if (known === null) this.#known.set(agent, known);
    return known;
  }

  hashOf(agent: string): string {
    return createHmac('sha256', this.#key).update(`agent ${agent}`).digest('base64url');
  }

  hide(source: string, event: string): string {
    const hash = createHmac('sha256', this.#key).update(JSON.stringify(['event', source, event]));
    return `erased/${hash.digest('base64url')}`;
  }
}

/** For who writes to a folder beside its server. @returns undefined where nobody is erased from it */
export function erasedFrom(folder: string): ErasedAgents | undefined {
  if (!existsSync(join(folder, 'access.db'))) return undefined;
  const db = openAccessDb(folder);
  try {
    const erased = erasedIn(db);
    return erased.isEmpty ? undefined : erased;
  } finally {
    db.close();
  }
}

/** Made at first sight. @param db access.db */
export function erasedIn(db: DatabaseSync): ErasedAgents {
  db.prepare('INSERT OR IGNORE INTO key (name, value) VALUES (?, ?)').run(KEY, randomBytes(32).toString('base64'));
  const key = db.prepare('SELECT value FROM key WHERE name = ?').get(KEY)?.value as string;
  const rows = db.prepare('SELECT hash, pseudonym FROM erasure').all() as unknown as {
    hash: string;
    pseudonym: string;
  }[];
  return new ErasedAgents({ key, hashes: rows.map(({ hash, pseudonym }) => [hash, pseudonym]) });
}
