// Keys that would reach the prototype of all objects, wherever somebody may write a key: the answers are proper, and what
// all objects have stays as it was. The server is in this process, so that its Object.prototype is this one.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { BadSettings, loadSettings } from '../../server/config.ts';
import { newFolder, startApp, type TestApp } from '../support/app.ts';
import { get, post, queued } from '../support/events.ts';
import { Screen } from '../support/screen.ts';

let app: TestApp;
const before = snapshot();
beforeAll(async () => {
  app = await startApp();
});
afterEach(() => expect(snapshot()).toEqual(before));
afterAll(() => app.close());

/** What every object, array and function is born with. */
function snapshot(): unknown[] {
  return [Object.prototype, Array.prototype, Function.prototype, String.prototype, Number.prototype].map((one) =>
    Reflect.ownKeys(one).map((key) => [key, typeof Object.getOwnPropertyDescriptor(one, key)?.value]),
  );
}

const EVIL = ['{"polluted":true}', '{"constructor":{"prototype":{"polluted":true}}}', 'true', '"x"', '[]', 'null'];
const KEYS = ['"__proto__"', '"constructor"', '"prototype"', '"\\u005f_proto__"', '"toString"', '"hasOwnProperty"'];
/** Members to be put into an object's text. */
const MEMBERS = KEYS.flatMap((key) => EVIL.map((value) => `${key}:${value}`));
const NESTED = '"constructor":{"prototype":{"polluted":1}},"__proto__":{"__proto__":{"polluted":1}}';

async function send(method: string, path: string, body: string): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(app.url + path, { method, headers, body });
  await response.text();
  return response.status;
}

/** An object's text with more members, at its beginning and at the beginning of each object in it. */
function* poisoned(text: string): Generator<string> {
  const places = [...text.matchAll(/\{/g)].map(({ index }) => index + 1);
  for (const at of places)
    for (const member of [...MEMBERS, NESTED]) {
      const rest = text.slice(at);
      yield `${text.slice(0, at)}${member}${rest.startsWith('}') ? '' : ','}${rest}`;
    }
}

it('events: each is taken or rejected with a sentence, and their names are only names', async () => {
  let n = 0;
  const events = [...poisoned(JSON.stringify(queued('care', 'v', Date.now())))].map((text) =>
    text.replace('"event-', `"poisoned-${n++}-`),
  );
  const { status, body } = await post(app.url, `[${events.join(',')}]`);
  expect(status).toBe(200);
  expect(body.accepted + body.rejected.length).toBe(events.length);
  for (const { message } of body.rejected) expect(message).toMatch(/\.$/);
  const names = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'valueOf'];
  const { body: taken } = await post(
    app.url,
    names.map((name) => ({ ...queued(name, `in ${name}`, Date.now()), source: name, id: name })),
  );
  expect(taken.accepted).toBe(names.length);
  const { queues } = (await get<{ queues: { id: string }[] }>(app.url, '/api/v1/queues')).body;
  expect(queues.map(({ id }) => id)).toEqual(expect.arrayContaining(names));
});

const BOARD = '{"title":{"en":"Door"},"rows":[{"height":1,"cells":[{"widget":"queues","options":{}}]}]}';
const RULES =
  '{"rules":[{"id":"wait","metric":"wait.longest","severity":"act","scope":"all","title":{"en":"x"},"notify":{"webhooks":[]}}]}';
const DOCUMENTS: [what: string, method: string, path: string, text: string][] = [
  ['boards', 'PUT', '/api/v1/boards/door', BOARD],
  ['boards to be judged', 'POST', '/api/v1/boards/lint', BOARD],
  ['messages', 'POST', '/api/v1/messages', '{"text":"Hello","minutes":1}'],
  ['rules of alerts', 'PUT', '/api/v1/alerts/rules', RULES],
  ['acknowledgements', 'POST', '/api/v1/alerts/constructor/acknowledge', '{"by":"Ann","note":"x"}'],
];
it.each(DOCUMENTS)('%s: unknown keys are refused, never taken over', async (_, method, path, text) => {
  for (const body of poisoned(text)) expect([200, 201, 400, 404, 409], body).toContain(await send(method, path, body));
});

it.each(['__proto__', 'constructor', 'hasOwnProperty', 'constructor.prototype', '__proto__.polluted'])(
  'addresses: %s as an id, a metric, a scope, a parameter is unknown',
  async (name) => {
    for (const path of ['boards', 'kiosks', 'messages', 'alerts']) {
      const { status } = await fetch(`${app.url}/api/v1/${path}/${name}`);
      expect([400, 404, 405], path).toContain(status);
    }
    for (const query of [`metrics?${name}=1`, `metrics?window=${name}`, `queues?${name}[polluted]=1`, `${name}`])
      expect([200, 400, 404], query).toContain((await fetch(`${app.url}/api/v1/${query}`)).status);
    const screen = await Screen.open(app.url);
    for (const topic of [name, `${name}?scope=all`, `floor?${name}=1&scope=all`, `floor?scope=queue:${name}`]) {
      const from = screen.heard.length;
      screen.say({ t: 'watch', topic });
      await Promise.race([
        screen.next('full', () => true, from),
        screen.next('error', (error) => error.topic === topic, from),
      ]);
    }
    screen.close();
  },
);

it('frames of the socket: what is no message closes, and nothing is taken over', async () => {
  for (const member of [...MEMBERS, NESTED]) {
    const screen = await Screen.open(app.url);
    screen.socket.send(`{${member},"t":"clock","t0":1}`);
    await Promise.race([screen.next('clock'), screen.closed]);
    screen.close();
  }
});

it('settings: keys of a file are refused by name', () => {
  const folder = newFolder();
  const file = join(folder, 'tablo.yaml');
  for (const key of ['__proto__', 'constructor', '"\\x5f_proto__"', 'prototype']) {
    for (const yaml of [
      `${key}:\n  polluted: true\n`,
      `queues:\n  - id: a\n    ${key}: { polluted: true }\n`,
      `limits:\n  ${key}: { polluted: true }\n`,
      `base: &base { ${key}: { polluted: true } }\nlimits:\n  <<: *base\n`,
    ]) {
      writeFileSync(file, yaml);
      expect(() => loadSettings(['--config', file], {}), yaml).toThrow(BadSettings);
    }
  }
  rmSync(folder, { recursive: true });
});
