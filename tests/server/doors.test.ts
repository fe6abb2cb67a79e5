// Who may come in: people with their roles and sign-ins, senders with a token, anyone where the doors are open.
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { RIGHTS_OF, type Role } from '#core/access/rights.ts';
import type { Settings } from '../../server/config.ts';
import { newFolder, startApp, type TestApp } from '../support/app.ts';
import { event, post } from '../support/events.ts';
import { joined, Visitor } from '../support/visitor.ts';

const PASSWORD = 'correct horse battery';

let app: TestApp;
afterEach(async () => app.close());

const open = async (settings: Partial<Settings> = {}, now?: () => number): Promise<void> => {
  app = await startApp({ settings, ...(now ? { now } : {}) });
};

/** The doors are closed by the first administrator. */
const closed = async (settings: Partial<Settings> = {}, now?: () => number): Promise<Visitor> => {
  await open(settings, now);
  return joined(app);
};

async function person(admin: Visitor, role: Role, sites: string[] | null = null): Promise<Visitor> {
  const login = `${role}-${sites?.join('-') ?? 'all'}`;
  const made = await admin.ask('POST', '/api/v1/people', { login, name: login, role, sites, password: PASSWORD });
  expect(made.status).toBe(201);
  const visitor = new Visitor(app.url);
  expect((await visitor.ask('POST', '/api/v1/me', { login, password: PASSWORD })).status).toBe(200);
  return visitor;
}

describe('open doors', () => {
  it('on loopback with nothing configured anyone may do all, and is told so', async () => {
    await open();
    const { body } = await new Visitor(app.url).ask('GET', '/api/v1/me');
    expect(body).toMatchObject({ kind: 'anyone', open: true, first: true });
    expect(body.rights).toHaveLength(RIGHTS_OF.administrator.length);
  });

  it('a page that reaches this machine by another name, or through a proxy, sees nothing', async () => {
    await open();
    const elsewhere = new Visitor(app.url, { host: 'tablo.attacker.example' });
    const { status, body } = await elsewhere.ask('GET', '/api/v1/metrics');
    expect([status, body.error.code]).toEqual([403, 'wrong_host']);
    expect(await elsewhere.socket()).toBe(403);
    const withAnyToken = new Visitor(app.url, { host: 'tablo.attacker.example', authorization: 'Bearer anything' });
    expect((await withAnyToken.ask('GET', '/api/v1/metrics')).body.error.code).toBe('wrong_host');
    expect(await withAnyToken.socket()).toBe(403);
    expect((await elsewhere.ask('GET', '/api/v1/me')).body).toMatchObject({ kind: 'nobody', open: false, first: true });
    const proxied = new Visitor(app.url, { 'x-forwarded-for': '192.0.2.7' });
    expect((await proxied.ask('GET', '/api/v1/metrics')).body.error.code).toBe('wrong_host');
  });

  it('with a proxy in front that is named, nobody comes in who is not known', async () => {
    await open({ trustedProxies: ['127.0.0.1'] });
    expect((await new Visitor(app.url).ask('GET', '/api/v1/metrics')).status).toBe(401);
  });

  it('beyond loopback nobody comes in, unless it was started with --open, and then changes nothing', async () => {
    await open({ host: '0.0.0.0' });
    const url = app.url.replace('0.0.0.0', '127.0.0.1');
    expect((await new Visitor(url).ask('GET', '/api/v1/metrics')).status).toBe(401);
    expect(await new Visitor(url).socket()).toBe(401);
    await app.close();
    await open({ host: '0.0.0.0', open: true });
    const visitor = new Visitor(app.url.replace('0.0.0.0', '127.0.0.1'), { host: 'tablo.example' });
    expect((await visitor.ask('GET', '/api/v1/metrics')).status).toBe(200);
    const { status, body } = await visitor.ask('POST', '/api/v1/messages', { text: 'Hello' });
    expect([status, body.error.code]).toEqual([403, 'no_token_set']);
  });
});

