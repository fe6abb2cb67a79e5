// The desk: what is shown stands in the address, and all of it works with the mouse and by keyboard alone.
import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { QueueRow } from '#core/view/floor-view.ts';
import { post } from '../support/events.ts';
import { largeFloorEvents, manyQueues } from '../support/large-floor.ts';
import { ServerProcess } from '../support/server-process.ts';
import { drawn } from './floor-wall.ts';

const SHOTS = join(import.meta.dirname, '../../test-results/shots');
const QUEUES = manyQueues(200);
const TEAM = 't4';

let data: string;
let server: ServerProcess;

test.use({ viewport: { width: 1440, height: 900 } });
test.beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  data = mkdtempSync(join(tmpdir(), 'tablo-desk-'));
  const sites = '[{id: rostov, name: {en: Rostov, ru: Ростов}}, {id: moscow, name: {en: Moscow, ru: Москва}}]';
  server = await ServerProcess.start({
    data,
    env: { TABLO_QUEUES: JSON.stringify(QUEUES), TABLO_SITES: sites, TABLO_TITLE: 'Remote service' },
  });
  await post(server.url, largeFloorEvents(QUEUES, 400, Date.now()));
});
test.afterAll(async () => {
  await server.end();
  rmSync(data, { recursive: true });
});

const rows = (page: Page) => page.locator('tr[data-queue]');
const row = (page: Page, id: string) => page.locator(`tr[data-queue="${id}"]`);
const drawnIds = (page: Page): Promise<string[]> =>
  rows(page).evaluateAll((all) => all.map((one) => one.getAttribute('data-queue') ?? ''));
const chip = (page: Page, name: string) =>
  page.getByRole('group', { name: 'What is shown' }).getByRole('button', { name });
const figure = (page: Page, key: string) => page.locator(`dl [data-metric="${key}"]`);
const detail = (page: Page) => page.getByRole('complementary', { name: 'Detail' });
const query = (page: Page): string => decodeURIComponent(new URL(page.url()).search);

async function open(page: Page, address = ''): Promise<void> {
  await page.goto(`${server.url}/desk${address}`);
  await expect(rows(page).first()).toBeVisible();
}
async function ask(of: string): Promise<{ queues: QueueRow[] }> {
  return (await (await fetch(`${server.url}/api/v1/queues?${of}`)).json()) as { queues: QueueRow[] };
}

test('chips change what is shown and the address, and a link shows a colleague the same', async ({ page, context }) => {
  await open(page);
  await chip(page, 'channel').click();
  await page.getByRole('option', { name: 'site chat' }).click();
  await expect(page).toHaveURL(/\/desk\?scope=channel:webchat$/);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '41');
  await chip(page, 'team').click();
  await page.getByRole('combobox').fill(TEAM);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`scope=team:${TEAM},channel:webchat$`));
  await chip(page, 'window').click();
  await page.getByRole('option', { name: 'last 60 min' }).click();
  await expect(figure(page, 'asa@60m')).toBeVisible();
  await expect(page).toHaveURL(/window=60m$/);
  await expect(page).toHaveTitle(/t4 · Remote service · desk$/);

  const colleague = await context.newPage();
  await open(colleague, query(page));
  await expect(chip(colleague, 'channel')).toContainText('site chat');
  await expect(chip(colleague, 'team')).toContainText(TEAM);
  expect(await drawnIds(colleague)).toEqual(await drawnIds(page));
  await colleague.close();

  await page.goBack();
  await expect(figure(page, 'asa@15m')).toBeVisible();
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/\/desk$/);
});

