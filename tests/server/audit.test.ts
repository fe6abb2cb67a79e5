// What the audit log tells: who looked at names, who changed what. And that people can't speak as somebody else, or beyond
// their sites.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Role } from '#core/access/rights.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { event, post, queued } from '../support/events.ts';
import { joined, Visitor } from '../support/visitor.ts';

const PASSWORD = 'correct horse battery';
const HOUR_MS = 3_600_000;
const RULES = {
  version: 1,
  rules: [
    {
      ...{ id: 'wait', title: { en: 'Wait', ru: 'Ожидание' }, metric: 'wait.longest', scope: 'each queue' },
      ...{ condition: { aboveT: 2 }, clearForS: 0 },
    },
  ],
};
const BOARD = {
  ...{ version: 1, title: 'Door', screen: { inches: 55, distanceM: 10 } },
  widgets: [{ id: 'wait', widget: 'wait', at: { wide: [0, 0, 24, 12] } }],
};

let app: TestApp;
let clock = 0;
afterEach(async () => app.close());

/** Agents ann and ben, and somebody who has waited for long in the south. */
async function open(): Promise<Visitor> {
  clock = Date.now();
  const queues = [{ id: 'care', site: 'south' }];
  app = await startApp({ settings: { signedInHours: 24, queues }, now: () => clock });
  const at = clock - 10 * 60_000;
  await post(app.url, [
    ...['ann', 'ben'].map((agent) =>
      event('agent.state', at, { agent, state: 'available', site: 'north', queues: ['care'] }),
    ),
    queued('care', 'v1', at),
    event('source.status', clock, { state: 'up' }),
  ]);
  return joined(app);
}

async function person(admin: Visitor, login: string, role: Role, sites: string[] | null = null): Promise<Visitor> {
  const made = await admin.ask('POST', '/api/v1/people', {
    login,
    name: `Name of ${login}`,
    role,
    sites,
    password: PASSWORD,
  });
  expect(made.status).toBe(201);
  const visitor = new Visitor(app.url);
  expect((await visitor.ask('POST', '/api/v1/me', { login, password: PASSWORD })).status).toBe(200);
  return visitor;
}

/** "what about", the latest last, without who came in. */
const noted = (): string[] =>
  app.doors.audit
    .lines(100)
    .filter(({ what }) => !/^(signed-in|person-made|first-administrator-made)$/.test(what))
    .map(({ who, what, about }) => `${who.replace(/^person:\S+ Name of /, '')} ${what} ${about}`)
    .reverse();

describe('looking at names', () => {
  it('is noted once an hour for each person and what they looked at', async () => {
    const admin = await open();
    const sue = await person(admin, 'sue', 'supervisor');
    const vera = await person(admin, 'vera', 'viewer');
    for (const path of ['agents', 'agents', 'agent-day?agent=ann', 'agent-day?agent=ben', 'agent-day?agent=ann'])
      expect((await sue.ask('GET', `/api/v1/${path}`)).status).toBe(200);
    await vera.ask('GET', '/api/v1/agents');
    const once = ['sue names-read agents of all', 'sue names-read day of ann', 'sue names-read day of ben'];
    expect(noted()).toEqual(once);
    clock += HOUR_MS;
    await sue.ask('GET', '/api/v1/agent-day?agent=ann');
    expect(noted()).toEqual([...once, once[1]]);
    await sue.ask('GET', '/api/v1/agents?format=csv');
    await sue.firstFrames(['floor?scope=site:north&show=people', 'floor?scope=site:north&show=agents']);
    expect(noted().slice(4)).toEqual(['sue names-exported agents of all', 'sue names-read people of site:north']);
  });
});

describe('a change', () => {
  it('of boards, messages, alerts and rules is noted with who made it', async () => {
    const lea = await person(await open(), 'lea', 'leader');
    expect((await lea.ask('PUT', '/api/v1/boards/door', BOARD)).status).toBe(200);
    expect((await lea.ask('DELETE', '/api/v1/boards/door')).status).toBe(200);
    const { body } = await lea.ask('POST', '/api/v1/messages', { text: 'Hello', minutes: 5 });
    expect((await lea.ask('DELETE', `/api/v1/messages/${body.id}`)).status).toBe(200);
    expect((await lea.ask('PUT', '/api/v1/alerts/rules', RULES)).status).toBe(200);
    const alert = await firstAlert(lea);
    const acknowledged = await lea.ask('POST', `/api/v1/alerts/${alert}/acknowledge`, {
      by: 'The director',
      note: 'mine',
    });
    expect(acknowledged.body).toMatchObject({ acknowledged: { by: 'Name of lea', note: 'mine' } });
    expect((await lea.ask('POST', `/api/v1/alerts/${alert}/snooze`, { minutes: 5 })).status).toBe(200);
    expect(noted()).toEqual([
      ...['lea board-saved door', 'lea board-removed door'],
      ...[`lea message-added ${body.id} to all: Hello`, `lea message-removed ${body.id}`],
      ...['lea rules-saved 1 rules', `lea alert-acknowledged ${alert}`, `lea alert-snoozed ${alert} for 5 min`],
    ]);
    expect(app.doors.audit.broken()).toBeNull();
  });

  it('that was refused is not noted as made', async () => {
    const admin = await open();
    const vera = await person(admin, 'vera', 'viewer');
    expect((await vera.ask('PUT', '/api/v1/boards/door', BOARD)).status).toBe(403);
    const lea = await person(admin, 'lea', 'leader');
    expect((await lea.ask('DELETE', '/api/v1/messages/none')).status).toBe(404);
    expect((await lea.ask('POST', '/api/v1/messages', { text: '' })).status).toBe(400);
    expect(noted()).toEqual([]);
  });
});

it('who sees some sites only speaks to the walls of those, and looks after the alerts of those', async () => {
  const admin = await open();
  expect((await admin.ask('PUT', '/api/v1/alerts/rules', RULES)).status).toBe(200);
  const alert = await firstAlert(admin);
  const [north, south] = [
    await person(admin, 'nora', 'supervisor', ['north']),
    await person(admin, 'sol', 'supervisor', ['south']),
  ];
  const say = (scope: string) => north.ask('POST', '/api/v1/messages', { text: 'Hello', minutes: 5, scope });
  for (const scope of ['all', 'site:south', 'queue:care'])
    expect([scope, (await say(scope)).body.error.code]).toEqual([scope, 'out_of_sight']);
  const said = await say('site:north');
  expect(said.status).toBe(201);
  expect((await south.ask('DELETE', `/api/v1/messages/${said.body.id}`)).status).toBe(403);
  expect((await north.ask('DELETE', `/api/v1/messages/${said.body.id}`)).status).toBe(200);
  expect((await north.ask('POST', `/api/v1/alerts/${alert}/acknowledge`, {})).body.error.code).toBe('unknown_alert');
  expect((await north.ask('POST', `/api/v1/alerts/${alert}/snooze`, { minutes: 5 })).status).toBe(404);
  expect((await south.ask('POST', `/api/v1/alerts/${alert}/acknowledge`, {})).status).toBe(200);
});

async function firstAlert(visitor: Visitor): Promise<string> {
  return vi.waitFor(
    async () => {
      const { body } = await visitor.ask('GET', '/api/v1/alerts');
      const { open } = body as unknown as { open: { id: string; place: string }[] };
      const found = open.find(({ place }) => place === 'queue:care');
      if (!found) throw new Error('no alert yet');
      return found.id;
    },
    { timeout: 20_000, interval: 100 },
  );
}
