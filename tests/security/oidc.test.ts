// What a stranger, another browser or a hostile provider tries at the sign-in by a provider: each is refused, and nobody
// comes in. The provider is made by hand, so that each of its answers can be wrong.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OidcSettings } from '../../server/access/oidc-settings.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { CLIENT_ID, HostileProvider, LOGOUT } from '../support/hostile-provider.ts';
import { Visitor, type VisitorLine } from '../support/visitor.ts';
import { Walker } from '../support/walker.ts';

let app: TestApp;
let provider: HostileProvider;
let oidc: OidcSettings;
let clock = 0;
beforeEach(async () => {
  clock = Date.now();
  provider = await HostileProvider.start();
  oidc = {
    ...{ issuer: provider.issuer, clientId: CLIENT_ID, clientSecret: 'known to the two', scope: 'openid' },
    ...{ roleClaim: 'groups', roles: { leaders: 'leader' }, localLogin: true },
  };
  app = await startApp({ settings: { oidc }, now: () => clock });
});
afterEach(async () => {
  await app.close();
  await provider.close();
});

const isBack = (url: URL): boolean => url.pathname === '/api/v1/oidc/callback';
const start = (): string => `${app.url}/api/v1/oidc/start`;
/** @returns the code of why nobody came in; null: somebody did */
const problem = (url: URL): string | null => url.searchParams.get('problem');
const kindOf = async (walker: Walker): Promise<string> =>
  (await new Visitor(app.url, {}, walker.cookiesOf(app.url)).ask('GET', '/api/v1/me')).body.kind;

async function signIn(walker = new Walker()): Promise<string | null> {
  const { url } = await walker.go(start());
  const found = problem(url);
  expect(await kindOf(walker)).toBe(found === null ? 'person' : 'nobody');
  return found;
}

it('all that is as it should be lets one in', async () => {
  expect(await signIn()).toBeNull();
});

describe('the way back from the provider', () => {
  it('of another browser opens nothing, and the one that it belongs to comes in all the same', async () => {
    const [victim, attacker] = [new Walker(), new Walker()];
    const { url } = await victim.go(start(), undefined, isBack);
    await attacker.go(start(), undefined, isBack);
    // An attacker's own answer in the victim's browser (login CSRF), the victim's in the attacker's, one without any cookie.
    for (const other of [attacker, new Walker()]) expect(problem((await other.go(url)).url)).toBe('sign_in_over');
    expect(await kindOf(attacker)).toBe('nobody');
    expect(provider.exchanged).toBe(0);
    expect(problem((await victim.go(url)).url)).toBeNull();
  });

  it('is gone once', async () => {
    const walker = new Walker();
    const { url } = await walker.go(start(), undefined, isBack);
    const copy = walker.cookiesOf(app.url);
    expect(problem((await walker.go(url)).url)).toBeNull();
    const again = await new Visitor(app.url, {}, copy).ask('GET', url.pathname + url.search);
    expect(again.headers.location).toBe('/sign-in?problem=sign_in_over');
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(provider.exchanged).toBe(1);
  });

  it('holds for ten minutes', async () => {
    const walker = new Walker();
    const { url } = await walker.go(start(), undefined, isBack);
    clock += 600_000;
    expect(problem((await walker.go(url)).url)).toBe('sign_in_over');
  });

  it('with another state or issuer (mix-up, RFC 9207), without one, without a code, or with a refusal opens nothing', async () => {
    const spoilt: [back: Record<string, string | null>, problem: string][] = [
      [{ state: 'guessed' }, 'sign_in_over'],
      [{ state: null }, 'sign_in_over'],
      [{ iss: 'https://other.example' }, 'provider_failed'],
      // The provider says of itself that it always names itself.
      [{ iss: null }, 'provider_failed'],
      [{ code: null }, 'provider_failed'],
      [{ error: 'access_denied' }, 'provider_refused'],
    ];
    for (const [back, code] of spoilt) {
      provider.back = back;
      expect(await signIn(), JSON.stringify(back)).toBe(code);
    }
  });

  it('is bound to the browser by a cookie that no script reads, for ten minutes', async () => {
    const { headers } = await new Visitor(app.url).ask('GET', '/api/v1/oidc/start');
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^tablo-signing-in=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/) as string,
    ]);
    const asked = new URL(String(headers.location)).searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name), name).toMatch(/^[\w-]{43}$/);
  });

  it('is the address that the settings name, whatever a request calls this server; without one only this machine', async () => {
    const evil = { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' };
    const refused = await new Visitor(app.url, evil).ask('GET', '/api/v1/oidc/start');
    expect([refused.status, refused.body.error.code]).toEqual([403, 'wrong_host']);
    const publicUrl = 'https://tablo.example.org';
    const behind = await startApp({ settings: { oidc, publicUrl } });
    const { headers } = await new Visitor(behind.url, evil).ask('GET', '/api/v1/oidc/start');
    await behind.close();
    const asked = new URL(String(headers.location)).searchParams;
    expect(asked.get('redirect_uri')).toBe('https://tablo.example.org/api/v1/oidc/callback');
    expect(String(headers['set-cookie'])).toMatch(/^__Host-tablo-signing-in=.*; HttpOnly; SameSite=Lax; .*; Secure$/);
  });

  it('leads to the page of the sign-in on this host, wherever it was said to lead', async () => {
    for (const to of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      const walker = new Walker();
      const { url } = await walker.go(`${start()}?to=${encodeURIComponent(to)}`);
      expect([url.origin, url.pathname]).toEqual([app.url, '/sign-in']);
    }
  });

  it('that fails again and again from one address makes the provider work no more', async () => {
    provider.claims = { groups: [] };
    for (let i = 0; i < 30; i++) expect(problem((await new Walker().go(start())).url)).toBe('no_role');
    expect(problem((await new Walker().go(start())).url)).toBe('too_many_tries');
    expect(provider.exchanged).toBe(30);
  });

  it('begun without end fills no memory: the first of an address are given up, those of others are not', async () => {
    const walker = new Walker();
    const { url } = await walker.go(start(), undefined, isBack);
    for (let i = 0; i < 200; i++) await new Visitor(app.url).ask('GET', '/api/v1/oidc/start');
    expect(problem((await walker.go(url)).url)).toBe('sign_in_over');
    expect(await signIn()).toBeNull();
  });
});

