// What browsers show to be known again, people's and screens': a secret each, kept as a hash, exchanged for a new one from
// time to time. The old one holds until the new one was used, and a little longer for what was under way; whoever shows it
// after that has copied it, and then nobody is let in with either.
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { hashOf, newSecret } from './secret.ts';

/** What was under way when the new secret was used first. */
const OVERLAP_MS = 60_000;
const SEEN_EVERY_MS = 60_000;

export type Owner = { kind: 'person' | 'screen'; id: string };

export interface Credential {
  id: string;
  owner: Owner;
  /** epoch ms, as all here */
  madeAt: number;
  rotatedAt: number;
  /** to the minute */
  seenAt: number;
  /** null: it holds until it is revoked */
  expiresAt: number | null;
  /** where it was given out, and to what browser */
  address: string;
  agent: string;
}

interface Row {
  id: string;
  kind: Owner['kind'];
  owner: string;
  current: string;
  rotated_at: number;
  next: string | null;
  previous: string | null;
  previous_until: number;
  made_at: number;
  seen_at: number;
  expires_at: number | null;
  address: string;
  agent: string;
}

export interface CredentialsOptions {
  db: DatabaseSync;
  now(): number;
  /** those of an owner, or one, hold no more */
  onRevoked(): void;
  /** an old secret was shown: somebody has a copy */
  onStolen(credential: Credential): void;
}

export class Credentials {
  readonly #options: CredentialsOptions;
  readonly #rows = new Map<string, Row>();
  /** hash → id of the credential, of every secret that is known */
  readonly #byHash = new Map<string, string>();
  /** owner → ids: each of thousands of screens is asked for every few seconds */
  readonly #byOwner = new Map<string, Set<string>>();
  readonly #save: StatementSync;
  readonly #remove: StatementSync;
  /** makes the next secret of each: asked for twice, as by two tabs at once, it is the same */
  readonly #key = randomBytes(32);

  constructor(options: CredentialsOptions) {
    this.#options = options;
    this.#save = options.db.prepare(
      `INSERT OR REPLACE INTO credential
        (id, kind, owner, current, rotated_at, next, previous, previous_until, made_at, seen_at, expires_at, address, agent)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#remove = options.db.prepare('DELETE FROM credential WHERE id = ?');
    for (const row of options.db.prepare('SELECT * FROM credential').all()) this.#keep(row as unknown as Row);
  }

  /** @param lastsMs null: until it is revoked. @returns the secret, which is kept nowhere */
  make(owner: Owner, from: { address: string; agent: string }, lastsMs: number | null): string {
    const at = this.#options.now();
    const secret = newSecret();
    this.#write({
      ...{ id: randomUUID(), kind: owner.kind, owner: owner.id, current: hashOf(secret), rotated_at: at },
      ...{ next: null, previous: null, previous_until: 0, made_at: at, seen_at: at },
      ...{ expires_at: lastsMs === null ? null : at + lastsMs, address: from.address, agent: from.agent },
    });
    return secret;
  }

  /** What a secret proves; undefined where it proves nothing. */
  shown(secret: string): Credential | undefined {
    const hash = hashOf(secret);
    const row = this.#rows.get(this.#byHash.get(hash) ?? '');
    if (!row) return undefined;
    const at = this.#options.now();
    if (row.expires_at !== null && at >= row.expires_at) return this.#end(row);
    if (hash === row.next) this.#promote(row, at);
    else if (hash === row.previous && at >= row.previous_until) {
      this.#options.onStolen(asCredential(row));
      return this.#end(row);
    }
    if (at - row.seen_at >= SEEN_EVERY_MS) this.#write({ ...row, seen_at: at });
    return asCredential(this.#rows.get(row.id) as Row);
  }

  /** Gives out a new secret beside the one in use, which holds until the new one is shown. @returns undefined: not there */
  rotate(id: string): string | undefined {
    const row = this.#rows.get(id);
    if (!row) return undefined;
    const secret = createHmac('sha256', this.#key).update(row.current).digest('base64url');
    if (row.next !== hashOf(secret)) this.#write({ ...row, next: hashOf(secret) });
    return secret;
  }

  /** Whether it is in force. */
  holds(id: string): boolean {
    const row = this.#rows.get(id);
    return row !== undefined && (row.expires_at === null || this.#options.now() < row.expires_at);
  }

  get(id: string): Credential | undefined {
    const row = this.#rows.get(id);
    return row && this.holds(id) ? asCredential(row) : undefined;
  }

  of({ kind, id }: Owner): Credential[] {
    const held = [...(this.#byOwner.get(ownerKey(kind, id)) ?? [])].map((one) => this.get(one));
    return held.filter((credential) => credential !== undefined);
  }

  /** @returns whether there was one */
  revoke(id: string): boolean {
    const row = this.#rows.get(id);
    if (row) this.#end(row);
    return row !== undefined;
  }

  /** @param but one that stays */
  revokeAllOf(owner: Owner, but?: string): void {
    for (const { id } of this.of(owner)) if (id !== but) this.revoke(id);
  }

  #promote(row: Row, at: number): void {
    this.#write({
      ...row,
      ...{ current: row.next as string, next: null, rotated_at: at },
      ...{ previous: row.current, previous_until: at + OVERLAP_MS },
    });
  }

  #end(row: Row): undefined {
    this.#remove.run(row.id);
    this.#forget(row.id);
    this.#options.onRevoked();
  }

  #write(row: Row): void {
    this.#save.run(
      ...[row.id, row.kind, row.owner, row.current, row.rotated_at, row.next, row.previous, row.previous_until],
      ...[row.made_at, row.seen_at, row.expires_at, row.address, row.agent],
    );
    this.#forget(row.id);
    this.#keep(row);
  }

  #keep(row: Row): void {
    this.#rows.set(row.id, row);
    const key = ownerKey(row.kind, row.owner);
    this.#byOwner.set(key, (this.#byOwner.get(key) ?? new Set()).add(row.id));
    for (const hash of [row.current, row.next, row.previous]) if (hash !== null) this.#byHash.set(hash, row.id);
  }

  #forget(id: string): void {
    const row = this.#rows.get(id);
    if (!row) return;
    this.#rows.delete(id);
    const key = ownerKey(row.kind, row.owner);
    this.#byOwner.get(key)?.delete(id);
    if (this.#byOwner.get(key)?.size === 0) this.#byOwner.delete(key);
    for (const hash of [row.current, row.next, row.previous]) if (hash !== null) this.#byHash.delete(hash);
  }
}

const ownerKey = (kind: Owner['kind'], id: string): string => `${kind} ${id}`;

function asCredential(row: Row): Credential {
  const { id, kind, owner, made_at, rotated_at, seen_at, expires_at, address, agent } = row;
  return {
    ...{ id, owner: { kind, id: owner }, madeAt: made_at, rotatedAt: rotated_at },
    ...{ seenAt: seen_at, expiresAt: expires_at, address, agent },
  };
}
