// What one update of a full wall costs a TV: main-thread time of a board of twelve widgets before two thousand agents at
// work, with the processor six times slower. Beside it a page of four bare uPlots and thirty cells.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from '@playwright/test';
import { barePage } from './bare-page.ts';
import { startBareServer, usualFrame } from './bare-server.ts';
import { launchBrowser } from './browser.ts';
import { AGENTS, endFloor, startFloor, startSender } from './busy-server.ts';
import { grouped, quantile, type Figure } from './figure.ts';
import { markUpdates, updatesOf, type Updates } from './main-thread.ts';

const SLOWER = 6;
const EVENTS_PER_S = 200;
const MEASURED_MS = 15_000;
const TOPIC = 'floor?scope=all';
const BOARD = 'twelve';
const WIDGETS: [widget: string, options?: object][] = [
  ['wait'],
  ['service-level'],
  ['agents'],
  ['deflection'],
  ['nps'],
  ['staffing'],
  ['queues'],
  ['assistant'],
  ['sites'],
  ['number', { metric: 'answered', window: '60m' }],
  ['number', { metric: 'abandon.rate', window: '60m' }],
  ['sources'],
];

export async function run(): Promise<Figure[]> {
  const server = await startFloor(dataWithBoard());
  const stopSender = startSender(server.url, EVENTS_PER_S);
  const browser = await launchBrowser();
  const frame = await usualFrame(server.url, TOPIC);
  const bare = await startBareServer({ page: barePage(), frame, everyMs: 100 });
  try {
    const theirs = await measure(browser, bare.url);
    const ours = await measure(browser, `${server.url}/wall/${BOARD}`);
    return figures(ours, theirs);
  } finally {
    await browser.close();
    await bare.end();
    await stopSender();
    await endFloor(server);
  }
}

function figures(ours: Updates, theirs: Updates): Figure[] {
  const what = `a wall of ${WIDGETS.length} widgets, ${grouped(AGENTS)} agents, CPU ${SLOWER} × slower`;
  const beside = (of: (one: Updates) => number) => ({
    value: of(ours),
    beside: { what: '4 bare uPlots and 30 cells', value: of(theirs) },
  });
  const at = (q: number) => beside(({ updatesMs }) => quantile(updatesMs, q));
  const share = (name: keyof Updates['perUpdateMs']) => beside(({ perUpdateMs }) => perUpdateMs[name]);
  return [
    {
      name: 'wall.p95',
      what: `${what}: main thread of one update, p95 of ${ours.updatesMs.length}`,
      unit: 'ms',
      goal: { atMost: 12 },
      ...at(0.95),
    },
    { name: 'wall.p50', what: 'the same, p50', unit: 'ms', ...at(0.5) },
    { name: 'wall.script', what: 'of an update on average: script', unit: 'ms', ...share('script') },
    { name: 'wall.style', what: 'style and layout', unit: 'ms', ...share('layout') },
    { name: 'wall.paint', what: 'paint and what hands it on', unit: 'ms', ...share('paint') },
  ];
}

/** Three rows of four on the grid of a TV. */
function dataWithBoard(): string {
  const data = mkdtempSync(join(tmpdir(), 'tablo-bench-'));
  const widgets = WIDGETS.map(([widget, options = {}], i) => ({
    id: `w${i}`,
    widget,
    options,
    at: { wide: [6 * (i % 4), 4 * Math.floor(i / 4), 6, 4] },
  }));
  mkdirSync(join(data, 'boards'));
  writeFileSync(
    join(data, 'boards', `${BOARD}.json`),
    JSON.stringify({ version: 1, title: { en: 'Twelve' }, widgets }),
  );
  return data;
}

async function measure(browser: Browser, url: string): Promise<Updates> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  try {
    await markUpdates(page);
    await page.goto(url);
    await page.waitForSelector('[data-link="live"]', { timeout: 60_000 });
    const drawn = await page.locator('[data-widget]').count();
    if (url.endsWith(BOARD) && drawn !== WIDGETS.length) throw new Error(`${drawn} widgets are there`);
    await pause(5000);
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await pause(2000);
    return await updatesOf(browser, page, MEASURED_MS);
  } finally {
    await page.close();
  }
}
