// The API as the outside meets it: what is asked wrongly is answered with a code and a sentence, and nothing breaks.
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { answered, get, post, queued, type ErrorBody } from '../support/events.ts';
import { testFolder } from '../support/when-over.ts';

let app: TestApp;
const at = Date.now();

beforeAll(async () => {
  app = await startApp();
  await post(app.url, [
    queued('sales', 'v1', at - 120_000),
    answered('v1', at - 90_000),
    queued('sales', 'v2', at - 60_000),
    ...['__proto__', 'constructor', 'toString'].map((queue) => queued(queue, `in ${queue}`, at - 30_000)),
  ]);
});
afterAll(() => app.close());

/** The status line and all else that comes back to these bytes. */
async function raw(text: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(app.url).port) });
  socket.on('error', () => {});
  let heard = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk));
  socket.write(text);
  await once(socket, 'close');
  return heard;
}

describe('numbers', () => {
  it('are those of the events, with their counts', async () => {
    const { status, body } = await get<{ metrics: Record<string, unknown>; sources: unknown[] }>(
      app.url,
      '/api/v1/metrics?scope=queue:sales',
    );
    expect(status).toBe(200);
    expect(body.metrics.asa).toMatchObject({ value: 30, unit: 's', counts: { answered: 1, waitSeconds: 30 } });
    expect(body.metrics.waiting).toMatchObject({ value: 1 });
    expect(body.sources).toMatchObject([{ id: 'test', state: 'up', lastEventAt: new Date(at - 30_000).toISOString() }]);
  });

  it('are as of any instant', async () => {
    const ask = async (instant: number) =>
      (
        await get<{ metrics: Record<string, { value: number | null }> }>(
          app.url,
          `/api/v1/metrics?at=${new Date(instant).toISOString()}`,
        )
      ).body.metrics;
    expect((await ask(at - 100_000)).waiting.value).toBe(1);
    expect((await ask(at - 100_000)).asa.value).toBeNull();
    expect((await ask(at - 70_000)).waiting.value).toBe(0);
    expect((await ask(at - 70_000)).asa.value).toBe(30);
  });

  it.each(['__proto__', 'constructor', 'toString'])('come back for a queue named %s', async (queue) => {
    const queues = await get<{ queues: { id: string; waiting: number }[] }>(app.url, '/api/v1/queues');
    expect(queues.body.queues.find((row) => row.id === queue)).toMatchObject({ id: queue, waiting: 1 });
    const metrics = await get<{ metrics: { waiting: { value: number } } }>(
      app.url,
      `/api/v1/metrics?scope=queue:${queue}`,
    );
    expect(metrics.body.metrics.waiting.value).toBe(1);
  });

  it('come in steps', async () => {
    const [from, to] = [new Date(at - 180_000).toISOString(), new Date(at).toISOString()];
    const path = `/api/v1/series?metric=answered&scope=queue:sales&from=${from}&to=${to}&step=60`;
    const { body } = await get<{ times: number[]; values: number[] }>(app.url, path);
    expect(body.values).toEqual([null, 1, 0]);
    expect(body.times).toEqual([at - 120_000, at - 60_000, at].map((instant) => instant / 1000));
  });

  it('are none before anything was heard, nor of what is yet to come', async () => {
    const [from, to] = [at - 3_600_000, at + 3_600_000].map((instant) => new Date(instant).toISOString());
    const path = `/api/v1/series?metric=answered&from=${from}&to=${to}&step=900`;
    const { body } = await get<{ values: (number | null)[] }>(app.url, path);
    expect(body.values.slice(0, 3)).toEqual([null, null, null]);
    expect(body.values[3]).toBe(1);
    expect(body.values.slice(-2)).toEqual([null, null]);
  });

  it('of a queue that nobody has heard of are none', async () => {
    const { status, body } = await get<{ metrics: Record<string, { value: number | null }> }>(
      app.url,
      '/api/v1/metrics?scope=queue:nobody',
    );
    expect(status).toBe(200);
    expect([body.metrics.waiting.value, body.metrics.asa.value]).toEqual([0, null]);
  });
});

