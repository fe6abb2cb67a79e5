import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { MetricsAnswer } from '#core/answers.ts';
import { ServerProcess } from '../support/server-process.ts';
import { answered, event, post, queued } from '../support/events.ts';

const SHOTS = join(import.meta.dirname, '../../test-results/shots');
const VISITS = 70;
let server: ServerProcess;
let data: string;

test.beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'tablo-why-'));
  server = await ServerProcess.start({ data, env: { TABLO_QUEUES: '[{id: care, name: Забота о клиентах}]' } });
  const at = Date.now() - 60_000;
  const events = Array.from({ length: VISITS }, (_, i) => [
    queued('care', `v${i}`, at),
    answered(`v${i}`, at + 500 * i),
  ]);
  await post(server.url, [
    ...events.flat(),
    queued('care', 'gone', at),
    event('contact.left', at + 3000, { contact: 'contact-gone', visit: 'gone', reason: 'abandoned' }),
  ]);
});
test.afterAll(async () => {
  await server.end();
  rmSync(data, { recursive: true });
});

const panel = (page: Page) => page.getByRole('dialog');
const reading = async (page: Page, metric: string) => {
  const query = new URL(page.url()).searchParams;
  const asked = new URLSearchParams({
    scope: query.get('whyScope') ?? '',
    window: query.get('whyWindow') ?? '',
    at: query.get('whyAt') ?? '',
  });
  const answer = (await (await fetch(`${server.url}/api/v1/metrics?${asked}`)).json()) as MetricsAnswer;
  return answer.metrics[metric];
};
const counts = async (page: Page): Promise<Record<string, string | null>> => {
  await expect(panel(page)).toContainText('Counts');
  return panel(page)
    .locator('[data-of="count"]')
    .evaluateAll((cells) =>
      Object.fromEntries(
        cells.map((cell): [string, string | null] => [cell.getAttribute('data-figure') ?? '', cell.textContent]),
      ),
    );
};

test('a click on a number of the desk tells its formula, its counts and the visits behind it', async ({ page }) => {
  await page.goto(`${server.url}/desk`);
  await page.locator('[data-queue="care"] [data-col="asa"] button').click();
  await expect(panel(page)).toContainText('Σ wait of answered ÷ answered');
  const asa = await reading(page, 'asa');
  expect(await panel(page).locator('[data-why-value]').getAttribute('data-why-value')).toBe(String(asa.value));
  expect(await counts(page)).toEqual({ answered: String(VISITS), waitSeconds: '1\u202f207.500' });
  await expect(panel(page).locator('tbody tr')).toHaveCount(50);
  await page.screenshot({ path: join(SHOTS, 'why-desk.png') });
  await panel(page).getByRole('button', { name: 'More' }).click();
  await expect(panel(page).locator('tbody tr')).toHaveCount(VISITS);
  await expect(panel(page).getByRole('button', { name: 'More' })).toHaveCount(0);

  const csv = await panel(page).getByRole('link', { name: 'CSV' }).getAttribute('href');
  const lines = (await (await fetch(server.url + csv)).text()).trim().split('\n');
  expect(lines).toHaveLength(VISITS + 1);

  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  expect(await counts(page)).toEqual({ answered: String(VISITS), waitSeconds: '1\u202f207.500' });
});

test('the service level shows all seven definitions, with the configured one marked', async ({ page }) => {
  await page.goto(`${server.url}/desk`);
  await page.locator('dl [data-metric="service.level@15m"]').click();
  await expect(panel(page).locator('[data-of="variant"]')).toHaveCount(7);
  const { variants, value } = await reading(page, 'service.level');
  expect(value).toBe(variants?.ignore);
  await expect(panel(page).locator('.chosen')).toContainText('ignore');
});

test('everything works by keyboard alone, and another window is another answer', async ({ page }) => {
  await page.goto(`${server.url}/desk`);
  const number = page.locator('dl [data-metric="asa@15m"]');
  await number.focus();
  await page.keyboard.press('Enter');
  await expect(panel(page)).toBeVisible();
  await panel(page).getByRole('button', { name: 'last 28 days' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/whyWindow=28d/);
  await expect(panel(page)).toContainText('28');
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await expect(page).not.toHaveURL(/why/);
});

test('a number of the wall tells why, and the wall stays as it is', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto(`${server.url}/wall/floor`);
  const asa = page.locator('[data-metric="asa@5m"]').first();
  // Before the first frame there is a dash, and it is smaller.
  await expect(asa).toHaveAttribute('data-value', /\d/);
  const before = await asa.boundingBox();
  await asa.click();
  await expect(panel(page)).toContainText('Average speed of answer');
  await page.screenshot({ path: join(SHOTS, 'why-wall.png') });
  expect(await asa.boundingBox()).toEqual(before);
});

test('where nothing happened there is a sentence instead of a number', async ({ page }) => {
  const at = new Date(Date.now() - 5 * 86_400_000).toISOString();
  await page.goto(`${server.url}/desk?why=nps&whyScope=all&whyWindow=15m&whyAt=${at}`);
  await expect(panel(page)).toContainText('Nothing of it happened in this window');
  await expect(panel(page)).toContainText('None in this window');
});
