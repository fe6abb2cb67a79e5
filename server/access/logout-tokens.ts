// Logout tokens (OpenID Connect Back-Channel Logout 1.0): by them a provider says that it has ended a session. The only
// import of jose: each is signed by the provider, meant for this client, of now, and holds once.
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';

import { fail, ok, type Result } from '#core/result.ts';
import { isDown, PATIENCE_MS, providerFetch } from './provider-fetch.ts';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const TYPES = [undefined, 'logout+jwt', 'JWT'];
/** What is older is not taken, and so need not be remembered. */
const OLDEST_S = 300;
const TOLERANCE_S = 60;
/** By the provider's key alone: who is in nobody's name proves nothing. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

export class LogoutTokens {
  readonly #clientId: string;
  readonly #now: () => number;
  #issuer = '';
  #keys: JWTVerifyGetKey | undefined;
  #keysAt = '';
  /** jti → when it is too old to be sent again, epoch ms */
  readonly #heard = new Map<string, number>();

  constructor(clientId: string, now: () => number) {
    this.#clientId = clientId;
    this.#now = now;
  }

  /** @param keysAt an address @throws where its keys would come unguarded */
  sentBy(issuer: string, keysAt = ''): void {
    if (issuer.startsWith('https:') && !keysAt.startsWith('https:')) throw new Error('its keys are not at https');
    this.#issuer = issuer;
    if (this.#keysAt === keysAt) return;
    this.#keysAt = keysAt;
    const options = { timeoutDuration: PATIENCE_MS, [customFetch]: providerFetch };
    this.#keys = createRemoteJWKSet(new URL(keysAt), options);
  }

  /** @returns whose sessions end; "bad_logout_token" @throws where the provider does not answer */
  async read(token: string): Promise<Result<{ subject?: string; sid?: string }>> {
    const checked = await this.#checked(token);
    if (!checked.ok) return checked;
    const { sub: subject, sid, nonce, events, jti } = checked.value;
    if (nonce !== undefined) return bad('it has a nonce: it is no logout token');
    const isLogout = typeof events === 'object' && events !== null && Object.hasOwn(events, EVENT);
    if (!isLogout) return bad('it tells of no logout');
    const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';
    if (!isText(sid) || !isText(subject) || (subject ?? sid) === undefined) return bad('it names neither sub nor sid');
    if (!this.#isFirst(String(jti))) return bad('it was sent already');
    return ok({ subject, sid: sid as string | undefined });
  }

  async #checked(token: string): Promise<Result<JWTPayload>> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.#keys as JWTVerifyGetKey, {
        ...{ issuer: this.#issuer, audience: this.#clientId, algorithms: ALGORITHMS },
        ...{ maxTokenAge: OLDEST_S, clockTolerance: TOLERANCE_S, currentDate: new Date(this.#now()) },
        requiredClaims: ['iat', 'jti', 'events'],
      });
      return TYPES.includes(protectedHeader.typ) ? ok(payload) : bad(`its type is "${protectedHeader.typ}"`);
    } catch (cause) {
      if (isDown(cause) || !(cause instanceof errors.JOSEError)) throw cause;
      return bad(cause.message);
    }
  }

  #isFirst(jti: string): boolean {
    const at = this.#now();
    for (const [known, untilAt] of this.#heard) if (at >= untilAt) this.#heard.delete(known);
    if (this.#heard.has(jti)) return false;
    this.#heard.set(jti, at + (OLDEST_S + 2 * TOLERANCE_S) * 1000);
    return true;
  }
}

const bad = (why: string): Result<never> => fail('bad_logout_token', `The logout token is not taken: ${why}.`);
