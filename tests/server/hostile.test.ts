import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const NDJSON = 'application/x-ndjson';
const BATCH = 'application/cloudevents-batch+json';

const event = (id: string, more: object = {}) => ({
  specversion: '1.0',
  id,
  source: 'hostile',
  type: 'contact.wrapped',
  time: '2026-11-22T12:00:00Z',
  data: { contact: 'c', agent: 'a' },
  ...more,
});

interface Answer {
  status: number;
  body: { accepted?: number; rejected?: { code: string; index: number }[]; error?: { code: string } };
}

async function post(body: string | Buffer<ArrayBuffer>, type = BATCH): Promise<Answer> {
  const response = await fetch(`${app.url}/api/v1/events`, { method: 'POST', headers: { 'content-type': type }, body });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

describe('text that is no text', () => {
  it('in an id or a source is rejected in its place, and the others are kept', async () => {
    const events = [event('x\ud800'), event('x\ud801'), event('y', { source: 's\ud800' }), event('good')];
    const { status, body } = await post(JSON.stringify(events));
    expect(status).toBe(200);
    expect(body.accepted).toBe(1);
    expect(body.rejected?.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it('in another encoding than UTF-8 is refused, not stored as something else', async () => {
    const cyrillic = Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xea, 0xe0]), Buffer.from('"}')]);
    expect(await post(cyrillic, NDJSON)).toMatchObject({ status: 400, body: { error: { code: 'bad_utf8' } } });
  });

  it('with a byte order mark is text', async () => {
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(JSON.stringify(event('marked')))]);
    expect((await post(marked, NDJSON)).body.accepted).toBe(1);
  });
});

it('an event nested too deeply is rejected, and the others are kept', async () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const unknown = JSON.stringify(event('deep', { type: 'some.thing', data: 0 })).replace('"data":0', `"data":${deep}`);
  const wrong = JSON.stringify(event('wrong', { data: 0 })).replace('"data":0', `"data":{"contact":${deep}}`);
  const { status, body } = await post(`[${JSON.stringify(event('flat'))},${unknown},${wrong}]`);
  expect(status).toBe(200);
  expect(body.accepted).toBe(1);
  expect(body.rejected?.map(({ code }) => code)).toEqual(['too_deep', 'invalid_type']);
});

it.each([
  ['1999', 1],
  ['0001', 0],
])('of a state since the year %s there are %i accepted', async (year, accepted) => {
  const data = { agent: 'a', state: 'break', since: `${year}-01-01T00:00:00Z` };
  const { body } = await post(JSON.stringify([event(`since-${year}`, { type: 'agent.state', data })]));
  expect(body.accepted).toBe(accepted);
});

it('a step shorter than the clock can count is refused', async () => {
  const range = 'from=2026-11-22T12:00:00.000Z&to=2026-11-22T12:00:00.001Z';
  for (const step of ['0.0000001', '0.0005', '1e-9', 'Infinity', '-1']) {
    const response = await fetch(`${app.url}/api/v1/series?metric=waiting&${range}&step=${step}`);
    expect(response.status, step).toBe(400);
  }
});

it.each(['/api/v2/metrics', '/api/v1/visit'])('%s, which is not there, answers no page', async (path) => {
  const response = await fetch(`${app.url}${path}`);
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ error: { code: 'not_found' } });
});

it('events that were meant for another host are refused while no token is set', async () => {
  const send = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { host, 'content-type': 'application/cloudevents+json' };
      const sent = request(`${app.url}/api/v1/events`, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject).end(JSON.stringify(event(`for-${host}`)));
    });
  const { port } = new URL(app.url);
  expect(
    await Promise.all([
      send(`localhost:${port}`),
      send(`[::1]:${port}`),
      send('evil.example'),
      send('127.evil.example'),
    ]),
  ).toEqual([200, 200, 403, 403]);
});
