// Every board that comes with Tablo, on every shape of screen, in every language, calm and in trouble: nothing is cut,
// wrapped or overlapping, and every widget says something. And boards that somebody changes while they hang.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { ServerProcess } from '../support/server-process.ts';
import { drawn, misprints } from './floor-wall.ts';

const ROOT = join(import.meta.dirname, '../..');
const SHOTS = join(ROOT, 'test-results/boards');
const BOARDS = readdirSync(join(ROOT, 'static/boards')).map((file) => file.replace('.json', ''));
const SIZES = [
  ['720p', 1280, 720],
  ['1080p', 1920, 1080],
  ['4k', 3840, 2160],
  ['portrait', 1080, 1920],
  ['phone', 390, 844],
] as const;
const ALSO = [
  ['ultrawide', 2560, 1080],
  ['tablet', 1024, 768],
] as const;

/** Names as long as real ones get. */
const LONG = {
  TABLO_TITLE: 'Дистанционное обслуживание абонентов',
  TABLO_SITES: JSON.stringify([
    { id: 'rostov', name: { en: 'Rostov-on-Don, Budyonnovsky avenue', ru: 'Ростов-на-Дону, Будённовский проспект' } },
  ]),
  TABLO_QUEUES: JSON.stringify([
    {
      id: 'tariffs',
      name: {
        en: 'Phone · tariffs and additional services for companies',
        ru: 'Телефон · тарифы и дополнительные услуги для юридических лиц',
      },
    },
    { id: 'network', name: { en: 'Phone · network and coverage', ru: 'Телефон · сеть и качество связи' } },
  ]),
};
const MOODS = {
  calm: { incident: 'none', hour: 11, load: 0.8 },
  trouble: { incident: 'now', hour: 11, load: 1.6 },
} as const;
/** Both languages in both moods, and pictures to look at, take minutes: ALL_BOARDS=1 npx playwright test boards.test.ts */
const LANGUAGES = process.env.ALL_BOARDS
  ? { calm: ['en', 'ru'], trouble: ['en', 'ru'] }
  : { calm: ['en'], trouble: ['ru'] };

let server: ServerProcess;
let data: string;

async function open(options: object, env: Record<string, string> = {}): Promise<void> {
  data = mkdtempSync(join(tmpdir(), 'tablo-boards-'));
  const sources = [{ type: 'floor', name: 'floor', backfillMinutes: 300, agents: 300, ...options }];
  server = await ServerProcess.start({ data, env: { TABLO_SOURCES: JSON.stringify(sources), ...env } });
}
async function close(): Promise<void> {
  await server.end();
  rmSync(data, { recursive: true });
}

/** How old the newest event is, ms. */
async function newestAgeMs(): Promise<number> {
  const { sources } = (await (await fetch(`${server.url}/api/v1/metrics`)).json()) as {
    sources: { lastEventAt: string | null }[];
  };
  return Date.now() - Math.max(...sources.map(({ lastEventAt }) => Date.parse(lastEventAt ?? '') || 0));
}

/** What the newest frame brought is painted, on fonts that are there. */
async function show(page: Page, path: string): Promise<void> {
  await page.goto(server.url + path);
  // Fresh it is from the welcome on: the first frame may take longer.
  await expect(page.locator('main')).toHaveAttribute('data-as-of', /^[1-9]/, { timeout: 20_000 });
  await expect(page.locator('main')).toHaveAttribute('data-age', 'fresh');
  await drawn(page);
}

for (const mood of ['calm', 'trouble'] as const)
  test.describe(mood, () => {
    test.beforeAll(async () => {
      mkdirSync(SHOTS, { recursive: true });
      await open(MOODS[mood], LONG);
      // The floor has told of its last hour, and has come to the present.
      await expect.poll(newestAgeMs, { timeout: 90_000 }).toBeLessThan(3000);
    });
    test.afterAll(close);

    for (const board of BOARDS)
      test(`board ${board}: nothing is cut, wrapped or overlapping, on any screen`, async ({ page }) => {
        const failures: string[] = [];
        const errors: string[] = [];
        // Rows that move are somewhere in between.
        await page.emulateMedia({ reducedMotion: 'reduce' });
        page.on('pageerror', (error) => errors.push(error.message));
        for (const language of LANGUAGES[mood]) {
          await show(page, `/wall/${board}?lang=${language}&site=rostov`);
          for (const [name, width, height] of [...SIZES, ...(language === 'ru' ? ALSO : [])]) {
            await page.setViewportSize({ width, height });
            await drawn(page);
            if (process.env.ALL_BOARDS)
              await page.screenshot({ path: join(SHOTS, `${board}-${mood}-${language}-${name}.png`) });
            for (const sentence of await misprints(page)) failures.push(`${language}, ${name}: ${sentence}`);
          }
        }
        expect([...errors, ...failures]).toEqual([]);
      });
  });