describe('the first administrator', () => {
  it('is made once, by the link of this start, and closes the doors', async () => {
    const admin = await closed();
    expect((await admin.ask('GET', '/api/v1/me')).body).toMatchObject({ kind: 'person', open: false, first: false });
    expect((await new Visitor(app.url).ask('GET', '/api/v1/metrics')).body.error.code).toBe('not_signed_in');
    const again = await new Visitor(app.url).ask('POST', '/api/v1/people/first', {
      ...{ invitation: app.doors.invitation ?? 'x', login: 'eve', name: 'Eve', password: PASSWORD },
    });
    expect([again.status, again.body.error.code]).toEqual([403, 'wrong_invitation']);
  });

  it('is one, however many use the link at the same time; what came to nothing does not use it up', async () => {
    await open();
    const invitation = app.doors.invitation as string;
    const use = (login: string) =>
      new Visitor(app.url).ask('POST', '/api/v1/people/first', { invitation, login, name: 'Eve', password: PASSWORD });
    expect(app.doors.takeInvitation(invitation)).toBe(true);
    expect((await use('too-early')).status).toBe(403);
    app.doors.giveBack(invitation);
    const statuses = (await Promise.all(['a1', 'a2', 'a3', 'a4'].map(use))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 403, 403, 403]);
    expect(app.doors.people.all()).toHaveLength(1);
  });

  it('a wrong link makes nobody', async () => {
    await open();
    const { status } = await new Visitor(app.url).ask('POST', '/api/v1/people/first', {
      ...{ invitation: 'guessed', login: 'eve', name: 'Eve', password: PASSWORD },
    });
    expect(status).toBe(403);
    expect(app.doors.areOpen).toBe(true);
  });

  it('a password of less than 12 characters is refused with a sentence', async () => {
    await open();
    const { status, body } = await new Visitor(app.url).ask('POST', '/api/v1/people/first', {
      ...{ invitation: app.doors.invitation, login: 'eve', name: 'Eve', password: 'short' },
    });
    expect([status, body.error.path]).toEqual([400, 'password']);
    expect(body.error.message).toContain('at least 12 characters');
  });

  it('the last administrator can neither be removed nor made less', async () => {
    const admin = await closed();
    const { id } = (await admin.ask('GET', '/api/v1/me')).body;
    expect((await admin.ask('DELETE', `/api/v1/people/${id}`)).body.error.code).toBe('last_administrator');
    expect((await admin.ask('PUT', `/api/v1/people/${id}`, { role: 'viewer' })).status).toBe(409);
  });
});

