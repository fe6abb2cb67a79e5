// How cost grows with events a second, queues, agents, screens and days, each tenfold with all else as it was. Draws
// docs/growth.svg.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FloorViewBuilder } from '#core/view/build-floor-view.ts';
import { busyFloor } from '../support/busy-floor.ts';
import { applyAll, newEngine, NOON } from '../support/engine.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { endFloor, eventsTaken, startFloor, startSender } from './busy-server.ts';
import { median, type Figure } from './figure.ts';
import { growthChart, kneeWords, type Course } from './growth-chart.ts';
import { keepDays, LAST_AT, series } from './history.ts';
import { Listeners } from './listeners.ts';

const EVENTS_PER_S = [1000, 2000, 5000, 10_000];
const QUEUES = [20, 50, 100, 200];
const AGENTS = [2000, 5000, 10_000, 20_000];
const SCREENS = [500, 1000, 2500, 5000];
const DAYS = [9, 20, 45, 90];
const MEASURED_MS = 6000;
const TOPIC = 'floor?scope=all';
const TICK_MS = 10;

export async function run(): Promise<Figure[]> {
  const courses = [await byEvents(), byQueues(), byAgents(), await byScreens(), byDays()];
  const footing = `${cpus()[0].model}, ${cpus().length} cores, Node ${process.versions.node}, load ${loadavg()[0].toFixed(1)}, ${new Date().toISOString().slice(0, 10)}; npm run bench growth`;
  writeFileSync(join(import.meta.dirname, '../../docs/growth.svg'), growthChart(courses, footing));
  return courses.map((course) => {
    const { name, title, cost, points } = course;
    const [[least, first], [most, last]] = [points[0], points[points.length - 1]];
    const what = `${title}, ${cost}, from ${first.toPrecision(3)} to ${last.toPrecision(3)}: ${kneeWords(course)}`;
    const beside = { what: 'what grew', value: most / least };
    return { name: `growth.${name}`, what, value: last / first, unit: '×', beside };
  });
}

async function byEvents(): Promise<Course> {
  const points: [number, number][] = [];
  for (const perS of EVENTS_PER_S) {
    const server = await startFloor();
    const stopSender = startSender(server.url, perS);
    // What nobody looks at is not computed.
    const listeners = await Listeners.open(server.url, 10, TOPIC);
    try {
      await pause(2000);
      const before = await eventsTaken(server.url);
      const cpuMs = await cpuOf(server, MEASURED_MS);
      const taken = (await eventsTaken(server.url)) - before;
      points.push([Math.round((taken * 10) / MEASURED_MS) * 100, cpuMs]);
    } finally {
      await stopSender();
      await listeners.close();
      await endFloor(server);
    }
  }
  return { name: 'events', title: 'events a second, ten screens', cost: 'ms of processor a second, server', points };
}

async function byScreens(): Promise<Course> {
  const points: [number, number][] = [];
  const server = await startFloor();
  try {
    for (const screens of SCREENS) {
      const listeners = await Listeners.open(server.url, screens, TOPIC);
      await pause(2000);
      points.push([screens, await cpuOf(server, MEASURED_MS)]);
      await listeners.close();
    }
  } finally {
    await endFloor(server);
  }
  return { name: 'screens', title: 'screens at 1 Hz', cost: 'ms of processor a second, server', points };
}

function byQueues(): Course {
  const points = QUEUES.map((queues) => [queues, pictureMs({ queues })] as const);
  return { name: 'queues', title: 'queues', cost: 'ms to compute a picture of the floor', points };
}

function byAgents(): Course {
  const points = AGENTS.map((agents) => [agents, pictureMs({ agents })] as const);
  return { name: 'agents', title: 'agents', cost: 'ms to compute a picture of the floor', points };
}

function byDays(): Course {
  const folder = mkdtempSync(join(tmpdir(), 'tablo-bench-'));
  const { engine, archive } = keepDays(folder, () => 2000, 200);
  const ask = (days: number): number => {
    const startedAt = performance.now();
    series(engine.asOf(LAST_AT), 'service.level', 'all', LAST_AT, 3600, days);
    return performance.now() - startedAt;
  };
  try {
    ask(Math.max(...DAYS));
    const points = DAYS.map((days) => [days, median(Array.from({ length: 9 }, () => ask(days)))] as const);
    return { name: 'days', title: 'days of a line by the hour', cost: 'ms to answer', points };
  } finally {
    archive.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** After each event a new one, median. */
function pictureMs(size: { agents?: number; queues?: number }): number {
  const facts = busyFloor(20_000, 125, size);
  const engine = applyAll(newEngine(), facts);
  const builder = new FloorViewBuilder(engine, 'all', {});
  builder.build(NOON, []);
  const taken = Array.from({ length: 80 }, (_, i) => {
    engine.apply({ ...facts[facts.length - 1], id: `x${i}`, eventAt: NOON + i * 100 + 99 });
    const startedAt = performance.now();
    builder.build(NOON + (i + 1) * 100, []);
    return performance.now() - startedAt;
  });
  return median(taken);
}

/** ms of all its threads, a second */
async function cpuOf(server: ServerProcess, ms: number): Promise<number> {
  const ticks = (): number => {
    const [, rest] = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ');
    const fields = rest.split(' ');
    return Number(fields[11]) + Number(fields[12]);
  };
  const before = ticks();
  await pause(ms);
  return ((ticks() - before) * TICK_MS * 1000) / ms;
}
