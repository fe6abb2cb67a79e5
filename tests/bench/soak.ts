// A wall that hangs for long: a day of the reference floor, run through in minutes in front of a real Chromium. Memory,
// nodes, listeners and charts must not grow.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { installedChromium } from '../support/chromium.ts';
import { ServerProcess } from '../support/server-process.ts';
import { grouped, type Figure } from './figure.ts';
import { theilSen, type Slope } from './theil-sen.ts';

const MINUTES = 20;
const STILL = ['nodes', 'listeners', 'charts', 'canvases'] as const;
const SAMPLE_MS = 10_000;
/** Until then V8 compiles what a wall does now and then: without its compilers a wall grows by 0.15 MB/h after six minutes. */
const WARM_UP_MS = 30 * 60_000;
const DAY_MINUTES = 24 * 60;

interface SoakOptions {
  minutes: number;
  /** what the screen shows: "/wall/floor", "/kiosk/floor" */
  path: string;
}

interface Sample {
  atMs: number;
  heapMb: number;
  nodes: number;
  listeners: number;
  charts: number;
  canvases: number;
  rendererMb: number;
}

interface Soak {
  minutes: number;
  events: number;
  samples: number;
  /** MB an hour */
  heap: Slope;
  /** of the whole process, MB an hour */
  renderer: Slope;
  /** first half's median → second half's */
  nodes: [number, number];
  listeners: [number, number];
  charts: [number, number];
  canvases: [number, number];
}

/** @param path what the screen shows: "/wall/floor", "/kiosk/floor" */
export async function run(path = '/wall/floor'): Promise<Figure[]> {
  const of = await soak({ minutes: MINUTES, path });
  const { heap, renderer } = of;
  const range = ({ low, high }: Slope): string => `95 %: ${low.toFixed(2)} to ${high.toFixed(2)} MB/h`;
  const day = `a day of the reference floor in ${of.minutes} min before ${path}, ${grouped(of.events)} events`;
  return [
    {
      name: 'soak.heap',
      what: `${day}: growth of the heap in it`,
      value: (heap.slope * of.minutes) / 60,
      unit: 'MB',
      goal: { atMost: 5 },
    },
    {
      name: 'soak.heap-24h',
      what: `the same if it went on so for 24 h by the clock (${range(heap)})`,
      value: 24 * heap.slope,
      unit: 'MB',
    },
    {
      name: 'soak.renderer',
      what: `the renderer’s whole memory (${range(renderer)})`,
      value: renderer.slope,
      unit: 'MB/h',
    },
    ...STILL.map((key): Figure => ({
      name: `soak.${key}`,
      what: `${key}, median of the second half`,
      value: of[key][1],
      unit: '',
      beside: { what: 'of the first', value: of[key][0] },
    })),
  ];
}

async function soak({ minutes, path }: SoakOptions): Promise<Soak> {
  const data = mkdtempSync(join(tmpdir(), 'tablo-soak-'));
  const speed = Math.round(DAY_MINUTES / minutes);
  const server = await ServerProcess.start({
    data,
    env: { TABLO_SOURCES: JSON.stringify([{ type: 'floor', name: 'soak', speed, backfillMinutes: 60 }]) },
  });
  const browser = await chromium.launch({
    executablePath: installedChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.goto(server.url + path);
    // No handle to an element: that would hold its board.
    await page.waitForFunction(() => document.querySelector<HTMLElement>('main.wall')?.dataset.asOf, undefined, {
      timeout: 120_000,
    });
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await page.waitForTimeout(WARM_UP_MS);
    const samples: Sample[] = [];
    const startedAt = performance.now();
    while (performance.now() - startedAt < minutes * 60_000) {
      samples.push(await sample(page, session, performance.now() - startedAt));
      await page.waitForTimeout(SAMPLE_MS);
    }
    return { minutes, events: await eventsIn(server.url), ...summary(samples) };
  } finally {
    await browser.close();
    await server.end();
    rmSync(data, { recursive: true });
  }
}

async function sample(page: Page, session: CDPSession, atMs: number): Promise<Sample> {
  // Twice: what the first one finds unreachable may hold on to more.
  for (let i = 0; i < 2; i++) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const named = (name: string): number => metrics.find((one) => one.name === name)?.value ?? NaN;
  const [charts, canvases] = await page.evaluate(() => [
    document.querySelectorAll('.uplot').length,
    document.querySelectorAll('canvas').length,
  ]);
  return {
    atMs,
    heapMb: named('JSHeapUsedSize') / 1e6,
    nodes: named('Nodes'),
    listeners: named('JSEventListeners'),
    charts,
    canvases,
    rendererMb: rendererMb(),
  };
}

/** Resident memory of the largest renderer that a test runner's browser has. */
function rendererMb(): number {
  const pids = execFileSync('pgrep', ['-f', '--', '--type=renderer'], { encoding: 'utf8' }).trim().split('\n');
  const sizes = pids.map((pid) => {
    try {
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
    } catch {
      return 0;
    }
  });
  return Math.max(...sizes);
}

async function eventsIn(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return [...text.matchAll(/^tablo_events_total\{[^}]*\} (\d+)/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
}

function summary(samples: readonly Sample[]): Omit<Soak, 'minutes' | 'events'> {
  const half = samples.length >> 1;
  const middle = (part: readonly Sample[], key: keyof Sample): number =>
    part.map((one) => one[key]).toSorted((a, b) => a - b)[part.length >> 1];
  const halves = (key: keyof Sample): [number, number] => [
    middle(samples.slice(0, half), key),
    middle(samples.slice(half), key),
  ];
  const slope = (key: 'heapMb' | 'rendererMb'): Slope =>
    theilSen(samples.map((one) => [one.atMs / 3_600_000, one[key]] as const));
  return {
    samples: samples.length,
    heap: slope('heapMb'),
    renderer: slope('rendererMb'),
    nodes: halves('nodes'),
    listeners: halves('listeners'),
    charts: halves('charts'),
    canvases: halves('canvases'),
  };
}
