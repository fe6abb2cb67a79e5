// The API's document is valid, tells of every route, and real answers have the shapes it tells.
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { API } from '../../server/http/api.ts';
import { RESOURCES } from '../../server/http/resources.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { answered, event, get, post, queued } from '../support/events.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  const at = Date.now() - 60_000;
  await post(app.url, [
    queued('care', 'v1', at),
    answered('v1', at + 5000),
    queued('care', 'v2', at),
    event('agent.state', at, {
      agent: 'ann',
      state: 'break',
      reason: 'lunch',
      site: 'north',
      team: 'red',
      queues: ['care'],
    }),
    event('assistant.ended', at, { contact: 'c9', outcome: 'resolved', intent: 'balance' }),
    event('survey.answered', at, { survey: 's', response: 'r', metric: 'nps', score: 10 }),
    event('sale.recorded', at, { sale: 's', outcome: 'won', amount: 100, currency: 'RUB' }),
    event('stream.sample', at, { stream: 's', platform: 'vk', live: true, viewers: 5, messages: 1, questions: 1 }),
  ]);
});
afterAll(() => app.close());

interface Document {
  openapi: string;
  paths: Record<string, Record<string, { responses: object }>>;
  components: { schemas: Record<string, object> };
}

it('is a valid OpenAPI 3.1 document', async () => {
  const { body } = await get<Document>(app.url, '/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  expect(await new Validator().validate(structuredClone(body) as never)).toEqual({ valid: true });
});

it('tells of every route there is, and of none that is not', async () => {
  const { body } = await get<Document>(app.url, '/openapi.json');
  const others = ['/api/v1/events', '/api/v1/hooks/{id}', '/metrics', '/openapi.json', '/healthz', '/readyz'];
  const resources = new Set(RESOURCES.map(({ path }) => path));
  expect(Object.keys(body.paths).sort()).toEqual([...Object.keys(API), ...resources, ...others].sort());
  for (const [path, operations] of Object.entries(body.paths))
    for (const method of Object.keys(operations)) {
      const response = await fetch(app.url + path, { method: method.toUpperCase() });
      // A thing with this id is not there, or can't be, and the answer says so.
      // One's own password and sign-ins are of somebody who has signed in.
      const isOwn = path.startsWith('/api/v1/me/');
      // There is no provider to sign in with.
      const isProviders = path.startsWith('/api/v1/oidc/');
      const answers = isOwn ? [401] : isProviders ? [404] : path.includes('{id}') ? [404, 400, 415] : [200, 400, 415];
      expect(answers, `${method} ${path}`).toContain(response.status);
      await response.arrayBuffer();
    }
  expect(Object.keys(body.components.schemas)).toContain('contact.queued');
});

const QUERIES: Record<string, string[]> = {
  '/api/v1/metrics': ['', '?window=interval', '?window=28d&scope=queue:care', '?window=now&scope=site:north'],
  '/api/v1/queues': ['', '?lang=ru'],
  '/api/v1/agents': [''],
  '/api/v1/agent-day': ['?agent=ann', `?agent=ann&day=${new Date().toISOString().slice(0, 10)}`],
  '/api/v1/series': ['?metric=asa', '?metric=waiting&step=600'],
  '/api/v1/visits': [
    '',
    '?of=waiting',
    '?of=sessions',
    '?of=responses',
    '?of=talks',
    '?of=sales',
    '?of=contacts',
    '?metric=asa&limit=1',
  ],
  '/api/v1/intents': ['', '?window=today&scope=channel:phone'],
  '/api/v1/definitions': [''],
  '/api/v1/places': ['?lang=ru'],
};

it.each(Object.keys(API))('%s answers as the document says', async (path) => {
  for (const query of QUERIES[path]) {
    const { status, body } = await get<unknown>(app.url, path + query);
    expect(status, query).toBe(200);
    expect(API[path].answer.safeParse(body), query).toMatchObject({ success: true });
  }
});

it.each([
  ['/api/v1/metrics?scope=nonsense', 'bad_scope', 'scope'],
  ['/api/v1/metrics?window=6m', 'bad_window', 'window'],
  ['/api/v1/metrics?at=yesterday', 'bad_time', 'at'],
  ['/api/v1/metrics?format=xml', 'bad_format', 'format'],
  ['/api/v1/intents?window=28d', 'bad_window', 'window'],
  ['/api/v1/agent-day?agent=nobody', 'unknown_agent', 'agent'],
  ['/api/v1/agent-day?agent=ann&day=2026-02-30', 'bad_day', 'day'],
  ['/api/v1/visits?limit=0', 'bad_limit', 'limit'],
  ['/api/v1/visits?of=cats', 'bad_of', 'of'],
  ['/api/v1/visits?metric=occupancy', 'bad_metric', 'metric'],
  ['/api/v1/visits?cursor=x', 'bad_cursor', 'cursor'],
])('%s is refused with a sentence', async (path, code, where) => {
  const { status, body } = await get(app.url, path);
  expect([status, body.error.code, body.error.path]).toEqual([400, code, where]);
  expect(body.error.message.length).toBeGreaterThan(20);
});

it('answers HEAD as GET, without a body', async () => {
  const response = await fetch(`${app.url}/api/v1/metrics`, { method: 'HEAD' });
  expect([response.status, await response.text()]).toEqual([200, '']);
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
});