describe('a wrong question', () => {
  const cases: [what: string, path: string, code: string, says: RegExp, where: string][] = [
    [
      'scope',
      '/api/v1/metrics?scope=floor:2',
      'bad_scope',
      /"floor:2".*use all, site:ID, team:ID, queue:ID or channel:ID/,
      'scope',
    ],
    ['empty scope', '/api/v1/queues?scope=queue:', 'bad_scope', /"queue:".*use all/, 'scope'],
    ['channel', '/api/v1/agents?scope=channel:pigeon', 'bad_scope', /"pigeon".*phone/, 'scope'],
    ['window', '/api/v1/metrics?window=16m', 'bad_window', /"16m".*15m/, 'window'],
    ['window named like a property', '/api/v1/metrics?window=constructor', 'bad_window', /"constructor"/, 'window'],
    ['time', '/api/v1/metrics?at=yesterday', 'bad_time', /"yesterday".*RFC 3339/, 'at'],
    ['time without a zone', '/api/v1/metrics?at=2026-11-22T14:26:00', 'bad_time', /write for example/, 'at'],
    ['day that is none', '/api/v1/queues?at=2026-13-45T00:00:00Z', 'bad_time', /2026-13-45/, 'at'],
    ['start of a series', '/api/v1/series?metric=asa&from=1', 'bad_time', /from "1"/, 'from'],
    ['metric', '/api/v1/series?metric=happiness', 'bad_metric', /"happiness"/, 'metric'],
    ['metric named like a property', '/api/v1/series?metric=__proto__', 'bad_metric', /"__proto__"/, 'metric'],
    ['metric left out', '/api/v1/series', 'bad_metric', /^metric: is missing/, 'metric'],
    ['agent left out', '/api/v1/agent-day', 'bad_agent', /^agent: is missing/, 'agent'],
    [
      'outcome',
      '/api/v1/visits?outcome=won',
      'bad_outcome',
      /"won" is not known; use one of open, answered/,
      'outcome',
    ],
    [
      'outcome of what has none',
      '/api/v1/visits?of=talks&outcome=won',
      'bad_outcome',
      /talks have no outcome/,
      'outcome',
    ],
    [
      'misspelt parameter',
      '/api/v1/metrics?windw=5m',
      'bad_parameter',
      /^"windw" is no parameter of this; there are scope, window, at, format\.$/,
      'windw',
    ],
    ['doubled parameter', '/api/v1/metrics?scope=all&scope=site:a', 'bad_parameter', /scope is there twice/, 'scope'],
    ['step', '/api/v1/series?metric=asa&step=0', 'bad_step', /step/, 'step'],
    ['step that is no number', '/api/v1/series?metric=asa&step=often', 'bad_step', /step/, 'step'],
    ['step too short', '/api/v1/series?metric=asa&step=0.001', 'bad_step', /20000 points/, 'step'],
    [
      'number of long windows',
      '/api/v1/series?metric=asa&from=2026-01-01T00:00:00Z&to=2026-03-31T00:00:00Z&step=600&window=28d',
      'too_much',
      /12816 points.*longer step/,
      'step',
    ],
    [
      'range',
      '/api/v1/series?metric=asa&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z',
      'bad_range',
      /after/,
      'to',
    ],
  ];
  it.each(cases)('(%s) is 400 with a code, a sentence and a path', async (_, path, code, says, where) => {
    const { status, body } = await get(app.url, path);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code, path: where });
    expect(body.error.message).toMatch(says);
  });

  it('to an address that there is not is 404 and names those that there are', async () => {
    const { status, body } = await get(app.url, '/api/v1/metric');
    expect(status).toBe(404);
    expect(body.error.message).toMatch(
      /There is no \/api\/v1\/metric; there are .*\/api\/v1\/metrics.*\/api\/v1\/events/,
    );
  });

  it.each([
    ['DELETE', '/api/v1/metrics', 'GET'],
    ['POST', '/api/v1/queues', 'GET'],
    ['GET', '/api/v1/events', 'POST'],
    ['PUT', '/api/v1/events', 'POST'],
    ['POST', '/healthz', 'GET'],
    ['PATCH', '/api/v1/boards/floor', 'GET, PUT, DELETE'],
  ])('by the wrong method (%s %s) is 405 and says which are taken', async (method, path, allow) => {
    const response = await fetch(app.url + path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    expect(((await response.json()) as ErrorBody).error.message).toBe(
      `${path} does not take ${method}; it takes ${allow}.`,
    );
  });
});

