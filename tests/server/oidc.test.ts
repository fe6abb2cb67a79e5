// Sign-in by a provider (OpenID Connect), against a real one: who comes in and as what, and how a session ends that the
// provider ends. What a hostile one tries is tests/security's.
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OidcSettings } from '../../server/access/oidc-settings.ts';
import type { Settings } from '../../server/config.ts';
import { newFolder, startApp, type TestApp } from '../support/app.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { joined, Visitor } from '../support/visitor.ts';
import { Walker, type Page } from '../support/walker.ts';

const ANNA = { name: 'Anna Petrova', preferred_username: 'anna', groups: ['staff', 'leaders'] };

let app: TestApp;
let provider: IdentityProvider;
beforeEach(async () => {
  provider = await IdentityProvider.start();
  provider.people.set('anna', ANNA);
});
afterEach(async () => {
  await app.close();
  await provider.close();
});

interface Opened {
  oidc?: Partial<OidcSettings>;
  settings?: Partial<Settings>;
  inIdToken?: boolean;
  now?: () => number;
}
async function open({ oidc, settings, inIdToken, now = Date.now }: Opened = {}): Promise<void> {
  app = await startApp({ settings: { oidc: provider.settings(oidc), ...settings }, now });
  await provider.meet(app.url, { inIdToken });
}

/** From the button to wherever it ends. */
async function signIn(login: string, walker = new Walker(), to = '/desk'): Promise<Page> {
  const form = await walker.go(`${app.url}/api/v1/oidc/start?to=${encodeURIComponent(to)}`);
  if (form.url.host === new URL(app.url).host) return form;
  return walker.go(form.url, { login });
}

/** Signed in, as the API sees them. */
async function come(login: string, walker = new Walker()): Promise<Visitor> {
  const { url } = await signIn(login, walker);
  expect(url.pathname + url.search).toBe('/sign-in?to=%2Fdesk');
  return new Visitor(app.url, {}, walker.cookiesOf(app.url));
}

const who = async (visitor: Visitor): Promise<Record<string, unknown>> =>
  (await visitor.ask('GET', '/api/v1/me')).body as unknown as Record<string, unknown>;

const why = ({ url }: Page): string | null => url.searchParams.get('problem');

