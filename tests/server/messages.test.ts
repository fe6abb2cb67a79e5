// Messages of supervisors: sent over HTTP, on the walls until their time is over, on disk before the answer. Rule P54 of
// docs/protocol.md.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { isFor, type Message, type MessagesView } from '#core/message.ts';
import { MOST_MESSAGES } from '../../server/messages/messages.ts';
import { parseNewMessage } from '../../server/messages/new-message.ts';
import { RESOURCES } from '../../server/http/resources.ts';
import { newFolder, startApp, type TestApp } from '../support/app.ts';
import { endAllCommands, tablo } from '../support/command.ts';
import type { ErrorBody } from '../support/events.ts';
import { Screen } from '../support/screen.ts';
import { endAllServers, ServerProcess } from '../support/server-process.ts';

const root = newFolder();
afterAll(() => {
  endAllCommands();
  endAllServers();
  rmSync(root, { recursive: true, force: true });
});

interface PublicMessage {
  id: string;
  text: string;
  priority: string;
  boards: string[] | null;
  scope: string;
  from: string;
  until: string;
}

async function send<Body = PublicMessage>(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${url}/api/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Body };
}
const take = (url: string, id: string): Promise<Response> =>
  fetch(`${url}/api/v1/messages/${encodeURIComponent(id)}`, { method: 'DELETE' });
const texts = async (url: string): Promise<string[]> =>
  ((await (await fetch(`${url}/api/v1/messages`)).json()) as { messages: PublicMessage[] }).messages.map(
    ({ text }) => text,
  );
const shown = (state: unknown): string[] => (state as MessagesView).messages.map(({ text }) => text);

describe('a message', () => {
  let app: TestApp;
  let now = Date.now();
  beforeAll(async () => {
    app = await startApp({ now: () => now });
  });
  afterAll(() => app.close());
  afterEach(async () => {
    const { messages } = (await (await fetch(`${app.url}/api/v1/messages`)).json()) as { messages: PublicMessage[] };
    for (const { id } of messages) await take(app.url, id);
  });

  it('[P54] is on the walls at once, the most urgent first, and goes when it is taken away', async () => {
    const screen = await Screen.open(app.url);
    expect((await screen.watch('messages')).state).toEqual({ messages: [] });
    const first = await send(app.url, { text: ' Новый тариф\n с  завтра ', minutes: 30 });
    expect(first.status).toBe(201);
    expect(
      RESOURCES.find(({ operationId }) => operationId === 'addMessage')?.answer.safeParse(first.body).success,
    ).toBe(true);
    expect(first.body).toMatchObject({ text: 'Новый тариф с завтра', priority: 'info', boards: null, scope: 'all' });
    expect(Date.parse(first.body.until) - now).toBe(1_800_000);
    await send(app.url, { text: 'Network is down in the south', priority: 'act', scope: 'site:south', minutes: 5 });
    await screen.until(
      'messages',
      (state) => shown(state).join() === 'Network is down in the south,Новый тариф с завтра',
    );
    expect((await take(app.url, first.body.id)).status).toBe(200);
    await screen.until('messages', (state) => shown(state).join() === 'Network is down in the south');
    expect((await take(app.url, first.body.id)).status).toBe(404);
    screen.close();
  });

  it('[P54] is over at its instant by the server’s clock, and does not come again when that is set back', async () => {
    const screen = await Screen.open(app.url);
    await screen.watch('messages');
    await send(app.url, { text: 'short', until: new Date(now + 60_000).toISOString() });
    await send(app.url, { text: 'longer', minutes: 60 });
    await screen.until('messages', (state) => shown(state).length === 2);
    now += 60_000;
    await screen.until('messages', (state) => shown(state).join() === 'longer');
    // Looked at once a second, and what stays the same is told of once a second: by then it is gone for good.
    now += 1000;
    const { asOf } = await screen.next('delta', () => true, screen.heard.length);
    await screen.until('messages', (_, held) => held.asOf >= asOf);
    while ((await rawKept()).includes('short')) {
      now += 1000;
      await screen.next('delta', () => true, screen.heard.length);
    }
    now -= 3_600_000;
    const back = await screen.next('delta', (delta) => delta.asOf <= now, screen.heard.length);
    expect(shown(screen.held.get('messages')?.state)).toEqual(['longer']);
    // Half an hour stays half an hour: it is not shown for one more.
    const { messages } = (await (await fetch(`${app.url}/api/v1/messages`)).json()) as { messages: PublicMessage[] };
    expect(Date.parse(messages[0].until)).toBeLessThanOrEqual(back.asOf + 3_600_000);
    now += 3_600_000;
    screen.close();
  });

  /** What is on disk. */
  async function rawKept(): Promise<string> {
    const { DatabaseSync } = await import('node:sqlite');
    const db = new DatabaseSync(join(app.data, 'events.db'), { readOnly: true });
    try {
      const row = db.prepare("SELECT state FROM memory WHERE name = 'tablo/messages'").get();
      return (row?.state as string | undefined) ?? '';
    } finally {
      db.close();
    }
  }

  it.each<[string, unknown, number, string, RegExp]>([
    ['no JSON', '{"text":', 400, 'bad_json', /It is no JSON/],
    ['no object', '[]', 400, 'bad_message', /must be an object; it is an empty list/],
    ['no text', { minutes: 5 }, 400, 'bad_message', /text: /],
    ['blanks only', { text: ' \u200b\n', minutes: 5 }, 400, 'no_text', /nothing to read/],
    ['281 characters', { text: 'ы'.repeat(281), minutes: 5 }, 400, 'too_long', /281 characters; write at most 280/],
    ['control characters', { text: 'a\u0007b', minutes: 5 }, 400, 'bad_text', /plain text/],
    ['marks that turn text around', { text: 'a\u202eb', minutes: 5 }, 400, 'bad_text', /plain text/],
    ['half a character', '{"text": "a\\ud800", "minutes": 5}', 400, 'bad_text', /plain text/],
    ['no time', { text: 'a' }, 400, 'bad_time', /until \(RFC 3339\) and minutes/],
    ['two times', { text: 'a', minutes: 5, until: '2030-01-01T00:00:00Z' }, 400, 'bad_time', /one of/],
    ['a time that is over', { text: 'a', until: '2020-01-01T00:00:00Z' }, 400, 'bad_time', /is over/],
    ['a time far ahead', { text: 'a', until: '2100-01-01T00:00:00Z' }, 400, 'bad_time', /more than 7 days/],
    ['another priority', { text: 'a', minutes: 5, priority: 'red' }, 400, 'bad_message', /priority: /],
    ['a scope that is none', { text: 'a', minutes: 5, scope: 'floor:1' }, 400, 'bad_message', /scope: is no scope/],
    ['an unknown board', { text: 'a', minutes: 5, boards: ['flor'] }, 400, 'unknown_board', /no board "flor"/],
    ['an unknown field', { text: 'a', minutes: 5, color: 'red' }, 400, 'bad_message', /color: is not known here/],
    ['a body that is too large', { text: 'a'.repeat(20_000), minutes: 5 }, 413, 'too_large', /16384 bytes/],
  ])('with %s is refused with a sentence', async (_, body, status, code, sentence) => {
    const answer = await send<ErrorBody>(app.url, body);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(answer.body.error.message).toMatch(sentence);
    expect(await texts(app.url)).toEqual([]);
  });

  it('has 280 characters, as Unicode counts them', async () => {
    expect((await send(app.url, { text: '😀'.repeat(280), minutes: 1 })).status).toBe(201);
  });

  it('is refused when there are 50 already, also of many that come at once', async () => {
    const sent = await Promise.all(
      Array.from({ length: MOST_MESSAGES + 3 }, (_, i) => send(app.url, { text: `${i}`, minutes: 1 })),
    );
    expect(sent.filter(({ status }) => status === 201).length).toBe(MOST_MESSAGES);
    expect(sent.filter(({ status }) => status === 409).length).toBe(3);
    expect((await texts(app.url)).length).toBe(MOST_MESSAGES);
  });

  it('is not taken from a page of another site, nor for another host', async () => {
    const plainType = await send<ErrorBody>(app.url, { text: 'a', minutes: 1 }, { 'content-type': 'text/plain' });
    expect([plainType.status, plainType.body.error.code]).toEqual([415, 'unsupported_type']);
    expect(await texts(app.url)).toEqual([]);
  });
});

