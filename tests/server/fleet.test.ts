// The fleet: what paired screens tell of themselves (P71), and who is told of it.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLOSE, REPORT_MS, type Report } from '#core/protocol/messages.ts';
import { AWAY_MS, healthOf, UNPAINTED_MS, type Health } from '#core/screen-health.ts';
import { FleetWatch } from '../../server/fleet-watch.ts';
import { Fleet } from '../../server/fleet.ts';
import { Scheduler } from '../simulation/scheduler.ts';
import { newFolder, startApp, type TestApp } from '../support/app.ts';
import { EAST, pairScreen, screenOf } from '../support/paired.ts';
import { Screen } from '../support/screen.ts';
import { joined, Visitor, type Answer } from '../support/visitor.ts';

/** The boards that come with Tablo, and a page. */
const web = newFolder();
for (const folder of ['static', 'tests/fixtures/web'])
  cpSync(join(import.meta.dirname, '../..', folder), web, { recursive: true });
afterAll(() => rmSync(web, { recursive: true }));

const REPORT: Report = {
  ...{ t: 'report', ageMs: 900, unpaintedMs: 0, build: 'test-build', heapBytes: 21_000_000, clockOffMs: -300 },
  ...{ width: 1920, height: 1080, ratio: 1, path: EAST.path, language: 'en', hidden: false },
};

interface Row {
  id: string;
  online: boolean;
  connected: string | null;
  seen: string | null;
  health: Health;
  level: string;
  report: (Record<keyof Report, unknown> & { at: string; painted: string; current: boolean }) | null;
}

let app: TestApp;
let admin: Visitor;
beforeEach(async () => {
  app = await startApp({ web, settings: { token: 'sender' } });
  admin = await joined(app);
});
afterEach(async () => app.close());

async function rows(by = admin): Promise<Row[]> {
  return ((await by.ask('GET', '/api/v1/screens')).body as unknown as { screens: Row[] }).screens;
}

/** What was said before on this socket is heard: the server answers in order. */
async function said(screen: Screen, report: object): Promise<void> {
  const from = screen.heard.length;
  screen.say(report as Report);
  screen.say({ t: 'clock', t0: 1 });
  await screen.next('clock', () => true, from);
}

describe('a paired screen', () => {
  it('[P71] is asked in its welcome how it is, and nobody else is', async () => {
    const { tv } = await pairScreen(app, admin);
    const screen = await screenOf(app, tv);
    expect(await screen.next('welcome')).toMatchObject({ reportMs: REPORT_MS });
    const person = await screenOf(app, admin);
    expect(await person.next('welcome')).not.toHaveProperty('reportMs');
    for (const one of [screen, person]) one.close();
  });

  it('[P71] is on the list with what it told last', async () => {
    const { tv } = await pairScreen(app, admin);
    expect(await rows()).toMatchObject([{ health: 'coming', online: false, connected: null, report: null }]);
    const screen = await screenOf(app, tv);
    await said(screen, { ...REPORT, unpaintedMs: 0, ageMs: 40_000, clockOffMs: null });
    expect(await rows()).toMatchObject([{ health: 'old', level: 'act', report: { ageMs: 40_000, clockOffMs: null } }]);
    await said(screen, { ...REPORT, unpaintedMs: 2000 });
    const [row] = await rows();
    const { ageMs, build, heapBytes, clockOffMs, path } = REPORT;
    const told = { ageMs, build, heapBytes, clockOffMs, path, width: 1920, height: 1080, ratio: 1, hidden: false };
    expect(row).toMatchObject({ health: 'fine', level: 'fine', online: true, report: { ...told, current: true } });
    expect(Date.parse(row.report?.at ?? '') - Date.parse(row.report?.painted ?? '')).toBe(2000);
    expect(row.report).not.toHaveProperty('unpaintedMs');
    screen.close();
    await expect.poll(() => rows()).toMatchObject([{ online: false, health: 'coming', report: { ageMs: 900 } }]);
  });

  it('[P71] whose page does not tell anything is served all the same', async () => {
    const { tv } = await pairScreen(app, admin);
    const screen = await screenOf(app, tv);
    expect((await screen.watch('floor?scope=all')).t).toBe('full');
    expect(await rows()).toMatchObject([{ online: true, health: 'fine', report: null }]);
    screen.close();
  });

  it.each([
    ['that lacks something', { ...REPORT, width: undefined }],
    ['with something more', { ...REPORT, agents: ['ann'] }],
    ['out of bounds', { ...REPORT, ageMs: -1 }],
    ['whose build is a book', { ...REPORT, build: 'b'.repeat(101) }],
    ['that is none', { ...REPORT, hidden: 'no' }],
  ])('[P71] [P6] a report %s closes with 4400, and the one before stays', async (_, report) => {
    const { tv } = await pairScreen(app, admin);
    const screen = await screenOf(app, tv);
    await said(screen, REPORT);
    screen.say(report as Report);
    expect((await screen.closed).code).toBe(CLOSE.malformed);
    expect(await rows()).toMatchObject([{ report: { ageMs: 900, width: 1920 } }]);
  });

  it('[P71] tells of itself only: a report of a person, or of a token, is kept nowhere', async () => {
    const { id, tv } = await pairScreen(app, admin);
    const screen = await screenOf(app, tv);
    await said(screen, REPORT);
    const token = { headers: { authorization: 'Bearer sender' } };
    const strangers = [await screenOf(app, admin), await Screen.open(app.url, token)];
    for (const stranger of strangers) {
      await said(stranger, { ...REPORT, path: '/wall/forged', ageMs: 1 });
      stranger.close();
    }
    expect(await rows()).toMatchObject([{ id, report: { path: EAST.path, ageMs: 900 } }]);
    screen.close();
  });

  it('that is revoked leaves nothing behind', async () => {
    const { id, tv } = await pairScreen(app, admin);
    const screen = await screenOf(app, tv);
    await said(screen, REPORT);
    await admin.ask('DELETE', `/api/v1/screens/${id}`);
    expect((await screen.closed).code).toBe(CLOSE.signedOut);
    expect(await rows()).toEqual([]);
  });
});