describe('who comes by the provider', () => {
  it('comes in with the role that their groups have, and is led back to where they wanted to go', async () => {
    await open();
    const anna = await come('anna');
    expect(await who(anna)).toMatchObject({
      ...{ kind: 'person', name: 'Anna Petrova', role: 'leader', sites: null, vouched: true },
      ...{ provider: 'Corporate', open: false },
    });
    expect(app.doors.audit.lines(1)[0].what).toBe('signed-in-by-provider');
    expect(app.doors.audit.lines(1)[0].about).toMatch(/^Corporate: leader, all sites;/);
  });

  it('is asked about where the ID token does not say all, by userinfo', async () => {
    await open({ inIdToken: false });
    expect(await who(await come('anna'))).toMatchObject({ name: 'Anna Petrova', role: 'leader' });
  });

  it('has the highest of several roles, from a claim deeper down', async () => {
    provider.people.set('ben', { realm_access: { roles: ['viewers', 'admins', 'leaders'] } });
    await open({ oidc: { roleClaim: 'realm_access.roles' } });
    expect(await who(await come('ben'))).toMatchObject({ name: 'ben', role: 'administrator' });
  });

  it('sees the sites that their groups stand for, and no others', async () => {
    provider.people.set('ben', { groups: ['viewers', 'in-omsk'] });
    provider.people.set('eva', { groups: ['viewers', 'in-omsk', 'everywhere'] });
    await open({ oidc: { sites: { 'in-omsk': 'omsk', 'in-rostov': 'rostov', everywhere: '*' } } });
    const ben = await come('ben');
    expect(await who(ben)).toMatchObject({ sites: ['omsk'] });
    expect((await ben.ask('GET', '/api/v1/metrics?scope=site:omsk')).status).toBe(200);
    expect((await ben.ask('GET', '/api/v1/metrics')).body.error.code).toBe('out_of_sight');
    expect(await who(await come('eva'))).toMatchObject({ sites: null });
    expect(why(await signIn('anna'))).toBe('no_site');
  });

  it('sees the sites that a claim names', async () => {
    provider.people.set('ben', { groups: ['viewers'], sites: ['rostov', 'omsk'] });
    await open({ oidc: { sites: 'sites' } });
    expect(await who(await come('ben'))).toMatchObject({ sites: ['omsk', 'rostov'] });
  });

  it('has another role when they sign in again, and those pages that were open notice at once', async () => {
    await open();
    const before = await come('anna');
    const line = await before.line();
    provider.people.set('anna', { ...ANNA, groups: ['viewers'] });
    expect(await who(await come('anna'))).toMatchObject({ role: 'viewer' });
    expect(await line.closed).toBe(4401);
    expect(await who(before)).toMatchObject({ role: 'viewer' });
    expect(app.doors.people.all()).toHaveLength(1);
  });

  it('without a role gets a sentence and no sign-in; the audit log says whom it was about', async () => {
    provider.people.set('ben', { groups: ['canteen'] });
    await open();
    const walker = new Walker();
    expect(why(await signIn('ben', walker))).toBe('no_role');
    expect(await who(new Visitor(app.url, {}, walker.cookiesOf(app.url)))).toMatchObject({ kind: 'nobody' });
    expect(app.doors.people.all()).toEqual([]);
    expect(app.doors.audit.lines(1)[0].what).toBe('sign-in-refused');
    expect(app.doors.audit.lines(1)[0].about).toContain('Corporate, ben: no_role');
  });

  it('and whom the provider does not sign in is told so', async () => {
    await open();
    expect(why(await signIn('nobody-there'))).toBe('provider_refused');
  });

  it('is never taken for somebody with a password, whatever they are called', async () => {
    provider.people.set('eve', { name: 'Anna Admin', preferred_username: 'admin', groups: ['viewers'] });
    await open();
    const admin = await joined(app);
    const eve = await come('eve');
    expect((await who(eve)).id).not.toBe((await who(admin)).id);
    expect(await who(eve)).toMatchObject({ role: 'viewer' });
    expect(app.doors.people.all().map(({ login }) => login)).toEqual(['admin', 'oidc:admin']);
  });

  it('and has the name of another at the provider is another person', async () => {
    for (const sub of ['one', 'two']) provider.people.set(sub, { preferred_username: 'sam', groups: ['viewers'] });
    await open();
    await come('one');
    await come('two');
    await come('two');
    const [one, two, ...more] = app.doors.people
      .all()
      .map(({ login }) => login)
      .sort();
    expect([one, more]).toEqual(['oidc:sam', []]);
    expect(two).toMatch(/^oidc:sam [0-9a-f]{8}$/);
  });

  it('and was disabled or removed here does not come in, until they are let', async () => {
    await open();
    const admin = await joined(app);
    const anna = await come('anna');
    const { id } = await who(anna);
    const own = `/api/v1/people/${String(id)}`;
    await admin.ask('PUT', own, { disabled: true });
    expect((await anna.ask('GET', '/api/v1/metrics')).status).toBe(401);
    expect(why(await signIn('anna'))).toBe('disabled');
    await admin.ask('PUT', own, { disabled: false });
    await come('anna');
    await admin.ask('DELETE', own);
    expect(why(await signIn('anna'))).toBe('barred');
    expect((await admin.ask('GET', '/api/v1/people')).body).toMatchObject({ barred: 1 });
    await admin.ask('DELETE', '/api/v1/people/barred');
    expect(await who(await come('anna'))).toMatchObject({ role: 'leader' });
  });

  it('has neither a password here nor another name, role or sites than the provider says', async () => {
    await open();
    const admin = await joined(app);
    const anna = await come('anna');
    const { id } = await who(anna);
    const own = `/api/v1/people/${String(id)}`;
    const password = 'a long enough password';
    const asked = [
      await admin.ask('PUT', `${own}/password`, { password }),
      await admin.ask('PUT', own, { role: 'administrator' }),
      await admin.ask('PUT', own, { sites: [] }),
      await anna.ask('PUT', '/api/v1/me/password', { before: password, password }),
    ];
    expect(asked.map(({ body }) => body.error.code)).toEqual(Array(4).fill('by_provider'));
    const signedIn = await new Visitor(app.url).ask('POST', '/api/v1/me', { login: 'oidc:anna', password });
    expect(signedIn.body.error.code).toBe('wrong_password');
  });

  it('stays signed in over a restart, with a secret that changes by the hour, and not without the provider', async () => {
    const data = newFolder();
    let clock = Date.now();
    const start = async (oidc: OidcSettings | undefined): Promise<TestApp> =>
      startApp({ data, now: () => clock, settings: { oidc } });
    app = await start(provider.settings());
    await provider.meet(app.url);
    const anna = await come('anna');
    const { cookies } = anna;
    clock += 3_600_000;
    await who(anna);
    expect(anna.cookies).not.toBe(cookies);
    await app.close();
    app = await start(provider.settings());
    const again = new Visitor(app.url, {}, anna.cookies);
    expect(await who(again)).toMatchObject({ kind: 'person', role: 'leader' });
    await app.close();
    app = await start(undefined);
    expect(await who(new Visitor(app.url, {}, again.cookies))).toMatchObject({ kind: 'nobody', open: false });
    expect(app.doors.invitation).not.toBeNull();
    await app.close();
    app = await startApp();
    rmSync(data, { recursive: true });
  });
});

