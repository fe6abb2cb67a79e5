// Screens: paired by a code, with a secret of their own that opens what they show and nothing else, revoked at once.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { CODE_LETTERS } from '#core/access/pairing-code.ts';
import type { Role } from '#core/access/rights.ts';
import type { Settings } from '../../server/config.ts';
import { LIMITS } from '../../server/limits.ts';
import { newFolder, startApp, type TestApp } from '../support/app.ts';
import { joined, Visitor } from '../support/visitor.ts';

const PASSWORD = 'correct horse battery';
const SIZE = { width: 1920, height: 1080 };
const EAST = { name: 'Floor 3 east', place: 'above the door', path: '/wall/site?site=north' };

/** The boards and playlists that come with Tablo, and a page. */
const web = newFolder();
for (const folder of ['static', 'tests/fixtures/web'])
  cpSync(join(import.meta.dirname, '../..', folder), web, { recursive: true });
afterAll(() => rmSync(web, { recursive: true }));

let app: TestApp;
let clock = Date.now();
afterEach(async () => app.close());

/** The doors are closed; boards are those that come with Tablo. */
async function closed(settings: Partial<Settings> = {}): Promise<Visitor> {
  clock = Date.now();
  const directory = { queues: [{ id: 'care', site: 'north' }], limits: { ...LIMITS.parse({}), requestsPerS: 1e6 } };
  app = await startApp({ settings: { ...directory, ...settings }, now: () => clock, web });
  return joined(app);
}

async function person(admin: Visitor, role: Role, sites: string[] | null = null): Promise<Visitor> {
  const login = `${role}-${sites?.join('-') ?? 'all'}`;
  await admin.ask('POST', '/api/v1/people', { login, name: login, role, sites, password: PASSWORD });
  const visitor = new Visitor(app.url);
  expect((await visitor.ask('POST', '/api/v1/me', { login, password: PASSWORD })).status).toBe(200);
  return visitor;
}

interface Shown {
  tv: Visitor;
  code: string;
}

async function waiting(): Promise<Shown> {
  const tv = new Visitor(app.url, { 'user-agent': 'Mozilla/5.0 (Web0S) Chrome/94' });
  const { status, body } = await tv.ask('POST', '/api/v1/pairings', SIZE);
  expect(status).toBe(201);
  return { tv, code: (body as unknown as { code: string }).code };
}

async function paired(by: Visitor, screen: object = EAST): Promise<{ tv: Visitor; id: string }> {
  const { tv, code } = await waiting();
  const { status, body } = await by.ask('POST', `/api/v1/pairings/${code}`, screen);
  expect([status, body.error]).toEqual([201, undefined]);
  expect((await tv.ask('GET', '/api/v1/pairings/own')).body).toMatchObject({ state: 'paired' });
  return { tv, id: body.id };
}

const audited = (): string[] => app.doors.audit.lines(100).map(({ what }) => what);

