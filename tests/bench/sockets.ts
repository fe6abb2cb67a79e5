// Five thousand screens of one server at a frame a second: how long each frame is on its way. By turns with bare ws, which
// sends a frame of the same floor to as many.
import { setTimeout as pause } from 'node:timers/promises';
import { startBareServer, usualFrame } from './bare-server.ts';
import { AGENTS, endFloor, startFloor } from './busy-server.ts';
import { grouped, median, type Figure } from './figure.ts';
import { Listeners } from './listeners.ts';
import type { Arrivals } from './processes/listeners.ts';

const SOCKETS = 5000;
const MEASURED_MS = 12_000;
const ROUNDS = 3;
const TOPIC = 'floor?scope=all';

export async function run(): Promise<Figure[]> {
  const server = await startFloor();
  const bare = await startBareServer({ page: '', frame: await usualFrame(server.url, TOPIC), everyMs: 1000 });
  const [ours, theirs]: Arrivals[][] = [[], []];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      theirs.push(await arrivals(bare.url));
      ours.push(await arrivals(server.url));
    }
  } finally {
    await bare.end();
    await endFloor(server);
  }
  const of = (rounds: readonly Arrivals[], key: keyof Arrivals): number => median(rounds.map((one) => one[key]));
  const floor = `${grouped(SOCKETS)} sockets at 1 Hz, a floor of ${grouped(AGENTS)} agents`;
  return [
    figure('p99', `${floor}: a picture’s instant → the frame is there, p99`, 'p99'),
    figure('p50', 'the same, p50', 'p50'),
  ];

  function figure(name: string, what: string, key: 'p50' | 'p99'): Figure {
    const goal = key === 'p99' ? { goal: { atMost: 250 } } : {};
    const beside = { what: 'bare ws', value: of(theirs, key) };
    return { name: `sockets.${name}`, what, value: of(ours, key), unit: 'ms', ...goal, beside };
  }
}

async function arrivals(url: string): Promise<Arrivals> {
  const listeners = await Listeners.open(url, SOCKETS, TOPIC);
  try {
    // The first, whole frames are through.
    await pause(2000);
    listeners.measure();
    await pause(MEASURED_MS);
    const report = await listeners.report();
    const least = (SOCKETS * MEASURED_MS * 0.8) / 1000;
    if (report.messages < least) throw new Error(`only ${report.messages} frames came to ${SOCKETS} sockets of ${url}`);
    return report;
  } finally {
    await listeners.close();
  }
}
