// Without the right to names no agent is named: on no topic, at no address, live or past. Aliases stand in their place.
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { People } from '#core/view/floor-view.ts';
import { PARTS } from '#core/view/show.ts';
import { createVeil } from '../../server/access/aliases.ts';
import { API } from '../../server/http/api.ts';
import { RESOURCES } from '../../server/http/resources.ts';
import { newFolder, startApp, type TestApp } from '../support/app.ts';
import { answered, event, post, queued } from '../support/events.ts';
import { joined, Visitor } from '../support/visitor.ts';

const PASSWORD = 'correct horse battery';
const AGENTS = Array.from({ length: 10 }, (_, i) => ({
  agent: `login-${i}-x`,
  name: `Wilhelmina${i} Featherstone${i}`,
}));
/** Of the ten three are of a team so small that it tells of people. */
const teamOf = (i: number): string => (i < 3 ? 'tiny' : 'large');
const REASONS = ['lunch', 'lunch', 'lunch', 'lunch', 'lunch', 'doctor'];

let app: TestApp;
let admin: Visitor;
let viewer: Visitor;
const data = newFolder();
const at = Date.now() - 30 * 60_000;

beforeAll(async () => {
  app = await startApp({ data });
  const told = AGENTS.map((one, i) => {
    const state = i < REASONS.length ? { state: 'break', reason: REASONS[i] } : { state: 'available' };
    return event('agent.state', at, { ...one, ...state, site: 'north', team: teamOf(i), queues: ['care'] });
  });
  const { agent } = AGENTS[9];
  const sent = await post(app.url, [
    ...told,
    ...[queued('care', 'v1', at), answered('v1', at + 5000, agent)],
    event('contact.ended', at + 60_000, { contact: 'contact-v1', visit: 'v1', by: 'customer' }),
    event('survey.answered', at + 90_000, {
      survey: 's',
      response: 'r',
      metric: 'nps',
      score: 10,
      contact: 'contact-v1',
      agent,
    }),
    event('sale.recorded', at + 90_000, {
      sale: 's',
      outcome: 'won',
      amount: 5,
      currency: 'EUR',
      contact: 'contact-v1',
      agent,
    }),
  ]);
  expect(sent.body.rejected).toEqual([]);
  admin = await joined(app);
  const account = { login: 'viewer', name: 'Vera', role: 'viewer', sites: null, password: PASSWORD };
  expect((await admin.ask('POST', '/api/v1/people', account)).status).toBe(201);
  viewer = new Visitor(app.url);
  expect((await viewer.ask('POST', '/api/v1/me', { login: 'viewer', password: PASSWORD })).status).toBe(200);
});
afterAll(async () => {
  await app.close();
  rmSync(data, { recursive: true });
});

const iso = (time: number): string => new Date(time).toISOString();
const named = (told: unknown): string[] => {
  const text = JSON.stringify(told);
  return AGENTS.flatMap(({ agent, name }) => [agent, ...name.split(' ')]).filter((word) => text.includes(word));
};

const METRICS = (): string[] => [...app.engine.metrics].map(([key, { usual }]) => `${key}@${usual}`);
const TOPICS = (): string[] => {
  const moment = `&at=${iso(at + 10 * 60_000)}`;
  const shows = [...PARTS, 'queues@60m', METRICS().join(',')];
  const floors = ['all', 'site:north', 'team:large', 'team:tiny', 'queue:care'].flatMap((scope) =>
    shows.map((show) => `floor?scope=${scope}&show=${show}`),
  );
  return [...floors, ...floors.slice(0, shows.length).map((floor) => floor + moment), 'messages', 'alerts'];
};

const KINDS = ['visits', 'waiting', 'sessions', 'responses', 'talks', 'sales', 'contacts'];
const PATHS = (): string[] => {
  const since = `from=${iso(at - 60_000)}`;
  const queries: Record<string, string[]> = {
    '/api/v1/series': ['?metric=agents.break', `?metric=asa&${since}`],
    '/api/v1/visits': KINDS.flatMap((of) => [`?of=${of}&${since}`, `?of=${of}&to=${iso(Date.now())}&${since}`]),
    '/api/v1/metrics': ['', '?window=interval', `?at=${iso(at + 10 * 60_000)}`],
    '/api/v1/agents': ['', `?at=${iso(at + 10 * 60_000)}`, '?scope=team:tiny'],
    '/api/v1/agent-day': [`?agent=${AGENTS[9].agent}`],
  };
  const reads = Object.keys(API).flatMap((path) => (queries[path] ?? ['']).map((query) => path + query));
  const formats = reads.flatMap((path) =>
    ['csv', 'ndjson'].map((f) => `${path}${path.includes('?') ? '&' : '?'}format=${f}`),
  );
  const others = RESOURCES.filter(({ method, path }) => method === 'GET' && !path.includes('{id}')).map(
    ({ path }) => path,
  );
  return [...reads, ...formats, ...others, '/metrics', '/openapi.json', '/readyz'];
};

