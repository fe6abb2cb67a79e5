// The doors of one server: who it is that asks, by what they show, and whether anyone may come in. Open on loopback until
// there is an administrator; beyond loopback only when told so.
import type { IncomingMessage } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import type { AuditVerb } from '#core/access/audit-verb.ts';
import { FULL_SIGHT } from '#core/access/sight.ts';
import { RIGHTS, type Right } from '#core/access/rights.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { HttpError } from '../http/http-error.ts';
import { anyone, asAudited, type Asker, sameRights } from './asker.ts';
import { Audit } from './audit.ts';
import { ByProvider } from './by-provider.ts';
import { Cookies, PERSON, SCREEN } from './cookies.ts';
import { Credentials, type Credential } from './credentials.ts';
import { DeviceKeys } from './device-keys.ts';
import { Pairings } from './pairings.ts';
import { Guesses } from './guesses.ts';
import type { OidcSettings } from './oidc-settings.ts';
import { askerOf, People, type Person } from './people.ts';
import { MISTYPED_TOKEN, NO_TOKEN, NO_TOKEN_SET, tooManyTries, WRONG_TOKEN, wrongOrigin } from './refusals.ts';
import { Screens, type ScreensOptions } from './screens.ts';
import { isSame, newSecret } from './secret.ts';
import { isTokenText, isWhole } from './token-text.ts';
import { senderOf, Tokens } from './tokens.ts';

/** Where somebody signs in from. */
export interface From {
  address: string;
  agent: string;
}

export interface DoorsOptions extends Pick<ScreensOptions, 'directory' | 'playlist'> {
  db: DatabaseSync;
  now(): number;
  /** the server listens on this machine's own addresses only */
  loopback: boolean;
  /** told to let anyone in until there is an administrator, wherever it listens */
  open: boolean;
  /** of the settings: whoever shows it does what senders and scripts do */
  token: string | undefined;
  /** where browsers find the server, where that is not where it listens: "https://tablo.example.org" */
  publicUrl: string | undefined;
  /** origins of other hosts whose pages may ask */
  origins: readonly string[];
  /** so long a sign-in lasts, ms */
  signedInMs: number;
  /** who vouches for people; undefined: nobody does, they have passwords */
  oidc: OidcSettings | undefined;
}

const READING: readonly Right[] = ['numbers', 'names', 'metrics'];
const OF_TOKEN: readonly Right[] = [...READING, 'events', 'speak', 'boards', 'rules'];
/** A secret that was copied from a disk or a log soon opens nothing. */
const ROTATE_MS = { person: 3_600_000, screen: 24 * 3_600_000 };

const OF_SETTINGS = 'settings';
/** Host headers of browsers on this machine itself. */
export const OWN_HOST = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i;

export class Doors {
  readonly #options: DoorsOptions;
  readonly db: DatabaseSync;
  readonly people: People;
  readonly screens: Screens;
  readonly pairings: Pairings;
  readonly deviceKeys: DeviceKeys;
  readonly credentials: Credentials;
  readonly tokens: Tokens;
  readonly audit: Audit;
  readonly cookies: Cookies;
  readonly #guesses: Guesses;
  /** by which people come in who have no password here; null: there is none */
  readonly byProvider: ByProvider | null;
  /** makes the first administrator, once; changes with every start */
  #invitation: string | null = newSecret();
  /** somebody may see or do less than before, or more: called after each such change */
  onChanged = (): void => {};

  constructor(options: DoorsOptions) {
    const { db, now, publicUrl } = options;
    const changed = (): void => this.onChanged();
    this.#options = options;
    this.db = db;
    this.audit = new Audit(db, now);
    this.#guesses = new Guesses(now);
    this.people = new People(db, now, changed);
    this.tokens = new Tokens(db, now, changed);
    this.screens = new Screens({ ...options, onChanged: changed });
    this.pairings = new Pairings(now);
    this.deviceKeys = new DeviceKeys(db, now);
    this.cookies = new Cookies(publicUrl?.startsWith('https:') ?? false);
    this.credentials = new Credentials({
      db,
      now,
      onRevoked: changed,
      onStolen: (credential) => this.#noteTheft(credential),
    });
    const { people, credentials, audit } = this;
    const { oidc: settings } = options;
    this.byProvider = settings ? new ByProvider({ ...options, settings, people, credentials, audit }) : null;
  }

