// The tokens of senders: kept as hashes, each with what it may do and for which sources it may send. Two of a name hold at a
// time, so that a sender is given a new one before the old one ends. Every look is into the database: one that the command
// line revokes opens nothing from then on.
import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Right } from '#core/access/rights.ts';
import type { TokenUse } from '#core/access/token-use.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Asker } from './asker.ts';
import { hashOf } from './secret.ts';
import { newTokenText } from './token-text.ts';

const MOST_TOKENS = 1000;
const MOST_OF_A_NAME = 2;
const SEEN_EVERY_MS = 60_000;

export interface Token {
  id: string;
  /** of the sender: "crm" */
  name: string;
  use: TokenUse;
  /** CloudEvents sources that it may send events of; null: any */
  sources: string[] | null;
  /** as the audit log names who made it */
  madeBy: string;
  /** epoch ms, as all here */
  madeAt: number;
  /** to the minute; null: never used */
  seenAt: number | null;
  /** null: it holds until it is revoked */
  expiresAt: number | null;
}

export type NewToken = Pick<Token, 'name' | 'use' | 'sources' | 'madeBy' | 'expiresAt'>;

export interface MadeToken {
  token: Token;
  /** shown once, and kept nowhere */
  text: string;
}

interface Row extends Omit<Token, 'sources'> {
  sources: string | null;
}

const COLUMNS =
  'id, name, use, sources, made_by AS madeBy, made_at AS madeAt, seen_at AS seenAt, expires_at AS expiresAt';
const HOLDS = '(expires_at IS NULL OR expires_at > ?)';

export class Tokens {
  readonly #db: DatabaseSync;
  readonly #now: () => number;
  readonly #onRevoked: () => void;

  /** @param onRevoked one holds no more */
  constructor(db: DatabaseSync, now: () => number, onRevoked: () => void) {
    this.#db = db;
    this.#now = now;
    this.#onRevoked = onRevoked;
  }

  /** Those that hold, by name. */
  all(): Token[] {
    const asked = this.#db.prepare(`SELECT ${COLUMNS} FROM token WHERE ${HOLDS} ORDER BY name, made_at`);
    return (asked.all(this.#now()) as unknown as Row[]).map(asToken);
  }

  get(id: string): Token | undefined {
    return this.all().find((token) => token.id === id);
  }

  holds(id: string): boolean {
    return this.#db.prepare(`SELECT 1 FROM token WHERE id = ? AND ${HOLDS}`).get(id, this.#now()) !== undefined;
  }

  /** What a text proves; undefined where it proves nothing. */
  shown(text: string): Token | undefined {
    const at = this.#now();
    const asked = this.#db.prepare(`SELECT ${COLUMNS} FROM token WHERE hash = ? AND ${HOLDS}`);
    const row = asked.get(hashOf(text), at) as unknown as Row | undefined;
    if (!row) return undefined;
    if (row.seenAt === null || at - row.seenAt >= SEEN_EVERY_MS)
      this.#db.prepare('UPDATE token SET seen_at = ? WHERE id = ?').run(at, row.id);
    return asToken(row);
  }

  make(asked: NewToken): Result<MadeToken> {
    const all = this.all();
    if (all.some(({ name }) => name === asked.name))
      return fail('taken', `"${asked.name}" has a token already; rotate that one, or choose another name.`, 'name');
    if (all.length >= MOST_TOKENS) return fail('too_many', `There are ${MOST_TOKENS} tokens; revoke some first.`);
    return ok(this.#add(asked));
  }

  /** A new one of the same name and scope; the old one ends after so long, or when it is revoked. */
  rotate(id: string, overlapMs: number, madeBy: string): Result<MadeToken> {
    const old = this.get(id);
    if (!old) return unknown(id);
    if (this.all().filter(({ name }) => name === old.name).length >= MOST_OF_A_NAME)
      return fail('too_many', `Two tokens of "${old.name}" hold already; revoke the old one first.`);
    const endsAt = Math.min(this.#now() + overlapMs, old.expiresAt ?? Infinity);
    this.#db.prepare('UPDATE token SET expires_at = ? WHERE id = ?').run(endsAt, id);
    const made = this.#add({ ...old, madeBy });
    if (overlapMs === 0) this.#onRevoked();
    return ok(made);
  }

  revoke(id: string): Result<Token> {
    const token = this.get(id);
    if (!token) return unknown(id);
    this.#db.prepare('DELETE FROM token WHERE id = ?').run(id);
    this.#onRevoked();
    return ok(token);
  }

  #add({ name, use, sources, madeBy, expiresAt }: NewToken): MadeToken {
    const [text, at] = [newTokenText(), this.#now()];
    const token: Token = { id: randomUUID(), name, use, sources, madeBy, madeAt: at, seenAt: null, expiresAt };
    this.#db.prepare('DELETE FROM token WHERE expires_at <= ?').run(at);
    this.#db
      .prepare(
        'INSERT INTO token (id, name, use, sources, hash, made_by, made_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(token.id, name, use, sources && JSON.stringify(sources), hashOf(text), madeBy, at, expiresAt);
    return { token, text };
  }
}

const unknown = (id: string): Result<never> => fail('unknown_token', `There is no token "${id}"; it may have ended.`);

const asToken = ({ sources, ...row }: Row): Token => ({
  ...row,
  sources: sources === null ? null : (JSON.parse(sources) as string[]),
});

/** Numbers are read without names: a sender is nobody who has to know who was on a break. */
export function senderOf({ id, name, use, sources }: Token): Asker {
  return {
    ...{ kind: 'sender', id, name },
    rights: new Set(use.split(',') as Right[]),
    sight: { names: false, sites: null },
    sources,
  };
}
