// The people who may sign in: their names, roles and sites, and how they prove who they are.
import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { RIGHTS_OF, type Role } from '#core/access/rights.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Asker } from './asker.ts';
import { identityHash, type Vouched } from './oidc-claims.ts';
import { hashPassword, isPassword } from './passwords.ts';

export interface Person {
  id: string;
  /** what they type to sign in; small letters, one person only */
  login: string;
  name: string;
  role: Role;
  /** ids of the sites that they see; null: all */
  sites: string[] | null;
  /** epoch ms */
  madeAt: number;
  /** signs in no more; null: does */
  disabledAt: number | null;
  /** whether a password is set; who signs in elsewhere has none */
  hasPassword: boolean;
  /** who vouches for them, and under what name; null: nobody else does */
  identity: Identity | null;
}

export interface Identity {
  issuer: string;
  subject: string;
}

export type NewPerson = Pick<Person, 'login' | 'name' | 'role' | 'sites'> & { password?: string };
export type PersonChange = Partial<Pick<Person, 'name' | 'role' | 'sites'>> & { disabled?: boolean };

interface Row {
  id: string;
  login: string;
  name: string;
  role: Role;
  sites: string | null;
  password: string | null;
  issuer: string | null;
  subject: string | null;
  made_at: number;
  disabled_at: number | null;
}

export class People {
  readonly #db: DatabaseSync;
  readonly #now: () => number;
  /** a person's rights or their being there changed */
  readonly #onChanged: () => void;
  #rows = new Map<string, Row>();

  constructor(db: DatabaseSync, now: () => number, onChanged: () => void) {
    this.#db = db;
    this.#now = now;
    this.#onChanged = onChanged;
    this.#read();
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0;
  }

