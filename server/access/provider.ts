// The provider as Tablo speaks with it: its own description, where it is asked to sign somebody in, what it answers. The
// only import of openid-client. Who comes in is by-provider's.
import {
  allowInsecureRequests,
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  type ServerMetadata,
} from 'openid-client';
import { fail, ok, type Result } from '#core/result.ts';
import { LogoutTokens } from './logout-tokens.ts';
import { hasAll, type Claims } from './oidc-claims.ts';
import type { OidcSettings } from './oidc-settings.ts';
import { isDown, PATIENCE_MS, providerFetch } from './provider-fetch.ts';

/** Endpoints change now and then: they are asked for anew, and kept when there is no answer. */
const ASK_AGAIN_MS = 3_600_000;

export interface Identified {
  issuer: string;
  subject: string;
  claims: Claims;
  /** of the provider's own session; null: it has none, or does not say */
  sid: string | null;
  /** shown to it when the person signs out */
  idToken: string;
}

interface Known {
  config: Configuration;
  logoutTokens: LogoutTokens;
  at: number;
}

export class Provider {
  readonly #settings: OidcSettings;
  readonly #now: () => number;
  #known: Known | undefined;
  #asking: Promise<Known> | undefined;

  constructor(settings: OidcSettings, now: () => number) {
    this.#settings = settings;
    this.#now = now;
  }

  /** @returns where the browser is to go; "provider_unreachable", "provider_failed" */
  async signInUrl(of: { redirectUri: string; state: string; nonce: string; verifier: string }): Promise<Result<URL>> {
    return this.#asked(async ({ config }) =>
      buildAuthorizationUrl(config, {
        ...{ redirect_uri: of.redirectUri, scope: this.#settings.scope, state: of.state, nonce: of.nonce },
        ...{ code_challenge: await calculatePKCECodeChallenge(of.verifier), code_challenge_method: 'S256' },
      }),
    );
  }

  /**
   * Whom the provider signed in: state, iss (RFC 9207), nonce, audience, times and signature are as they have to be.
   * @param answer what the browser came back with, its address in full
   * @returns "provider_refused": it did not sign them in; "provider_unreachable", "provider_failed"
   */
  async identified(answer: URL, of: { state: string; nonce: string; verifier: string }): Promise<Result<Identified>> {
    return this.#asked(async ({ config }) => {
      const tokens = await authorizationCodeGrant(config, answer, {
        ...{ expectedState: of.state, expectedNonce: of.nonce, pkceCodeVerifier: of.verifier, idTokenExpected: true },
      });
      const claims = tokens.claims() as Claims & { iss: string; sub: string };
      const isEnough = hasAll(claims, this.#settings) || config.serverMetadata().userinfo_endpoint === undefined;
      const more = isEnough ? {} : await fetchUserInfo(config, tokens.access_token, claims.sub);
      return {
        ...{ issuer: claims.iss, subject: claims.sub, claims: { ...more, ...claims } },
        sid: typeof claims.sid === 'string' ? claims.sid : null,
        idToken: tokens.id_token as string,
      };
    });
  }

  /** Where the provider ends its own session, too; null: it can't, or does not answer. @param back page of Tablo */
  async signOutUrl(back: string, idToken: string | undefined): Promise<string | null> {
    // Without a hint it asks the person whether they mean it.
    const hint: Record<string, string> = idToken === undefined ? {} : { id_token_hint: idToken };
    const url = await this.#asked(({ config }) =>
      config.serverMetadata().end_session_endpoint === undefined
        ? null
        : buildEndSessionUrl(config, { ...hint, post_logout_redirect_uri: back }).href,
    );
    return url.ok ? url.value : null;
  }

  /** @returns whose sessions end; "bad_logout_token", "provider_unreachable", "provider_failed" */
  async signedOut(logoutToken: string): Promise<Result<{ subject?: string; sid?: string }>> {
    const read = await this.#asked(({ logoutTokens }) => logoutTokens.read(logoutToken));
    return read.ok ? read.value : read;
  }

  async #asked<T>(ask: (known: Known) => Promise<T> | T): Promise<Result<T>> {
    try {
      return ok(await ask(await this.#described()));
    } catch (cause) {
      const { message } = cause as Error;
      if (isDown(cause)) return fail('provider_unreachable', isDown(cause)?.message ?? message);
      if (cause instanceof AuthorizationResponseError) return fail('provider_refused', cause.error);
      const reason = ((cause as Error).cause as Error | undefined)?.message;
      return fail('provider_failed', reason === undefined ? message : `${message}: ${reason}`);
    }
  }

  /** Asked for when it is needed first: a provider that is away keeps nothing else waiting. @throws */
  async #described(): Promise<Known> {
    const known = this.#known;
    if (known && this.#now() - known.at < ASK_AGAIN_MS) return known;
    this.#asking ??= this.#discover().finally(() => (this.#asking = undefined));
    return this.#asking.catch((cause: unknown) => {
      if (!known) throw cause;
      this.#known = { ...known, at: this.#now() };
      return known;
    });
  }

  async #discover(): Promise<Known> {
    const { issuer, clientId, clientSecret } = this.#settings;
    const plain = issuer.startsWith('http:') ? [allowInsecureRequests] : [];
    const found = await discovery(new URL(issuer), clientId, undefined, undefined, {
      ...{ [customFetch]: providerFetch, timeout: PATIENCE_MS / 1000, execute: plain },
    });
    const server = JSON.parse(JSON.stringify(found.serverMetadata())) as ServerMetadata;
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const prove = methods.includes('client_secret_basic') ? ClientSecretBasic : ClientSecretPost;
    const config = new Configuration(server, clientId, undefined, prove(clientSecret));
    config[customFetch] = providerFetch;
    config.timeout = PATIENCE_MS / 1000;
    for (const allow of plain) allow(config);
    // Also where it came over TLS: signatures are looked at, always.
    enableNonRepudiationChecks(config);
    const logoutTokens = this.#known?.logoutTokens ?? new LogoutTokens(clientId, this.#now);
    logoutTokens.sentBy(server.issuer, server.jwks_uri);
    this.#known = { config, logoutTokens, at: this.#now() };
    return this.#known;
  }
}
