// Screens in Russian: no English word is left on them, plurals are right, and the language is the one that was asked for.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { answered, post, queued } from '../support/events.ts';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { ServerProcess } from '../support/server-process.ts';

const BOARDS = readdirSync(join(import.meta.dirname, '../../static/boards')).map((file) => file.replace('.json', ''));
const NAMES = ['Тарифы', 'Сеть', 'Мессенджеры', 'Чат приложения', 'Чат сайта', 'Продажи'];
/** how many requests of today each of these queues had */
const REQUESTS = [1, 2, 5, 21];
/** Names, and what is typed as it stands. */
const LATIN = /\b(NPS|CSAT|Tablo|CSV|Chrome|Europe\/Moscow|team:ID|channel:ID|J|K|L|N|T)\b/g;

let server: ServerProcess;
let data: string;

test.beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'tablo-ru-'));
  const counted = REQUESTS.map((count) => ({ id: `q${count}`, name: `Очередь ${count}` }));
  const env = {
    TABLO_QUEUES: JSON.stringify([...QUEUES.map((queue, i) => ({ ...queue, name: NAMES[i] })), ...counted]),
    TABLO_SITES: JSON.stringify([{ id: 'rostov', name: 'Ростов' }]),
    TABLO_TITLE: 'Дистанционное обслуживание',
    TABLO_ZONE: 'Europe/Moscow',
    TABLO_LANGUAGE: 'ru',
  };
  server = await ServerProcess.start({ data, env });
  const now = Date.now();
  const ended = REQUESTS.flatMap((count) =>
    Array.from({ length: count }, (_, i) => [
      queued(`q${count}`, `q${count}-${i}`, now - 2000),
      answered(`q${count}-${i}`, now - 1000),
    ]),
  );
  await post(server.url, [
    ...scenarioEvents({ at: now, mood: 'incident', agents: 200, queues: QUEUES }),
    ...ended.flat(),
  ]);
});
test.afterAll(async () => {
  await server.end();
  rmSync(data, { recursive: true });
});

const view = (page: Page) => page.locator('main:not(.unseen)');

/** Everything that is read or heard on the page with a Latin word in it. @param within what is looked at */
async function latinWords(page: Page, within = 'html'): Promise<string[]> {
  const texts = await page.locator(within).evaluateAll((elements) => {
    const spoken = ['aria-label', 'title', 'placeholder', 'alt'];
    const read = elements.flatMap((root) => {
      const found: string[] = [];
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { parentElement: parent, textContent } = walker.currentNode;
        if (parent && !parent.closest('script, style, [hidden]') && parent.getClientRects().length > 0)
          found.push(textContent ?? '');
      }
      for (const one of [root, ...root.querySelectorAll('*')])
        found.push(...spoken.map((name) => one.getAttribute(name) ?? ''));
      return found;
    });
    return [document.title, ...read];
  });
  return [...new Set(texts)].filter((text) => /[a-z]{2}/i.test(text.replace(LATIN, '')));
}

test('no English word is left on any board in Russian', async ({ page }) => {
  expect(BOARDS.length).toBeGreaterThan(0);
  for (const board of BOARDS) {
    await page.goto(`${server.url}/wall/${board}`);
    await expect(view(page)).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
    expect(await latinWords(page), board).toEqual([]);
  }
});

test('nor on the desk, in the past, on the way there, or on the page with all there is to see', async ({ page }) => {
  for (const address of [
    '/desk?lang=ru',
    '/desk?lang=ru&at=1999-01-01T00:00:00Z',
    '/desk?lang=ru&at=never',
    '/?lang=ru',
  ]) {
    await page.goto(server.url + address);
    await expect(page.locator('main')).toContainText(/[а-я]{3}/);
    await expect(page.locator('main.unseen:not(:has(.note:not([hidden])))')).toHaveCount(0);
    expect(
      (await latinWords(page)).filter((text) => !text.includes('2026-11-22T14:26:00Z')),
      address,
    ).toEqual([]);
  }
});

test('the panel that tells why has Russian words for what the server counts', async ({ page }) => {
  await page.goto(`${server.url}/desk?lang=ru`);
  for (const metric of ['service.level@15m', 'assistant.deflection@15m', 'nps@24h']) {
    await page.locator(`dl [data-metric="${metric}"]`).click();
    const panel = page.getByRole('dialog');
    await expect(panel.locator('tbody tr').first()).toBeVisible();
    expect(await latinWords(page, 'dialog :is(h2, h3, dt, th, nav, button, strong)'), metric).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(panel).toHaveCount(0);
  }
});

test('numbers of things are told in the right form: 1, 2, 5, 21', async ({ page }) => {
  const said = ['1 обращение', '2 обращения', '5 обращений', '21 обращение'];
  for (const [i, count] of REQUESTS.entries()) {
    await page.goto(`${server.url}/wall/floor?scope=queue:q${count}&lang=ru`);
    await expect(page.locator('figcaption').filter({ hasText: 'закончил' })).toContainText(`${said[i]} `);
  }
});

test('the operator’s language is that of screens that ask for none, after a reload at once', async ({ page }) => {
  await page.goto(`${server.url}/desk`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  await expect(page.getByRole('grid')).toContainText('Дольше всех');
  await page.goto(`${server.url}/desk?lang=en`);
  await expect(page.getByRole('grid')).toContainText('Longest');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  expect(await latinWords(page)).toContain('Queue');
  await page.getByRole('link', { name: 'Wall' }).click();
  await expect(page).toHaveURL(/\/wall\/floor.*lang=en/);
  // Without a way to the server the screen knows the language that it was told.
  await page.routeWebSocket('**/live', (socket) => void socket.close());
  await page.goto(`${server.url}/desk`);
  await expect(page.locator('main')).toContainText('Подключаемся к серверу');
});