  /** Anyone may look in, and on this machine do all. */
  get areOpen(): boolean {
    const { loopback, open } = this.#options;
    return this.people.isEmpty && this.byProvider === null && (loopback || open);
  }

  /** Whether people may sign in with passwords. */
  get takePasswords(): boolean {
    return this.byProvider?.allowsPasswords ?? true;
  }

  /** Only this machine reaches the server. */
  get isLoopback(): boolean {
    return this.#options.loopback;
  }

  /** Where browsers find the server, when told. */
  get address(): string | undefined {
    return this.#options.publicUrl;
  }

  /** What the first administrator is made with; null: there is one who can come in by what is set, or it was used. */
  get invitation(): string | null {
    const comes = (one: Person): boolean =>
      (this.takePasswords && one.hasPassword) || this.byProvider?.vouchesFor(one) === true;
    const leads = (one: Person): boolean => one.role === 'administrator' && one.disabledAt === null && comes(one);
    return this.people.all().some(leads) ? null : this.#invitation;
  }

  /** It makes one administrator, and whoever uses it while that is done makes none. @returns whether it is the one */
  takeInvitation(shown: string): boolean {
    if (this.invitation === null || !isSame(shown, this.invitation)) return false;
    this.#invitation = null;
    return true;
  }

  /** It made nobody: it may be used again. */
  giveBack(invitation: string): void {
    this.#invitation = invitation;
  }

