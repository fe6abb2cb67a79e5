// A real provider of OpenID Connect (oidc-provider) on a free port of this machine, with a sign-in page of one field, and
// people whose claims the tests say.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
// @ts-expect-error it comes without types
import { Provider as Untyped } from 'oidc-provider';
import type { OidcSettings } from '../../server/access/oidc-settings.ts';

/** What is used of it. */
interface Provider {
  Grant: new (of: { accountId: string; clientId: string }) => {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  };
  callback(): (request: IncomingMessage, response: ServerResponse) => void;
  interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
}
interface Context {
  oidc: { client: { clientId: string }; session: { accountId: string } };
}
const Provider = Untyped as new (issuer: string, configuration: object) => Provider;

export const CLIENT = { id: 'tablo', secret: 'a secret that only the two know' };

export class IdentityProvider {
  readonly issuer: string;
  /** claims by login */
  readonly people = new Map<string, Record<string, unknown>>();
  readonly #server: Server;
  #grant: Provider['Grant'] | undefined;

  /** Listening: its address is known, and asked for anything it answers when it has met Tablo. */
  static async start(): Promise<IdentityProvider> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new IdentityProvider(server);
  }

  private constructor(server: Server) {
    this.#server = server;
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** As Tablo's settings name it; more of them beside. */
  settings(more: Partial<OidcSettings> = {}): OidcSettings {
    return {
      ...{ issuer: this.issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret, name: 'Corporate' },
      ...{ scope: 'openid profile email', roleClaim: 'groups', localLogin: true },
      ...{ roles: { viewers: 'viewer', leaders: 'leader', admins: 'administrator' } },
      ...more,
    };
  }

  /**
   * @param tablo where it is
   * @param inIdToken claims stand in the ID token; otherwise they have to be asked for
   * @param isAway it answers that it does not work, until it meets it again
   */
  async meet(tablo: string, { inIdToken = true, isAway = false } = {}): Promise<void> {
    this.#server.removeAllListeners('request');
    if (isAway) return void this.#server.on('request', (_, response) => response.writeHead(503).end());
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const key = { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: 'test' };
    const provider = new Provider(this.issuer, this.#configuration(tablo, inIdToken, key));
    const answer = provider.callback();
    this.#grant = provider.Grant;
    this.#server.on('request', (request, response) => {
      if (!request.url?.startsWith('/interaction/')) return answer(request, response);
      return void this.#signIn(provider, request, response);
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #signIn(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      response.setHeader('content-type', 'text/html');
      response.end('<form method="post"><label>Name <input name="login"></label> <button>Let me in</button></form>');
      return;
    }
    let body = '';
    for await (const chunk of request as AsyncIterable<Buffer>) body += String(chunk);
    const accountId = new URLSearchParams(body).get('login') ?? '';
    const result = this.people.has(accountId) ? { login: { accountId } } : { error: 'access_denied' };
    await provider.interactionFinished(request, response, result);
  }

  #configuration(tablo: string, inIdToken: boolean, key: object): object {
    return {
      clients: [
        {
          ...{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [`${tablo}/api/v1/oidc/callback`] },
          id_token_signed_response_alg: 'ES256',
          ...{ response_types: ['code'], grant_types: ['authorization_code'] },
          post_logout_redirect_uris: [`${tablo}/sign-in`],
          ...{ backchannel_logout_uri: `${tablo}/api/v1/oidc/logout`, backchannel_logout_session_required: true },
        },
      ],
      jwks: { keys: [key] },
      cookies: { keys: ['of the tests'] },
      ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
      claims: { openid: ['sub', 'sid'], profile: ['name', 'preferred_username', 'groups', 'realm_access', 'sites'] },
      conformIdTokenClaims: !inIdToken,
      features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
      // Without its guard against addresses of one's own: both are on this machine.
      fetch: (url: string, options: RequestInit) => fetch(url, { ...options, ...{ dispatcher: undefined } }),
      interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      findAccount: (_: unknown, accountId: string) => ({
        accountId,
        claims: () => ({ sub: accountId, ...this.people.get(accountId) }),
      }),
      // Nobody is asked whether Tablo may know who they are.
      loadExistingGrant: async ({ oidc: { client, session } }: Context) => {
        if (!this.#grant) throw new Error('it has met nobody');
        const grant = new this.#grant({ clientId: client.clientId, accountId: session.accountId });
        grant.addOIDCScope('openid profile email');
        await grant.save();
        return grant;
      },
    };
  }
}