it('without a built web app the start ends with a sentence, and no folder is made', async () => {
  const data = join(testFolder(), 'data');
  await expect(startApp({ data, web: data })).rejects.toThrow(/^The web app is not built: .* Run "npm run build"/);
  expect(existsSync(data)).toBe(false);
});

describe('a strange request', () => {
  it.each([
    '//',
    '///x',
    '/%',
    '/%ff',
    '/..%2f..%2fetc/passwd',
    '/\\..\\..',
    'http://[',
    '*',
    '/api/v1/metrics?scope=%ff',
  ])('for %s is answered, and the server lives on', async (path) => {
    expect(await raw(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 [2-4]\d\d /);
    expect((await get(app.url, '/healthz')).status).toBe(200);
  });

  it.each(['//', '/live', '/elsewhere'])(
    'to speak by socket at %s that hangs up at once harms nobody',
    async (path) => {
      const head = `GET ${path} HTTP/1.1\r\nhost: x\r\norigin: http://elsewhere\r\nconnection: upgrade\r\nupgrade: websocket\r\n`;
      for (let i = 0; i < 20; i++) {
        const socket = connect({ host: '127.0.0.1', port: Number(new URL(app.url).port) });
        socket.on('error', () => {});
        await once(socket, 'connect');
        socket.write(`${head}sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`);
        socket.resetAndDestroy();
      }
      expect((await get(app.url, '/healthz')).status).toBe(200);
    },
  );

  it('that is no HTTP is answered with 400', async () => {
    expect(await raw('EHLO tablo\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect((await get(app.url, '/healthz')).status).toBe(200);
  });
});

describe('health', () => {
  it('says that the server lives and that its numbers are true', async () => {
    expect(await get(app.url, '/healthz')).toMatchObject({ status: 200, body: { alive: true } });
    expect(await get(app.url, '/readyz')).toMatchObject({ status: 200, body: { ready: true } });
  });
});

describe('the web app', () => {
  it('comes for every address that is no file', async () => {
    for (const path of ['/', '/wall/floor', '/wall/floor?scope=site:rostov']) {
      const response = await fetch(app.url + path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/text\/html/);
      expect(await response.text()).toContain('<!doctype html>');
    }
  });

  it('is asked for anew each time, except what has its hash in the name', async () => {
    expect((await fetch(`${app.url}/`)).headers.get('cache-control')).toBe('no-cache');
    expect((await fetch(`${app.url}/_app/immutable/app.js`)).headers.get('cache-control')).toMatch(/immutable/);
  });

  it('may run its own scripts and speak with its own server, in no frame of another', async () => {
    const policy = (await fetch(`${app.url}/wall/floor`)).headers.get('content-security-policy') ?? '';
    const rules = new Map(policy.split('; ').map((rule) => [rule.split(' ')[0], rule]));
    expect(rules.get('default-src')).toBe("default-src 'none'");
    expect(rules.get('script-src')).toBe("script-src 'self'");
    expect(rules.get('connect-src')).toBe(`connect-src 'self' ws://${app.host} wss://${app.host}`);
    expect(rules.get('frame-ancestors')).toBe("frame-ancestors 'none'");
    expect(rules.get('require-trusted-types-for')).toBe("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|\*/);
  });

  it('writes no host into its policy that is none', async () => {
    const page = await raw('GET / HTTP/1.1\r\nHost: a.example; script-src *\r\nConnection: close\r\n\r\n');
    expect(page).toMatch(/connect-src 'self';/);
  });
});
