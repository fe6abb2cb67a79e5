// POST /api/v1/events: good events are taken whatever is beside them, bad ones are explained, hostile ones harm nothing.
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CloudEvent } from '#core/event.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { event, get, post, queued, type ErrorBody } from '../support/events.ts';
import { whenOver } from '../support/when-over.ts';

const MIB = 1024 * 1024;
async function ownApp(...given: Parameters<typeof startApp>): Promise<TestApp> {
  const app = await startApp(...given);
  whenOver(() => app.close());
  return app;
}

const now = Date.now();
let shared: TestApp;
beforeAll(async () => {
  shared = await startApp();
});
afterAll(() => shared.close());

const refused = (body: string | Buffer, sending?: Parameters<typeof post>[2]) =>
  post<ErrorBody>(shared.url, body, sending);

describe('events', () => {
  it('are taken one at a time, in a batch, and a line each', async () => {
    const one = () => queued('ways', `way-${Math.random()}`, now);
    const ways: [string, string][] = [
      ['application/cloudevents+json', JSON.stringify(one())],
      ['application/cloudevents+json; charset=utf-8', JSON.stringify(one())],
      ['application/cloudevents-batch+json', JSON.stringify([one()])],
      ['application/x-ndjson', `${JSON.stringify(one())}\n\n`],
    ];
    for (const [type, body] of ways)
      expect(await post(shared.url, body, { type }), type).toMatchObject({
        status: 200,
        body: { accepted: 1, duplicates: 0, rejected: [] },
      });
  });

  it('are taken compressed', async () => {
    const body = gzipSync(JSON.stringify([queued('ways', 'gzip', now)]));
    expect(await post(shared.url, body, { headers: { 'content-encoding': 'gzip' } })).toMatchObject({
      body: { accepted: 1 },
    });
  });

  it('known by source and id are duplicates, and counted once', async () => {
    const [a, b] = [queued('twice', 'a', now), queued('twice', 'b', now)];
    expect((await post(shared.url, [a, a])).body).toEqual({ accepted: 1, duplicates: 1, rejected: [] });
    expect((await post(shared.url, [b, a])).body).toEqual({ accepted: 1, duplicates: 1, rejected: [] });
    const { body } = await get<{ metrics: { waiting: { value: number } } }>(
      shared.url,
      '/api/v1/metrics?scope=queue:twice',
    );
    expect(body.metrics.waiting.value).toBe(2);
  });

  it('of none are fine', async () => {
    expect((await post(shared.url, [])).body).toEqual({ accepted: 0, duplicates: 0, rejected: [] });
  });

  it('of an unknown type are kept and harm nothing', async () => {
    expect((await post(shared.url, [event('moon.phase', now, { full: true })])).body.accepted).toBe(1);
  });
});

