import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { QUEUES, scenarioEvents, type Scenario } from '../support/scenario.ts';
import { ServerProcess } from '../support/server-process.ts';
import { drawn, misprints, number, readWall } from './floor-wall.ts';

test.describe.configure({ mode: 'parallel' });
const SHOTS = join(import.meta.dirname, '../../test-results/shots');

interface Floor {
  server: ServerProcess;
  data: string;
}
let floor: Floor;

const NAMES: Record<string, Record<string, string>> = {
  english: {
    tariffs: 'Phone · tariffs',
    network: 'Phone · network',
    messengers: 'Messengers',
    appchat: 'Mobile app chat',
    sitechat: 'Site chat',
    sales: 'Remote sales',
  },
  cyrillic: {
    tariffs: 'Телефон · тарифы и дополнительные услуги',
    network: 'Телефон · сеть и качество связи',
    messengers: 'Мессенджеры',
    appchat: 'Чат мобильного приложения',
    sitechat: 'Чат на сайте',
    sales: 'Дистанционные продажи',
  },
};

async function openFloor(names = 'english'): Promise<Floor> {
  const data = mkdtempSync(join(tmpdir(), 'tablo-e2e-'));
  const queues = QUEUES.map((queue) => ({ ...queue, name: NAMES[names][queue.id] }));
  const env = {
    TABLO_QUEUES: JSON.stringify(queues),
    TABLO_SITES: JSON.stringify([{ id: 'rostov', name: names === 'cyrillic' ? 'Ростов-на-Дону' : 'Rostov' }]),
    TABLO_TITLE: names === 'cyrillic' ? 'Дистанционное обслуживание' : 'Remote service',
    TABLO_ZONE: 'Europe/Moscow',
    TABLO_LANGUAGE: names === 'cyrillic' ? 'ru' : 'en',
  };
  return { data, server: await ServerProcess.start({ data, env }) };
}

async function closeFloor({ server, data }: Floor): Promise<void> {
  await server.end();
  rmSync(data, { recursive: true });
}

async function post(url: string, events: object[]): Promise<void> {
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  const response = await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) });
  expect(await response.json()).toMatchObject({ accepted: events.length, rejected: [] });
}

async function openWall(page: Page, query = ''): Promise<void> {
  await page.goto(`${floor.server.url}/wall/floor${query}`);
  await expect(page.locator('main')).toHaveAttribute('data-link', 'live');
}

const get = async (path: string) => (await fetch(`${floor.server.url}${path}`)).json() as Promise<never>;

/** Posts the scenario and waits until it is painted, charts and all. */
async function settle(page: Page, scenario: Scenario): Promise<void> {
  await post(floor.server.url, scenarioEvents(scenario));
  const settled = Date.now() + 2000;
  await expect.poll(async () => (await readWall(page)).asOf).toBeGreaterThan(settled);
}

/** A source that has nothing to tell but that it is there, so that the numbers stay fresh. */
async function beat(): Promise<void> {
  const time = new Date().toISOString();
  await post(floor.server.url, [
    { specversion: '1.0', id: `beat/${time}`, source: 'scenario', type: 'source.status', time, data: { state: 'up' } },
  ]);
}

test.afterEach(() => closeFloor(floor));

test('an event that is posted is on the screen in its place', async ({ page }) => {
  floor = await openFloor();
  await openWall(page);
  const queued = (n: number, queue: string) => ({
    specversion: '1.0',
    id: `c${n}/queued`,
    source: 'test',
    type: 'contact.queued',
    time: new Date(Date.now() - 5000).toISOString(),
    data: { contact: `c${n}`, visit: `c${n}/1`, queue },
  });
  const waiting = (queue: string) => page.locator(`[data-queue="${queue}"] [data-col="waiting"]`);
  await post(floor.server.url, [queued(1, 'sales'), queued(2, 'sales'), queued(3, 'network')]);
  await expect(waiting('sales')).toHaveText('2');
  await expect(waiting('network')).toHaveText('1');
  await expect(waiting('tariffs')).toHaveText('0');
  await expect(page.locator('[data-metric="waiting@now"]')).toHaveText('3');
  const left = { ...queued(2, 'sales'), id: 'c2/left', type: 'contact.left', time: new Date().toISOString() };
  await post(floor.server.url, [{ ...left, data: { contact: 'c2', visit: 'c2/1', reason: 'abandoned' } }]);
  await expect(waiting('sales')).toHaveText('1');
  await expect(page.locator('[data-metric="waiting@now"]')).toHaveText('2');
});