describe('roles', () => {
  /** What each needs, asked for by everybody. */
  const ASKED: [method: string, path: string, body: object | undefined, right: string][] = [
    ['GET', '/api/v1/metrics', undefined, 'numbers'],
    ['GET', '/api/v1/agent-day?agent=a1', undefined, 'names'],
    ['POST', '/api/v1/messages', { text: 'Hello' }, 'speak'],
    ['PUT', '/api/v1/alerts/rules', {}, 'rules'],
    ['DELETE', '/api/v1/boards/none', undefined, 'boards'],
    ['POST', '/api/v1/events', {}, 'events'],
    ['GET', '/metrics', undefined, 'metrics'],
    ['GET', '/api/v1/people', undefined, 'people'],
  ];

  it('each role may do what its rights say, and nothing else', async () => {
    const admin = await closed();
    for (const role of ['viewer', 'supervisor', 'leader', 'administrator', 'integrator'] as const) {
      const visitor = await person(admin, role);
      for (const [method, path, body, right] of ASKED) {
        const { status } = await visitor.ask(method, path, body);
        const may = RIGHTS_OF[role].some((one) => one === right);
        expect([role, path, status === 403], `${method} ${path} as ${role}: ${status}`).toEqual([role, path, !may]);
      }
    }
  });

  it('who sees some sites only is refused everything else, over HTTP and on the socket', async () => {
    const token = 'sixteen characters';
    const admin = await closed({ token });
    const visitor = await person(admin, 'supervisor', ['rostov']);
    expect((await visitor.ask('GET', '/api/v1/metrics?scope=site:rostov')).status).toBe(200);
    for (const path of ['definitions', 'places', 'boards', 'alerts'])
      expect((await visitor.ask('GET', `/api/v1/${path}`)).status, path).toBe(200);
    const all = await visitor.ask('GET', '/api/v1/metrics');
    expect([all.status, all.body.error.code]).toEqual([403, 'out_of_sight']);
    expect(all.body.error.message).toContain('ask for site:rostov');
    // A parameter that is there twice is nobody's way around.
    for (const path of ['metrics', 'agents', 'visits', 'queues'])
      for (const twice of ['scope=site:rostov&scope=all', 'scope=all&scope=site:rostov'])
        expect((await visitor.ask('GET', `/api/v1/${path}?${twice}`)).status, twice).toBeGreaterThanOrEqual(400);
    const signedOn = ['omsk', 'rostov'].map((site) =>
      event('agent.state', Date.now(), { agent: `${site}-1`, state: 'available', site }),
    );
    await post(app.url, signedOn, { headers: { authorization: `Bearer ${token}` } });
    expect((await visitor.ask('GET', '/api/v1/agent-day?agent=rostov-1')).status).toBe(200);
    expect((await visitor.ask('GET', '/api/v1/agent-day?agent=omsk-1')).body.error.code).toBe('out_of_sight');
    const topics = ['floor?scope=all', 'floor?scope=site:omsk', 'floor?scope=site:rostov', 'floor?scope=queue:q1'];
    const told = await visitor.firstFrames(topics);
    expect(told.map(({ t, code }) => code ?? t)).toEqual(['out_of_sight', 'out_of_sight', 'full', 'out_of_sight']);
  });
});

describe('a change of rights', () => {
  it('[P70] closes the sockets of whom it is about with 4401, without being looked for', async () => {
    const admin = await closed();
    const visitor = await person(admin, 'leader');
    const other = await person(admin, 'viewer');
    const [line, otherLine] = [await visitor.line(), await other.line()];
    const { id } = (await visitor.ask('GET', '/api/v1/me')).body;
    await admin.ask('PUT', `/api/v1/people/${id}`, { role: 'viewer' });
    expect(await line.closed).toBe(4401);
    expect(otherLine.isOpen).toBe(true);
    expect((await visitor.ask('DELETE', '/api/v1/boards/none')).status).toBe(403);
    otherLine.close();
  });

  it('who is disabled, removed, or has a new password, is out at once', async () => {
    const admin = await closed();
    const visitor = await person(admin, 'leader');
    const { id } = (await visitor.ask('GET', '/api/v1/me')).body;
    await admin.ask('PUT', `/api/v1/people/${id}`, { disabled: true });
    expect((await visitor.ask('GET', '/api/v1/metrics')).status).toBe(401);
    await admin.ask('PUT', `/api/v1/people/${id}`, { disabled: false });
    expect((await visitor.ask('GET', '/api/v1/metrics')).status).toBe(200);
    await admin.ask('PUT', `/api/v1/people/${id}/password`, { password: 'another long one' });
    expect((await visitor.ask('GET', '/api/v1/metrics')).status).toBe(401);
    await admin.ask('DELETE', `/api/v1/people/${id}`);
    expect(
      (await visitor.ask('POST', '/api/v1/me', { login: 'leader-all', password: 'another long one' })).status,
    ).toBe(401);
  });

  it('a sign-in that is over closes its socket too', async () => {
    let clock = Date.now();
    const admin = await closed({ signedInHours: 1 }, () => clock);
    const line = await admin.line();
    clock += 3_600_001;
    app.doors.onChanged();
    expect(await line.closed).toBe(4401);
    expect((await admin.ask('GET', '/api/v1/metrics')).status).toBe(401);
  });
});

