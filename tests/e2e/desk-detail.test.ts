// The desk's detail and its agents: their numbers are those of the API at the same instant, and two thousand people can be
// gone through with mouse and keyboard.
import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { AgentRow, MetricsAnswer } from '#core/answers.ts';
import { formatSeconds } from '#core/format.ts';
import { whatIf } from '#core/what-if.ts';
import { answered, event, post, queued } from '../support/events.ts';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { ServerProcess } from '../support/server-process.ts';
import { drawn } from './floor-wall.ts';

const SHOTS = join(import.meta.dirname, '../../test-results/shots');
const AGENTS = 2000;
const SCOPE = 'queue:tariffs';

let data: string;
let server: ServerProcess;

test.use({ viewport: { width: 1440, height: 900 } });
test.beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  data = mkdtempSync(join(tmpdir(), 'tablo-detail-'));
  server = await ServerProcess.start({ data, env: { TABLO_QUEUES: JSON.stringify(QUEUES) } });
  const now = Date.now();
  await post(server.url, scenarioEvents({ at: now, mood: 'incident', agents: AGENTS, queues: QUEUES }));
  // Talks that are over, by which handling time and people needed are told.
  const talks = Array.from({ length: 60 }, (_, i) => {
    const from = now - 14 * 60_000 + i * 6_000;
    const ids = { contact: `contact-talk${i}`, visit: `talk${i}` };
    return [
      queued('tariffs', `talk${i}`, from),
      answered(`talk${i}`, from + 8_000),
      event('contact.ended', from + 160_000 + i * 500, { ...ids, agent: 'a6', by: 'customer' }),
    ];
  });
  await post(server.url, talks.flat());
});
test.afterAll(async () => {
  await server.end();
  rmSync(data, { recursive: true });
});

const detail = (page: Page) => page.locator(`.detail[data-scope="${SCOPE}"]`);
const list = (page: Page) => page.getByRole('grid', { name: 'Agents, longest in their state first' });

interface Seen {
  asOf: number;
  /** metric → value as it stands there */
  numbers: Record<string, string>;
  /** of the what-if's rows: as it would be */
  then: Record<string, string>;
  /** agent → since when, epoch ms */
  agents: Record<string, string>;
}

/** All of it in one go, so that it belongs to one frame. */
const seen = (page: Page): Promise<Seen> =>
  detail(page).evaluate((pane: HTMLElement) => {
    const pairs = (selector: string, key: string, value: (one: HTMLElement) => string) =>
      Object.fromEntries(
        [...pane.querySelectorAll<HTMLElement>(selector)].map((one) => [one.getAttribute(key) ?? '', value(one)]),
      );
    return {
      asOf: Number(pane.dataset.asOf),
      numbers: pairs('[data-why]', 'data-why', (one) => one.dataset.value ?? ''),
      then: pairs('[data-what-if]', 'data-what-if', (one) => one.querySelector('[data-then]')?.textContent ?? ''),
      agents: pairs(
        '[data-agent]',
        'data-agent',
        (one) => one.querySelector<HTMLElement>('[data-since]')?.dataset.since ?? '',
      ),
    };
  });

async function api<T>(path: string, query: Record<string, string>): Promise<T> {
  return (await (await fetch(`${server.url}/api/v1/${path}?${new URLSearchParams(query)}`)).json()) as T;
}

async function openDetail(page: Page): Promise<void> {
  await page.goto(`${server.url}/desk?queue=tariffs`);
  await expect(detail(page).locator('[data-visit]').first()).toBeVisible();
  await expect(detail(page).locator('[data-what-if]')).toHaveCount(3);
}

test('the detail of a queue says what the API says of it at that instant, and a click tells why', async ({ page }) => {
  await openDetail(page);
  const { asOf, numbers, agents } = await seen(page);
  const at = new Date(asOf).toISOString();
  const { metrics } = await api<MetricsAnswer>('metrics', { scope: SCOPE, window: '15m', at });
  expect(Object.keys(numbers)).toEqual(
    expect.arrayContaining(['waiting@now', 'staff.gap@now', 'agents.available@now']),
  );
  for (const [key, value] of Object.entries(numbers))
    expect(value === '' ? null : Number(value), key).toBe(metrics[key.split('@')[0]].value);
  const { agents: all } = await api<{ agents: AgentRow[] }>('agents', { scope: SCOPE, at });
  expect(Object.keys(agents)).toHaveLength(8);
  for (const [id, since] of Object.entries(agents))
    expect(Number(since), id).toBe(Date.parse(all.find((one) => one.id === id)?.since ?? ''));
  await page.screenshot({ path: join(SHOTS, 'desk-detail.png') });

  await detail(page).locator('[data-why="staff.required@now"]').click();
  await expect(page.getByRole('dialog')).toContainText('Erlang A');
  expect(new URL(page.url()).searchParams.get('whyScope')).toBe(SCOPE);
});