describe('a screen is paired', () => {
  it('by a code that it shows and somebody confirms who sees where it is; it is told once what to open', async () => {
    const admin = await closed();
    const { tv, code } = await waiting();
    expect(code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    expect((await tv.ask('GET', '/api/v1/pairings/own')).body).toMatchObject({ state: 'waiting', code });
    const typed = ` ${code.toLowerCase().replace('-', ' ')}`;
    expect((await admin.ask('GET', `/api/v1/pairings/${encodeURIComponent(typed)}`)).body).toMatchObject({
      ...{ address: '127.0.0.1', browser: 'Mozilla/5.0 (Web0S) Chrome/94', ...SIZE },
    });
    expect((await admin.ask('POST', `/api/v1/pairings/${code}`, EAST)).status).toBe(201);
    expect((await tv.ask('GET', '/api/v1/pairings/own')).body).toEqual({ state: 'paired', path: EAST.path });
    expect((await tv.ask('GET', '/api/v1/me')).body).toMatchObject({
      ...{ kind: 'screen', name: EAST.name, rights: ['numbers'], sites: ['north'], screen: EAST.path },
    });
    expect((await tv.ask('GET', '/api/v1/pairings/own')).body).toEqual({ state: 'over' });
    expect((await admin.ask('POST', `/api/v1/pairings/${code}`, EAST)).body.error.code).toBe('unknown_code');
    expect(audited().slice(0, 2)).toEqual(['screen-came', 'screen-paired']);
    const [, { about }] = app.doors.audit.lines(2);
    expect(about).toContain(`name: ${EAST.name}, place: ${EAST.place}, path: ${EAST.path}`);
    expect(about).toContain('browser: Mozilla/5.0 (Web0S) Chrome/94');
  });

  it('and the audit log says of what was left empty that it is', async () => {
    const admin = await closed();
    const { code } = await waiting();
    expect((await admin.ask('POST', `/api/v1/pairings/${code}`, { ...EAST, place: '' })).status).toBe(201);
    const [{ about }] = app.doors.audit.lines(1);
    expect(about).toContain(`name: ${EAST.name}, place: –, path: ${EAST.path}`);
  });

  it('has other cookies than any page can read or another site can have sent', async () => {
    const admin = await closed();
    const { tv, code } = await waiting();
    await admin.ask('POST', `/api/v1/pairings/${code}`, EAST);
    const { headers } = await tv.ask('GET', '/api/v1/pairings/own');
    const [line] = headers['set-cookie'] as string[];
    expect(line).toMatch(/^tablo-screen=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
  });

  it('within ten minutes; then it shows another code', async () => {
    const admin = await closed();
    const { tv, code } = await waiting();
    clock += 600_000;
    expect((await tv.ask('GET', '/api/v1/pairings/own')).body).toEqual({ state: 'over' });
    expect((await admin.ask('POST', `/api/v1/pairings/${code}`, EAST)).body.error.code).toBe('unknown_code');
  });

  it('and asking again gives up the code that it had', async () => {
    const admin = await closed();
    const { tv, code } = await waiting();
    await tv.ask('POST', '/api/v1/pairings', SIZE);
    expect((await admin.ask('GET', `/api/v1/pairings/${code}`)).status).toBe(404);
  });

  it('not by whoever may not pair, nor for what they do not see', async () => {
    const admin = await closed();
    const viewer = await person(admin, 'viewer');
    const { code } = await waiting();
    expect((await viewer.ask('GET', `/api/v1/pairings/${code}`)).status).toBe(403);
    const north = await person(admin, 'supervisor', ['north']);
    const refusalOf = async (path: string): Promise<string | undefined> =>
      (await north.ask('POST', `/api/v1/pairings/${code}`, { ...EAST, path })).body.error?.code;
    for (const path of ['/wall/floor', '/wall/site?site=south', '/wall/floor?queue=other', '/kiosk/floor'])
      expect(await refusalOf(path), path).toBe('out_of_sight');
    for (const path of ['/desk', '//evil.example/wall/floor', '/wall/floor?at=2026-01-01', '/wall/../desk', 'x'])
      expect(await refusalOf(path), path).toBe('bad_path');
    expect(await refusalOf('/wall/none?site=north')).toBe('unknown_board');
    expect(await refusalOf('/wall/floor?queue=care')).toBeUndefined();
  });

  it('only so many wait, of one address and in all', async () => {
    await closed();
    const statuses = await Promise.all(
      Array.from(
        { length: 201 },
        async () => (await new Visitor(app.url).ask('POST', '/api/v1/pairings', SIZE)).status,
      ),
    );
    expect(statuses.sort()).toEqual([...Array<number>(200).fill(201), 429]);
  });
});

describe('codes', () => {
  it('guessed ten thousand times: five are looked at, and whoever guesses from elsewhere has fifteen more', async () => {
    const admin = await closed();
    const { code } = await waiting();
    const guess = (i: number): string =>
      Array.from({ length: 8 }, (_, place) => CODE_LETTERS[Math.floor(i / 20 ** place) % 20]).join('');
    const codes = new Map<string, number>();
    for (let i = 0; i < 100; i++) {
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, j) => admin.ask('GET', `/api/v1/pairings/${guess(i * 100 + j)}`)),
      );
      for (const { body } of answers) codes.set(body.error.code, (codes.get(body.error.code) ?? 0) + 1);
    }
    expect(Object.fromEntries(codes)).toEqual({ unknown_code: 5, too_many_tries: 9995 });
    expect((await admin.ask('POST', `/api/v1/pairings/${code}`, EAST)).status).toBe(429);
    clock += 600_001;
    const { code: next } = await waiting();
    expect((await admin.ask('POST', `/api/v1/pairings/${next}`, EAST)).status).toBe(201);
  });

  it('that are none count as guesses, and a code of one’s own gives no more of them', async () => {
    const admin = await closed();
    const own = await waiting();
    for (let i = 0; i < 4; i++) await admin.ask('GET', '/api/v1/pairings/none');
    for (let i = 0; i < 10; i++) expect((await admin.ask('GET', `/api/v1/pairings/${own.code}`)).status).toBe(200);
    expect((await admin.ask('GET', '/api/v1/pairings/none')).body.error.code).toBe('bad_code');
    expect((await admin.ask('GET', `/api/v1/pairings/${own.code}`)).body.error.code).toBe('too_many_tries');
  });
});

