// Alerts of a whole server: rules from files and over HTTP, what is open live and over restarts, and who is told. Rules
// P60–P62 of docs/protocol.md.
import { createHmac } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { AlertsView } from '#core/alert/alert.ts';
import { RESOURCES } from '../../server/http/resources.ts';
import { newFolder, startApp, type TestApp } from '../support/app.ts';
import { answered, event, get, post, queued, type Answered, type ErrorBody } from '../support/events.ts';
import { Screen } from '../support/screen.ts';
import { endAllServers, ServerProcess } from '../support/server-process.ts';
import { WebhookReceiver } from '../support/webhook-receiver.ts';

const root = newFolder();
afterAll(() => {
  endAllServers();
  rmSync(root, { recursive: true, force: true });
});

const WAIT = {
  id: 'wait',
  title: { en: 'Wait', ru: 'Ожидание' },
  metric: 'wait.longest',
  scope: 'each queue',
  condition: { aboveT: 2 },
  clearForS: 0,
};
const rulesOf = (...rules: object[]) => ({ version: 1, rules });

interface PublicAlert {
  id: string;
  rule: string;
  place: string;
  acknowledged: { by: string; note: string } | null;
  started: string;
  ended?: string;
  ending?: string;
  snoozedUntil: string | null;
}
interface Listed {
  open: PublicAlert[];
  ended: PublicAlert[];
}

async function ask<Body>(url: string, method: string, path: string, body: unknown): Promise<Answered<Body>> {
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}
const putRules = (url: string, ...rules: object[]) =>
  ask<ErrorBody & { rules: object[] }>(url, 'PUT', '/api/v1/alerts/rules', rulesOf(...rules));
/** The source is heard: what it says nothing about is as it was. */
const alive = () => event('source.status', Date.now(), { state: 'up' });
const list = async (url: string): Promise<Listed> => (await get<Listed>(url, '/api/v1/alerts')).body;
const open = ({ open }: AlertsView) => open.map(({ rule, place, state }) => `${rule} ${place} ${state}`).join();