describe('sign-ins', () => {
  it('are seen and ended one by one; another password ends all but this one', async () => {
    const admin = await closed();
    const first = await person(admin, 'leader');
    const second = new Visitor(app.url);
    await second.ask('POST', '/api/v1/me', { login: 'leader-all', password: PASSWORD });
    const { signIns } = (await first.ask('GET', '/api/v1/me/sign-ins')).body;
    expect(signIns.map(({ current }) => current).sort()).toEqual([false, true]);
    const other = signIns.find(({ current }) => !current);
    await first.ask('DELETE', `/api/v1/me/sign-ins/${other?.id}`);
    expect((await second.ask('GET', '/api/v1/metrics')).status).toBe(401);
    await second.ask('POST', '/api/v1/me', { login: 'leader-all', password: PASSWORD });
    const wrong = await first.ask('PUT', '/api/v1/me/password', { before: 'not this', password: 'another long one' });
    expect(wrong.body.error.code).toBe('wrong_password');
    await first.ask('PUT', '/api/v1/me/password', { before: PASSWORD, password: 'another long one' });
    expect((await second.ask('GET', '/api/v1/metrics')).status).toBe(401);
    expect((await first.ask('GET', '/api/v1/metrics')).status).toBe(200);
  });

  it('signing out ends it on the server', async () => {
    const admin = await closed();
    const copy = new Visitor(app.url, {}, admin.cookies);
    await admin.ask('DELETE', '/api/v1/me');
    expect((await copy.ask('GET', '/api/v1/metrics')).status).toBe(401);
  });

  it('change their secret by the hour; the old one holds a minute longer, and after that ends both', async () => {
    let clock = Date.now();
    const admin = await closed({}, () => clock);
    const stolen = new Visitor(app.url, {}, admin.cookies);
    clock += 3_600_000;
    await admin.ask('GET', '/api/v1/me');
    expect(admin.cookies).not.toEqual(stolen.cookies);
    await admin.ask('GET', '/api/v1/metrics');
    clock += 59_000;
    expect((await stolen.ask('GET', '/api/v1/metrics')).status).toBe(200);
    clock += 2000;
    expect((await stolen.ask('GET', '/api/v1/metrics')).status).toBe(401);
    expect((await admin.ask('GET', '/api/v1/metrics')).status).toBe(401);
    expect(app.doors.audit.lines(1)[0]).toMatchObject({ what: 'old-credential-shown' });
  });

  it('a new secret whose answer was lost, or that two tabs asked for at once, signs nobody out', async () => {
    let clock = Date.now();
    const admin = await closed({}, () => clock);
    clock += 3_600_000;
    const [lost, tab] = [new Visitor(app.url, {}, admin.cookies), new Visitor(app.url, {}, admin.cookies)];
    await Promise.all([lost.ask('GET', '/api/v1/me'), tab.ask('GET', '/api/v1/me')]);
    expect(lost.cookies).toEqual(tab.cookies);
    clock += 3_600_000;
    expect((await admin.ask('GET', '/api/v1/metrics')).status).toBe(200);
  });

  it('outlive a restart', async () => {
    const data = newFolder();
    app = await startApp({ data });
    const { cookies } = await joined(app);
    await app.close();
    app = await startApp({ data });
    expect((await new Visitor(app.url, {}, cookies).ask('GET', '/api/v1/people')).status).toBe(200);
    expect(app.doors.invitation).toBeNull();
    await app.close();
    app = await startApp();
    rmSync(data, { recursive: true });
  });
});