describe('with a provider set', () => {
  it('the doors are closed, on loopback, too', async () => {
    await open();
    expect((await new Visitor(app.url).ask('GET', '/api/v1/metrics')).status).toBe(401);
    expect(await new Visitor(app.url).socket()).toBe(401);
    expect(await who(new Visitor(app.url))).toMatchObject({ kind: 'nobody', open: false, provider: 'Corporate' });
  });

  it('that is away the server starts, people with passwords come in, and the others are told', async () => {
    await provider.close();
    app = await startApp({ settings: { oidc: provider.settings() } });
    const admin = await joined(app);
    expect(await who(admin)).toMatchObject({ kind: 'person' });
    const { url } = await new Walker().go(`${app.url}/api/v1/oidc/start?to=/desk&lang=ru`);
    expect(url.pathname + url.search).toBe('/sign-in?to=%2Fdesk&lang=ru&problem=provider_unreachable');
    await new Walker().go(`${app.url}/api/v1/oidc/start`);
    const told = app.doors.audit.lines(10).filter(({ what }) => what === 'sign-in-refused');
    expect(told.map(({ about }) => about)).toEqual([
      expect.stringMatching(/^Corporate: provider_unreachable: 127\.0\.0\.1/),
    ]);
    provider = await IdentityProvider.start();
  });

  it('that comes up later people come in by it, without a restart', async () => {
    app = await startApp({ settings: { oidc: provider.settings() } });
    await provider.meet(app.url, { isAway: true });
    expect(why(await signIn('anna'))).toBe('provider_unreachable');
    await provider.meet(app.url);
    expect(await who(await come('anna'))).toMatchObject({ role: 'leader' });
  });

  it('localLogin false refuses every password, says by whom to come in, and leaves the printed link', async () => {
    await open({ oidc: { localLogin: false } });
    const link = app.doors.invitation;
    const admin = await joined(app);
    expect(await who(admin)).toMatchObject({ role: 'administrator', passwords: false });
    const again = { invitation: link, login: 'eve', name: 'Eve', password: 'a long enough password' };
    expect((await new Visitor(app.url).ask('POST', '/api/v1/people/first', again)).status).toBe(403);
    const password = 'a long enough password';
    const refused = await new Visitor(app.url).ask('POST', '/api/v1/me', { login: 'admin', password });
    expect([refused.status, refused.body.error.code]).toEqual([403, 'no_passwords']);
    expect(refused.body.error.message).toContain('Corporate');
  });

  it('the printed link makes an administrator until one has come by the provider', async () => {
    provider.people.set('ada', { groups: ['admins'] });
    await open({ oidc: { localLogin: false } });
    await come('anna');
    expect(app.doors.invitation).not.toBeNull();
    await come('ada');
    expect(app.doors.invitation).toBeNull();
  });
});

describe('a session that ends', () => {
  it('at the provider ends here, and its sockets are closed with 4401', async () => {
    await open();
    const [walker, other] = [new Walker(), new Walker()];
    const [anna, elsewhere] = [await come('anna', walker), await come('anna', other)];
    const [line, otherLine] = [await anna.line(), await elsewhere.line()];
    const { text, url } = await walker.go(`${provider.issuer}/session/end`);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
    await walker.go(new URL('/session/end/confirm', url), { xsrf, logout: 'yes' });
    expect(await line.closed).toBe(4401);
    expect(await who(anna)).toMatchObject({ kind: 'nobody' });
    expect(await who(elsewhere)).toMatchObject({ kind: 'person' });
    expect(otherLine.isOpen).toBe(true);
    otherLine.close();
    const [note] = app.doors.audit.lines(1);
    expect([note.who, note.what, note.about]).toEqual(['provider Corporate', 'signed-out-by-provider', 'Anna Petrova']);
    // Sooner than rights are looked at again by the minute.
  }, 30_000);

  it('here is led to the provider, which ends its own and leads back', async () => {
    await open();
    const walker = new Walker();
    const anna = await come('anna', walker);
    const { next } = (await anna.ask('DELETE', '/api/v1/me')).body as unknown as { next: string };
    expect(next.startsWith(`${provider.issuer}/session/end?`)).toBe(true);
    const { text, url } = await walker.go(next);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const back = await walker.go(new URL('/session/end/confirm', url), { xsrf, logout: 'yes' });
    expect(back.url.href).toBe(`${app.url}/sign-in`);
    // The provider asks again who it is.
    expect((await walker.go(`${app.url}/api/v1/oidc/start`)).url.pathname).toMatch(/^\/interaction\//);
  });

  it('of somebody with a password ends here only', async () => {
    await open();
    expect((await (await joined(app)).ask('DELETE', '/api/v1/me')).body).toEqual({ done: true });
  });
});
