// Tokens of senders: what they may do, for which sources, how they are rotated and end; and that none is kept anywhere.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Settings } from '../../server/config.ts';
import { LIMITS } from '../../server/limits.ts';
import type { Receipt } from '../../server/source.ts';
import { newFolder, startApp, type TestApp } from '../support/app.ts';
import { endAllCommands, tablo } from '../support/command.ts';
import { event, post, type Answered, type ErrorBody } from '../support/events.ts';
import { endAllServers, ServerProcess } from '../support/server-process.ts';
import { joined, Visitor, type Answer } from '../support/visitor.ts';

interface Made {
  id: string;
  token: string;
}

let app: TestApp;
afterEach(async () => app.close());
afterAll(() => {
  endAllCommands();
  endAllServers();
});

const closed = async (settings: Partial<Settings> = {}, now?: () => number): Promise<Visitor> => {
  app = await startApp({ settings, ...(now ? { now } : {}) });
  return joined(app);
};

const made = ({ status, body }: Answer): Made => {
  expect(status, JSON.stringify(body)).toBe(201);
  return body as unknown as Made;
};
const add = async (admin: Visitor, asked: object): Promise<Made> =>
  made(await admin.ask('POST', '/api/v1/tokens', asked));
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}`, origin: '' });
const holder = (token: string): Visitor => new Visitor(app.url, bearer(token));

const wrapped = (source: string) =>
  event('contact.wrapped', Date.now() - 1000, { contact: 'c', agent: 'a' }, { source });
const send = <Body = Receipt>(token: string, sources: string[]): Promise<Answered<Body>> =>
  post<Body>(app.url, sources.map(wrapped), { headers: bearer(token) });

describe('a token of a sender', () => {
  it('sends events and does nothing else', async () => {
    const admin = await closed();
    const { token } = await add(admin, { name: 'crm' });
    expect((await send(token, ['crm', 'any'])).body).toMatchObject({ accepted: 2, rejected: [] });
    for (const [method, path] of [
      ['GET', '/api/v1/metrics'],
      ['GET', '/metrics'],
      ['GET', '/api/v1/tokens'],
      ['POST', '/api/v1/messages'],
      ['GET', '/api/v1/people'],
    ])
      expect([path, (await holder(token).ask(method, path)).status]).toEqual([path, 403]);
    expect(await holder(token).socket()).toBe(403);
  });

  it('events of a source outside its scope are rejected with a sentence, the others are kept', async () => {
    const admin = await closed();
    const { token } = await add(admin, { name: 'crm', sources: ['crm', 'shop'] });
    const { status, body } = await send(token, ['crm', 'pbx1', 'shop']);
    expect([status, body.accepted]).toEqual([200, 2]);
    expect(body.rejected).toMatchObject([{ index: 1, code: 'out_of_scope', path: 'source' }]);
    expect(body.rejected[0].message).toContain('"crm", "shop" only, not of "pbx1"');
  });

  it('that reads numbers reads no names, sends nothing, and has a socket', async () => {
    const admin = await closed();
    const { token } = await add(admin, { name: 'report', use: 'numbers' });
    expect((await holder(token).ask('GET', '/api/v1/metrics')).status).toBe(200);
    expect((await send(token, ['crm'])).status).toBe(403);
    expect((await holder(token).ask('GET', '/metrics')).status).toBe(403);
    const [people] = await holder(token).firstFrames(['floor?scope=all&show=people']);
    expect(people).not.toHaveProperty('state.people.people.ann');
  });

  it('with events,metrics is Prometheus’ too', async () => {
    const admin = await closed();
    const { token } = await add(admin, { name: 'ops', use: 'events,metrics' });
    expect((await holder(token).ask('GET', '/metrics')).status).toBe(200);
    expect((await holder(token).ask('GET', '/api/v1/metrics')).status).toBe(403);
  });

  it('that was mistyped is told from one that is not known, also where the doors are open', async () => {
    app = await startApp();
    const { token } = await add(new Visitor(app.url), { name: 'crm' });
    const [mistyped, cut] = [
      `${token.slice(0, 20)}${token[20] === 'A' ? 'B' : 'A'}${token.slice(21)}`,
      token.slice(0, -3),
    ];
    for (const shown of [mistyped, cut]) {
      const { status, body } = await send<ErrorBody>(shown, ['crm']);
      expect([status, body.error.code]).toEqual([403, 'mistyped_token']);
    }
    expect((await send(token, ['crm'])).status).toBe(200);
  });

  it('is refused at once when it is revoked, and its socket is closed with 4401', async () => {
    const admin = await closed();
    const { id, token } = await add(admin, { name: 'report', use: 'numbers' });
    const other = await add(admin, { name: 'other', use: 'numbers' });
    const [line, otherLine] = [await holder(token).line(), await holder(other.token).line()];
    expect((await admin.ask('DELETE', `/api/v1/tokens/${id}`)).status).toBe(200);
    expect(await line.closed).toBe(4401);
    expect(otherLine.isOpen).toBe(true);
    const { status, body } = await holder(token).ask('GET', '/api/v1/metrics');
    expect([status, body.error.code]).toEqual([403, 'wrong_token']);
    otherLine.close();
  });

  it('rotates with overlap: both hold, the old one until its hours are over, and no third', async () => {
    let now = Date.now();
    const admin = await closed({}, () => now);
    const first = await add(admin, { name: 'crm', sources: ['crm'] });
    const rotate = (id: string): Promise<Answer> => admin.ask('POST', `/api/v1/tokens/${id}/rotate`, { hours: 2 });
    const second = made(await rotate(first.id));
    expect((await rotate(second.id)).body.error.code).toBe('too_many');
    now += 2 * 3_600_000 - 1;
    for (const { token } of [first, second]) expect((await send(token, ['crm'])).body.accepted).toBe(1);
    now += 1;
    expect((await send(first.token, ['crm'])).status).toBe(403);
    expect((await send(second.token, ['pbx1'])).body.rejected).toHaveLength(1);
    made(await rotate(second.id));
  });

  it('ends by itself after its days, and tells to the minute when it was last used', async () => {
    let now = Date.UTC(2026, 10, 26, 12);
    const admin = await closed({ signedInHours: 24 * 30 }, () => now);
    const { id, token } = await add(admin, { name: 'crm', days: 7 });
    const shown = async (): Promise<object | undefined> => {
      const { body } = await admin.ask('GET', '/api/v1/tokens');
      return (body as unknown as { tokens: { id: string }[] }).tokens.find((one) => one.id === id);
    };
    expect(await shown()).toMatchObject({ name: 'crm', seen: null, expires: '2026-12-03T12:00:00.000Z' });
    now += 90_000;
    await send(token, ['crm']);
    now += 59_000;
    await send(token, ['crm']);
    expect(await shown()).toMatchObject({ seen: '2026-11-26T12:01:30.000Z' });
    expect(await shown()).not.toHaveProperty('token');
    now = Date.UTC(2026, 11, 3, 12);
    expect((await send(token, ['crm'])).status).toBe(403);
    expect(await shown()).toBeUndefined();
  });

  it('one name has one until it is rotated; wrong ones are refused with a sentence', async () => {
    const admin = await closed();
    await add(admin, { name: 'crm' });
    for (const [asked, status, path] of [
      [{ name: 'crm' }, 409, 'name'],
      [{ name: 'A B' }, 400, 'name'],
      [{ name: 'x', use: 'everything' }, 400, 'use'],
      [{ name: 'x', sources: [] }, 400, 'sources'],
    ] as const) {
      const refused = await admin.ask('POST', '/api/v1/tokens', asked);
      expect([refused.status, refused.body.error.path]).toEqual([status, path]);
    }
    expect((await admin.ask('POST', '/api/v1/tokens/none/rotate', {})).status).toBe(404);
    expect((await admin.ask('DELETE', '/api/v1/tokens/none')).status).toBe(404);
  });

  it('who sends more than the limit waits, and nobody else does', async () => {
    const admin = await closed({ limits: LIMITS.parse({ eventsPerS: 1 }) });
    const [loud, quiet] = [await add(admin, { name: 'loud' }), await add(admin, { name: 'quiet' })];
    const flood = Array.from({ length: 10_000 }, () => 'crm');
    expect((await send(loud.token, flood)).body.accepted).toBe(10_000);
    const { status, headers, body } = await send<ErrorBody>(loud.token, flood);
    expect([status, body.error.code]).toEqual([429, 'too_often']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(1000);
    expect((await send(quiet.token, ['crm'])).body.accepted).toBe(1);
  });
});

describe('what is kept of a token', () => {
  it('it is in no file of the data folder and in no line of the log, and who made and ended it is noted', async () => {
    const data = newFolder();
    const server = await ServerProcess.start({ data, env: { TABLO_LOG_LEVEL: 'debug' } });
    const visitor = new Visitor(server.url);
    const { id, token } = await add(visitor, { name: 'crm' });
    expect((await post(server.url, [wrapped('crm')], { headers: bearer(token) })).body.accepted).toBe(1);
    expect((await post(server.url, [wrapped('crm')], { headers: bearer(`${token}x`) })).status).toBe(403);
    await visitor.ask('DELETE', `/api/v1/tokens/${id}`);
    expect((await post(server.url, [wrapped('crm')], { headers: bearer(token) })).status).toBe(403);
    const secret = token.slice('tablo_in_'.length, -6);
    const keeps = (): string[] => readdirSync(data).filter((file) => readFileSync(join(data, file)).includes(secret));
    expect(keeps()).toEqual([]);
    await server.end();
    expect(keeps()).toEqual([]);
    expect(server.output).not.toContain(secret);
    app = await startApp({ data });
    const [revoked, made] = app.doors.audit.lines(2);
    expect([revoked, made].map(({ who, what }) => [who, what])).toEqual([
      ['anyone', 'token-revoked'],
      ['anyone', 'token-made'],
    ]);
    expect(revoked.about).toContain('crm');
    rmSync(data, { recursive: true });
  });
});

describe('tablo token', () => {
  it('makes one beside the running server, lists, rotates and revokes it, and the audit log stays whole', async () => {
    const admin = await closed();
    const run = (...args: string[]) => tablo(['token', ...args, '--data', app.data]);
    const added = await run('add', 'pbx', '--source', 'pbx1', '--days', '30');
    expect([added.code, added.stderr]).toEqual([0, expect.stringContaining('shown this once')]);
    const token = added.stdout.trim();
    expect((await send(token, ['pbx1', 'crm'])).body).toMatchObject({ accepted: 1, rejected: [{ index: 1 }] });
    await add(admin, { name: 'crm' });
    const listed = await run('list');
    expect(listed.stdout).not.toContain(token);
    const [id] = /^\S+(?= {2}pbx {2}events)/m.exec(listed.stdout) ?? [''];
    const next = (await run('rotate', id, '--hours', '0')).stdout.trim();
    expect((await send(token, ['pbx1'])).status).toBe(403);
    expect((await send(next, ['pbx1'])).status).toBe(200);
    expect((await run('revoke', id)).code).toBe(1);
    expect(app.doors.audit.broken()).toBeNull();
    expect(app.doors.audit.lines(3).map(({ who, what }) => [who.split(':')[0], what])).toEqual([
      ['command line', 'token-rotated'],
      ['person', 'token-made'],
      ['command line', 'token-made'],
    ]);
  });

  it('says what is wrong with what it was asked', async () => {
    await closed();
    for (const args of [[], ['add'], ['list', 'x'], ['add', 'A B'], ['add', 'x', '--days', 'many'], ['fly', 'x']])
      expect([args, (await tablo(['token', ...args, '--data', app.data])).code]).toEqual([args, 2]);
  });
});
