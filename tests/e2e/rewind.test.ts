import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { MetricsAnswer } from '#core/answers.ts';
import { fillLog } from '../support/full-log.ts';
import { post } from '../support/events.ts';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { ServerProcess } from '../support/server-process.ts';
import { drawn, misprints, number, readWall } from './floor-wall.ts';

const SHOTS = join(import.meta.dirname, '../../test-results/shots');
const MINUTE = 60_000;
const ZONE = 'Europe/Berlin';

let server: ServerProcess;
let data: string;
/** half an hour ago, on the full second */
let at: number;

test.beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  data = mkdtempSync(join(tmpdir(), 'tablo-rewind-'));
  const env = { TABLO_QUEUES: JSON.stringify(QUEUES), TABLO_ZONE: ZONE, TABLO_TITLE: 'Remote service' };
  server = await ServerProcess.start({ data, env });
  const now = Date.now();
  await post(server.url, scenarioEvents({ at: now, mood: 'incident', agents: 200, queues: QUEUES }));
  at = Math.floor((now - 30 * MINUTE) / 1000) * 1000;
});
test.afterAll(async () => {
  await server.end();
  rmSync(data, { recursive: true });
});

const iso = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z');
const mark = (page: Page) => page.locator('[data-past]');
const shownAt = async (page: Page): Promise<number> => Number(await page.locator('main').getAttribute('data-as-of'));
const momentInAddress = (page: Page): string | null => new URL(page.url()).searchParams.get('at');

/** "26 Nov, 11:40:00" by the site's clock, as it should be on the screen. */
function words(instant: number): string {
  const year = (date: number) => new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: ZONE }).format(date);
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', ...clock, timeZone: ZONE };
  if (year(instant) !== year(Date.now())) options.year = 'numeric';
  return new Intl.DateTimeFormat('en-GB', options).format(instant);
}

/** The average speed of answer of the desk is of its window, that of the wall of the last 5 min. */
const asaOf = (page: Page): string => (new URL(page.url()).pathname === '/desk' ? 'asa@15m' : 'asa@5m');

async function numbersAt(instant: number, asa = 'asa@15m'): Promise<Record<string, number | null>> {
  const ask = async (window: string) =>
    ((await (await fetch(`${server.url}/api/v1/metrics?window=${window}&at=${iso(instant)}`)).json()) as MetricsAnswer)
      .metrics;
  const [short, day] = [await ask(asa.split('@')[1]), await ask('24h')];
  return {
    'waiting@now': short.waiting.value,
    'wait.longest@now': short['wait.longest'].value,
    [asa]: short.asa.value,
    'agents.available@now': short['agents.available'].value,
    'nps@24h': day.nps.value,
  };
}

/** What is painted, once it is of this moment. */
async function painted(page: Page, instant: number): Promise<Record<string, number | null>> {
  await expect.poll(() => shownAt(page)).toBe(instant);
  const { heroes } = await readWall(page);
  const keys = ['waiting@now', 'wait.longest@now', asaOf(page), 'agents.available@now', 'nps@24h'];
  return Object.fromEntries(keys.map((key) => [key, number(heroes[key])]));
}

/** Nothing on the page may say that this is now. */
async function expectPast(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.body.innerText + document.title)).not.toMatch(/\blive\b|\bold\b/i);
}

test('a link to a moment opens the wall as it was then, marked as the past', async ({ page }) => {
  await page.goto(`${server.url}/wall/floor?at=${iso(at)}`);
  await expect(mark(page)).toHaveText(`${words(at)} · the past`);
  const numbers = await numbersAt(at, 'asa@5m');
  expect(await painted(page, at)).toEqual(numbers);
  expect(numbers['asa@5m']).not.toBeNull();
  await expectPast(page);
  await expect(page).toHaveTitle(new RegExp(`${words(at)} · the past`));
  for (const [width, height] of [
    [1920, 1080],
    [1280, 720],
    [1080, 1920],
  ]) {
    await page.setViewportSize({ width, height });
    await drawn(page);
    await page.screenshot({ path: join(SHOTS, `rewind-wall-${width}.png`) });
    expect(await misprints(page), `${width} × ${height}`).toEqual([]);
  }
});

test('a link that plays goes on by itself on a wall, and stands in the address', async ({ page }) => {
  await page.goto(`${server.url}/wall/floor?at=${iso(at)}&speed=60`);
  await expect(mark(page)).toContainText('the past · 60×');
  await expect.poll(() => shownAt(page)).toBeGreaterThanOrEqual(at + 3 * MINUTE);
  await expect.poll(() => momentInAddress(page)).not.toBe(iso(at));
  expect(new URL(page.url()).searchParams.get('speed')).toBe('60');
});