describe('guesses', () => {
  it('ten thousand wrong passwords: all refused, few of them looked at, and who knows it comes in from elsewhere', async () => {
    let clock = Date.now();
    const admin = await closed({ trustedProxies: ['127.0.0.1'] }, () => clock);
    await person(admin, 'leader');
    const codes = new Map<string, number>();
    const attacker = new Visitor(app.url);
    for (let i = 0; i < 100; i++) {
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, j) =>
          attacker.ask('POST', '/api/v1/me', { login: 'leader-all', password: `wrong ${i} ${j}` }),
        ),
      );
      for (const { body } of answers) codes.set(body.error.code, (codes.get(body.error.code) ?? 0) + 1);
    }
    expect([...codes.keys()].sort()).toEqual(['too_many_tries', 'wrong_password']);
    expect(codes.get('wrong_password')).toBeLessThanOrEqual(5);
    expect((await attacker.ask('POST', '/api/v1/me', { login: 'leader-all', password: PASSWORD })).status).toBe(429);
    const owner = new Visitor(app.url, { 'x-forwarded-for': '192.0.2.7' });
    expect((await owner.ask('POST', '/api/v1/me', { login: 'leader-all', password: PASSWORD })).status).toBe(200);
    // Their own sign-in gives nobody else more tries.
    expect((await attacker.ask('POST', '/api/v1/me', { login: 'leader-all', password: PASSWORD })).status).toBe(429);
    clock += 600_001;
    expect((await attacker.ask('POST', '/api/v1/me', { login: 'leader-all', password: PASSWORD })).status).toBe(200);
  });

  it('a login that nobody has is answered as one with a wrong password', async () => {
    const admin = await closed();
    await person(admin, 'viewer');
    const [none, wrong] = await Promise.all(
      ['nobody', 'viewer-all'].map((login) => new Visitor(app.url).ask('POST', '/api/v1/me', { login, password: 'x' })),
    );
    expect([none.status, none.body]).toEqual([wrong.status, wrong.body]);
  });
});

describe('pages of other sites', () => {
  it('change nothing with the cookie of this one, and open no socket', async () => {
    const admin = await closed();
    const origins = [
      'null',
      'https://evil.example',
      `http://sub.${app.host}`,
      app.url.replace(/:\d+$/, ':1'),
      app.url.replace('http:', 'https:').replace(/:\d+$/, ''),
      'file://',
    ];
    for (const origin of origins) {
      const forged = new Visitor(app.url, { origin }, admin.cookies);
      expect((await forged.ask('POST', '/api/v1/messages', { text: 'Hello' })).status, origin).toBe(403);
      expect(await forged.socket(), origin).toBe(403);
    }
    const without = new Visitor(app.url, { origin: '' }, admin.cookies);
    expect((await without.ask('POST', '/api/v1/messages', { text: 'Hello' })).status).toBe(403);
    expect(await without.socket()).toBe(403);
    expect(await admin.socket()).toBe(101);
  });

  it('change nothing where the browser says that the page is of elsewhere, whatever its origin seems to be', async () => {
    const other = 'https://intranet.example';
    const admin = await closed({ origins: [other] });
    const send = async (headers: Record<string, string>, cookies = admin.cookies): Promise<number> =>
      (await new Visitor(app.url, headers, cookies).ask('POST', '/api/v1/messages', { text: 'Hello', minutes: 1 }))
        .status;
    for (const site of ['cross-site', 'same-site', 'none'])
      expect(await send({ 'sec-fetch-site': site }), site).toBe(403);
    expect(await send({ 'sec-fetch-site': 'same-origin' })).toBe(201);
    expect(await send({ 'sec-fetch-site': 'cross-site', origin: other })).toBe(201);
    // A sign-in that a page of elsewhere sends (login CSRF) needs no cookie.
    const forged = new Visitor(app.url, { 'sec-fetch-site': 'cross-site' });
    const signIn = await forged.ask('POST', '/api/v1/me', { login: 'admin', password: 'a long enough password' });
    expect([signIn.status, signIn.body.error.code]).toEqual([403, 'wrong_origin']);
  });
});