const audited = (): string[] => app.doors.audit.lines(100).map(({ what, about }) => `${what} ${about}`);

describe('a screen that is told something from afar', () => {
  const tell = (id: string, command: object, by = admin): Promise<Answer> =>
    by.ask('POST', `/api/v1/screens/${id}/do`, command);

  it('[P72] hears it, alone of all, and the audit log says who told it', async () => {
    const { id, tv } = await pairScreen(app, admin);
    const other = await pairScreen(app, admin, { ...EAST, name: 'Door' });
    const [screen, bystander] = [await screenOf(app, tv), await screenOf(app, other.tv)];
    expect((await tell(id, { do: 'identify' })).status).toBe(200);
    expect(await screen.next('do')).toEqual({ t: 'do', do: 'identify', name: EAST.name, place: EAST.place });
    expect((await tell(id, { do: 'reload' })).status).toBe(200);
    expect(await screen.next('do', (told) => told.do === 'reload')).toEqual({ t: 'do', do: 'reload' });
    expect(audited().slice(0, 2)).toEqual([
      `screen-told ${id} ${EAST.name}: reload`,
      `screen-told ${id} ${EAST.name}: identify`,
    ]);
    await said(bystander, REPORT);
    expect(bystander.heard.filter(({ t }) => t === 'do')).toEqual([]);
    for (const one of [screen, bystander]) one.close();
  });

  it('and is not connected: the answer says so, and nothing was done', async () => {
    const { id } = await pairScreen(app, admin);
    const { status, body } = await tell(id, { do: 'reload' });
    expect([status, body.error.code]).toEqual([409, 'not_connected']);
    expect(body.error.message).toContain(EAST.name);
    expect(audited().filter((line) => line.startsWith('screen-told'))).toEqual([]);
  });

  it.each([{ do: 'shutdown' }, { do: 'identify', name: 'forged' }, {}])('takes no %o', async (command) => {
    const { id, tv } = await pairScreen(app, admin);
    const screen = await screenOf(app, tv);
    expect((await tell(id, command)).status).toBe(400);
    screen.close();
  });

  it('by who may not pair, by whom it is out of sight, by itself, or by a page of another site, hears nothing', async () => {
    const { id, tv } = await pairScreen(app, admin);
    const screen = await screenOf(app, tv);
    const elsewhere = new Visitor(app.url, { origin: 'https://evil.example' }, admin.cookies);
    const told = [
      await tell(id, { do: 'reload' }, await personOf('viewer', null)),
      await tell(id, { do: 'reload' }, await personOf('supervisor', ['north'])),
      await tell(id, { do: 'reload' }, tv),
      await tell(id, { do: 'reload' }, elsewhere),
      await tell(id, { do: 'reload' }, new Visitor(app.url)),
    ];
    expect(told.map(({ status }) => status)).toEqual([403, 404, 403, 403, 401]);
    await said(screen, REPORT);
    expect(screen.heard.filter(({ t }) => t === 'do')).toEqual([]);
    screen.close();
  });
});