describe('an alert', () => {
  let app: TestApp;
  const screens: Screen[] = [];
  afterEach(async () => {
    for (const screen of screens.splice(0)) screen.close();
    await app.close();
  });
  const watch = async (): Promise<Screen> => {
    const screen = await Screen.open(app.url);
    screens.push(screen);
    await screen.watch('alerts');
    return screen;
  };

  it('[P60] is on screens while it is open, is acknowledged, ends when the queue is well, and is in the history', async () => {
    app = await startApp();
    await putRules(app.url, WAIT);
    const screen = await watch();
    expect(screen.held.get('alerts')?.state).toEqual({ open: [], ended: [] });
    const now = Date.now();
    await post(app.url, [queued('care', 'v1', now - 200_000), queued('sales', 'v2', now - 1000)]);
    const { state } = await screen.until<AlertsView>('alerts', (view) => open(view) === 'wait queue:care firing');
    const [alert] = (state as AlertsView).open;
    expect(alert).toMatchObject({
      severity: 'act',
      limit: 60,
      goal: 60,
      bad: 'above',
      acknowledged: null,
      name: 'care',
    });
    expect(alert).toMatchObject({ within: { channel: 'phone' }, metric: { id: 'wait.longest', unit: 's' } });
    expect(alert.value).toBeGreaterThan(199);

    const path = `/api/v1/alerts/${alert.id}/acknowledge`;
    const done = await ask<PublicAlert>(app.url, 'POST', path, { by: 'Ann', note: ' six people\n moved ' });
    expect(done.body.acknowledged).toMatchObject({ by: 'Ann', note: 'six people moved' });
    await screen.until<AlertsView>('alerts', ({ open }) => open[0]?.acknowledged?.by === 'Ann');

    await post(app.url, [answered('v1', Date.now())]);
    await screen.until<AlertsView>('alerts', ({ open, ended }) => open.length === 0 && ended[0]?.id === alert.id);
    const listed = await list(app.url);
    expect(listed).toMatchObject({ open: [], ended: [{ id: alert.id, ending: 'well', acknowledged: { by: 'Ann' } }] });
    const shape = RESOURCES.find(({ operationId }) => operationId === 'alerts')?.answer;
    expect(shape?.safeParse(listed).error).toBeUndefined();
    const before = await get<Listed>(app.url, `/api/v1/alerts?to=${new Date(now - 3_600_000).toISOString()}`);
    expect(before.body.ended).toEqual([]);
    expect((await ask(app.url, 'POST', path, { by: 'Ann' })).status).toBe(404);
  });

  it('is put off for so long as was said', async () => {
    let aheadMs = 0;
    const now = () => Date.now() + aheadMs;
    app = await startApp({ now });
    await putRules(app.url, WAIT);
    await post(app.url, [queued('care', 'v1', now() - 200_000), alive()]);
    const screen = await watch();
    const { state } = await screen.until<AlertsView>('alerts', ({ open }) => typeof open[0]?.notifiedAt === 'number');
    const { id } = (state as AlertsView).open[0];
    const from = now();
    const snoozed = await ask<PublicAlert>(app.url, 'POST', `/api/v1/alerts/${id}/snooze`, { minutes: 15 });
    const until = Date.parse(snoozed.body.snoozedUntil ?? '');
    expect(until).toBeGreaterThanOrEqual(from + 900_000);
    expect(until).toBeLessThanOrEqual(now() + 900_000);
    await screen.until<AlertsView>('alerts', ({ open }) => open[0].notifiedAt === null);
    aheadMs = 900_000;
    await post(app.url, [queued('care', 'v3', now())]);
    const again = await screen.until<AlertsView>('alerts', ({ open }) => open[0].notifiedAt !== null);
    expect((again.state as AlertsView).open[0].notifiedAt).toBeGreaterThanOrEqual(until);
    expect((await list(app.url)).open.map((one) => one.id)).toEqual([id]);
  });

  it('about a source that says it is down names it, and one about silence needs somebody who was ever heard', async () => {
    let aheadMs = 0;
    const now = () => Date.now() + aheadMs;
    app = await startApp({ now });
    const noData = { condition: { noData: true }, clearForS: 0 };
    await putRules(
      app.url,
      { id: 'down', title: 'Down', scope: 'each source', ...noData },
      { id: 'silent', title: 'Silent', scope: 'all', ...noData },
    );
    const screen = await watch();
    await post(app.url, [event('source.status', now(), { state: 'down' }, { source: 'pbx' })]);
    await screen.until<AlertsView>('alerts', (view) => open(view) === 'down source:pbx firing');
    aheadMs = 60_000;
    await screen.until<AlertsView>('alerts', ({ open }) => open.some(({ place }) => place === 'all'));
    await post(app.url, [event('source.status', now(), { state: 'up' }, { source: 'pbx' })]);
    await screen.until<AlertsView>('alerts', ({ open, ended }) => open.length === 0 && ended.length === 2);
  });

  it('about a sender that falls silent among others names it, by its own pauses', async () => {
    let aheadMs = 0;
    const now = () => Date.now() + aheadMs;
    app = await startApp({ now });
    await putRules(app.url, {
      id: 'down',
      scope: 'each source',
      title: 'Down',
      condition: { noData: true },
      clearForS: 0,
    });
    const screen = await watch();
    const say = (source: string) =>
      post(app.url, [event('agent.state', now(), { agent: 'a1', state: 'available' }, { source })]);
    // One speaks every minute, one every quarter of an hour.
    for (let minute = 0; minute <= 15; minute++) {
      aheadMs = minute * 60_000;
      await say('crm');
      if (minute % 15 === 0) await say('survey');
    }
    aheadMs += 200_000;
    await say('survey');
    await screen.until<AlertsView>('alerts', (view) => open(view) === 'down source:crm firing');
    await say('crm');
    await screen.until<AlertsView>('alerts', ({ open, ended }) => open.length === 0 && ended.length === 1);
  });

  it('of a rule that is taken away is over', async () => {
    app = await startApp();
    await putRules(app.url, WAIT);
    const screen = await watch();
    await post(app.url, [queued('care', 'v1', Date.now() - 200_000), alive()]);
    await screen.until<AlertsView>('alerts', (view) => open(view) === 'wait queue:care firing');
    await putRules(app.url);
    await screen.until<AlertsView>('alerts', ({ ended }) => ended[0]?.ending === 'gone');
  });
});