test('the desk goes to a moment, steps, plays and comes back to now; a link shows a colleague the same', async ({
  page,
  context,
}) => {
  await page.goto(`${server.url}/desk?sort=-waiting`);
  await expect(page.locator('.age')).toBeVisible();
  const local = new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'medium', timeZone: ZONE }).format(at);
  await page.getByLabel('Moment to show').fill(local.replace(' ', 'T'));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`sort=-waiting&at=${iso(at)}$`));
  await expect(mark(page)).toHaveText(`${words(at)} · the past`);
  expect(await painted(page, at)).toEqual(await numbersAt(at));
  await expectPast(page);

  await page.getByRole('slider', { name: 'Moment shown' }).focus();
  await page.keyboard.press('ArrowRight');
  expect(await painted(page, at + MINUTE)).toEqual(await numbersAt(at + MINUTE));
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => shownAt(page)).toBe(at);

  await page.getByRole('button', { name: '60×' }).click();
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => shownAt(page)).toBeGreaterThanOrEqual(at + 3 * MINUTE);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(mark(page)).not.toContainText('×');
  const stands = await shownAt(page);
  expect(momentInAddress(page)).toBe(iso(stands));
  const numbers = await painted(page, stands);
  expect(numbers).toEqual(await numbersAt(stands));

  const colleague = await context.newPage();
  await colleague.goto(page.url());
  expect(await painted(colleague, stands)).toEqual(numbers);
  await expect(mark(colleague)).toHaveText(`${words(stands)} · the past`);
  await colleague.close();

  await page.keyboard.press('l');
  await expect(mark(page)).toHaveCount(0);
  await expect(page.locator('.age')).toContainText(/live|data/);
  await expect(page).toHaveURL(/\/desk\?sort=-waiting$/);
  await expect.poll(() => shownAt(page)).toBeGreaterThan(Date.now() - 5000);
});