async function personOf(role: string, sites: string[] | null): Promise<Visitor> {
  const password = 'correct horse battery';
  await admin.ask('POST', '/api/v1/people', { login: role, name: role, role, sites, password });
  const visitor = new Visitor(app.url);
  expect((await visitor.ask('POST', '/api/v1/me', { login: role, password })).status).toBe(200);
  return visitor;
}

describe('a screen that shows something untrue', () => {
  it('is counted for who may lead it, and in /metrics', async () => {
    const { tv } = await pairScreen(app, admin);
    const { tv: other } = await pairScreen(app, admin, { ...EAST, name: 'Door' });
    const [sick, well] = [await screenOf(app, tv), await screenOf(app, other)];
    await said(sick, { ...REPORT, ageMs: 40_000 });
    await said(well, REPORT);
    const { body } = await admin.ask('GET', '/api/v1/screen-health');
    expect(body).toMatchObject({ act: 1, health: { old: 1, fine: 1, notPainting: 0 } });
    expect((await (await personOf('viewer', null)).ask('GET', '/api/v1/screen-health')).status).toBe(403);
    const north = await personOf('supervisor', ['north']);
    expect((await north.ask('GET', '/api/v1/screen-health')).body).toMatchObject({ act: 0, health: { fine: 0 } });
    const scraped = String((await admin.ask('GET', '/metrics')).body);
    expect(scraped).toContain('tablo_screens{health="old"} 1');
    expect(scraped).toContain('tablo_screens{health="notPainting"} 0');
    for (const one of [sick, well]) one.close();
  });

  it('is said in the log once when that begins, and once when it is over', async () => {
    const timers = new Scheduler();
    const fleet = new Fleet('test-build', () => 0, timers.monotonic);
    const lines: string[] = [];
    const logger = pino({}, { write: (line: string) => lines.push((JSON.parse(line) as { msg: string }).msg) });
    const { id } = await pairScreen(app, admin);
    const watch = new FleetWatch(app.doors, fleet, logger);
    watch.start(timers);
    fleet.came(id, () => {});
    const telling = async (seconds: number): Promise<void> => {
      for (let s = 0; s < seconds; s += 10) {
        fleet.told(id, REPORT);
        await timers.run(REPORT_MS);
      }
    };
    await telling(120);
    expect(lines).toEqual([]);
    await timers.run(30_000 - REPORT_MS);
    const sick = 'the screen "Floor 3 east" (above the door) is connected, and what it shows stands still';
    expect(lines).toEqual([sick]);
    await timers.run(600_000);
    expect(lines).toEqual([sick]);
    await telling(30);
    expect(lines).toEqual([sick, 'the screen "Floor 3 east" (above the door) is well again']);
    watch.stop();
    await timers.run(600_000);
    expect(lines).toHaveLength(2);
  });
});

describe('the fleet by its clock', () => {
  it('knows a screen that stops telling, one that goes, and one that comes back', () => {
    let at = 1_000_000;
    const fleet = new Fleet(
      'test-build',
      () => 5e12 + at,
      () => at,
    );
    const health = (): Health => healthOf({ ...fleet.of('tv').signs, mayComeIn: true });
    expect(health()).toBe('coming');
    at += AWAY_MS + 1;
    expect(health()).toBe('away');
    const left = fleet.came('tv', () => {});
    fleet.told('tv', REPORT);
    at += UNPAINTED_MS;
    expect(health()).toBe('fine');
    at += 1;
    expect(health()).toBe('notPainting');
    const again = fleet.came('tv', () => {});
    left();
    expect(fleet.of('tv').signs.connectedMs).toBe(UNPAINTED_MS + 1);
    again();
    expect(health()).toBe('coming');
    expect(fleet.of('tv')).toMatchObject({ connectedAt: null, heardAt: 5e12 + at });
    fleet.came('tv', () => {});
    at += 5;
    expect(fleet.of('tv')).toMatchObject({
      connectedAt: 5e12 + at - 5,
      signs: { connectedMs: 5, reportMs: UNPAINTED_MS + 6 },
    });
    fleet.told('nobody', REPORT);
    expect(fleet.of('nobody').report).toBe(null);
  });
});
