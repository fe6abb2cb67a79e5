// A quarter of an hour of a supervisor, by mouse and by keyboard alone: a queue goes red; why; who is free; the floor is
// told on the wall; back to where it began; a colleague gets the link; it is acknowledged.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { event, post, queued } from '../support/events.ts';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { ServerProcess } from '../support/server-process.ts';

const RULE = {
  ...{ id: 'wait-red', title: { en: 'Wait far beyond its goal', ru: 'Ждут намного дольше цели' } },
  ...{ metric: 'wait.longest', scope: 'each queue', condition: { worse: 'act' }, forS: 1, clearForS: 1 },
};

let data: string;
let server: ServerProcess;
let source: NodeJS.Timeout;

test.use({ viewport: { width: 1440, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] });
test.beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'tablo-shift-'));
  writeFileSync(join(data, 'alerts.json'), JSON.stringify({ version: 1, rules: [RULE] }));
  server = await ServerProcess.start({ data, env: { TABLO_QUEUES: JSON.stringify(QUEUES) } });
  await post(server.url, scenarioEvents({ at: Date.now(), mood: 'calm', agents: 100, queues: QUEUES }));
  const alive = () => post(server.url, [event('source.status', Date.now(), { state: 'up' })]).catch(() => {});
  source = setInterval(() => void alive(), 1000);
});
test.afterEach(async () => {
  clearInterval(source);
  await server.end();
  rmSync(data, { recursive: true });
});

/** How somebody uses what is on the screen. */
interface Way {
  name: string;
  use(page: Page, what: Locator): Promise<void>;
}

const isFocused = (what: Locator): Promise<boolean> => what.evaluate((one) => one === document.activeElement);

async function reach(page: Page, what: Locator): Promise<void> {
  for (let i = 0; i < 150; i++) {
    if (await isFocused(what)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never comes to ${what.toString()}`);
}

const WAYS: Way[] = [
  { name: 'by mouse', use: (_, what) => what.click() },
  {
    name: 'by keyboard alone',
    use: async (page, what) => {
      await reach(page, what);
      await page.keyboard.press('Enter');
    },
  },
];

for (const { name, use } of WAYS)
  test(`a queue goes red: why, who is free, a word to the floor, its beginning, a link, acknowledged: ${name}`, async ({
    page,
    context,
  }) => {
    const wall = await context.newPage();
    await wall.goto(`${server.url}/wall/floor`);
    await page.bringToFront();
    await page.goto(`${server.url}/desk`);
    await expect(page.getByRole('button', { name: 'Alerts 0' })).toBeVisible();

    // A queue goes red, and stands first.
    await post(server.url, [queued('sales', 'red', Date.now() - 134_000)]);
    const rows = page.locator('tr[data-queue]');
    await expect(rows.first()).toHaveAttribute('data-queue', 'sales');
    await expect(rows.first()).toHaveAttribute('data-level', 'act');
    await expect(page).toHaveTitle(/■/);

    // Why: the number's formula and what it is made of.
    await use(page, page.locator('dl [data-metric="wait.longest@now"]'));
    await expect(page).toHaveURL(/why=wait\.longest/);
    await expect(page.getByRole('dialog')).toContainText('Longest wait');
    await expect(page.getByRole('dialog')).toContainText('sales');
    await page.keyboard.press('Escape');
    await expect(page).not.toHaveURL(/why=/);

    // Who is free: the people, those available.
    await use(page, page.getByRole('link', { name: 'Agents', exact: true }));
    await expect(page).toHaveURL(/view=agents/);
    await use(page, page.locator('[data-state-filter="available"]'));
    await expect(page).toHaveURL(/state=available/);
    const people = page.locator('.row[data-agent]');
    await expect(people).toHaveCount(5);

    // A word to the floor.
    await use(page, page.getByRole('button', { name: 'Put on a wall…' }));
    const dialog = page.getByRole('dialog', { name: 'Put on a wall' });
    await use(page, dialog.getByRole('button', { name: 'A message' }));
    await reach(page, dialog.getByLabel('What everybody should know'));
    await page.keyboard.type('Sales wait two minutes: take them first');
    await use(page, dialog.getByRole('button', { name: 'Put on the walls' }));
    await expect(wall.locator('[data-message]')).toHaveText('Sales wait two minutes: take them first');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);

    // To its beginning, and a colleague sees the same.
    await use(page, page.getByRole('button', { name: 'Alerts 1' }));
    const alert = page.locator('article[data-place="queue:sales"]');
    await use(page, alert.getByRole('link', { name: 'See how it began' }));
    await expect(page).toHaveURL(/queue=sales&at=20/);
    await expect(page.locator('main.past')).toBeVisible();
    await use(page, page.getByRole('button', { name: 'Copy link' }));
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const colleague = await context.newPage();
    await colleague.goto(link);
    await expect(colleague.locator('main.past')).toBeVisible();
    const asOf = (one: Page) => one.locator('main').getAttribute('data-as-of');
    await expect.poll(() => asOf(colleague)).toBe(await asOf(page));
    await colleague.close();

    // Back to now, and acknowledged.
    await page.keyboard.press('l');
    await expect(page.locator('main.past')).toHaveCount(0);
    await use(page, page.getByRole('button', { name: 'Alerts 1' }));
    await use(page, alert.getByRole('button', { name: 'Acknowledge' }));
    await alert.getByLabel('Your name').fill('Ann');
    await alert.getByLabel('What is done about it').fill('two people moved');
    await page.keyboard.press('Enter');
    await expect(alert).toContainText(/Acknowledged by Ann, \d\d:\d\d: two people moved/);
    await expect(wall.locator('footer.alarm')).toHaveCount(0);
  });