describe('bad events in a good body', () => {
  it('are rejected one by one with index, code, sentence and path, and the good ones are kept', async () => {
    const good = [queued('mixed', 'g1', now), queued('mixed', 'g2', now)];
    const bad: [wrong: unknown, code: string, path: string | undefined, says: RegExp][] = [
      ['no object', 'invalid_type', undefined, /^the event must be an object; it is "no object"\.$/],
      [null, 'invalid_type', undefined, /it is null/],
      [[], 'invalid_type', undefined, /it is an empty list/],
      [{ ...good[0], id: '' }, 'too_small', 'id', /id must be a text that is not empty; it is ""/],
      [{ ...good[0], id: 7 }, 'invalid_type', 'id', /^id must be a text; it is 7\.$/],
      [{ ...good[0], specversion: '0.3' }, 'invalid_value', 'specversion', /"0\.3"/],
      [{ ...good[0], time: 'noon' }, 'invalid_format', 'time', /time must be an RFC 3339 time, .*; it is "noon"/],
      [{ ...good[0], data: undefined }, 'invalid_type', 'data', /data is missing/],
      [
        queued('x'.repeat(257), 'long', now),
        'too_big',
        'data.queue',
        /data\.queue must be a text of 256 characters or fewer; it is "x{3,}…/,
      ],
      [
        event('contact.queued', now, { contact: 'c', queue: 'q' }),
        'invalid_type',
        'data.visit',
        /^data\.visit is missing; it must be a text\.$/,
      ],
      [
        event('contact.hold', now, { contact: 'c', agent: 'a', on: 'yes' }),
        'invalid_type',
        'data.on',
        /^data\.on must be true or false; it is "yes"\.$/,
      ],
      [
        event('agent.state', now, { agent: 'a', state: 'asleep' }),
        'invalid_value',
        'data.state',
        /available, .*; it is "asleep"/,
      ],
      [
        event('agent.state', now, { agent: 'a', state: 'break', queues: ['q', 5] }),
        'invalid_type',
        'data.queues.1',
        /is 5/,
      ],
      [
        event('contact.queued', Date.UTC(3000, 0), { contact: 'c', visit: 'v', queue: 'q' }),
        'time_in_future',
        'time',
        /3000.*24 h ahead/,
      ],
      [
        event('contact.queued', 0, { contact: 'c', visit: 'v', queue: 'q' }),
        'time_too_old',
        'time',
        /1970.*before 1990/,
      ],
    ];
    const { status, body } = await post(shared.url, JSON.stringify([good[0], ...bad.map(([wrong]) => wrong), good[1]]));
    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 2, duplicates: 0 });
    expect(body.rejected.length).toBe(bad.length);
    for (const [i, [wrong, code, path, says]] of bad.entries()) {
      expect(body.rejected[i]).toMatchObject({ index: i + 1, code });
      expect(body.rejected[i].path).toBe(path);
      expect(body.rejected[i].message).toMatch(says);
      const id = (wrong as CloudEvent | null)?.id;
      if (typeof id === 'string') expect(body.rejected[i].id).toBe(id);
    }
    const { body: read } = await get<{ metrics: { waiting: { value: number } } }>(
      shared.url,
      '/api/v1/metrics?scope=queue:mixed',
    );
    expect(read.metrics.waiting.value).toBe(2);
  });

  it('in a line of their own are rejected in their place', async () => {
    const lines = [
      JSON.stringify(queued('lines', 'l1', now)),
      '{"specversion":',
      JSON.stringify(queued('lines', 'l2', now)),
    ];
    const { body } = await post(shared.url, lines.join('\n'), { type: 'application/x-ndjson' });
    expect(body).toMatchObject({ accepted: 2, rejected: [{ index: 1, code: 'invalid_type' }] });
  });

  it('never change what an object is', async () => {
    const hostile = `[{"specversion":"1.0","id":"p","source":"test","type":"contact.queued","time":"${new Date(now).toISOString()}",
      "__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},
      "data":{"__proto__":{"polluted":1},"contact":"__proto__","visit":"constructor","queue":"hasOwnProperty"}}]`;
    expect((await post(shared.url, hostile)).body.accepted).toBe(1);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    const { body } = await get<{ metrics: { waiting: { value: number } } }>(
      shared.url,
      '/api/v1/metrics?scope=queue:hasOwnProperty',
    );
    expect(body.metrics.waiting.value).toBe(1);
  });
});

