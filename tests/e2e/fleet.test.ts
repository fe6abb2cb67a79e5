// The fleet of screens: what TVs tell of themselves, and what they are told from afar. A TV and an administrator in two
// browsers in front of one server.
import { expect, test, type Browser, type Page } from '@playwright/test';
import { startApp, type TestApp } from '../support/app.ts';
import { BUILD, versionOf } from '../support/another-build.ts';
import { post } from '../support/events.ts';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { wall } from './site.ts';

let app: TestApp;
test.beforeEach(async () => {
  app = await startApp({ settings: { queues: QUEUES, token: 'sender' }, web: BUILD });
  const events = scenarioEvents({ at: Date.now(), mood: 'calm', agents: 100, queues: QUEUES });
  await post(app.url, events, { headers: { authorization: 'Bearer sender' } });
});
test.afterEach(async () => app.close());

const TV = { width: 1920, height: 1080 };

interface Row {
  id: string;
  health: string;
  report: Record<string, unknown> | null;
}

async function ask<T>(page: Page, method: string, path: string, data?: object): Promise<T> {
  const headers = { origin: app.url };
  const response = await page.request.fetch(app.url + path, { method, headers, ...(data ? { data } : {}) });
  expect(response.ok(), `${method} ${path}: ${response.status()}`).toBe(true);
  return (await response.json()) as T;
}

/** A signed-in browser of its own: from then on the doors are closed. */
async function administrator(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: app.url })).newPage();
  await ask(page, 'POST', '/api/v1/people/first', {
    ...{ invitation: app.doors.invitation, login: 'admin', name: 'Anna', password: 'a long enough password' },
  });
  return page;
}

/**
 * A TV of its own that was paired, and shows what it was paired for.
 * @param atOnce it does without a pause what it does after one by chance. @returns its page and the screen's id
 */
async function pairedTv(browser: Browser, admin: Page, name: string, path = '/wall/floor', { atOnce = false } = {}) {
  const page = await (await browser.newContext({ baseURL: app.url, viewport: TV, serviceWorkers: 'block' })).newPage();
  if (atOnce) await page.addInitScript('Math.random = () => 0');
  const { code } = await ask<{ code: string }>(page, 'POST', '/api/v1/pairings', TV);
  const screen = { name, place: 'above the door', path, names: false };
  const { id } = await ask<{ id: string }>(admin, 'POST', `/api/v1/pairings/${code}`, screen);
  await ask(page, 'GET', '/api/v1/pairings/own');
  await page.goto(path);
  await expect(wall(page).first()).toHaveAttribute('data-link', 'live');
  return { page, id };
}

async function row(admin: Page, id: string): Promise<Row | undefined> {
  const { screens } = await ask<{ screens: Row[] }>(admin, 'GET', '/api/v1/screens');
  return screens.find((one) => one.id === id);
}

test('[P71] a wall and a kiosk tell how old what they show is, their build, memory, clock and size', async ({
  browser,
}) => {
  const admin = await administrator(browser);
  for (const path of ['/wall/floor', '/kiosk/floor']) {
    const { id } = await pairedTv(browser, admin, path, path);
    const report = { path, language: 'en', hidden: false, ...TV, ratio: 1, build: versionOf(BUILD), current: true };
    await expect.poll(async () => (await row(admin, id))?.report).toMatchObject(report);
    const told = (await row(admin, id))?.report;
    expect(told?.heapBytes).toBeGreaterThan(1e6);
    expect(Math.abs(told?.clockOffMs as number)).toBeLessThan(60_000);
    await expect.poll(async () => (await row(admin, id))?.report?.ageMs, { timeout: 30_000 }).not.toBe(null);
    await expect.poll(async () => (await row(admin, id))?.health).toBe('fine');
  }
});

test('[P72] a screen that is told to says its name and place for ten seconds, and its board does not move', async ({
  browser,
}) => {
  const admin = await administrator(browser);
  const { page, id } = await pairedTv(browser, admin, 'Floor 3 east');
  const queue = page.locator('[data-queue="sales"]');
  const before = await queue.boundingBox();
  await ask(admin, 'POST', `/api/v1/screens/${id}/do`, { do: 'identify' });
  const said = page.getByRole('status').filter({ hasText: 'Floor 3 east' });
  await expect(said).toBeVisible();
  await expect(said).toContainText('above the door');
  const [name] = await said.getByText('Floor 3 east', { exact: true }).all();
  expect(Number.parseFloat(await name.evaluate((element) => getComputedStyle(element).fontSize))).toBeGreaterThan(200);
  expect(await queue.boundingBox()).toEqual(before);
  await expect(said).toHaveCount(0, { timeout: 30_000 });
});

test('[P72] a screen that is told to loads itself again, three times in ten minutes at most', async ({ browser }) => {
  const admin = await administrator(browser);
  const { page, id } = await pairedTv(browser, admin, 'Door', '/wall/floor', { atOnce: true });
  const tell = (what: string): Promise<unknown> => ask(admin, 'POST', `/api/v1/screens/${id}/do`, { do: what });
  const loadedAt = (): Promise<number> => page.evaluate(() => performance.timeOrigin);
  for (let i = 0; i < 3; i++) {
    const before = await loadedAt();
    await tell('reload');
    await expect.poll(() => loadedAt().catch(() => before)).toBeGreaterThan(before);
    await expect(wall(page)).toHaveAttribute('data-link', 'live');
  }
  const last = await loadedAt();
  await tell('reload');
  // What was said after it was heard, and by then it would have gone.
  await tell('identify');
  await expect(page.getByText('Door', { exact: true })).toBeVisible();
  expect(await loadedAt()).toBe(last);
});
