// The stories: every widget with every example in boxes of each size, and what is left of it when it is gone.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type CDPSession, type Page } from '@playwright/test';
import { ServerProcess } from '../support/server-process.ts';
import { drawn, misprints } from './floor-wall.ts';

test.describe.configure({ mode: 'parallel' });
const root = join(import.meta.dirname, '../..');
const WIDGETS = readdirSync(join(root, 'src/lib/widgets')).map((file) => file.replace(/\.svelte$/, ''));
/** In CI a good part of them: TABLO_ROUNDS=500 npx playwright test stories.test.ts */
const ROUNDS = Number(process.env.TABLO_ROUNDS ?? 150);

// It draws some thousand pictures: on a machine that is busy with other things that takes its time.
test.setTimeout(10 * 60_000);

let server: ServerProcess;
const data = mkdtempSync(join(tmpdir(), 'tablo-stories-'));
test.beforeAll(async () => {
  server = await ServerProcess.start({ data });
});
test.afterAll(async () => {
  await server.end();
  rmSync(data, { recursive: true });
});

/** Everything that went wrong on the page, from now on. */
function troubles(page: Page): string[] {
  const found: string[] = [];
  page.on('pageerror', (error) => found.push(error.message));
  page.on('console', (message) => message.type() === 'error' && found.push(message.text()));
  return found;
}

for (const language of ['en', 'ru'])
  test(`every widget has all its examples readable in boxes of each size, ${language}`, async ({ page }) => {
    const wrong = troubles(page);
    await page.setViewportSize({ width: 2200, height: 1200 });
    await page.goto(`${server.url}/stories?lang=${language}&eager&u=1&widget=${WIDGETS[0]}`);
    for (const widget of WIDGETS) {
      await page.locator(`nav li > a[href$="widget=${widget}"]`).click();
      await expect(page.locator(`[data-story^="${widget}/"] .live > *`).first()).toBeVisible();
      await drawn(page);
      expect(await page.locator('[data-story] .live').count(), widget).toBeGreaterThan(6);
      wrong.push(...(await misprints(page, '[data-story]')).map((sentence) => `${language}: ${sentence}`));
    }
    expect(wrong).toEqual([]);
  });

interface Left {
  nodes: number;
  listeners: number;
  canvases: number;
}

async function leftAfterGarbage(cdp: CDPSession): Promise<Left> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  const { result } = await cdp.send('Runtime.evaluate', { expression: 'HTMLCanvasElement.prototype' });
  const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: result.objectId as string });
  const { result: length } = await cdp.send('Runtime.callFunctionOn', {
    objectId: objects.objectId as string,
    functionDeclaration: 'function () { return this.length }',
    returnByValue: true,
  });
  await cdp.send('Runtime.releaseObject', { objectId: objects.objectId as string });
  return { nodes, listeners: jsEventListeners, canvases: Number(length.value) };
}

/** Makes all that is shown anew, so often. */
function again(page: Page, rounds: number): Promise<void> {
  return page.evaluate(async (rounds) => {
    const button = document.querySelector<HTMLButtonElement>('.shown button');
    const { port1, port2 } = new MessageChannel();
    for (let round = 0; round < rounds; round++) {
      button?.click();
      await new Promise((resolve) => {
        port1.onmessage = resolve;
        port2.postMessage(null);
      });
      // Now and then it is painted too, and told its size.
      if (round % 50 === 49) await new Promise(requestAnimationFrame);
    }
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
  }, rounds);
}

test(`a widget that came and went ${ROUNDS} times leaves no node, no listener and no chart behind`, async ({
  page,
}) => {
  const wrong = troubles(page);
  const cdp = await page.context().newCDPSession(page);
  const left: Record<string, Left> = {};
  for (const widget of WIDGETS) {
    await page.goto(`${server.url}/stories?lang=en&eager&widget=${widget}&example=act&box=hero`);
    await expect(page.locator('[data-story] .live > *').first()).toBeVisible();
    await again(page, 20);
    const before = await leftAfterGarbage(cdp);
    const started = Date.now();
    await again(page, ROUNDS);
    const after = await leftAfterGarbage(cdp);
    if (process.env.TABLO_TIMES) console.log(widget, Date.now() - started, before, after);
    left[widget] = {
      nodes: after.nodes - before.nodes,
      listeners: after.listeners - before.listeners,
      canvases: after.canvases - before.canvases,
    };
  }
  // One that leaks leaves hundreds.
  for (const [widget, { nodes, listeners, canvases }] of Object.entries(left)) {
    expect(nodes, `nodes of ${widget}`).toBeLessThan(20);
    expect(listeners, `listeners of ${widget}`).toBeLessThan(5);
    expect(canvases, `canvases of ${widget}`).toBeLessThan(2);
  }
  expect(wrong).toEqual([]);
});
