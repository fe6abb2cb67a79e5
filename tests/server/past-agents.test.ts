// Of days that are older than agents are told of, what counts is kept and no person: in answers, in the log and in the files
// of days, whatever happens meanwhile.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { CloudEvent } from '#core/event.ts';
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
import { event, get, post } from '../support/events.ts';
import { FilledFolder } from '../support/filled-folder.ts';
import { endAllServers, ServerProcess } from '../support/server-process.ts';

const DAY_MS = 86_400_000;
const AGENT_DAYS = 9;
const FROM = Math.floor((AFTER - AGENT_DAYS * DAY_MS) / DAY_MS) * DAY_MS;
/** Somebody who was there on the first days only. */
const LEFT = 'olga.who.left';
const LEFT_NAME = 'Olga Ушла';
let clock = FIRST_AT;
const now = (): number => clock;
const folder = new FilledFolder(now);
const { filled } = folder;
let before: string[];

const open = (data: string, agentDays = AGENT_DAYS): Promise<TestApp> => folder.open(data, { agentDays });
const copy = (): string => folder.copy();

function ofLeft(day: number): CloudEvent[] {
  if (day > 2) return [];
  const data = { agent: LEFT, name: LEFT_NAME, site: 'north', queues: ['sales'] };
  const at = FIRST_AT + day * DAY_MS;
  return [
    event('agent.state', at, { ...data, state: 'available' }, { id: `${LEFT}/${day}/in`, subject: LEFT }),
    event('agent.state', at + 300_000, { ...data, state: 'offline' }, { id: `${LEFT}/${day}/out`, subject: LEFT }),
  ];
}

beforeAll(async () => {
  const app = await open(filled, 3650);
  await fill(app.url, (at) => (clock = at), ofLeft);
  before = counts(await said(app.url));
  await app.close();
  // Its clock goes slowly, and has not seen these days go by.
  const db = new DatabaseSync(join(filled, 'events.db'));
  db.exec("DELETE FROM memory WHERE name = 'tablo/retention'");
  db.close();
}, 120_000);
afterEach(async () => {
  await folder.closeAll();
});
afterAll(() => {
  endAllCommands();
  endAllServers();
  folder.remove();
});