for (const scope of ['all', 'site:rostov', 'queue:network', 'site:nowhere'])
  test(`every hero, row and cell of ${scope} agrees with the API at the same moment`, async ({ page }) => {
    floor = await openFloor();
    await openWall(page, `?scope=${scope}`);
    await settle(page, { at: Date.now(), mood: 'incident', agents: 800, queues: QUEUES });
    const painted = await readWall(page);
    const at = `scope=${scope}&at=${new Date(painted.asOf).toISOString()}`;
    const metrics = async (window: string): Promise<Record<string, { value: number | null; margin?: number }>> =>
      ((await get(`/api/v1/metrics?${at}&window=${window}`)) as { metrics: never }).metrics;
    const [m5, m15, today, m24] = [
      await metrics('5m'),
      await metrics('15m'),
      await metrics('today'),
      await metrics('24h'),
    ];
    const want = {
      'waiting@now': m5.waiting.value,
      'wait.longest@now': m5['wait.longest'].value,
      'asa@5m': m5.asa.value,
      'service.level@15m': m15['service.level'].value,
      'agents.available@now': m5['agents.available'].value,
      'agents.signedin@now': m5['agents.signedin'].value,
      'assistant.deflection@today': today['assistant.deflection'].value,
      'nps@24h': m24.nps.value,
    };
    for (const [key, value] of Object.entries(want)) expect(number(painted.heroes[key]), key).toBe(value);
    if (scope === 'all') expect(want['waiting@now']).toBe(25);
    for (const state of ['available', 'contact', 'wrapup', 'break'])
      expect(number(painted.agentsByState[state]) ?? 0, state).toBe(m5[`agents.${state}`].value);
    const { queues } = (await get(`/api/v1/queues?${at}`)) as {
      queues: ({ id: string } & Record<string, number | null>)[];
    };
    expect(Object.keys(painted.rows).sort()).toEqual(queues.map((q) => q.id).sort());
    for (const row of queues) {
      const cells = painted.rows[row.id];
      expect(
        {
          waiting: number(cells.waiting),
          longest: number(cells.longest),
          sl: number(cells.serviceLevel),
          available: number(cells.available),
        },
        row.id,
      ).toEqual({ waiting: row.waiting, longest: row.longestS, sl: row.serviceLevel, available: row.available });
    }
  });

test('a server that is killed is missed on the wall, and back without a reload', async ({ page }) => {
  floor = await openFloor();
  await openWall(page);
  await settle(page, { at: Date.now(), mood: 'calm', agents: 100, queues: QUEUES });
  await page.evaluate(() => Object.assign(window, { neverReloaded: true }));
  const before = await readWall(page);
  await floor.server.end('SIGKILL');
  const wall = page.locator('main');
  await expect(wall).toHaveAttribute('data-link', /lost|connecting/);
  await expect(wall).toHaveAttribute('data-age', 'amber');
  await expect(wall).toHaveAttribute('data-age', 'stale', { timeout: 25_000 });
  await expect(wall).toContainText(/no connection|no data|server/i);
  await page.screenshot({ path: join(SHOTS, 'server-gone.png') });
  expect((await readWall(page)).heroes['waiting@now']).toBe(before.heroes['waiting@now']);
  expect(await misprints(page)).toEqual([]);
  await floor.server.start();
  await expect(wall).toHaveAttribute('data-link', 'live', { timeout: 30_000 });
  await expect.poll(async () => (await readWall(page)).asOf).toBeGreaterThan(Date.now() - 2000);
  // Connected again, but nothing new was heard: still old, and still said so.
  await expect(wall).toHaveAttribute('data-age', 'stale');
  await beat();
  await expect(wall).toHaveAttribute('data-age', 'fresh');
  const after = await readWall(page);
  for (const key of ['waiting@now', 'agents.available@now', 'agents.signedin@now', 'nps@24h'])
    expect(after.heroes[key], key).toBe(before.heroes[key]);
  expect(await page.evaluate(() => 'neverReloaded' in window)).toBe(true);
});

test.describe('nothing is cut, wrapped or overlapping', () => {
  test.beforeAll(() => mkdirSync(SHOTS, { recursive: true }));
  const sizes = [
    [1920, 1080],
    [1280, 720],
    [3840, 2160],
  ] as const;
  test('of 2 000 people, in trouble', async ({ page }) => {
    floor = await openFloor('cyrillic');
    await openWall(page, '?scope=site:rostov');
    await settle(page, { at: Date.now(), mood: 'incident', agents: 2000, queues: QUEUES });
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      await beat();
      await drawn(page);
      await page.screenshot({ path: join(SHOTS, `wall-full-${height}.png`) });
      expect(await misprints(page), `${width} × ${height}`).toEqual([]);
    }
  });

  test('before anything was heard', async ({ page }) => {
    floor = await openFloor();
    await openWall(page);
    await drawn(page);
    await page.screenshot({ path: join(SHOTS, 'wall-empty.png') });
    expect(await misprints(page)).toEqual([]);
    expect((await readWall(page)).heroes['asa@5m']).toBe('');
  });
});
