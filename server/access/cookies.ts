// The cookie that a browser is known by. Over TLS its name makes browsers refuse one that another host, another path or an
// unencrypted page has set (RFC 6265bis, 4.1.3).
import type { IncomingMessage } from 'node:http';

export const PERSON = 'tablo';
export const SCREEN = 'tablo-screen';
/** of a screen that waits to be paired */
export const PAIRING = 'tablo-pairing';
/** of a browser whose person is at the provider to sign in */
export const SIGNING_IN = 'tablo-signing-in';
export type CookieName = typeof PERSON | typeof SCREEN | typeof PAIRING | typeof SIGNING_IN;

const YEAR_S = 400 * 24 * 3600;
const LASTS_S: Record<CookieName, number> = { [PERSON]: YEAR_S, [SCREEN]: YEAR_S, [PAIRING]: 600, [SIGNING_IN]: 600 };
/** What another site may lead to: a page that somebody linked to, the way back from the provider. */
const LED_TO: readonly CookieName[] = [PERSON, SIGNING_IN];

export class Cookies {
  readonly #isSecure: boolean;

  /** @param isSecure the server's public address is https */
  constructor(isSecure: boolean) {
    this.#isSecure = isSecure;
  }

  read(request: IncomingMessage, name: CookieName): string | undefined {
    const start = `${this.#full(name)}=`;
    const parts = (request.headers.cookie ?? '').split(';').map((part) => part.trim());
    return parts.find((part) => part.startsWith(start))?.slice(start.length) || undefined;
  }

  /** @returns the value of Set-Cookie. A screen is no page that another site could lead to: Strict. */
  set(name: CookieName, secret: string): string {
    return this.#line(name, secret, LASTS_S[name]);
  }

  clear(name: CookieName): string {
    return this.#line(name, '', 0);
  }

  #line(name: CookieName, value: string, maxAgeS: number): string {
    const site = LED_TO.includes(name) ? 'Lax' : 'Strict';
    const secure = this.#isSecure ? '; Secure' : '';
    return `${this.#full(name)}=${value}; Path=/; HttpOnly; SameSite=${site}; Max-Age=${maxAgeS}${secure}`;
  }

  #full(name: CookieName): string {
    return this.#isSecure ? `__Host-${name}` : name;
  }
}
