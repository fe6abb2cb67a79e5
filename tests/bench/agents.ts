// Frames while somebody scrolls through two thousand agents on the desk, who change their states meanwhile: a real Chromium.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { installedChromium } from '../support/chromium.ts';
import { event, post } from '../support/events.ts';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { ServerProcess } from '../support/server-process.ts';
import { grouped, quantile, type Figure } from './figure.ts';

const AGENTS = 2000;
const SECONDS = 20;
/** of two thousand people at work so many change their state in a second */
const CHANGES = 35;

interface Frames {
  frames: number;
  /** longer than one frame at 60 Hz and the clock's own unevenness */
  late: number;
  p95Ms: number;
  longestMs: number;
}

export async function run(): Promise<Figure[]> {
  const { frames, late, p95Ms, longestMs } = await framesOfScroll();
  const what = `${grouped(AGENTS)} agents scrolled through on the desk for ${SECONDS} s, ${CHANGES} of them changing a second`;
  return [
    { name: 'agents.frames', what: `${what}: frames, of ${grouped(60 * SECONDS)}`, value: frames, unit: '' },
    { name: 'agents.late', what: 'of them late', value: late, unit: '' },
    { name: 'agents.p95', what: 'from frame to frame, p95', value: p95Ms, unit: 'ms' },
    { name: 'agents.longest', what: 'the longest', value: longestMs, unit: 'ms' },
  ];
}

async function framesOfScroll(): Promise<Frames> {
  const data = mkdtempSync(join(tmpdir(), 'tablo-bench-'));
  const server = await ServerProcess.start({ data, env: { TABLO_QUEUES: JSON.stringify(QUEUES) } });
  const browser = await chromium.launch({
    executablePath: installedChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  let turn = 0;
  const timer = setInterval(() => void post(server.url, changes(turn++)), 1000);
  try {
    await post(server.url, scenarioEvents({ at: Date.now(), mood: 'calm', agents: AGENTS, queues: QUEUES }));
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${server.url}/desk?view=agents&group=none`);
    await page.locator(`[role=grid][aria-rowcount="${AGENTS}"] [data-agent]`).first().waitFor();
    await page.waitForTimeout(2000);
    return framesOf(await page.evaluate(scroll, SECONDS));
  } finally {
    clearInterval(timer);
    await browser.close();
    await server.end();
    rmSync(data, { recursive: true });
  }
}

function changes(turn: number): ReturnType<typeof event>[] {
  return Array.from({ length: CHANGES }, (_, i) => {
    const state = ['contact', 'wrapup', 'available'][(turn + i) % 3];
    return event('agent.state', Date.now() - 1, { agent: `a${(turn * CHANGES + i * 53) % AGENTS}`, state });
  });
}

/** In the page: down the list and up again, 60 px a frame. @returns ms from frame to frame */
async function scroll(seconds: number): Promise<number[]> {
  const list = document.querySelector('[role=grid]');
  if (!list) throw new Error('there is no list of agents');
  const between: number[] = [];
  const startAt = await new Promise(requestAnimationFrame);
  let way = 60;
  for (let last = startAt; last < startAt + seconds * 1000;) {
    list.scrollTop += way;
    if (list.scrollTop + list.clientHeight >= list.scrollHeight - 1) way = -60;
    if (list.scrollTop <= 0) way = 60;
    const now = await new Promise<number>(requestAnimationFrame);
    between.push(now - last);
    last = now;
  }
  return between;
}

function framesOf(between: number[]): Frames {
  return {
    frames: between.length,
    late: between.filter((ms) => ms > 17.5).length,
    p95Ms: quantile(between, 0.95),
    longestMs: Math.max(...between),
  };
}
