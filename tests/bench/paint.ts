// Event sent → painted: a real Chromium shows the wall, 99 more screens hold sockets, events arrive on a busy floor.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { installedChromium } from '../support/chromium.ts';
import { QUEUES, scenarioEvents } from '../support/scenario.ts';
import { Screen } from '../support/screen.ts';
import { ServerProcess } from '../support/server-process.ts';
import type { Figure } from './figure.ts';

const SCREENS = 99;
const SAMPLES = 200;
const TOPIC = 'floor?scope=all';

interface Waits {
  p50: number;
  p99: number;
}

async function post(url: string, events: object[]): Promise<void> {
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  const response = await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) });
  if (!response.ok) throw new Error(await response.text());
}

function queued(n: number): object {
  const data = { contact: `p${n}`, visit: `p${n}/1`, queue: QUEUES[n % QUEUES.length].id };
  // A little in the past: what happened in this very millisecond is not before it.
  const time = new Date(Date.now() - 1).toISOString();
  return { specversion: '1.0', id: `p${n}`, source: 'bench', type: 'contact.queued', time, data };
}

/** When each value of "waiting" was first painted, epoch ms, kept by the page itself. */
function watchPaint(): void {
  const painted: Record<string, number> = {};
  Object.assign(window, { painted });
  const hero = document.querySelector('[data-metric="waiting@now"]');
  if (!hero) throw new Error('there is no [data-metric="waiting@now"]');
  new MutationObserver(() => {
    const value = hero.getAttribute('data-value') ?? '';
    // The task after the next frame's callbacks: the frame is painted by then.
    requestAnimationFrame(() => setTimeout(() => (painted[value] ??= performance.timeOrigin + performance.now())));
  }).observe(hero, { attributes: true, attributeFilter: ['data-value'] });
}

export async function run(): Promise<Figure[]> {
  const { painted, received } = await waitsOnAFloor();
  const what = `event sent → painted in Chromium, ${SCREENS + 1} sockets, 2 000 agents`;
  return [
    { name: 'paint.p50', what: `${what}, p50`, value: painted.p50, unit: 'ms' },
    { name: 'paint.p99', what: 'the same, p99', value: painted.p99, unit: 'ms', goal: { atMost: 150 } },
    {
      name: 'paint.received',
      what: 'event sent → received on the other sockets, p99',
      value: received.p99,
      unit: 'ms',
    },
  ];
}

async function waitsOnAFloor(): Promise<{ painted: Waits; received: Waits }> {
  const data = mkdtempSync(join(tmpdir(), 'tablo-bench-'));
  const server = await ServerProcess.start({ data });
  const browser = await chromium.launch({
    executablePath: installedChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const screens: Screen[] = [];
  try {
    await post(server.url, scenarioEvents({ at: Date.now(), mood: 'calm', agents: 2000, queues: QUEUES }));
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.goto(`${server.url}/wall/floor`);
    await page.waitForSelector('main[data-link="live"]');
    const receivedAt = new Map<number, number[]>();
    for (let i = 0; i < SCREENS; i++) {
      const screen = await Screen.open(server.url);
      await screen.watch(TOPIC);
      screen.socket.on('message', () => note(screen, receivedAt));
      screens.push(screen);
    }
    await page.waitForTimeout(2000);
    const before = Number(await page.locator('[data-metric="waiting@now"]').getAttribute('data-value'));
    await page.evaluate(watchPaint);
    const sentAt: number[] = [];
    for (let n = 0; n < SAMPLES; n++) {
      sentAt.push(performance.timeOrigin + performance.now());
      await post(server.url, [queued(n)]);
      await page.waitForTimeout(120 + ((n * 37) % 90));
    }
    const paintedAt = await page.evaluate(() => (window as unknown as { painted: Record<string, number> }).painted);
    const painted = sentAt.map((at, n) => paintedAt[before + n + 1] - at).filter((ms) => !Number.isNaN(ms));
    const received = sentAt.flatMap((at, n) => (receivedAt.get(before + n + 1) ?? []).map((heard) => heard - at));
    if (painted.length < SAMPLES * 0.95)
      throw new Error(`only ${painted.length} of ${SAMPLES} events were seen one by one`);
    return { painted: waits(painted), received: waits(received) };
  } finally {
    for (const { socket } of screens) socket.terminate();
    await browser.close();
    await server.end();
    rmSync(data, { recursive: true });
  }
}

function note(screen: Screen, receivedAt: Map<number, number[]>): void {
  const state = screen.held.get(TOPIC)?.state as { readings: Record<string, { value: number }> } | undefined;
  if (!state) return;
  const { value } = state.readings['waiting@now'];
  const heard = receivedAt.get(value) ?? [];
  if (heard.length < SCREENS) receivedAt.set(value, [...heard, performance.timeOrigin + performance.now()]);
}

function waits(ms: number[]): Waits {
  const sorted = ms.sort((a, b) => a - b);
  const at = (q: number) => Math.round(sorted[Math.floor(q * (sorted.length - 1))]);
  return { p50: at(0.5), p99: at(0.99) };
}