describe('a token of the provider', () => {
  it('with another nonce, issuer or audience, without a nonce or a subject, or that is over lets nobody in', async () => {
    const now = Math.floor(Date.now() / 1000);
    const spoilt: Record<string, unknown>[] = [
      ...[{ nonce: 'of another sign-in' }, { nonce: undefined }, { sub: undefined }],
      ...[{ iss: 'https://other.example' }, { iss: undefined }],
      ...[{ aud: 'another' }, { aud: [CLIENT_ID, 'another'], azp: 'another' }, { aud: undefined }],
      ...[{ iat: now - 7200, exp: now - 3600 }, { exp: undefined }],
    ];
    for (const claims of spoilt) {
      provider.claims = claims;
      expect(await signIn(), JSON.stringify(claims)).toBe('provider_failed');
    }
  });

  it('that a stranger signed lets nobody in', async () => {
    provider.key = provider.strangersKey;
    expect(await signIn()).toBe('provider_failed');
  });

  it('that nobody signed, or that is signed with what the client knows, lets nobody in', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const alg of ['none', 'HS256']) {
      provider.sign = async (claims) =>
        Promise.resolve(`${part({ alg })}.${part(claims)}.${alg === 'none' ? '' : part({})}`);
      expect(await signIn(), alg).toBe('provider_failed');
    }
  });

  it('with claims that are none gives no role', async () => {
    const odd = [
      { leaders: true },
      'leaders,admins',
      [['leaders']],
      [{ length: 1 }],
      1,
      null,
      '__proto__',
      'constructor',
    ];
    for (const groups of odd) {
      provider.claims = { groups };
      expect(await signIn(), JSON.stringify(groups)).toBe('no_role');
    }
  });
});