describe('what a screen may', () => {
  it('see is what it shows: no other board, scope, past or name', async () => {
    const admin = await closed();
    const { tv } = await paired(admin);
    const shown = ['board?id=site', 'floor?scope=site:north', 'messages', 'alerts'];
    for (const frame of await tv.firstFrames(shown)) expect(frame).toMatchObject({ t: 'full' });
    const denied = [
      ...['board?id=floor', 'kiosk?id=floor', 'floor?scope=all', 'floor?scope=site:south', 'floor?scope=queue:care'],
      ...['floor?scope=site:north&at=2026-01-01T00:00:00Z', 'floor?scope=site:north&show=people', 'people'],
    ];
    for (const frame of await tv.firstFrames(denied)) expect(frame, frame.topic).toMatchObject({ code: 'not_allowed' });
  });

  it('of a kiosk, is its boards in their scopes, and which sites are red', async () => {
    const admin = await closed();
    const { tv } = await paired(admin, { ...EAST, path: '/kiosk/floor' });
    const frames = await tv.firstFrames(['kiosk?id=floor', 'board?id=floor', 'floor?scope=all']);
    for (const frame of frames) expect(frame).toMatchObject({ t: 'full' });
    const [other] = await tv.firstFrames(['kiosk?id=other']);
    expect(other).toMatchObject({ code: 'not_allowed' });
  });

  it('ask of the API is what its boards do; it changes nothing', async () => {
    const admin = await closed();
    const { tv, id } = await paired(admin);
    const status = async (method: string, path: string, body?: object): Promise<number> =>
      (await tv.ask(method, path, body)).status;
    expect(await status('GET', '/api/v1/metrics?scope=site:north')).toBe(200);
    const reads = ['metrics', 'metrics?scope=site:south', 'agents?scope=site:north', 'visits?scope=site:north'];
    // What it may see first, and what it may not behind it.
    expect(await status('GET', '/api/v1/metrics?scope=site:north&scope=all')).toBe(400);
    const others = ['people', 'screens', 'boards', 'alerts', 'messages', 'agent-day?agent=a', 'me/sign-ins'];
    for (const path of [...reads, ...others]) expect(await status('GET', `/api/v1/${path}`), path).toBe(403);
    expect(await status('GET', '/metrics')).toBe(403);
    const changes = [
      ...(['POST /api/v1/messages', 'POST /api/v1/events', 'DELETE /api/v1/boards/site'] as const),
      ...([`PUT /api/v1/screens/${id}`, `DELETE /api/v1/screens/${id}`, 'DELETE /api/v1/me'] as const),
      ...(['PUT /api/v1/me/password', 'POST /api/v1/people', 'POST /api/v1/boards/lint'] as const),
    ];
    for (const change of changes) {
      const [method, path] = change.split(' ');
      expect(await status(method, path, method === 'DELETE' ? undefined : {}), change).toBe(403);
    }
    expect((await tv.ask('GET', '/api/v1/me')).body.kind).toBe('screen');
  });
});

