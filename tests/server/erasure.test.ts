// An agent who is erased is in no file and no answer any more, whatever happens meanwhile, and nothing that was counted is
// counted otherwise.
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../support/app.ts';
import { endAllCommands, tablo } from '../support/command.ts';
import {
  AFTER,
  AGENT,
  erased,
  EVENTS,
  fill,
  filesWith,
  FIRST_AT,
  FORMER_NAME,
  NAME,
  said,
} from '../support/erasable.ts';
import { event, get, post, queued } from '../support/events.ts';
import { FilledFolder } from '../support/filled-folder.ts';
import { endAllServers, ServerProcess } from '../support/server-process.ts';
import { joined, Visitor } from '../support/visitor.ts';

let clock = FIRST_AT;
const now = (): number => clock;
const folder = new FilledFolder(now);
const { root, filled } = folder;
const backup = join(root, 'backup.db');
let before: string[];

const open = (data: string): Promise<TestApp> => folder.open(data);
const copy = (): string => folder.copy();

beforeAll(async () => {
  const app = await open(filled);
  await fill(app.url, (at) => (clock = at));
  before = await said(app.url);
  await app.close();
  expect((await tablo(['backup', backup, '--data', filled])).code).toBe(0);
}, 120_000);
afterEach(async () => {
  clock = AFTER;
  await folder.closeAll();
});
afterAll(() => {
  endAllCommands();
  endAllServers();
  folder.remove();
});

const PATH = `/api/v1/agents/${encodeURIComponent(AGENT)}`;
const erase = (url: string): Promise<Response> => fetch(url + PATH, { method: 'DELETE' });

/** An app on a copy of the folder from which somebody is erased. */
async function without(): Promise<{ app: TestApp; data: string; pseudonym: string }> {
  const data = copy();
  const app = await open(data);
  expect((await erase(app.url)).status).toBe(202);
  return { app, data, pseudonym: await erased(app.url) };
}

describe('an agent who is erased', () => {
  it('is in no file of the folder, and every number is what it was, live and past, also after a restart', async () => {
    expect(filesWith(filled).length).toBeGreaterThan(3);
    expect(before.join().split('SOMEBODY').length).toBeGreaterThan(20);
    const data = copy();
    const app = await open(data);
    const { pseudonym } = (await (await erase(app.url)).json()) as { pseudonym: string };
    expect(pseudonym).toMatch(/^erased-[0-9a-f]{20}$/);
    // At once, whether or not the files are written otherwise yet.
    expect(await said(app.url, pseudonym)).toEqual(before);
    expect((await erase(app.url)).status).toBe(404);
    expect(await erased(app.url)).toBe(pseudonym);
    expect(filesWith(data)).toEqual([]);
    await app.close();
    const again = await open(data);
    expect(await said(again.url, pseudonym)).toEqual(before);
    await again.close();
    expect(filesWith(data)).toEqual([]);
    const recount = await tablo(['recount', '--data', data, '--every', '1d', '--json']);
    expect(JSON.parse(recount.stdout)).toMatchObject({ differences: [] });
  });

  it('is not known again by events that are sent once more, which are duplicates, nor by new ones', async () => {
    const { app, data, pseudonym } = await without();
    for (const events of EVENTS.values())
      expect((await post(app.url, events)).body).toEqual({ accepted: 0, duplicates: events.length, rejected: [] });
    expect(await said(app.url, pseudonym)).toEqual(before);
    const state = { agent: AGENT, name: NAME, state: 'break', reason: 'lunch', site: 'north', queues: ['sales'] };
    expect((await post(app.url, [event('agent.state', AFTER, state)])).body.accepted).toBe(1);
    clock += 1000;
    const { body } = await get<{ agents: { id: string; state: string }[] }>(app.url, '/api/v1/agents');
    expect(body.agents.find(({ id }) => id === pseudonym)).toMatchObject({ state: 'break', name: pseudonym });
    await app.close();
    expect(filesWith(data)).toEqual([]);
  });

  it('is erased again from a backup that is put back', async () => {
    const { app, data, pseudonym } = await without();
    await app.close();
    expect((await tablo(['restore', backup, '--data', data, '--force'])).code).toBe(0);
    for (const file of filesWith(data)) if (/events\..+\.db$/.test(file)) rmSync(file);
    expect(filesWith(data)).toEqual([join(data, 'events.db')]);
    const again = await open(data);
    expect(await said(again.url, pseudonym)).toEqual(before);
    expect(await erased(again.url)).toBe(pseudonym);
    expect(await said(again.url, pseudonym)).toEqual(before);
    await again.close();
    expect(filesWith(data)).toEqual([]);
  });

  it('is not brought back by an import of what was exported before', async () => {
    const { app, data } = await without();
    await app.close();
    const imported = await tablo(['import', backup, '--data', data]);
    const events = [...EVENTS.values()].flat().length;
    expect(imported.stdout).toBe(
      `0 events added, ${events.toLocaleString('en').replaceAll(',', ' ')} already there, 0 refused.\n`,
    );
    expect(filesWith(data)).toEqual([]);
  });

  it('is gone in the end however often the server is killed meanwhile, and no number is another', async () => {
    const data = copy();
    const env = {
      ...{ TABLO_LOG_LEVEL: 'silent', TABLO_CHECKPOINT_EVERY_S: '0', TABLO_RETENTION_DAYS: '3650' },
      ...{ TABLO_HOT_DAYS: '9', TABLO_ZONE: 'Europe/Moscow' },
    };
    const server = await ServerProcess.start({ data, env });
    expect((await erase(server.url)).status).toBe(202);
    // Each time when it has got further: with so many files that still tell of them.
    for (let left = filesWith(data).length; left > 0; left = Math.min(left >> 1, filesWith(data).length)) {
      while (filesWith(data).length > left) await pause(1);
      await server.end('SIGKILL');
      await server.start();
    }
    const pseudonym = await erased(server.url);
    expect(await said(server.url, pseudonym)).toEqual(before);
    await server.end();
    expect(filesWith(data)).toEqual([]);
  });
});