describe('the audit log', () => {
  it('has a line for each sign-in and each change, and finds one that was changed or taken out', async () => {
    const admin = await closed();
    await person(admin, 'viewer');
    const { audit } = app.doors;
    expect(audit.lines(10).map(({ what }) => what)).toEqual([
      ...['signed-in', 'person-made', 'signed-in', 'first-administrator-made'],
    ]);
    expect(JSON.stringify(audit.lines(10))).not.toContain(PASSWORD);
    expect(audit.broken()).toBeNull();
    app.doors.db.exec("UPDATE audit SET about = 'nobody' WHERE seq = 2");
    expect(audit.broken()).toBe(2);
    app.doors.db.exec('DELETE FROM audit WHERE seq = 2');
    expect(audit.broken()).toBe(3);
  });

  it('is read in pieces, others go on in between; what is told in other words meanwhile is no harm', async () => {
    await open();
    const { audit, db } = app.doors;
    db.exec('PRAGMA synchronous = OFF');
    for (let i = 0; i < 3500; i++) audit.note({ who: 'anyone', what: 'signed-in', about: `line ${i}`, address: '' });
    let turns = 0;
    const going = setInterval(() => turns++, 0);
    expect(await audit.brokenInPieces()).toBeNull();
    clearInterval(going);
    expect(turns).toBeGreaterThan(0);
    const checking = audit.brokenInPieces();
    audit.reword((about) => about.replace('line', 'row'));
    expect(await checking).toBeNull();
    db.exec("UPDATE audit SET about = 'nobody' WHERE seq = 3210");
    expect(await audit.brokenInPieces()).toBe(3210);
  });
});

describe('the audit log over the API', () => {
  it('is paged, checked and handed out as lines, to whom it may be', async () => {
    const admin = await closed();
    const viewer = await person(admin, 'viewer');
    expect((await viewer.ask('GET', '/api/v1/audit')).status).toBe(403);
    const page = await admin.ask('GET', '/api/v1/audit?limit=2&check=true');
    expect(page.body).toMatchObject({ broken: null, lines: [{ what: 'signed-in' }, { what: 'person-made' }] });
    const next = await admin.ask('GET', `/api/v1/audit?before=${page.body.lines[1].seq}`);
    expect(next.body.lines.map(({ what }) => what)).toEqual(['signed-in', 'first-administrator-made']);
    const file = await admin.ask('GET', '/api/v1/audit?format=jsonl');
    expect(file.headers['content-disposition']).toContain('attachment');
    const lines = String(file.body).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([4, 3, 2, 1]);
    app.doors.db.exec("UPDATE audit SET about = 'nobody' WHERE seq = 2");
    expect((await admin.ask('GET', '/api/v1/audit?check=true')).body).toMatchObject({ broken: 2 });
    expect((await admin.ask('GET', '/api/v1/audit?limit=0')).status).toBe(400);
  });

  it('nobody is made before an administrator: the doors would close for good', async () => {
    app = await startApp();
    const { status, body } = await new Visitor(app.url).ask('POST', '/api/v1/people', {
      ...{ login: 'vera', name: 'Vera', role: 'viewer', password: PASSWORD },
    });
    expect([status, body.error.code]).toEqual([409, 'no_administrator']);
    expect(app.doors.areOpen).toBe(true);
  });
});

describe('what is kept', () => {
  it('no password and no secret lies in the file, and only the server’s user may read it', async () => {
    const admin = await closed();
    const files = readdirSync(app.data).filter((name) => name.startsWith('access.db'));
    const [secret] = admin.cookies.split('=').slice(1);
    for (const name of files) {
      const bytes = readFileSync(`${app.data}/${name}`, 'latin1');
      expect(bytes.includes(PASSWORD) || bytes.includes(secret), name).toBe(false);
    }
    expect(statSync(`${app.data}/access.db`).mode & 0o777).toBe(0o600);
  });
});