describe('a screen’s secret', () => {
  it('is another by the day; the old one holds a minute longer, and whoever shows it then ends both', async () => {
    const admin = await closed();
    const { tv } = await paired(admin);
    const stolen = new Visitor(app.url, {}, tv.cookies);
    clock += 86_400_000;
    await tv.ask('GET', '/api/v1/me');
    expect(tv.cookies).not.toBe(stolen.cookies);
    const line = await tv.line();
    clock += 59_000;
    expect(await stolen.socket()).toBe(101);
    clock += 2000;
    expect(await stolen.socket()).toBe(401);
    expect(await line.closed).toBe(4401);
    expect(await tv.socket()).toBe(401);
    expect(app.doors.audit.lines(1)[0]).toMatchObject({ what: 'old-credential-shown' });
    expect(app.doors.audit.lines(1)[0].who).toContain(EAST.name);
  });

  it('holds for months without being asked for, and over a restart of the pairings', async () => {
    const admin = await closed();
    const { tv } = await paired(admin);
    clock += 300 * 86_400_000;
    expect((await tv.ask('GET', '/api/v1/me')).body.kind).toBe('screen');
  });

  it('in a browser where somebody had signed in ends that sign-in', async () => {
    const admin = await closed();
    const tv = await person(admin, 'viewer');
    const { body } = await tv.ask('POST', '/api/v1/pairings', SIZE);
    await admin.ask('POST', `/api/v1/pairings/${(body as unknown as Shown).code}`, EAST);
    const copy = new Visitor(
      app.url,
      {},
      tv.cookies.split('; ').find((one) => one.startsWith('tablo=')),
    );
    await tv.ask('GET', '/api/v1/pairings/own');
    expect((await tv.ask('GET', '/api/v1/me')).body.kind).toBe('screen');
    expect((await copy.ask('GET', '/api/v1/me')).body.kind).toBe('nobody');
  });

  it('opens no socket for a page of another site', async () => {
    const admin = await closed();
    const { tv } = await paired(admin);
    for (const origin of ['https://evil.example', 'null', ''])
      expect(await new Visitor(app.url, { origin }, tv.cookies).socket(), origin).toBe(403);
  });
});

describe('a screen that is led', () => {
  it('revoked, is cut off at once with 4401 and does not come back', async () => {
    const admin = await closed();
    const { tv, id } = await paired(admin);
    const other = await paired(admin);
    const [line, otherLine] = [await tv.line(), await other.tv.line()];
    expect((await admin.ask('DELETE', `/api/v1/screens/${id}`)).status).toBe(200);
    expect(await line.closed).toBe(4401);
    expect(await tv.socket()).toBe(401);
    expect((await tv.ask('GET', '/api/v1/me')).body.kind).toBe('nobody');
    expect(otherLine.isOpen).toBe(true);
    otherLine.close();
    expect(audited()[0]).toBe('screen-revoked');
  });

  it('to another board or without names, is told at once that what it sees has changed', async () => {
    const admin = await closed();
    const { tv, id } = await paired(admin);
    const line = await tv.line();
    expect((await admin.ask('PUT', `/api/v1/screens/${id}`, { name: 'East', place: '' })).status).toBe(200);
    expect(line.isOpen).toBe(true);
    await admin.ask('PUT', `/api/v1/screens/${id}`, { path: '/wall/floor?site=north' });
    expect(await line.closed).toBe(4401);
    expect((await tv.ask('GET', '/api/v1/me')).body).toMatchObject({ name: 'East', screen: '/wall/floor?site=north' });
    const again = await tv.line();
    await admin.ask('PUT', `/api/v1/screens/${id}`, { names: true });
    expect(await again.closed).toBe(4401);
    expect(audited().filter((what) => what === 'screen-changed')).toHaveLength(3);
  });

  it('is led by those who see its sites', async () => {
    const admin = await closed();
    const { id } = await paired(admin);
    const { id: whole } = await paired(admin, { ...EAST, path: '/wall/floor' });
    const north = await person(admin, 'supervisor', ['north']);
    const { body } = await north.ask('GET', '/api/v1/screens');
    expect((body as unknown as { screens: { id: string }[] }).screens.map((one) => one.id)).toEqual([id]);
    expect((await north.ask('DELETE', `/api/v1/screens/${whole}`)).status).toBe(404);
    expect((await north.ask('PUT', `/api/v1/screens/${id}`, { path: '/wall/floor' })).status).toBe(403);
    expect((await north.ask('DELETE', `/api/v1/screens/${id}`)).status).toBe(200);
  });
});

describe('where the doors are open', () => {
  it('screens are paired all the same, and are then what they are', async () => {
    app = await startApp({ web });
    const { tv } = await paired(new Visitor(app.url));
    expect((await tv.ask('GET', '/api/v1/me')).body).toMatchObject({ kind: 'screen', open: true });
  });
});
