// How people come in by a provider (OpenID Connect), and how it ends what it began. The doors decide on nothing of it but
// what a role may do; what is said to the provider and checked of it is provider's.
import type { DatabaseSync } from 'node:sqlite';
import { fail, ok, type Result } from '#core/result.ts';
import { countedAs } from '../http/networks.ts';
import { asAudited } from './asker.ts';
import type { Audit } from './audit.ts';
import type { Credentials } from './credentials.ts';
import type { From } from './doors.ts';
import { vouchedIn } from './oidc-claims.ts';
import { providerName, type OidcSettings } from './oidc-settings.ts';
import { PendingSignIns, type Pending } from './pending-sign-ins.ts';
import type { People, Person } from './people.ts';
import { Provider, type Identified } from './provider.ts';
import { ProviderSessions } from './provider-sessions.ts';
import { newSecret } from './secret.ts';
import { Tries } from './tries.ts';

/** Each makes the provider work, and a line in the audit log. */
const MOST_FAILED = 30;
const WITHIN_MS = 10 * 60_000;
const LONGEST_REASON = 200;

export interface ByProviderOptions {
  settings: OidcSettings;
  db: DatabaseSync;
  people: People;
  credentials: Credentials;
  audit: Audit;
  now(): number;
  /** so long a sign-in lasts, ms */
  signedInMs: number;
}

/** Of one that came back. */
export interface Came {
  /** where they wanted to go */
  back: Pick<Pending, 'to' | 'lang'>;
  /** the secret of the new sign-in; otherwise why there is none */
  signedIn: Result<string>;
}

export class ByProvider {
  readonly #options: ByProviderOptions;
  readonly #provider: Provider;
  readonly #pending: PendingSignIns;
  readonly #sessions: ProviderSessions;
  readonly #failed: Tries;
  /** what was told of: logout tokens of an address that were refused, that the provider is away */
  readonly #told: Tries;

  constructor(options: ByProviderOptions) {
    const { settings, db, credentials, now } = options;
    this.#options = options;
    this.#provider = new Provider(settings, now);
    this.#pending = new PendingSignIns(now);
    this.#sessions = new ProviderSessions(db, credentials);
    this.#failed = new Tries({ most: MOST_FAILED, withinMs: WITHIN_MS, now });
    this.#told = new Tries({ most: 1, withinMs: WITHIN_MS, now });
  }

