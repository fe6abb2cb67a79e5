// Screens for every eye: axe finds nothing serious, and states are told apart without colour. On the way each page shows
// that it does nothing that the server's policy refuses.
import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { ServerProcess } from '../support/server-process.ts';
import { drawn } from './floor-wall.ts';

const ROOT = join(import.meta.dirname, '../..');
const SHOTS = join(ROOT, 'test-results/eyes');
const BOARDS = readdirSync(join(ROOT, 'static/boards')).map((file) => file.replace('.json', ''));

let data: string;
let server: ServerProcess;

test.beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  data = mkdtempSync(join(tmpdir(), 'tablo-eyes-'));
  server = await ServerProcess.start({ data, env: { TABLO_QUEUES: JSON.stringify(QUEUES) } });
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  const events = scenarioEvents({ at: Date.now(), mood: 'incident', agents: 200, queues: QUEUES });
  await fetch(`${server.url}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) });
});
test.afterAll(async () => {
  await server.end();
  rmSync(data, { recursive: true });
});

async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0].html.slice(0, 200)} (${nodes.length} in all)`);
}

/** What browsers say when a page's policy refuses something. */
function refusals(page: Page): string[] {
  const said: string[] = [];
  page.on('console', (message) => {
    if (/Content.Security.Policy|requires 'Trusted/i.test(message.text())) said.push(message.text());
  });
  return said;
}

const PAGES = [
  '/',
  '/desk',
  '/sign-in',
  '/pair',
  '/screens',
  '/access',
  '/kiosk/floor',
  '/stories?widget=queues',
  ...BOARDS.map((board) => `/wall/${board}`),
];
for (const path of PAGES)
  test(`axe finds nothing serious on ${path}, and its policy refuses nothing`, async ({ page }) => {
    const refused = refusals(page);
    await page.goto(server.url + path);
    await page.locator('main').waitFor();
    if (path.startsWith('/wall')) await expect(page.locator('main')).toHaveAttribute('data-link', 'live');
    await drawn(page);
    expect(await serious(page)).toEqual([]);
    expect(refused).toEqual([]);
  });

test('a page that is reached by a link does nothing that its policy refuses', async ({ page }) => {
  const refused = refusals(page);
  await page.goto(server.url);
  await page.locator('a[href*="/desk"]').first().click();
  await page.locator('tr[data-queue]').first().waitFor();
  await expect(page.locator('#svelte-announcer')).toHaveCSS('width', '1px');
  expect(refused).toEqual([]);
});

test('no page makes markup or the address of a script out of text', async ({ page }) => {
  await page.goto(`${server.url}/wall/floor`);
  await expect(page.locator('main')).toHaveAttribute('data-link', 'live');
  const tried = await page.evaluate(() => {
    const attempt = (act: () => unknown) => {
      try {
        return String(act());
      } catch (error) {
        return (error as Error).name;
      }
    };
    return [
      attempt(() => (document.createElement('p').innerHTML = '<b>hello</b>')),
      attempt(() => new Worker('/anything.js')),
      attempt(() => (document.createElement('script').src = '/anything.js')),
      attempt(() => (document.createElement('p').textContent = '<b>hello</b>')),
    ];
  });
  expect(tried).toEqual(['TypeError', 'TypeError', 'TypeError', '<b>hello</b>']);
});

/** The picture of a part of the page, as grey values 0–255 of `side` × `side` points. */
async function greys(page: Page, part: Locator, side = 12): Promise<number[]> {
  const png = (await part.screenshot()).toString('base64');
  return page.evaluate(
    async ([source, points]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${source}`;
      await image.decode();
      const canvas = new OffscreenCanvas(points, points).getContext('2d') as OffscreenCanvasRenderingContext2D;
      canvas.drawImage(image, 0, 0, points, points);
      const { data: pixels } = canvas.getImageData(0, 0, points, points);
      return Array.from({ length: points * points }, (_, i) => {
        const [r, g, b] = pixels.slice(i * 4, i * 4 + 3);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      });
    },
    [png, side] as const,
  );
}

const apart = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;

/** Mean difference of two pictures' points, of 255: below that they look the same from some way off. */
const SEEN = 10;

for (const deficiency of ['achromatopsia', 'deuteranopia', 'protanopia'] as const)
  test(`states are told apart with ${deficiency}`, async ({ page, context }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(`${server.url}/wall/floor`);
    await expect(page.locator('.cell rect, svg rect.available').first()).toBeVisible();
    await drawn(page);
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setEmulatedVisionDeficiency', { type: deficiency });
    await page.screenshot({ path: join(SHOTS, `floor-${deficiency}.png`) });
    const pictures = new Map<string, number[]>();
    for (const state of ['available', 'contact', 'wrapup', 'break', 'ringing', 'missed']) {
      const swatch = page.locator(`[data-widget=agents] .swatch.${state}`);
      if ((await swatch.count()) > 0 && (await swatch.first().isVisible()))
        pictures.set(`cell ${state}`, await greys(page, swatch.first()));
    }
    for (const level of ['fine', 'look', 'act'])
      pictures.set(`level ${level}`, await greys(page, page.locator(`svg.shape.${level}`).first()));
    const same: string[] = [];
    const all = [...pictures];
    for (const [i, [a, first]] of all.entries())
      for (const [b, second] of all.slice(i + 1))
        if (a.split(' ')[0] === b.split(' ')[0] && apart(first, second) < SEEN)
          same.push(`${a} and ${b} differ by ${apart(first, second).toFixed(1)} of 255`);
    expect(same).toEqual([]);
  });
