// Who is erased, as everything that reads events has to know it: by a keyed hash of the id, so that whoever is sent, replayed
// or restored again is recognised, and nobody can be read from it.
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { withoutTexts, type Erased } from '#core/access/without-agents.ts';
import { openAccessDb } from '../access/access-db.ts';
import { CoveredIds } from './covered-ids.ts';

/** As it goes to other threads. */
export interface ErasedNotes {
  /** base64 */
  key: string;
  hashes: [hash: string, pseudonym: string][];
  /** whether ids were ever covered */
  hasCovered: boolean;
}

const KEY = 'erased';
const COVERED = 'covered';
/** Ids that were looked up; whoever is not among them is hashed again. */
const MOST_KEPT = 100_000;

export class ErasedAgents implements Erased {
  readonly covered: CoveredIds;
  hasCovered: boolean;
  /** what happened before is kept without ids and names, epoch ms */
  coverBefore = -Infinity;
  readonly #key: Buffer;
  readonly #pseudonyms: Map<string, string>;
  readonly #known = new Map<string, string | null>();

  constructor({ key, hashes, hasCovered }: ErasedNotes) {
    this.hasCovered = hasCovered;
    this.#key = Buffer.from(key, 'base64');
    this.covered = new CoveredIds(this.#key);
    this.#pseudonyms = new Map(hashes);
  }

  get notes(): ErasedNotes {
    return { key: this.#key.toString('base64'), hashes: [...this.#pseudonyms], hasCovered: this.hasCovered };
  }

  /** Whether all are called what they are called. */
  get isIdle(): boolean {
    return this.#pseudonyms.size === 0 && !this.hasCovered;
  }

  add(hash: string, pseudonym: string): void {
    this.#pseudonyms.set(hash, pseudonym);
    this.#known.clear();
  }

  /** @param agent an id, covered or not */
  pseudonymOf(agent: string): string | null {
    if (this.#pseudonyms.size === 0) return null;
    const known = this.#known.get(agent);
    if (known !== undefined) return known;
    const found = this.#pseudonyms.get(this.hashOf(this.covered.read(agent) ?? agent)) ?? null;
    if (this.#known.size >= MOST_KEPT) this.#known.clear();
    // Of who is erased no id is kept, here neither.
    if (found === null) this.#known.set(agent, found);
    return found;
  }

  /** How an agent of whom is read is called from then on; null: as they are. */
  readAs(agent: string): string | null {
    return this.pseudonymOf(agent) ?? this.covered.read(agent);
  }

  /** How an agent is kept who is told of no more; null: they are somebody else already. */
  coverOf(agent: string): string | null {
    return isPseudonym(agent) ? null : this.covered.cover(agent);
  }

  hashOf(agent: string): string {
    return createHmac('sha256', this.#key).update(`agent ${agent}`).digest('base64url');
  }

  hide(source: string, event: string): string {
    const hash = createHmac('sha256', this.#key).update(JSON.stringify(['event', source, event]));
    return `erased/${hash.digest('base64url')}`;
  }

  /** An event as it is kept when it is older than agents are told of. */
  coveredEvent(event: object): object {
    return withoutTexts(event, {
      pseudonymOf: (agent) => this.coverOf(agent),
      hide: (source, id) => this.hide(source, id),
    });
  }
}

const isPseudonym = (agent: string): boolean => CoveredIds.isCovered(agent) || agent.startsWith(ERASED);
export const ERASED = 'erased-';

/** For who reads or writes a folder beside its server. @returns undefined where nothing of it was ever hidden */
export function erasedFrom(folder: string): ErasedAgents | undefined {
  if (!existsSync(join(folder, 'access.db'))) return undefined;
  const db = openAccessDb(folder);
  try {
    return erasedIn(db);
  } finally {
    db.close();
  }
}

/** From now on ids are covered. @param db access.db */
export function noteCovered(db: DatabaseSync): void {
  db.prepare("INSERT OR IGNORE INTO key (name, value) VALUES (?, '')").run(COVERED);
}

/** Made at first sight. @param db access.db */
export function erasedIn(db: DatabaseSync): ErasedAgents {
  db.prepare('INSERT OR IGNORE INTO key (name, value) VALUES (?, ?)').run(KEY, randomBytes(32).toString('base64'));
  const key = db.prepare('SELECT value FROM key WHERE name = ?').get(KEY)?.value as string;
  const rows = db.prepare('SELECT hash, pseudonym FROM erasure').all() as unknown as {
    hash: string;
    pseudonym: string;
  }[];
  const hasCovered = db.prepare('SELECT 1 FROM key WHERE name = ?').get(COVERED) !== undefined;
  return new ErasedAgents({ key, hashes: rows.map(({ hash, pseudonym }) => [hash, pseudonym]), hasCovered });
}