describe('the rules of alerts', () => {
  let app: TestApp;
  afterEach(() => app.close());

  it('are a file of the data folder; one that breaks is told, and the last good one stays', async () => {
    const data = newFolder();
    writeFileSync(join(data, 'alerts.json'), JSON.stringify(rulesOf(WAIT)));
    app = await startApp({ data });
    const rules = async () =>
      (
        await get<{ origin: string; problems: { message: string }[]; rules: { id: string; forS: number }[] }>(
          app.url,
          '/api/v1/alerts/rules',
        )
      ).body;
    expect(await rules()).toMatchObject({ origin: 'data', problems: [], rules: [{ id: 'wait', forS: 0 }] });
    writeFileSync(join(data, 'alerts.json'), '{"version": 1, "rules": [');
    let now = await rules();
    while (now.problems.length === 0) now = await rules();
    expect(now.problems[0].message).toMatch(/alerts\.json can't be used\. It is no JSON.*The last good one stays\./);
    expect(now.rules.map(({ id }) => id)).toEqual(['wait']);
    // What is read can be sent back.
    const { rules: same } = now;
    expect((await putRules(app.url, ...same)).status).toBe(200);
    expect(await rules()).toMatchObject({ problems: [], rules: same });
  });

  it('that say nothing sensible are refused with all that is wrong', async () => {
    app = await startApp({ settings: { token: 'a token of tests' } });
    const refused = await putRules(app.url, WAIT);
    expect(refused.status).toBe(401);
    await app.close();
    app = await startApp();
    const wrong = await putRules(app.url, { ...WAIT, metric: 'asah' }, { ...WAIT, notify: { webhooks: ['chat'] } });
    expect(wrong.status).toBe(400);
    expect(wrong.body.error.message).toMatch(
      /no metric "asah".*"wait" stands there twice.*no webhook "chat"; they have none/,
    );
  });
});

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;

describe('a webhook', () => {
  it('is told with a valid signature, again after a failure with the same id, and of the end', async () => {
    const receiver = await WebhookReceiver.open();
    receiver.answers.push(500);
    const app = await startApp({
      settings: { webhooks: [{ name: 'chat', url: receiver.url, secret: SECRET, private: true }] },
    });
    try {
      await putRules(app.url, { ...WAIT, notify: { webhooks: ['chat'] } });
      await post(app.url, [queued('care', 'v1', Date.now() - 200_000), alive()]);
      const [failed, second] = [await receiver.message(1), await receiver.message(2)];
      expect([failed.status, second.status]).toEqual([500, 200]);
      expect(second.headers['webhook-id']).toBe(failed.headers['webhook-id']);
      expect(second.body).toBe(failed.body);
      for (const { headers, body } of [failed, second])
        expect(headers['webhook-signature']).toBe(signed(headers, body));
      expect(Math.abs(Date.now() / 1000 - Number(second.headers['webhook-timestamp']))).toBeLessThan(300);
      const told = JSON.parse(second.body) as { type: string; text: string; data: PublicAlert };
      expect(told).toMatchObject({ type: 'alert.fired', data: { rule: 'wait', place: 'queue:care' } });
      expect(told.text).toMatch(/^■ care: longest wait 3:2\d, goal 1:00, for \d+ s$/);
      await ask(app.url, 'POST', `/api/v1/alerts/${told.data.id}/acknowledge`, { by: 'Ann', note: 'on it' });
      expect((JSON.parse((await receiver.message(3)).body) as { text: string }).text).toMatch(
        /— acknowledged by Ann: on it$/,
      );
      await post(app.url, [answered('v1', Date.now())]);
      const over = JSON.parse((await receiver.message(4)).body) as { type: string; text: string };
      expect(over.type).toBe('alert.ended');
      expect(over.text).toMatch(/^● care: longest wait 3:\d\d, goal 1:00, over after /);
    } finally {
      receiver.close();
      await app.close();
    }
  });

  /** As a receiver works it out that knows the secret, and nothing of Tablo. */
  function signed(headers: Record<string, string | string[] | undefined>, body: string): string {
    const key = Buffer.from('0123456789abcdef0123456789abcdef');
    const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  }
});

describe('over a kill -9', () => {
  it('what is open stays as it is, with who looks after it; what is over stays; what was not told yet is told', async () => {
    const data = join(root, 'killed');
    const receiver = await WebhookReceiver.open();
    const env = {
      TABLO_WEBHOOKS: JSON.stringify([{ name: 'chat', url: receiver.url, secret: SECRET, private: true }]),
    };
    // Nobody takes it before the server is killed.
    receiver.answers.push(...Array<number>(20).fill(503));
    const server = await ServerProcess.start({ data, env });
    await putRules(server.url, { ...WAIT, scope: 'each queue' });
    const now = Date.now();
    await post(server.url, [queued('care', 'v1', now - 200_000), queued('sales', 'v2', now - 300_000), alive()]);
    let listed = await list(server.url);
    while (listed.open.length < 2) listed = await list(server.url);
    const [care, sales] = ['queue:care', 'queue:sales'].map((at) => listed.open.find(({ place }) => place === at));
    await receiver.message(2);
    await ask(server.url, 'POST', `/api/v1/alerts/${care?.id}/acknowledge`, { by: 'Ann', note: 'on it' });
    await post(server.url, [answered('v2', Date.now())]);
    while (listed.ended.length < 1) listed = await list(server.url);
    expect(server.output).not.toContain(receiver.url);
    expect(server.output).not.toContain(SECRET);
    // What is over is written down at once; who acknowledges one more hears when all before it is on disk.
    await ask(server.url, 'POST', `/api/v1/alerts/${care?.id}/acknowledge`, { by: 'Ann', note: 'still on it' });
    await server.end('SIGKILL');
    receiver.answers.length = 0;
    const before = receiver.taken.length;
    await server.start();
    const after = await list(server.url);
    expect(after.open).toMatchObject([{ id: care?.id, started: care?.started, acknowledged: { note: 'still on it' } }]);
    expect(after.ended.map(({ id }) => id)).toEqual([sales?.id]);
    const ids = new Set<string>();
    for (let n = before + 1; ids.size < 2; n++) {
      const told = JSON.parse((await receiver.message(n)).body) as { type: string; data: PublicAlert };
      if (told.type === 'alert.fired') ids.add(told.data.id);
    }
    expect([...ids].sort()).toEqual([care?.id, sales?.id].sort());
    receiver.close();
    await server.end();
  });
});