test('five people more change wait, service level and gap as the server’s own formulas say', async ({ page }) => {
  await openDetail(page);
  await detail(page).getByRole('slider', { name: 'Move people here' }).focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft');
  await expect(detail(page).locator('output')).toHaveText('−5');
  const { asOf, then } = await seen(page);
  const at = new Date(asOf).toISOString();
  const { metrics } = await api<MetricsAnswer>('metrics', { scope: SCOPE, window: '15m', at });
  const target = metrics['service.level'].goal?.look ?? NaN;
  const moved = whatIf(metrics['staff.required'].counts, -5, { thresholdS: 30, target });
  expect(then.wait.trim()).toBe(formatSeconds(moved?.waitS?.value ?? NaN));
  expect(Number(then.gap.trim().replace('−', '-'))).toBe(moved?.gap.value);
  expect(moved?.gap.value).toBe((metrics['staff.gap'].value ?? NaN) + 5);
});

test('the list goes to the last of two thousand and back by keyboard, with only those in the page who are seen', async ({
  page,
}) => {
  await page.goto(`${server.url}/desk?view=agents&group=none`);
  await expect(list(page)).toHaveAttribute('aria-rowcount', String(AGENTS));
  const rows = list(page).getByRole('row');
  await list(page).focus();
  await page.keyboard.press('End');
  const last = list(page).locator(`[aria-rowindex="${AGENTS}"]`);
  await expect(last).toHaveAttribute('aria-selected', 'true');
  await expect(last).toBeInViewport();
  expect(await rows.count()).toBeLessThan(80);
  const agent = (await last.getAttribute('data-agent')) ?? '';
  await expect(page).toHaveURL(new RegExp(`agent=${agent}(&|$)`));
  await expect(list(page)).toHaveAttribute('aria-activedescendant', (await last.getAttribute('id')) ?? '-');
  await page.keyboard.press('Home');
  await expect(list(page).locator('[aria-rowindex="1"]')).toBeInViewport();
  for (let turn = 0; turn < 12; turn++) {
    await page.mouse.move(1200, 500);
    await page.mouse.wheel(0, 2000);
  }
  await expect.poll(() => rows.first().getAttribute('aria-rowindex').then(Number)).toBeGreaterThan(400);
});

test('states, search and groups choose who is listed; cells name who is under the pointer', async ({ page }) => {
  await page.goto(`${server.url}/desk?view=agents`);
  await expect(list(page).locator('[data-agent]').first()).toBeVisible();
  await page.locator('[data-state-filter="available"]').click();
  await expect(list(page)).toHaveAttribute('aria-rowcount', String(AGENTS / 20 + 40 / 20));
  await page.getByRole('button', { name: 'nothing' }).click();
  await expect(list(page)).toHaveAttribute('aria-rowcount', String(AGENTS / 20));
  await page.keyboard.press('/');
  await page.keyboard.type('a1040');
  await expect(list(page)).toHaveAttribute('aria-rowcount', '1');
  await expect(page).toHaveURL(/q=a1040/);
  await expect(page).toHaveURL(/group=none&state=available/);
  const cells = page.getByRole('listbox', { name: /A cell a person/ });
  await cells.focus();
  await page.keyboard.press('ArrowRight');
  await expect(cells.getByRole('option')).toHaveText(/^a\d+: .+ for \d+:\d\d/);
  await page.keyboard.press('ArrowDown');
  await expect(page).toHaveURL(/agent=a\d+/);
  await page.screenshot({ path: join(SHOTS, 'desk-agents.png') });
});

test('a moment of the past is shown by detail and agents too', async ({ page }) => {
  const at = new Date(Math.floor((Date.now() - 20 * 60_000) / 1000) * 1000).toISOString().replace('.000Z', 'Z');
  await page.goto(`${server.url}/desk?queue=tariffs&at=${at}`);
  await expect(detail(page)).toHaveAttribute('data-as-of', String(Date.parse(at)));
  await page.goto(`${server.url}/desk?view=agents&at=${at}`);
  await expect(page.locator('section[data-as-of]')).toHaveAttribute('data-as-of', String(Date.parse(at)));
});

for (const scheme of ['light', 'dark'] as const)
  test(`axe finds nothing serious on detail and agents, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    for (const address of ['?queue=tariffs', '?view=agents&agent=a7']) {
      await page.goto(`${server.url}/desk${address}`);
      await expect(page.locator('[data-agent]').first()).toBeVisible();
      await drawn(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`)).toEqual([]);
    }
  });

test('in the hand both fit the width of the screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const address of ['?queue=tariffs&lang=ru', '?view=agents&lang=ru']) {
    await page.goto(`${server.url}/desk${address}`);
    await expect(page.locator('[data-agent]').first()).toBeVisible();
    await drawn(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.screenshot({ path: join(SHOTS, `desk-phone-${address.includes('agents') ? 'agents' : 'detail'}.png`) });
  }
});
