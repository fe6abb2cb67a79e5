// The same frames of a floor at work to the same number of sockets, by turns: through hub, sessions and gateway, and by
// bare ws. Each frame goes out when all have the one before.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { FULL_SIGHT } from '#core/access/sight.ts';
import { REFERENCE } from '#core/directory.ts';
import { ok } from '#core/result.ts';
import { FloorViewBuilder } from '#core/view/build-floor-view.ts';
import { anyone } from '../../server/access/asker.ts';
import { Gateway } from '../../server/gateway.ts';
import { Hub } from '../../server/hub.ts';
import { busyFloor } from '../support/busy-floor.ts';
import { newEngine, NOON } from '../support/engine.ts';
import { grouped, median, type Figure } from './figure.ts';
import { Listeners } from './listeners.ts';

const SOCKETS = 1000;
const FRAMES = 60;
const ROUNDS = 7;
const STEP_MS = 100;
const TOPIC = 'floor?scope=all';

interface Side {
  listeners: Listeners;
  /** sends the frame that follows this one */
  send(n: number): void;
}
interface Taken {
  ms: number;
  cpuMs: number;
}

export async function run(): Promise<Figure[]> {
  const states = statesOfAFloor();
  const frames = framesOf(states);
  const servers = [createServer(), createServer()];
  const sides: Side[] = [];
  try {
    sides.push(await tablo(await listening(servers[0]), servers[0], states));
    sides.push(await bare(await listening(servers[1]), servers[1], frames));
    const taken: [Taken[], Taken[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++)
      for (const [i, side] of sides.entries()) taken[i].push(await timed(side));
    // The first round of each is its warm-up.
    const [ours, theirs] = taken.map(([, ...rounds]) => rounds);
    const ratio = (of: (one: Taken) => number): number => median(ours.map((one, i) => of(theirs[i]) / of(one)));
    const perSecond = (rounds: readonly Taken[]): number =>
      (1000 * FRAMES * SOCKETS) / median(rounds.map(({ ms }) => ms));
    const size = median(frames.map(({ length }) => length));
    const what = `frames of ${grouped(size)} bytes to ${grouped(SOCKETS)} sockets, computed apart from it`;
    return [
      {
        name: 'fanout.rate',
        what: `fan-out: ${what}, a second, by those of bare ws`,
        value: ratio(({ ms }) => ms),
        unit: '×',
        goal: { atLeast: 0.8 },
      },
      {
        name: 'fanout.cpu',
        what: 'the same by the processor’s time of the server',
        value: ratio(({ cpuMs }) => cpuMs),
        unit: '×',
        goal: { atLeast: 0.8 },
      },
      {
        name: 'fanout.messages',
        what: 'messages a second',
        value: perSecond(ours),
        unit: '1/s',
        beside: { what: 'bare ws', value: perSecond(theirs) },
      },
    ];
  } finally {
    for (const { listeners } of sides) await listeners.close();
    for (const server of servers) server.close();
  }
}

/** Instants of a floor 100 ms apart: what a wall is shown. */
function statesOfAFloor(): unknown[] {
  const facts = busyFloor(20_000);
  const engine = newEngine();
  const fromAt = NOON - FRAMES * STEP_MS;
  let next = 0;
  const upTo = (at: number): void => {
    for (; next < facts.length && facts[next].eventAt <= at; next++) engine.apply(facts[next]);
  };
  const builder = new FloorViewBuilder(engine, 'all', {});
  return Array.from({ length: FRAMES + 1 }, (_, i) => {
    upTo(fromAt + i * STEP_MS);
    return structuredClone(builder.build(fromAt + i * STEP_MS, []));
  });
}

const hubOf = (states: readonly unknown[], place: { n: number }): Hub =>
  new Hub('bench', () => ok(() => states[place.n % states.length]));

/** As the hub sends them. */
function framesOf(states: readonly unknown[]): Buffer[] {
  const place = { n: 0 };
  const hub = hubOf(states, place);
  const frames: Buffer[] = [];
  hub.watch(
    { sight: FULL_SIGHT, unsent: () => 0, drop: () => {}, send: (frame) => void frames.push(frame) },
    TOPIC,
    Date.now(),
  );
  for (; place.n++ < FRAMES;) hub.publish(Date.now());
  return frames.slice(1);
}

async function tablo(url: string, server: Server, states: readonly unknown[]): Promise<Side> {
  const place = { n: 0 };
  const hub = hubOf(states, place);
  const everybody = anyone(['numbers']);
  const gateway = new Gateway(server, {
    hub,
    directory: REFERENCE,
    build: 'bench',
    now: Date.now,
    onError: (error) => console.error(error),
    doors: { askerOf: () => everybody, isOwn: () => true, holds: () => true },
    visitors: { ask: () => 0, addressOf: () => '', open: () => () => {} },
  });
  server.once('close', () => gateway.close());
  const listeners = await Listeners.open(url, SOCKETS, TOPIC);
  const send = (n: number): void => {
    place.n = n + 1;
    hub.publish(Date.now());
  };
  return { listeners, send };
}

async function bare(url: string, server: Server, frames: readonly Buffer[]): Promise<Side> {
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  const listeners = await Listeners.open(url, SOCKETS, TOPIC);
  const send = (n: number): void => {
    for (const socket of sockets.clients) socket.send(frames[n], { binary: false });
  };
  return { listeners, send };
}

async function timed({ listeners, send }: Side): Promise<Taken> {
  listeners.measure();
  const before = process.cpuUsage();
  const startedAt = performance.now();
  await new Promise<void>((resolve) => {
    listeners.onHeardByAll = () => {
      if (listeners.heardByAll < FRAMES) send(listeners.heardByAll);
      else resolve();
    };
    send(0);
  });
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - startedAt, cpuMs: (user + system) / 1000 };
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