async function perTopic(visitor: Visitor): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const topics = TOPICS();
  for (let i = 0; i < topics.length; i += 8) {
    const some = topics.slice(i, i + 8);
    (await visitor.firstFrames(some)).forEach((frame, j) => found.set(some[j], named({ ...frame, topic: '' })));
  }
  return found;
}

async function perPath(visitor: Visitor): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const path of PATHS()) found.set(path, named((await visitor.ask('GET', path)).body));
  return found;
}
const naming = (found: Map<string, string[]>): string[] =>
  [...found].flatMap(([where, names]) => (names.length ? [where] : []));

describe('without names', () => {
  it('no topic names an agent, live or past, whatever of the floor it shows', async () => {
    expect(naming(await perTopic(viewer))).toEqual([]);
    expect(naming(await perTopic(admin)).length).toBeGreaterThanOrEqual(6);
  });

  it('no answer over HTTP names an agent, live or past, in any format', async () => {
    expect(naming(await perPath(viewer))).toEqual([]);
    const told = naming(await perPath(admin));
    for (const path of ['/api/v1/agents', '/api/v1/visits', '/api/v1/agent-day'])
      expect(
        told.some((where) => where.startsWith(path)),
        path,
      ).toBe(true);
  });

  it('an agent has one alias in all answers of a day, live and past', async () => {
    const topics = ['floor?scope=all&show=people', `floor?scope=all&show=people&at=${iso(at + 10 * 60_000)}`];
    const [live, past] = (await viewer.firstFrames(topics)).map((frame) => peopleOf(frame));
    const { body } = await viewer.ask('GET', '/api/v1/agents');
    const listed = (body as unknown as { agents: { id: string; name: string }[] }).agents;
    expect(Object.keys(live)).toHaveLength(AGENTS.length);
    expect(Object.keys(past)).toEqual(Object.keys(live));
    expect(listed.map(({ id }) => id)).toEqual(Object.keys(live));
    const visits = await viewer.ask('GET', `/api/v1/visits?from=${iso(at - 60_000)}`);
    const [{ agent }] = (visits.body as unknown as { visits: { agent: string }[] }).visits;
    expect(Object.keys(live)).toContain(agent);
  });

  it('a team, a site or a reason of fewer than five people is not told apart', async () => {
    const [frame] = await viewer.firstFrames(['floor?scope=all&show=people,agents.break@now']);
    const teams = Object.values(peopleOf(frame)).map(({ team }) => team);
    expect(new Set(teams)).toEqual(new Set(['large', '']));
    const { readings } = (frame as unknown as { state: { readings: Record<string, { variants: object }> } }).state;
    expect(readings['agents.break@now'].variants).toEqual({ lunch: 5, others: 1 });
  });
});

describe('an alias', () => {
  const day = Date.UTC(2026, 10, 26, 12);
  it('holds for a day by the clock of the operator, is another on the next, and on another server', () => {
    const veil = createVeil('codes', 'a2V5', 'Europe/Moscow');
    const before = Date.UTC(2026, 10, 26, 20, 59, 59);
    expect(veil.aliasOf('ann', day)).toMatch(/^#[A-Z2-9]{8}$/);
    expect(veil.aliasOf('ann', before)).toBe(veil.aliasOf('ann', day));
    expect(veil.aliasOf('ann', before + 1000)).not.toBe(veil.aliasOf('ann', day));
    expect(createVeil('codes', 'b3RoZXI=', 'Europe/Moscow').aliasOf('ann', day)).not.toBe(veil.aliasOf('ann', day));
  });

  it('is no other’s: ten thousand agents have ten thousand', () => {
    const veil = createVeil('codes', 'a2V5', 'UTC');
    expect(new Set(Array.from({ length: 10_000 }, (_, i) => veil.aliasOf(`agent ${i}`, day))).size).toBe(10_000);
  });

  it('outlives a restart, may be initials, or nobody at all', async () => {
    const people = async (aliases: 'codes' | 'initials' | 'none'): Promise<People['people']> => {
      await app.close();
      app = await startApp({ data, settings: { aliases } });
      const again = new Visitor(app.url, {}, viewer.cookies);
      return peopleOf((await again.firstFrames(['floor?scope=all&show=people']))[0]);
    };
    const codes = await people('codes');
    expect(Object.keys(codes)).toHaveLength(AGENTS.length);
    expect(Object.keys(await people('codes'))).toEqual(Object.keys(codes));
    expect(Object.values(await people('initials')).map(({ name }) => name)).toContain('W. F.');
    expect(await people('none')).toEqual({});
  });
});

function peopleOf(frame: object): People['people'] {
  return (frame as { state: { people: People } }).state.people.people;
}