describe('a body that is not understood', () => {
  it.each([
    ['no JSON', 'this is no JSON', /begins with "this is no JSON"/],
    ['half of it', '[{"specversion": "1.0"', /no JSON/],
    ['nothing', '', /no JSON \(it begins with ""\)/],
    ['half an object', '{"id": 1', /no JSON \(it begins with .*\): .* at position 8 \(line 1 column 9\)/],
    ['an object where an array is due', '{}', /send a single event as application\/cloudevents\+json/],
  ])('(%s) is 400', async (_, body, says) => {
    const answer = await refused(body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(says);
  });

  it('in lines, none of them JSON, is 400', async () => {
    expect((await refused('a\nb\n', { type: 'application/x-ndjson' })).status).toBe(400);
  });

  it.each(['text/plain', 'application/json', 'multipart/form-data', '__proto__'])(
    'of type %s is 415 and says which are known',
    async (type) => {
      const { status, body } = await refused('[]', { type });
      expect(status).toBe(415);
      expect(body.error).toMatchObject({ code: 'unsupported_type' });
      expect(body.error.message).toMatch(
        /application\/cloudevents\+json, application\/cloudevents-batch\+json, application\/x-ndjson/,
      );
    },
  );

  it('in an unknown encoding is 415', async () => {
    const { status, body } = await refused('[]', { headers: { 'content-encoding': 'br' } });
    expect([status, body.error.code]).toEqual([415, 'unsupported_encoding']);
  });

  it('that claims to be gzip and is not, or is cut off, is 400', async () => {
    for (const body of [Buffer.from('[]'), gzipSync(JSON.stringify([queued('q', 'cut', now)])).subarray(0, -10)])
      expect((await refused(body, { headers: { 'content-encoding': 'gzip' } })).status).toBe(400);
  });

  it('of 10 001 events is 413; of 10 000 it is taken', async () => {
    const events = Array.from({ length: 10_001 }, (_, i) => event('moon.phase', now, { i }));
    const { status, body } = await refused(JSON.stringify(events));
    expect([status, body.error.code]).toEqual([413, 'too_many_events']);
    expect((await post(shared.url, events.slice(1))).body.accepted).toBe(10_000);
  });

  it('of 9 MiB is 413', async () => {
    const { status, body } = await refused(`["${'x'.repeat(9 * MIB)}"]`);
    expect([status, body.error.code]).toEqual([413, 'too_large']);
  });

  it('of 9 MiB is 413 when its size is not said before, too', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const sending = request(`${shared.url}/api/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
      });
      sending.on('response', (response) => resolve(response.resume().statusCode ?? 0)).on('error', reject);
      for (let i = 0; i < 9; i++) sending.write('x'.repeat(MIB));
      sending.end();
    });
    expect(status).toBe(413);
  });

  it('harms nobody else: the same server goes on taking events', async () => {
    expect((await post(shared.url, [queued('after', 'all', now)])).body.accepted).toBe(1);
  });
});

describe('who may send', () => {
  const TOKEN = 'a token of this server';
  const one = () => [queued('tokens', `t-${Math.random()}`, now)];

  it('nobody without the token where one is set: 401 without, 403 with another, 200 with it', async () => {
    const { url } = await ownApp({ settings: { token: TOKEN } });
    const without = await post<ErrorBody>(url, one());
    expect([without.status, without.body.error.code]).toEqual([401, 'no_token']);
    expect(without.headers.get('www-authenticate')).toBe('Bearer');
    for (const authorization of ['Bearer another token', `Bearer ${TOKEN}x`, `bearer ${TOKEN.slice(1)}`]) {
      const wrong = await post<ErrorBody>(url, one(), { headers: { authorization } });
      expect([wrong.status, wrong.body.error.code]).toEqual([403, 'wrong_token']);
    }
    expect((await post<ErrorBody>(url, one(), { headers: { authorization: `Basic ${TOKEN}` } })).status).toBe(401);
    expect((await post(url, one(), { headers: { authorization: `Bearer ${TOKEN}` } })).body.accepted).toBe(1);
  });

  it('nobody who is not known where the server is reachable from outside and no token is set', async () => {
    const app = await ownApp({ settings: { host: '0.0.0.0' } });
    const { status, body } = await post<ErrorBody>(app.url.replace('0.0.0.0', '127.0.0.1'), one());
    expect([status, body.error.code]).toEqual([401, 'not_signed_in']);
  });

  it('anybody on this machine where the server listens on loopback and no token is set', async () => {
    expect((await post(shared.url, one())).status).toBe(200);
  });
});