/** Without who it was. */
const counts = (all: readonly string[]): string[] =>
  all
    .filter((text) => !text.startsWith('/api/v1/agents'))
    .map((text) => text.replace(/"agent":("[^"]*"|null)/g, '"agent":0'));

/** What a folder still tells of agents that it should not. */
function told(data: string): string[] {
  const db = new DatabaseSync(join(data, 'events.db'), { readOnly: true });
  const rows = db.prepare('SELECT id, body FROM event WHERE recorded_at < ?').all(FROM) as {
    id: string;
    body: string;
  }[];
  db.close();
  const words = [AGENT, NAME, FORMER_NAME].map((word) => JSON.stringify(word).slice(1, -1));
  const named = rows.filter(({ id, body }) => words.some((word) => body.includes(word) || id.includes(word)));
  // Of status messages nobody knows whom they are about.
  const ofPeople = named.filter(({ body }) => !body.includes('"type":"source.status"'));
  return [...ofPeople.map(({ id }) => id), ...filesWith(join(data, 'days')), ...filesWith(data, [LEFT, LEFT_NAME])];
}

async function covered(data: string): Promise<void> {
  while (told(data).length > 0) await pause(20);
}

it('are in no event and no file of a day, who has left in none at all, and every count is what it was', async () => {
  expect(told(filled).length).toBeGreaterThan(50);
  const data = copy();
  const app = await open(data);
  await covered(data);
  expect(counts(await said(app.url))).toEqual(before);
  const noted = app.doors.audit.lines(10).map(({ what, about }) => `${what} ${about}`);
  expect(noted).toEqual(['retention-changed agentDays: 3650 → 9']);
  await app.close();
  expect(told(data)).toEqual([]);
  const again = await open(data);
  await covered(data);
  expect(counts(await said(again.url))).toEqual(before);
  const recount = await tablo(['recount', '--data', data, '--every', '1d', '--json']);
  expect(JSON.parse(recount.stdout)).toMatchObject({ differences: [] });
});

it('are told of by aliases of the day only, and their days not at all, with a sentence', async () => {
  const app = await open(copy());
  const ask = <B>(path: string, at: number) =>
    get<B>(app.url, `${path}&at=${new Date(at).toISOString()}`).then(({ body }) => body);
  const [long, lately] = [FIRST_AT + 10 * 60_000, AFTER];
  const agents = await ask<{ agents: { id: string; name: string }[] }>('/api/v1/agents?scope=all', long);
  expect(agents.agents.length).toBeGreaterThan(10);
  for (const { id, name } of agents.agents) expect([id, name]).toEqual([expect.stringMatching(/^#[A-Z2-9]{8}$/), id]);
  const now = await ask<{ agents: { name: string }[] }>('/api/v1/agents?scope=all', lately);
  expect(now.agents.map(({ name }) => name)).toContain(NAME);
  const visits = await ask<{ visits: { agent: string | null }[] }>('/api/v1/visits?limit=1000', long);
  const taken = visits.visits.flatMap(({ agent }) => agent ?? []);
  expect(taken.length).toBeGreaterThan(5);
  for (const agent of taken) expect(agent).toMatch(/^#[A-Z2-9]{8}$/);
  const day = `/api/v1/agent-day?agent=${encodeURIComponent(AGENT)}`;
  const sentence = `Agents are told of from ${new Date(FROM).toISOString()} on: of the days before only counts are kept.`;
  expect(await ask(day, long)).toEqual({ error: { code: 'not_kept', message: sentence, path: 'day' } });
  expect(await ask(day, lately)).toMatchObject({ agent: AGENT });
});

it('are the same people when all is made again from the log, and events that are sent once more are duplicates', async () => {
  const data = copy();
  const app = await open(data);
  await covered(data);
  for (const events of EVENTS.values())
    expect((await post(app.url, events)).body).toEqual({ accepted: 0, duplicates: events.length, rejected: [] });
  await app.close();
  for (const name of ['checkpoint.floor', 'days', 'history.db']) rmSync(join(data, name), { recursive: true });
  const again = await open(data);
  expect(counts(await said(again.url))).toEqual(before);
  await covered(data);
});

it('are still theirs: an export has them, an erasure takes them', async () => {
  const data = copy();
  const app = await open(data);
  await covered(data);
  const path = `/api/v1/agents/${encodeURIComponent(AGENT)}`;
  const lines = (await (await fetch(`${app.url}${path}/export`)).text()).split('\n');
  expect(lines.filter((line) => line.includes(`"id":"more0/answered"`) && line.includes(AGENT))).toHaveLength(1);
  await fetch(app.url + path, { method: 'DELETE' });
  const pseudonym = await erased(app.url);
  expect(counts(await said(app.url, pseudonym))).toEqual(before);
  await app.close();
  // A former name is known by what is not kept any more.
  expect(filesWith(data, [AGENT, NAME])).toEqual([]);
  const db = new DatabaseSync(join(data, 'events.db'), { readOnly: true });
  const { body } = db.prepare("SELECT body FROM event WHERE id = 'more0/answered'").get() as { body: string };
  db.close();
  expect(body).toContain(pseudonym);
});

it('are gone in the end however often the server is killed meanwhile, and no count is another', async () => {
  const data = copy();
  const env = {
    ...{ TABLO_LOG_LEVEL: 'silent', TABLO_CHECKPOINT_EVERY_S: '0', TABLO_RETENTION_DAYS: '3650' },
    ...{ TABLO_HOT_DAYS: '9', TABLO_ZONE: 'Europe/Moscow', TABLO_AGENT_DAYS: '9' },
  };
  const server = new ServerProcess({ data, env });
  let left = told(data).length;
  while (left > 0) {
    await server.start();
    while (told(data).length >= left) await pause(1);
    await server.end('SIGKILL');
    left = told(data).length >> 1;
    if (told(data).length === 0) break;
  }
  await server.start();
  await covered(data);
  expect(counts(await said(server.url))).toEqual(before);
  await server.end();
  expect(told(data)).toEqual([]);
});