  /** @returns null: nobody that is known. @throws HttpError for a token that is none */
  askerOf(request: IncomingMessage): Asker | null {
    const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token !== undefined) return this.#sender(token, request);
    return this.#person(request) ?? this.#screen(request) ?? this.#anyone(request);
  }

  /**
   * @returns the secret of a new sign-in; "wrong_password", whatever is wrong of the two; "no_passwords"
   * @throws TooBusy; HttpError 429 for too many tries, which says how long to wait
   */
  async signIn(login: string, password: string, from: From): Promise<Result<string>> {
    if (!this.takePasswords)
      return fail('no_passwords', `Nobody signs in with a password here; sign in with ${this.byProvider?.name ?? ''}.`);
    const name = login.trim().toLowerCase();
    const waitMs = this.#guesses.begin(name, from.address);
    if (waitMs > 0) {
      if (this.#guesses.isNews(name, from.address)) this.#noteRefusal('too-many-tries', name, from.address);
      throw tooManyTries(waitMs);
    }
    const person = await this.people.withPassword(name, password);
    if (!person) {
      this.#noteRefusal('sign-in-refused', name, from.address);
      return fail('wrong_password', 'Login or password is wrong.');
    }
    this.#guesses.takeBack(name, from.address);
    return ok(this.begin(person, from));
  }

  /** @returns the secret of a new sign-in */
  begin(person: Person, from: From): string {
    this.audit.note({ who: asAudited(person), what: 'signed-in', about: from.agent, address: from.address });
    return this.credentials.make({ kind: 'person', id: person.id }, from, this.#options.signedInMs);
  }

  /** @returns a new secret for a person or a screen whose own is old; undefined where there is no need */
  rotated({ credential }: Asker): string | undefined {
    const held = this.credentials.get(credential ?? '');
    if (!held || this.#options.now() - held.rotatedAt < ROTATE_MS[held.owner.kind]) return undefined;
    return this.credentials.rotate(held.id);
  }

  /** Where nothing is needed, who is refused is nobody: they can still sign in, or be paired. */
  askerOrNobody(request: IncomingMessage): Asker | null {
    try {
      return this.askerOf(request);
    } catch (cause) {
      if (cause instanceof HttpError) return null;
      throw cause;
    }
  }

  /** Whether what was said of an asker still holds. */
  holds(asker: Asker): boolean {
    if (asker.kind === 'anyone') return this.areOpen;
    if (asker.kind === 'sender') return asker.id === OF_SETTINGS || this.tokens.holds(asker.id);
    const known = asker.kind === 'screen' ? this.#knownScreen : this.#known;
    const now = known.call(this, asker.credential ?? '', asker.id);
    return now !== null && sameRights(now, asker);
  }

  /** @throws HttpError for a page of another host, which browsers let send with the cookies of this one */
  mustBeMeant({ headers }: IncomingMessage, asker: Asker | null): void {
    if (asker?.kind === 'sender') return;
    const { origin, 'sec-fetch-site': site } = headers;
    const isAllowed = origin !== undefined && this.#options.origins.includes(origin);
    // The browser's own word, where it gives it: a second line, should the first be talked round.
    if (site !== undefined && site !== 'same-origin' && !isAllowed) throw wrongOrigin(origin);
    if (origin === undefined && (asker === null || asker.kind === 'anyone')) return;
    if (origin === undefined || !this.isOwn(origin, headers.host)) throw wrongOrigin(origin);
  }

  isOwn(origin: string, host: string | undefined): boolean {
    const { origins, publicUrl } = this.#options;
    if (origins.includes(origin)) return true;
    if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return true;
    return URL.canParse(origin) && new URL(origin).host === host;
  }

  #noteRefusal(what: AuditVerb, name: string, address: string): void {
    this.audit.note({ who: 'nobody', what, about: name.slice(0, 80), address });
  }

  #sender(token: string, request: IncomingMessage): Asker | null {
    if (isTokenText(token)) return this.#holder(token);
    const { token: known } = this.#options;
    // Without a token there is nothing to compare with, and a server that is open is as open to a sender.
    if (known === undefined && this.areOpen) return this.#anyone(request);
    if (known === undefined || !isSame(token, known)) throw WRONG_TOKEN;
    return {
      kind: 'sender',
      id: OF_SETTINGS,
      name: 'the token of the settings',
      rights: new Set(OF_TOKEN),
      sight: FULL_SIGHT,
    };
  }

  #holder(text: string): Asker {
    if (!isWhole(text)) throw MISTYPED_TOKEN;
    const token = this.tokens.shown(text);
    if (!token) throw WRONG_TOKEN;
    return senderOf(token);
  }

  #person(request: IncomingMessage): Asker | null {
    const secret = this.cookies.read(request, PERSON);
    const credential = secret === undefined ? undefined : this.credentials.shown(secret);
    return credential?.owner.kind === 'person' ? this.#known(credential.id, credential.owner.id) : null;
  }

  #screen(request: IncomingMessage): Asker | null {
    const secret = this.cookies.read(request, SCREEN);
    const credential = secret === undefined ? undefined : this.credentials.shown(secret);
    return credential?.owner.kind === 'screen' ? this.#knownScreen(credential.id, credential.owner.id) : null;
  }

  #knownScreen(credential: string, id: string): Asker | null {
    return this.credentials.holds(credential) ? this.screens.asker(id, credential) : null;
  }

  #noteTheft({ owner: { kind, id }, address }: Credential): void {
    const name = (kind === 'screen' ? this.screens : this.people).get(id)?.name ?? '';
    this.audit.note({ who: asAudited({ kind, id, name }), what: 'old-credential-shown', about: 'revoked', address });
  }

  #known(credential: string, id: string): Asker | null {
    const person = this.credentials.holds(credential) ? this.people.get(id) : undefined;
    if (!person || person.disabledAt !== null) return null;
    // Their provider may be no more the one that is set.
    const isVouchedFor = person.identity === null || this.byProvider?.vouchesFor(person) === true;
    return isVouchedFor ? askerOf(person, credential) : null;
  }

  #anyone({ headers }: IncomingMessage): Asker | null {
    if (!this.areOpen) return null;
    // A page of another site can point a name of its own at this machine, and a proxy shows this machine to others.
    const isShown = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
    if (!this.#options.open && (isShown || !OWN_HOST.test(headers.host ?? '')))
      throw new HttpError(
        403,
        'wrong_host',
        `This server is open to its own machine only, not to "${headers.host ?? ''}"; make an administrator by the link ` +
          'that it printed at its start, or start it with --open.',
      );
    return this.#open();
  }

  /** A token that is set is for all who write. */
  #open(): Asker {
    const { loopback, token } = this.#options;
    if (loopback && token === undefined) return anyone(RIGHTS);
    return anyone(READING, token === undefined ? NO_TOKEN_SET : NO_TOKEN);
  }
}