it('only who holds the token sends messages, or takes them away; all may read', async () => {
  const app = await startApp({ settings: { token: 'a-token-of-16-and-more' } });
  const bearer = { authorization: 'Bearer a-token-of-16-and-more' };
  expect((await send(app.url, { text: 'a', minutes: 1 })).status).toBe(401);
  const { status, body } = await send(app.url, { text: 'a', minutes: 1 }, bearer);
  expect(status).toBe(201);
  expect((await take(app.url, body.id)).status).toBe(401);
  expect(await texts(app.url)).toEqual(['a']);
  await app.close();
});

it('a message that was acknowledged is there after a kill, and in a backup', { timeout: 60_000 }, async () => {
  const data = join(root, 'killed');
  const server = await ServerProcess.start({ data, env: { TABLO_LOG_LEVEL: 'silent' } });
  expect((await send(server.url, { text: 'Сбор в 15:00', priority: 'look', minutes: 600 })).status).toBe(201);
  await server.end('SIGKILL');
  const file = join(root, 'backup.db');
  expect((await tablo(['backup', file, '--data', data])).code).toBe(0);
  await server.start();
  expect(await texts(server.url)).toEqual(['Сбор в 15:00']);
  await server.end();
  const restored = join(root, 'restored');
  expect((await tablo(['restore', file, '--data', restored])).code).toBe(0);
  const other = await ServerProcess.start({ data: restored, env: { TABLO_LOG_LEVEL: 'silent' } });
  expect(await texts(other.url)).toEqual(['Сбор в 15:00']);
  await other.end();
});

it('whatever is sent is understood or refused with a sentence', () => {
  const field = fc.constantFrom('text', 'priority', 'boards', 'scope', 'until', 'minutes');
  fc.assert(
    fc.property(fc.dictionary(field, fc.anything()), fc.string({ unit: 'binary' }), (raw, text) => {
      for (const one of [raw, { text, minutes: 5 }]) {
        const parsed = parseNewMessage(one, 0, ['floor']);
        if (!parsed.ok) expect(parsed.problem.message).toMatch(/ .*\.$/);
        else expect(parsed.value.text).not.toMatch(/[\n\r\t\p{Cc}]/u);
      }
    }),
  );
});

it('a message is for the walls that it names, and for scopes inside its own', () => {
  const message = (boards: string[] | null, scope: string): Message => {
    return { id: '1', text: 'a', priority: 'info', fromAt: 0, untilAt: 1, boards, scope };
  };
  expect(isFor(message(null, 'all'), 'floor', 'site:rostov')).toBe(true);
  expect(isFor(message(['floor'], 'all'), 'floor', 'all')).toBe(true);
  expect(isFor(message(['floor'], 'all'), 'sales', 'all')).toBe(false);
  expect(isFor(message(null, 'site:rostov'), 'floor', 'site:rostov,queue:care')).toBe(true);
  expect(isFor(message(null, 'site:rostov'), 'floor', 'site:moscow')).toBe(false);
  expect(isFor(message(null, 'site:rostov'), 'floor', 'all')).toBe(false);
});