test('rows say what the API says of the chosen window, in every column there is', async ({ page }) => {
  await open(page, '?window=60m&sort=name&q=tariffs');
  await page.getByRole('button', { name: 'Columns' }).click();
  for (const name of ['9 of 10', 'Live', 'Gave up', 'Offered', 'Answered', 'Staff gap', 'Channel'])
    await page.getByRole('checkbox', { name, exact: true }).check();
  await page.getByRole('checkbox', { name: 'Signed in' }).uncheck();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  expect(query(page)).toContain('cols=channel,waiting,longestS,asaS,p90S,serviceLevel,serviceLevelLive,');
  await expect(page.getByRole('columnheader', { name: 'Signed in' })).toHaveCount(0);
  const read = (): Promise<{ at: number; cells: Record<string, Record<string, string>> }> =>
    page.evaluate(() => {
      const cells: Record<string, Record<string, string>> = {};
      for (const one of document.querySelectorAll<HTMLElement>('tr[data-queue]'))
        cells[one.dataset.queue ?? ''] = Object.fromEntries(
          [...one.querySelectorAll<HTMLElement>('td[data-col]')].map((cell) => [
            cell.dataset.col ?? '',
            cell.dataset.value ?? '',
          ]),
        );
      return { at: Number(document.querySelector('main')?.dataset.asOf), cells };
    });
  const { at, cells } = await read();
  const { queues } = await ask(`window=60m&at=${new Date(at).toISOString()}`);
  expect(Object.keys(cells).length).toBeGreaterThan(20);
  for (const [id, cell] of Object.entries(cells)) {
    const truth = queues.find((one) => one.id === id);
    const text = (value: number | null | undefined): string => (value === null ? '' : String(value));
    expect(cell, id).toMatchObject({
      ...{ waiting: text(truth?.waiting), longest: text(truth?.longestS), asa: text(truth?.asaS) },
      ...{ serviceLevel: text(truth?.serviceLevel), abandonRate: text(truth?.abandonRate) },
      ...{ offered: text(truth?.offered), answered: text(truth?.answered), abandoned: text(truth?.abandoned) },
    });
  }
});

test('two hundred queues scroll without a missing row, and none is drawn that is far away', async ({ page }) => {
  await open(page, '?sort=name');
  const seen = new Set<string>();
  const scroller = page.locator('.scroller');
  for (let at = 0; at < 7200; at += 450) {
    await scroller.evaluate((element, top) => (element.scrollTop = top), at);
    const gaps = await page.evaluate(async () => {
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      const box = (element: Element): DOMRect => element.getBoundingClientRect();
      const view = box(document.querySelector('.scroller') as Element);
      const head = box(document.querySelector('thead th') as Element).bottom;
      const all = [...document.querySelectorAll('tr[data-queue]')].map(box);
      const end = box(document.querySelector('table') as Element).bottom;
      const found: number[] = [];
      for (let y = head + 1; y < Math.min(view.bottom, end) - 1; y += 8)
        if (!all.some(({ top, bottom }) => top <= y && y <= bottom)) found.push(y);
      return found;
    });
    expect(gaps, `at ${at}`).toEqual([]);
    const ids = await drawnIds(page);
    expect(ids.length).toBeLessThan(60);
    for (const id of ids) seen.add(id);
  }
  expect(seen.size).toBe(QUEUES.length);
});

test('search, alarms, order and freezing work with the mouse', async ({ page }) => {
  await open(page);
  await expect(rows(page).first()).toHaveAttribute('data-level', 'act');
  await page.getByRole('columnheader', { name: 'Waiting' }).getByRole('link').click();
  await expect(page.getByRole('columnheader', { name: 'Waiting' })).toHaveAttribute('aria-sort', 'descending');
  await expect(page).toHaveURL(/sort=-waiting/);
  await expect(rows(page).first()).toHaveAttribute('data-queue', 'q001');
  await page.getByRole('button', { name: 'Alarmed first' }).click();
  await expect(page).toHaveURL(/\/desk\??$/);

  await page.getByRole('button', { name: 'Alarmed only' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'of 200' })).toBeVisible();
  expect(await rows(page).evaluateAll((all) => all.map((one) => one.getAttribute('data-level')))).not.toContain('fine');
  await page.getByRole('button', { name: 'Alarmed only' }).click();

  await page.getByRole('searchbox').fill('roaming 01');
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL(/q=roaming\+01/);
  await page.getByRole('searchbox').fill('');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '201');

  await page.getByRole('button', { name: 'Freeze order' }).click();
  await expect(page.getByText('The order stands still')).toBeVisible();
  await expect(page).toHaveURL(/order=frozen/);
  const before = await drawnIds(page);
  const at = new Date(Date.now() - 200_000).toISOString();
  const calls = Array.from({ length: 30 }, (_, i) => ({
    ...{ specversion: '1.0' as const, id: `rush/${i}`, source: 'rush', type: 'contact.queued' as const, time: at },
    data: { contact: `rush-${i}`, visit: `rush-${i}/1`, queue: before[20] },
  }));
  await post(server.url, calls);
  await expect(row(page, before[20])).toHaveAttribute('data-level', 'act');
  expect(await drawnIds(page)).toEqual(before);
  await page.getByRole('button', { name: 'Freeze order' }).click();
  await expect(rows(page).first()).toHaveAttribute('data-queue', before[20]);
});

