// Which sign-ins came by a provider, and by which of its sessions: when it ends one, ours of it end. What the provider gave
// to sign out with is kept in memory only.
import type { DatabaseSync } from 'node:sqlite';
import type { Credentials } from './credentials.ts';

export interface ProviderSession {
  issuer: string;
  /** null: the provider names none */
  sid: string | null;
}

export class ProviderSessions {
  readonly #db: DatabaseSync;
  readonly #credentials: Pick<Credentials, 'get'>;
  /** by credential */
  readonly #idTokens = new Map<string, string>();

  constructor(db: DatabaseSync, credentials: Pick<Credentials, 'get'>) {
    this.#db = db;
    this.#credentials = credentials;
  }

  add(credential: string, { issuer, sid, idToken }: ProviderSession & { idToken: string }): void {
    this.#sweep();
    this.#db
      .prepare('INSERT INTO provider_session (credential, issuer, sid) VALUES (?, ?, ?)')
      .run(credential, issuer, sid);
    this.#idTokens.set(credential, idToken);
  }

  /** @returns ids of the credentials of a session of the provider */
  of(issuer: string, sid: string): string[] {
    const found = this.#db
      .prepare('SELECT credential FROM provider_session WHERE issuer = ? AND sid = ?')
      .all(issuer, sid);
    return found.map(({ credential }) => String(credential));
  }

  /** Whether a sign-in came by a provider, and with what it knows it again. */
  get(credential: string): { idToken: string | undefined } | undefined {
    const isThere = this.#db.prepare('SELECT 1 FROM provider_session WHERE credential = ?').get(credential);
    return isThere && { idToken: this.#idTokens.get(credential) };
  }

  /** Those of sign-ins that are over. */
  #sweep(): void {
    for (const row of this.#db.prepare('SELECT credential FROM provider_session').all()) {
      const credential = String(row.credential);
      if (this.#credentials.get(credential)) continue;
      this.#db.prepare('DELETE FROM provider_session WHERE credential = ?').run(credential);
      this.#idTokens.delete(credential);
    }
  }
}