  /** What people call it. */
  get name(): string {
    return providerName(this.#options.settings);
  }

  /** Whether people may sign in with passwords, too. */
  get allowsPasswords(): boolean {
    return this.#options.settings.localLogin;
  }

  /** Whether it is the one who vouches for somebody. */
  vouchesFor({ identity }: Pick<Person, 'identity'>): boolean {
    const href = (issuer: string): string => URL.parse(issuer)?.href ?? issuer;
    return identity !== null && href(identity.issuer) === href(this.#options.settings.issuer);
  }

  /** @param browser the secret of its cookie @returns where it is to go; "provider_unreachable", "provider_failed" */
  async begin(
    browser: string,
    address: string,
    asked: Pick<Pending, 'redirectUri' | 'to' | 'lang'>,
  ): Promise<Result<URL>> {
    const pending = { ...asked, verifier: newSecret(), nonce: newSecret() };
    const state = this.#pending.begin(browser, address, pending);
    const url = await this.#provider.signInUrl({ ...pending, state });
    // Once in a while, whoever tries: it is the provider that is told of.
    return url.ok || this.#told.begin('') > 0 ? url : this.#refuse(url, '', { address, agent: '' });
  }

  /**
   * Somebody is back from the provider.
   * @param query of the address that they came back to
   * @param browser the secret of its cookie
   * @returns "sign_in_over", "too_many_tries", "provider_refused", "provider_failed", "provider_unreachable", "no_role",
   * "no_site", "disabled", "barred"
   */
  async come(query: URLSearchParams, browser: string | undefined, from: From): Promise<Came> {
    const state = query.get('state') ?? '';
    const pending = this.#pending.take(state, browser);
    if (!pending) {
      const why = 'It was begun in another browser, more than ten minutes ago, or is done already.';
      return { back: { to: '', lang: '' }, signedIn: fail('sign_in_over', why) };
    }
    const who = countedAs(from.address);
    if (this.#failed.begin(who) > 0)
      return { back: pending, signedIn: fail('too_many_tries', 'Too many failed from this address.') };
    const answer = new URL(pending.redirectUri);
    answer.search = query.toString();
    const identified = await this.#provider.identified(answer, { ...pending, state });
    const signedIn = identified.ok ? this.#letIn(identified.value, from) : this.#refuse(identified, '', from);
    if (signedIn.ok) this.#failed.takeBack(who);
    return { back: pending, signedIn };
  }

  /**
   * The provider has ended a session: ours of it end, and their sockets are closed.
   * @returns how many; "bad_logout_token", "provider_unreachable", "provider_failed"
   */
  async signedOut(logoutToken: string, address: string): Promise<Result<number>> {
    const { audit, credentials } = this.#options;
    const ended = await this.#provider.signedOut(logoutToken);
    if (!ended.ok) {
      const about = `${this.name}: ${ended.problem.message}`.slice(0, LONGEST_REASON);
      if (this.#told.begin(countedAs(address)) === 0)
        audit.note({ who: 'nobody', what: 'provider-logout-refused', about, address });
      return ended;
    }
    const ids = this.#ofSession(ended.value);
    const people = new Set(ids.map((id) => this.#options.people.get(credentials.get(id)?.owner.id ?? '')?.name ?? ''));
    for (const id of ids) credentials.revoke(id);
    if (ids.length > 0)
      audit.note({
        who: `provider ${this.name}`,
        what: 'signed-out-by-provider',
        about: [...people].join(', '),
        address,
      });
    return ok(ids.length);
  }

  /** Where the provider ends its own session, too; null: it did not begin this one, or can't. @param back page of Tablo */
  async signOutUrl(credential: string, back: () => string): Promise<string | null> {
    const session = this.#sessions.get(credential);
    return session ? this.#provider.signOutUrl(back(), session.idToken) : null;
  }

  #letIn({ issuer, subject, claims, sid, idToken }: Identified, from: From): Result<string> {
    const { people, credentials, audit, settings, signedInMs } = this.#options;
    const vouched = vouchedIn(claims, settings);
    if (!vouched.ok) return this.#refuse(vouched, subject, from);
    const person = people.vouch({ issuer, subject }, vouched.value);
    if (!person.ok) return this.#refuse(person, subject, from);
    const { id, role, sites } = person.value;
    const secret = credentials.make({ kind: 'person', id }, from, signedInMs);
    this.#sessions.add(credentials.shown(secret)?.id ?? '', { issuer, sid, idToken });
    const about = `${this.name}: ${role}, ${sites?.join(', ') ?? 'all sites'}; ${from.agent}`;
    audit.note({ who: asAudited(person.value), what: 'signed-in-by-provider', about, address: from.address });
    return ok(secret);
  }

  #refuse(refused: Result<never>, subject: string, { address }: From): Result<never> {
    if (refused.ok) return refused;
    const { code, message } = refused.problem;
    const about = `${this.name}${subject && `, ${subject}`}: ${code}: ${message}`.slice(0, LONGEST_REASON);
    this.#options.audit.note({ who: 'nobody', what: 'sign-in-refused', about, address });
    return refused;
  }

  /** A sid names one session; without it all of a person's end. */
  #ofSession({ subject, sid }: { subject?: string; sid?: string }): string[] {
    const { people, credentials } = this.#options;
    const isTheirs = (person: Person | undefined): boolean =>
      person !== undefined &&
      this.vouchesFor(person) &&
      (subject === undefined || person.identity?.subject === subject);
    if (sid === undefined)
      return people
        .all()
        .filter(isTheirs)
        .flatMap(({ id }) => credentials.of({ kind: 'person', id }))
        .map(({ id }) => id);
    const issuers = new Set(
      people
        .all()
        .filter((one) => this.vouchesFor(one))
        .map((one) => one.identity?.issuer ?? ''),
    );
    const ids = [...issuers].flatMap((issuer) => this.#sessions.of(issuer, sid));
    return ids.filter((id) => isTheirs(people.get(credentials.get(id)?.owner.id ?? '')));
  }
}
