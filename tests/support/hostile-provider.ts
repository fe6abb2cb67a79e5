// A provider made by hand, whose every answer a test may spoil: description, keys, the way back, tokens.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

type Claims = Record<string, unknown>;

export const CLIENT_ID = 'tablo';
export const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';

interface Key {
  privateKey: CryptoKey;
  jwk: JWK;
}

export class HostileProvider {
  readonly issuer: string;
  readonly #server: Server;
  readonly #key: Key;
  /** not among those that it publishes */
  readonly strangersKey: Key;
  /** code → nonce */
  readonly #nonces = new Map<string, string>();
  /** changes of what the browser is sent back with; null takes one out */
  back: Record<string, string | null> = {};
  claims: Claims = {};
  key: Key;
  /** instead of what it answers at a path */
  instead = new Map<string, (response: ServerResponse) => void>();
  /** how often it was asked for tokens */
  exchanged = 0;

  static async start(): Promise<HostileProvider> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new HostileProvider(server, await newKey('own'), await newKey('own'));
  }

  private constructor(server: Server, key: Key, strangersKey: Key) {
    [this.#server, this.#key, this.key, this.strangersKey] = [server, key, key, strangersKey];
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', (request, response) => void this.#answer(request, response));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** @param header beside alg and kid */
  async sign(claims: Claims, { key = this.key, header = {} }: { key?: Key; header?: Claims } = {}): Promise<string> {
    const protectedHeader = { alg: 'ES256', kid: 'own', ...header };
    return new SignJWT(claims).setProtectedHeader(protectedHeader).sign(key.privateKey);
  }

  /** A logout token as it should be, changed; undefined takes a claim out. */
  async logoutToken(changed: Claims = {}, how: Parameters<HostileProvider['sign']>[1] = {}): Promise<string> {
    const iat = Math.floor(Date.now() / 1000);
    const usual = { iss: this.issuer, aud: CLIENT_ID, iat, exp: iat + 120, jti: crypto.randomUUID(), sub: 'anna' };
    return this.sign({ ...usual, events: { [LOGOUT]: {} }, ...changed }, { header: { typ: 'logout+jwt' }, ...how });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.issuer);
    const instead = this.instead.get(url.pathname);
    if (instead) return instead(response);
    if (url.pathname === '/authorize') return this.#leadBack(url, response);
    const body = url.pathname === '/token' ? await this.#tokens(request) : this.#documents()[url.pathname];
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? {}));
  }

  #documents(): Record<string, object> {
    const [authorization_endpoint, token_endpoint, jwks_uri] = ['authorize', 'token', 'jwks'].map(
      (path) => `${this.issuer}/${path}`,
    );
    const description = {
      ...{ issuer: this.issuer, authorization_endpoint, token_endpoint, jwks_uri },
      ...{ response_types_supported: ['code'], subject_types_supported: ['public'] },
      id_token_signing_alg_values_supported: ['ES256'],
      authorization_response_iss_parameter_supported: true,
    };
    return { '/.well-known/openid-configuration': description, '/jwks': { keys: [this.#key.jwk] } };
  }

  #leadBack({ searchParams: asked }: URL, response: ServerResponse): void {
    const code = crypto.randomUUID();
    this.#nonces.set(code, asked.get('nonce') ?? '');
    const back = new URL(asked.get('redirect_uri') ?? '');
    const query = { code, state: asked.get('state'), iss: this.issuer, ...this.back };
    for (const [name, value] of Object.entries(query)) if (value !== null) back.searchParams.set(name, value);
    response.writeHead(302, { location: back.href }).end();
  }

  async #tokens(request: IncomingMessage): Promise<object> {
    this.exchanged++;
    let body = '';
    for await (const chunk of request as AsyncIterable<Buffer>) body += String(chunk);
    const code = new URLSearchParams(body).get('code') ?? '';
    const iat = Math.floor(Date.now() / 1000);
    const usual = { iss: this.issuer, aud: CLIENT_ID, sub: 'anna', iat, exp: iat + 120, nonce: this.#nonces.get(code) };
    const claims = { ...usual, name: 'Anna', groups: ['leaders'], sid: 'session-1', ...this.claims };
    return { access_token: 'x', token_type: 'Bearer', id_token: await this.sign(claims) };
  }
}

async function newKey(kid: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
}