describe('tablo agent', () => {
  it('erases beside the running server, which is asked', async () => {
    const data = copy();
    const app = await open(data);
    const { code, stdout } = await tablo(['agent', 'erase', AGENT, '--data', data]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${await erased(app.url)}\n` });
    expect(await said(app.url, stdout.trim())).toEqual(before);
    expect(filesWith(data)).toEqual([]);
  });

  it('erases without a server, and the next start reads what it left', async () => {
    const data = copy();
    const { code, stdout } = await tablo(['agent', 'erase', AGENT, '--data', data]);
    expect(code).toBe(0);
    expect(filesWith(data)).toEqual([]);
    const app = await open(data);
    // From the checkpoint, and not from all of the log.
    expect((await get<{ replayed: number }>(app.url, '/readyz')).body.replayed).toBe(0);
    expect(await said(app.url, stdout.trim())).toEqual(before);
  });

  it('takes out what the log holds, into a file for its owner only, and is noted', async () => {
    const data = copy();
    const file = join(data, 'ivan.ndjson');
    expect(await tablo(['agent', 'export', AGENT, '--out', file, '--data', data])).toMatchObject({
      code: 0,
      stdout: '',
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const kinds = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as Exported).kind);
    expect(new Set(kinds)).toEqual(new Set(['event', 'name', 'audit']));
    expect(kinds.filter((kind) => kind === 'event')).toHaveLength(theirs().length);
    const again = await tablo(['agent', 'export', AGENT, '--out', file, '--data', data]);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('EEXIST') as string });
  });

  it.each([
    [['agent', 'erase'], 2, 'Say what to do with which agent.'],
    [['agent', 'erase', 'nobody'], 1, 'No event names an agent "nobody"; it is an id, not a name.'],
    [['agent', 'export', NAME], 1, `No event names an agent "${NAME}"; it is an id, not a name.`],
  ])('%j ends with %i and a sentence', async (args, code, sentence) => {
    const ended = await tablo([...args, '--data', filled]);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(sentence);
  });
});

/** Events that name them, as they were sent. */
function theirs(): string[] {
  const words = [AGENT, NAME, FORMER_NAME].map((word) => JSON.stringify(word).slice(1, -1));
  const all = [...EVENTS.values()].flat().map((one) => JSON.stringify(one));
  return all.filter((body) => words.some((word) => body.includes(word)));
}

describe('an export of an agent', () => {
  it('has every event, name, note, day and look of theirs, nothing of others, and is noted', async () => {
    const app = await open(copy());
    await post(app.url, [
      event('snapshot', AFTER, {
        ...{ scope: 'all', asof: new Date(AFTER).toISOString(), complete: false },
        waiting: [{ contact: 'c', visit: 'w', queue: 'sales' }],
        agents: [AGENT, 'somebody-else'].map((agent) => ({ agent, state: 'available' })),
      }),
    ]);
    await fetch(`${app.url}/api/v1/messages`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ text: `Well done, ${FORMER_NAME}`, minutes: 5 }),
    });
    const answer = await fetch(`${app.url}${PATH}/export`);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const text = await answer.text();
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Exported);
    const of = (kind: string) => lines.filter((line) => line.kind === kind);
    const told = of('event').map((line) => JSON.stringify(line.event));
    expect(told.slice(0, -1)).toEqual(theirs());
    expect(told.at(-1)).toContain(`"waiting":[],"agents":[{"agent":"${AGENT}","state":"available"}]`);
    expect(text).not.toContain('somebody-else');
    expect(of('now')).toHaveLength(1);
    expect(
      of('name')
        .map(({ name }) => name)
        .sort(),
    ).toEqual([FORMER_NAME, NAME]);
    expect(of('message')).toHaveLength(1);
    expect(of('day').map(({ day }) => day?.day)).toEqual(
      [...EVENTS.keys()].map((day) => dateOf(FIRST_AT + day * 86_400_000)),
    );
    expect(of('audit')).toMatchObject([
      { line: { what: 'message-added' } },
      { line: { what: 'agent-exported', about: AGENT } },
    ]);
    expect((await fetch(`${app.url}/api/v1/agents/nobody/export`)).status).toBe(404);
  });
});

interface Exported {
  kind: string;
  event?: object;
  name?: string;
  day?: { day: string };
}

const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

describe('to erase', () => {
  it('takes an administrator, is noted without saying whom, and takes them out of what the audit log says', async () => {
    const app = await open(copy());
    const admin = await joined(app);
    const person = { login: 'lea', password: 'correct horse battery' };
    await admin.ask('POST', '/api/v1/people', { ...person, name: 'Lea', role: 'leader', sites: null });
    const lea = new Visitor(app.url);
    await lea.ask('POST', '/api/v1/me', person);
    await lea.ask('GET', `/api/v1/agent-day?agent=${encodeURIComponent(AGENT)}`);
    await lea.ask('POST', '/api/v1/messages', { text: `Well done, ${NAME}!`, minutes: 5 });
    expect((await lea.ask('DELETE', PATH)).status).toBe(403);
    expect(JSON.stringify(app.doors.audit.lines(100))).toContain(AGENT);
    const { status, body } = await admin.ask('DELETE', PATH);
    expect(status).toBe(202);
    const { pseudonym } = body as unknown as { pseudonym: string };
    for (let done = null; done === null;) done = (await admin.ask('GET', '/api/v1/erasures')).body.erasures[0].done;
    const lines = app.doors.audit.lines(100).reverse();
    expect(lines.map(({ what, about }) => `${what} ${about}`).slice(-3)).toEqual([
      `names-read day of ${pseudonym}`,
      expect.stringMatching(new RegExp(`^message-added .*: Well done, ${pseudonym}!$`)),
      `agent-erased ${pseudonym}`,
    ]);
    expect(app.doors.audit.broken()).toBeNull();
    expect(JSON.stringify((await admin.ask('GET', '/api/v1/messages')).body)).toContain(`Well done, ${pseudonym}!`);
    await app.close();
    expect(filesWith(app.data)).toEqual([]);
  });

  it('one leaves another of the same name, and whose id begins alike, as they are', async () => {
    const app = await open(join(root, 'namesakes'));
    const state = (agent: string, name: string) => ({
      agent,
      name,
      state: 'available',
      site: 'north',
      queues: ['care'],
    });
    const events = [
      event('agent.state', clock, state('ann', 'Ann Lee'), { id: 'ann/1' }),
      event('agent.state', clock, state('ann.b', 'Ann Lee'), { id: 'ann.b/1', subject: 'ann.b' }),
      event('agent.state', clock, state('annabel', 'Annabel'), { id: 'annabel/1', subject: 'annabel' }),
      event('snapshot', clock, {
        ...{ scope: 'all', asof: new Date(clock).toISOString(), complete: true, waiting: [] },
        agents: [state('ann', 'Ann Lee'), state('ann.b', 'Ann Lee'), state('annabel', 'Annabel')],
      }),
      queued('care', 'v1', clock),
    ];
    await post(app.url, events);
    clock += 1000;
    await fetch(`${app.url}/api/v1/agents/ann`, { method: 'DELETE' });
    const pseudonym = await erased(app.url);
    const { body } = await get<{ agents: { id: string; name: string }[] }>(app.url, '/api/v1/agents');
    expect(body.agents.map(({ id, name }) => [id, name])).toEqual([
      ...[
        ['ann.b', 'Ann Lee'],
        ['annabel', 'Annabel'],
      ],
      [pseudonym, pseudonym],
    ]);
    const db = new DatabaseSync(join(app.data, 'events.db'), { readOnly: true });
    const bodies = db
      .prepare('SELECT body FROM event ORDER BY seq')
      .all()
      .map((row) => row.body as string);
    db.close();
    expect(bodies.slice(1, 3)).toEqual(events.slice(1, 3).map((one) => JSON.stringify(one)));
    expect((await post(app.url, events)).body.duplicates).toBe(events.length);
  });
});