describe('a provider', () => {
  it('that calls itself otherwise, or describes nothing, lets nobody in', async () => {
    const path = '/.well-known/openid-configuration';
    for (const body of ['{"issuer":"https://other.example"}', '{}', '[]', 'null', '<html>']) {
      provider.instead.set(path, (response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(body),
      );
      expect(await signIn(), body).toBe('provider_failed');
    }
  });

  it('that answers without end, or leads elsewhere, is not listened to', async () => {
    const piece = Buffer.alloc(64 * 1024, 'x');
    const endless = (response: import('node:http').ServerResponse): void => {
      const write = (): void => {
        while (!response.destroyed && response.write(piece));
        response.once('drain', write);
      };
      write();
    };
    provider.instead.set('/token', endless);
    expect(await signIn()).toBe('provider_unreachable');
    expect(app.doors.audit.lines(1)[0].about).toContain('it answered with more than 1048576 bytes');
    provider.instead.set('/token', (response) => response.writeHead(307, { location: `${app.url}/healthz` }).end());
    expect(await signIn()).toBe('provider_failed');
  });
});

describe('a provider that takes a call and never answers', () => {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  afterEach(() => vi.restoreAllMocks());

  it('is waited for ten seconds, here a tenth of one, and people are told that it does not answer', async () => {
    const asked = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms / 100));
    for (const path of ['/token', '/jwks', '/.well-known/openid-configuration']) {
      provider.instead.set(path, () => {});
      expect(await signIn(), path).toBe('provider_unreachable');
      provider.instead.delete(path);
      await app.close();
      app = await startApp({ settings: { oidc }, now: () => clock });
    }
    const waits = asked.mock.calls.map(([ms]) => ms);
    expect([Math.min(...waits), Math.max(...waits)]).toEqual([10_000, 10_000]);
  });
});

describe('a logout token', () => {
  let line: VisitorLine;
  let walker: Walker;
  beforeEach(async () => {
    walker = new Walker();
    expect(await signIn(walker)).toBeNull();
    line = await new Visitor(app.url, {}, walker.cookiesOf(app.url)).line();
  });
  afterEach(() => line.close());

  const send = async (logout_token: string, type = 'application/x-www-form-urlencoded'): Promise<number> => {
    const body = new URLSearchParams({ logout_token }).toString();
    const response = await fetch(`${app.url}/api/v1/oidc/logout`, {
      ...{ method: 'POST', headers: { 'content-type': type }, body },
    });
    await response.arrayBuffer();
    return response.status;
  };

  it('as it should be ends the sessions that it names, by session or by person', async () => {
    expect(await send(await provider.logoutToken({ sub: undefined, sid: 'session-1' }))).toBe(200);
    expect(await line.closed).toBe(4401);
    expect(await kindOf(walker)).toBe('nobody');
    expect(await signIn(walker)).toBeNull();
    expect(await send(await provider.logoutToken({ sub: 'somebody-else' }))).toBe(200);
    expect(await send(await provider.logoutToken({ sub: 'somebody-else', sid: 'session-1' }))).toBe(200);
    expect(await send(await provider.logoutToken({ sid: 'session-2' }))).toBe(200);
    expect(await kindOf(walker)).toBe('person');
    expect(await send(await provider.logoutToken())).toBe(200);
    expect(await kindOf(walker)).toBe('nobody');
  });

  it('that is forged, of another, for another, old, about no logout, or an ID token, ends nothing', async () => {
    const now = Math.floor(Date.now() / 1000);
    const forged = [
      'no token',
      '',
      await provider.logoutToken({}, { key: provider.strangersKey }),
      await provider.logoutToken({}, { header: { typ: 'at+jwt' } }),
      await provider.logoutToken({ iss: 'https://other.example' }),
      await provider.logoutToken({ aud: 'another' }),
      await provider.logoutToken({ iat: now - 3600, exp: now + 3600 }),
      await provider.logoutToken({ iat: undefined }),
      await provider.logoutToken({ exp: now - 3600 }),
      await provider.logoutToken({ jti: undefined }),
      await provider.logoutToken({ events: undefined }),
      await provider.logoutToken({ events: { 'http://schemas.openid.net/event/other': {} } }),
      await provider.logoutToken({ events: LOGOUT }),
      await provider.logoutToken({ sub: undefined }),
      await provider.logoutToken({ nonce: 'of a sign-in' }),
    ];
    for (const [i, token] of forged.entries()) expect(await send(token), String(i)).toBe(400);
    expect(await send(await provider.logoutToken(), 'application/json')).toBe(415);
    expect(line.isOpen).toBe(true);
    expect(await kindOf(walker)).toBe('person');
    const told = app.doors.audit.lines(100).filter(({ what }) => what === 'provider-logout-refused');
    expect(told).toHaveLength(1);
  });

  it('that is sent again ends nothing more', async () => {
    const token = await provider.logoutToken();
    expect(await send(token)).toBe(200);
    expect(await signIn(walker)).toBeNull();
    expect(await send(token)).toBe(400);
    expect(await kindOf(walker)).toBe('person');
  });
});
