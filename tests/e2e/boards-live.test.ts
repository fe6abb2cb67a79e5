// Boards that somebody writes or changes while they hang, and what supervisors tell the walls.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { answered, queued } from '../support/events.ts';
import { ServerProcess } from '../support/server-process.ts';
import { drawn, misprints, readWall } from './floor-wall.ts';

const HOUR_MS = 3_600_000;
const SHOTS = join(import.meta.dirname, '../../test-results/boards');

let data: string;
let server: ServerProcess;

test.beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  data = mkdtempSync(join(tmpdir(), 'tablo-boards-'));
  mkdirSync(join(data, 'boards'));
  server = await ServerProcess.start({ data, env: { TABLO_QUEUES: JSON.stringify(QUEUES) } });
  const events = scenarioEvents({ at: Date.now(), mood: 'calm', agents: 100, queues: QUEUES });
  await post('/api/v1/events', events, 'application/cloudevents-batch+json');
});
test.afterAll(async () => {
  await server.end();
  rmSync(data, { recursive: true });
});

async function post(path: string, body: object, type = 'application/json'): Promise<{ id: string }> {
  const headers = { 'content-type': type };
  const response = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(response.ok, await response.clone().text()).toBe(true);
  return (await response.json()) as { id: string };
}

function write(id: string, widgets: object[], title = 'By the door'): void {
  const board = { version: 1, title, screen: { inches: 55, distanceM: 10 }, widgets };
  writeFileSync(join(data, `boards/${id}.json`), JSON.stringify(board));
}
const widget = (name: string, wide: number[]) => ({ id: name, widget: name, at: { wide } });
const shown = (page: Page) =>
  page.locator('[data-widget]').evaluateAll((all) => all.map((one) => one.getAttribute('data-widget')));
const band = (page: Page) => page.locator('[data-message]');

test('a board is a file: what is written into it is on the wall, without a reload', async ({ page }) => {
  write('door', [widget('wait', [0, 0, 12, 12])]);
  await page.goto(`${server.url}/wall/door`);
  await expect.poll(() => shown(page)).toEqual(['wait']);
  await page.evaluate(() => Object.assign(window, { neverReloaded: true }));
  write('door', [widget('nps', [0, 0, 12, 12]), widget('queues', [12, 0, 12, 12])]);
  await expect.poll(() => shown(page)).toEqual(['nps', 'queues']);
  writeFileSync(join(data, 'boards/door.json'), '{"version": 1, "wid');
  write('other', [widget('wait', [0, 0, 24, 12])]);
  await expect.poll(async () => (await fetch(`${server.url}/api/v1/boards/other`)).ok).toBe(true);
  expect(await shown(page)).toEqual(['nps', 'queues']);
  expect(await page.evaluate(() => 'neverReloaded' in window)).toBe(true);
});

test('a board that is not there says which there are, and is shown when it comes', async ({ page }) => {
  await page.goto(`${server.url}/wall/later?lang=en`);
  await expect(page.locator('main')).toContainText('floor');
  write('later', [widget('wait', [0, 0, 24, 12])]);
  await expect.poll(() => shown(page)).toEqual(['wait']);
});

test('a widget or a metric that is not there takes only its own place', async ({ page }) => {
  write('half', [
    { ...widget('wait', [0, 0, 12, 6]), widget: 'gauge' },
    { ...widget('number', [0, 6, 12, 6]), options: { metric: 'happiness' } },
    widget('nps', [12, 0, 12, 12]),
  ]);
  await page.goto(`${server.url}/wall/half`);
  await expect(page.locator('[data-widget=wait]')).toContainText('gauge');
  await expect(page.locator('[data-widget=number]')).toContainText('There is no metric “happiness”');
  await expect(page.locator('[data-widget=number]').getByText('happiness')).toBeVisible();
  // It was served: what cannot be shown was not asked for.
  await expect(page.locator('[data-widget=nps] [data-metric="nps@24h"]')).toHaveText(/\d/);
});

test('hours of the week before the first contact are no zeros, and are asked for once and not with each view', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/api/v1/series' && searchParams.get('step') === '3600') asked.push(searchParams.get('to') ?? '');
  });
  const firstAt = Date.now() - 30 * HOUR_MS;
  const first = [queued('care', 'v-first', firstAt), answered('v-first', firstAt + 5000)];
  await post('/api/v1/events', first, 'application/cloudevents-batch+json');
  write('week', [widget('heat', [0, 0, 24, 12])]);
  await page.goto(`${server.url}/wall/week`);
  const cells = page.locator('[data-widget=heat] rect:not(.gap)');
  const hours = (): number => Math.floor(Date.now() / HOUR_MS) - Math.floor(firstAt / HOUR_MS);
  await expect.poll(async () => (await cells.count()) - hours()).toBe(0);
  const frames = new Set<string | null>();
  await expect.poll(async () => frames.add(await page.locator('main').getAttribute('data-as-of')).size).toBe(6);
  expect(asked).toEqual([...new Set(asked)]);
});

test('a supervisor’s message is on the walls that it is for, for its time, and the numbers stay', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${server.url}/wall/floor`);
  await expect(page.locator('main')).toHaveAttribute('data-link', 'live');
  await expect.poll(async () => (await readWall(page)).heroes['waiting@now']).not.toBe('');
  const before = await readWall(page);
  const text = 'Сбой сети в Ростове: говорите абонентам, что починим к 15:00, и не обещайте перерасчёт по телефону';
  const { id } = await post('/api/v1/messages', { text, priority: 'act', boards: ['floor'], minutes: 5 });
  await expect(band(page)).toHaveText(text);
  const during = await readWall(page);
  // Only what a widget shows where there is room for it may make room.
  const numbers = Object.keys(before.heroes).filter((key) => key !== 'assistant.leverage@60m');
  expect(Object.keys(during.heroes)).toEqual(expect.arrayContaining(numbers));
  expect(Object.keys(during.rows).length).toBeGreaterThan(2);
  for (const [name, width, height] of [
    ['1080p', 1920, 1080],
    ['portrait', 1080, 1920],
    ['phone', 390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    await drawn(page);
    await page.screenshot({ path: join(SHOTS, `message-${name}.png`) });
    expect(await misprints(page), name).toEqual([]);
  }
  write('beside', [widget('wait', [0, 0, 24, 12])]);
  const other = await page.context().newPage();
  await other.goto(`${server.url}/wall/beside`);
  await expect.poll(() => shown(other)).toEqual(['wait']);
  await post('/api/v1/messages', { text: 'Всем', priority: 'info', minutes: 5 });
  await expect(band(other)).toHaveText('Всем');
  // What presses more is said first.
  await expect(band(page)).toHaveText(text);
  expect((await fetch(`${server.url}/api/v1/messages/${id}`, { method: 'DELETE' })).ok).toBe(true);
  await expect(band(page)).toHaveText('Всем');
});