test('everything of it works by keyboard', async ({ page }) => {
  await page.goto(`${server.url}/desk?at=${iso(at)}`);
  await expect.poll(() => shownAt(page)).toBe(at);
  await page.keyboard.press('[');
  await expect.poll(() => shownAt(page)).toBe(at - MINUTE);
  await page.keyboard.press(']');
  await expect.poll(() => shownAt(page)).toBe(at);
  await page.keyboard.press('k');
  await expect(mark(page)).toContainText('60×');
  await page.keyboard.press('k');
  await expect(mark(page)).not.toContainText('×');
  // Letters that are typed into the moment are no keys.
  await page.getByLabel('Moment to show').focus();
  await page.keyboard.press('l');
  await expect(mark(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Back to now' }).focus();
  await page.keyboard.press('Enter');
  await expect(mark(page)).toHaveCount(0);
  // From now on it works too: a pause is a moment.
  await page.keyboard.press('k');
  await expect(mark(page)).toHaveCount(1);
  await page.goBack();
  await expect(mark(page)).toHaveCount(0);
});

test('[P44] what plays and comes to now goes on live', async ({ page }) => {
  const soon = Math.floor((Date.now() - 2 * MINUTE) / 1000) * 1000;
  await page.goto(`${server.url}/desk?at=${iso(soon)}&speed=60`);
  await expect(mark(page)).toBeVisible();
  await expect(mark(page)).toHaveCount(0);
  await expect(page).toHaveURL(/\/desk\?$|\/desk$/);
  await expect.poll(() => shownAt(page)).toBeGreaterThan(Date.now() - 5000);
});

test('nothing jumps between live and the past', async ({ page }) => {
  const places = (selectors: string[]) =>
    page.evaluate(
      (all) =>
        all.map((selector) => {
          const box = document.querySelector(selector)?.getBoundingClientRect();
          return [selector, box?.top, box?.left, box?.bottom];
        }),
      selectors,
    );
  const desk = ['h1', 'dl', 'thead', '[data-part=strip]', 'input', '.toggle', '.speeds', '.now'];
  const wall = ['h1', '[data-widget=wait]', '[data-widget=queues]', 'footer'];
  for (const [path, parts, sizes] of [
    ['/desk', desk, [[1280, 720], [390, 844]]], // prettier-ignore
    ['/desk?lang=ru', desk, [[1440, 900]]],
    ['/wall/floor', wall, [[1920, 1080], [1080, 1920]]], // prettier-ignore
  ] as const)
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      await page.goto(server.url + path);
      await expect(page.locator('.age')).toBeVisible();
      await expect(page.locator('[data-queue]').first()).toBeVisible();
      // A source that is silent is said so in a line of its own: of that line this test is not.
      await post(server.url, [
        {
          ...{ specversion: '1.0', id: `beat/${path}/${width}`, source: 'scenario', type: 'source.status' },
          ...{ time: new Date().toISOString(), data: { state: 'up' } },
        },
      ]);
      await expect(page.locator('main')).toHaveAttribute('data-age', 'fresh');
      await drawn(page);
      const live = await places([...parts]);
      await page.goto(`${server.url}${path}${path.includes('?') ? '&' : '?'}at=${iso(at)}`);
      await expect.poll(() => shownAt(page)).toBe(at);
      await drawn(page);
      expect(await places([...parts]), `${path} ${width}`).toEqual(live);
    }
});

test('an address that names no moment says so, and leads to the floor as it is', async ({ page }) => {
  await page.goto(`${server.url}/desk?scope=queue:sales&at=yesterday`);
  await expect(page.getByRole('heading')).toHaveText('There is no such moment');
  await expect(page.locator('main')).toContainText(
    'at "yesterday" is no moment; write for example 2026-11-22T14:26:00Z',
  );
  await page.getByRole('link', { name: 'The floor as it is now' }).click();
  await expect(page.locator('.age')).toBeVisible();
  await expect(page).toHaveURL(/\/desk\?scope=queue:sales$/);
  await page.goto(`${server.url}/wall/floor?at=${iso(at)}&speed=7`);
  await expect(page.locator('main')).toContainText('speed "7" is not known; use one of 1, 10, 60');
});

test('a moment of which nothing is kept, or that is yet to come, is said to be so', async ({ page }) => {
  await page.goto(`${server.url}/wall/floor?at=1999-01-09T17:00:00Z`);
  await expect(page.locator('footer')).toContainText('Nothing is kept of 1999-01-09T17:00:00Z');
  expect((await readWall(page)).heroes['waiting@now']).toBe('');
  await expect(page.locator('main > header')).toContainText('the past');
  await page.goto(`${server.url}/desk?at=2999-01-01T00:00:00Z`);
  await expect(page.locator('.note')).toContainText('2999-01-01T00:00:00Z is in the future');
  await page.keyboard.press('l');
  await expect(page.locator('.age')).toBeVisible();
  await expect(page.locator('.note')).not.toContainText('future');
});

test('a time that came twice, or never, is said to be so', async ({ page }) => {
  await page.goto(`${server.url}/desk`);
  await expect(page.locator('[data-queue]').first()).toBeVisible();
  const bar = page.getByRole('region', { name: 'Rewind' });
  await page.getByLabel('Moment to show').fill('2025-10-26T02:30:00');
  await page.getByRole('button', { name: 'Go' }).click();
  await expect(bar).toContainText('came twice. This is the first.');
  expect(momentInAddress(page)).toBe('2025-10-26T00:30:00Z');
  await page.getByRole('button', { name: 'Show the second' }).click();
  await expect.poll(() => momentInAddress(page)).toBe('2025-10-26T01:30:00Z');
  await page.getByLabel('Moment to show').fill('2025-03-30T02:30:00');
  await page.getByRole('button', { name: 'Go' }).click();
  await expect(bar).toContainText(/Clocks were set forward over that time: this is 30 Mar( 2025)?, 03:30:00\./);
  await page.getByLabel('Moment to show').fill('2999-01-01T00:00:00');
  await page.getByRole('button', { name: 'Go' }).click();
  await expect(bar).toContainText('That is in the future.');
});

test('[P45] a connection that is lost while it plays goes on from where it was', async ({ page }) => {
  await page.goto(`${server.url}/desk?at=${iso(at)}&speed=10`);
  await expect.poll(() => shownAt(page)).toBeGreaterThan(at + 20_000);
  await server.end('SIGKILL');
  await expect(page.locator('.note')).toContainText('Connection to the server lost');
  await expectPast(page);
  const stood = await shownAt(page);
  await server.start();
  await expect.poll(() => shownAt(page), { timeout: 40_000 }).toBeGreaterThan(stood);
  expect(await shownAt(page)).toBeLessThan(stood + 10 * MINUTE);
  await expect(mark(page)).toContainText('10×');
});

test('[P7] a screen that is opened while the server reads its log says how far it is, and goes on by itself', async ({
  page,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'tablo-start-'));
  const events = await fillLog(folder, 500_000);
  const starting = new ServerProcess({ data: folder });
  const gone = starting.spawn();
  try {
    await expect.poll(() => starting.output).toContain('Tablo is at');
    const url = /Tablo is at (\S+)/.exec(starting.output)?.[1] ?? '';
    await page.goto(`${url}/wall/floor`);
    await expect(page.locator('footer')).toContainText(/Reading the log: \d+%/);
    await expect(page.locator('main > header')).toContainText('starting');
    // What is not read yet may well be there.
    expect(await page.evaluate(() => document.body.innerText)).not.toMatch(/heard of|no data|no requests/i);
    await page.screenshot({ path: join(SHOTS, 'starting.png') });
    await expect(page.locator('[data-metric="waiting@now"]')).toHaveAttribute('data-value', String(events), {
      timeout: 60_000,
    });
    await expect(page.locator('footer')).not.toContainText('Reading');
  } finally {
    await starting.end('SIGKILL');
    await gone;
    rmSync(folder, { recursive: true });
  }
});