test('everything of it works by keyboard alone', async ({ page }) => {
  await open(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Search the queues');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.keyboard.press('/');
  await page.keyboard.type('internet');
  await page.keyboard.press('Enter');
  const first = (await drawnIds(page))[0];
  await expect(row(page, first).getByRole('link')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  const second = (await drawnIds(page))[1];
  await expect(row(page, second).getByRole('link')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(detail(page).getByRole('heading', { level: 2 })).toContainText('Internet');
  await expect(page).toHaveURL(new RegExp(`queue=${second}`));
  await expect(row(page, second)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/queue=/);
  await expect(row(page, second).getByRole('link')).toBeFocused();

  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Why' })).toBeVisible();
  expect(query(page)).toContain(`whyScope=queue:${second}&whyWindow=15m`);
  await page.keyboard.press('Escape');
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await expect(row(page, first).locator('[data-cell="waiting"]')).toBeFocused();

  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '201');
  await page.keyboard.press('r');
  await expect(page).toHaveURL(/only=alarmed/);
  await page.keyboard.press('f');
  await expect(page.getByText('The order stands still')).toBeVisible();
  // The key in its place on a Russian keyboard.
  await page.evaluate(() =>
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'а', code: 'KeyF', bubbles: true })),
  );
  await expect(page.getByText('The order stands still')).toHaveCount(0);

  await chip(page, 'site').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('m');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/scope=site:moscow/);
  await expect(chip(page, 'site')).toBeFocused();
  await page.keyboard.press('c');
  await expect(page.getByText('The link is copied')).toBeVisible();
});

test('the far end of the table is reached by key, and what has the focus is seen', async ({ page }) => {
  await open(page, '?sort=name');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await expect(row(page, 'q197').getByRole('link')).toBeFocused();
  await expect(row(page, 'q197')).toHaveAttribute('aria-rowindex', '201');
  await expect(row(page, 'q197')).toBeInViewport({ ratio: 0.95 });
  await page.keyboard.press('PageUp');
  await expect(page.locator(':focus')).toBeInViewport({ ratio: 0.95 });
  await page.keyboard.press('Home');
  await expect(rows(page).first().getByRole('link')).toBeFocused();
  await expect(rows(page).first()).toBeInViewport({ ratio: 0.95 });
});

test('a phone shows the table, and the detail over it until Back', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, '?lang=ru');
  await drawn(page);
  await page.screenshot({ path: join(SHOTS, 'desk-phone.png') });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.evaluate(() => scrollTo(0, 3000));
  const inTheMiddle = (): Promise<string> =>
    page.evaluate(() => document.elementFromPoint(60, 420)?.closest('tr')?.getAttribute('data-queue') ?? '');
  await expect.poll(inTheMiddle).not.toBe('');
  const opened = row(page, await inTheMiddle());
  const name = (await opened.getByRole('link').textContent()) ?? '';
  await opened.locator('th').click();
  await expect(page.getByRole('complementary').getByRole('heading', { level: 2 })).toHaveText(name);
  await expect(page.getByRole('complementary')).toBeInViewport({ ratio: 0.8 });
  await page.screenshot({ path: join(SHOTS, 'desk-phone-detail.png') });
  await page.goBack();
  await expect(page.getByRole('complementary')).toHaveCount(0);
});

async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
}

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing serious on the desk, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await open(page, '?queue=q001&order=frozen&lang=ru');
    await page.getByRole('button', { name: 'Столбцы' }).click();
    await drawn(page);
    await page.screenshot({ path: join(SHOTS, `desk-${colorScheme}.png`) });
    expect(await serious(page)).toEqual([]);
    if (colorScheme === 'dark') return;
    await page.keyboard.press('Escape');
    await page.locator('.chips button').first().click();
    await expect(page.getByRole('listbox')).toBeVisible();
    expect(await serious(page)).toEqual([]);
  });