  all(): Person[] {
    return [...this.#rows.values()].map(asPerson).sort((a, b) => a.name.localeCompare(b.name));
  }

  get(id: string): Person | undefined {
    const row = this.#rows.get(id);
    return row && asPerson(row);
  }

  vouchedFor({ issuer, subject }: Identity): Person | undefined {
    const row = [...this.#rows.values()].find((one) => one.issuer === issuer && one.subject === subject);
    return row && asPerson(row);
  }

  async add({ login, name, role, sites, password }: NewPerson): Promise<Result<Person>> {
    const hash = password === undefined ? null : await hashPassword(password);
    if (this.#byLogin(login))
      return fail('taken', `The login "${login}" is somebody's already; choose another.`, 'login');
    return ok(this.#insert({ login, name, role, sites }, hash, null));
  }

  /**
   * Who comes by a provider, with the role and sites that it says now; added when they come for the first time. Nobody who
   * has a password here is ever taken for them, whatever they are called.
   * @returns "disabled", "barred": was removed here
   */
  vouch(identity: Identity, vouched: Vouched): Result<Person> {
    const known = this.vouchedFor(identity);
    if (known && known.disabledAt !== null) return fail('disabled', `${known.name} may not sign in any more.`);
    if (!known && this.#isBarred(identity)) return fail('barred', `${vouched.name} was removed.`);
    const taken = this.#byLogin(vouched.login);
    const isFree = !taken || taken.id === known?.id;
    const login = isFree ? vouched.login : `${vouched.login} ${identityHash(identity).slice(0, 8)}`;
    if (!known) return ok(this.#insert({ ...vouched, login }, null, identity));
    const { name, role, sites } = vouched;
    this.#db
      .prepare('UPDATE person SET login = ?, name = ?, role = ?, sites = ? WHERE id = ?')
      .run(login, name, role, sites && JSON.stringify(sites), known.id);
    this.#changed();
    return ok(this.get(known.id) as Person);
  }

  /** How many came by a provider, were removed, and may not come again. */
  get barred(): number {
    return (this.#db.prepare('SELECT count(*) AS n FROM barred').get() as { n: number }).n;
  }

  /** Who was removed may come by the provider again. */
  unbar(): void {
    this.#db.exec('DELETE FROM barred');
  }

  change(id: string, { name, role, sites, disabled }: PersonChange): Result<Person> {
    const row = this.#rows.get(id);
    if (!row) return fail('unknown_person', `There is no person "${id}".`);
    const after: Row = {
      ...{ ...row, name: name ?? row.name, role: role ?? row.role },
      sites: sites === undefined ? row.sites : sites && JSON.stringify(sites),
      disabled_at: disabled === undefined ? row.disabled_at : disabled ? (row.disabled_at ?? this.#now()) : null,
    };
    const problem = this.#wouldLockOut(after);
    if (problem) return problem;
    this.#db
      .prepare('UPDATE person SET name = ?, role = ?, sites = ?, disabled_at = ? WHERE id = ?')
      .run(after.name, after.role, after.sites, after.disabled_at, id);
    this.#changed();
    return ok(this.get(id) as Person);
  }

  remove(id: string): Result<Person> {
    const row = this.#rows.get(id);
    if (!row) return fail('unknown_person', `There is no person "${id}".`);
    const problem = this.#wouldLockOut({ ...row, disabled_at: this.#now() });
    if (problem) return problem;
    const { identity } = asPerson(row);
    if (identity)
      this.#db
        .prepare('INSERT OR REPLACE INTO barred (identity, at) VALUES (?, ?)')
        .run(identityHash(identity), this.#now());
    this.#db.prepare('DELETE FROM person WHERE id = ?').run(id);
    this.#changed();
    return ok(asPerson(row));
  }

  /** @throws TooBusy */
  async setPassword(id: string, password: string): Promise<void> {
    const hash = await hashPassword(password);
    this.#db.prepare('UPDATE person SET password = ? WHERE id = ?').run(hash, id);
    this.#changed();
  }

  /** Who has this login and password; null: nobody who may sign in, and it took as long. @throws TooBusy */
  async withPassword(login: string, password: string): Promise<Person | null> {
    const row = this.#byLogin(login);
    const isTheirs = await isPassword(password, row?.password ?? null);
    return row && isTheirs && row.disabled_at === null ? asPerson(row) : null;
  }

  #insert(person: Omit<NewPerson, 'password'>, hash: string | null, identity: Identity | null): Person {
    const { login, name, role, sites } = person;
    const id = randomUUID();
    this.#db
      .prepare(
        'INSERT INTO person (id, login, name, role, sites, password, issuer, subject, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        ...[id, login.toLowerCase(), name, role, sites && JSON.stringify(sites), hash],
        ...[identity?.issuer ?? null, identity?.subject ?? null, this.#now()],
      );
    this.#changed();
    return this.get(id) as Person;
  }

  #isBarred(identity: Identity): boolean {
    return this.#db.prepare('SELECT 1 FROM barred WHERE identity = ?').get(identityHash(identity)) !== undefined;
  }

  #byLogin(login: string): Row | undefined {
    return [...this.#rows.values()].find((row) => row.login === login.toLowerCase());
  }

  /** Nobody would be left to open the doors again. */
  #wouldLockOut(after: Row): Result<never> | null {
    const leads = (row: Row): boolean => row.role === 'administrator' && row.disabled_at === null;
    const others = [...this.#rows.values()].filter(({ id }) => id !== after.id);
    const before = this.#rows.get(after.id);
    if (leads(after) || !before || !leads(before) || others.some(leads)) return null;
    return fail('last_administrator', `${after.name} is the last administrator; make another one first.`);
  }

  #changed(): void {
    this.#read();
    this.#onChanged();
  }

  #read(): void {
    const rows = this.#db.prepare('SELECT * FROM person').all() as unknown as Row[];
    this.#rows = new Map(rows.map((row) => [row.id, row]));
  }
}

function asPerson(row: Row): Person {
  const { id, login, name, role, issuer, subject } = row;
  return {
    ...{ id, login, name, role, madeAt: row.made_at, disabledAt: row.disabled_at },
    sites: row.sites === null ? null : (JSON.parse(row.sites) as string[]),
    hasPassword: row.password !== null,
    identity: issuer !== null && subject !== null ? { issuer, subject } : null,
  };
}

export function askerOf({ id, name, role, sites }: Person, credential: string): Asker {
  const rights = new Set(RIGHTS_OF[role]);
  return { kind: 'person', id, name, rights, sight: { names: rights.has('names'), sites }, credential };
}
