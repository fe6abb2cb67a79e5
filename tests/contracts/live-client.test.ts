// What docs/protocol.md asks of the other end: the page's connection, replica and clock against a real server, or against
// a socket and a clock of the test's own where time is what matters.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SILENCE_MS, type Delta, type Full, type ServerMessage } from '#core/protocol/messages.ts';
import { Connection, type Socket, type Surroundings } from '#lib/live/connection.ts';
import { isTimeToReload } from '#lib/live/new-build.ts';
import { Replica } from '#lib/live/replica.ts';
import { ServerClock } from '#lib/live/server-clock.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { post, queued } from '../support/events.ts';

const ALL = 'floor?scope=all';

/** A page's surroundings in which nothing happens but what the test says. */
class Stage implements Surroundings {
  sockets: (Socket & { sent: string[]; closed: boolean })[] = [];
  timers: { ms: number; run: () => void }[] = [];
  clock = 0;
  chance = 0.5;

  open(): Socket {
    const socket = {
      sent: [] as string[],
      closed: false,
      onopen: null,
      onmessage: null,
      onclose: null,
      send: (frame: string) => void socket.sent.push(frame),
      close: () => void (socket.closed = true),
    };
    this.sockets.push(socket);
    return socket;
  }
  after(ms: number, run: () => void): () => void {
    const timer = { ms, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }
  monotonic = (): number => this.clock;
  random = (): number => this.chance;

  get socket() {
    return this.sockets[this.sockets.length - 1];
  }
  hear(message: ServerMessage): void {
    this.socket.onmessage?.({ data: JSON.stringify(message) });
  }
  fire(ms: number): void {
    const timer = this.timers.find((one) => one.ms === ms);
    this.timers = this.timers.filter((one) => one !== timer);
    this.clock += ms;
    timer?.run();
  }
}

function connect(stage: Stage) {
  const told = { outdated: 0, messages: [] as ServerMessage[] };
  const connection = new Connection(stage, new ServerClock(), {
    message: (message) => told.messages.push(message),
    link: () => {},
    outdated: () => told.outdated++,
  });
  connection.watch(ALL);
  connection.start();
  stage.socket.onopen?.();
  return { connection, told };
}

const WELCOME = { t: 'welcome', protocol: 1, build: 'b', now: 1 } as const;

describe('a page', () => {
  it('[P1] says hello first, and watches when it is welcomed', () => {
    const stage = new Stage();
    connect(stage);
    expect(stage.socket.sent).toEqual(['{"t":"hello","protocol":1}']);
    stage.hear(WELCOME);
    expect(stage.socket.sent[1]).toBe(`{"t":"watch","topic":"${ALL}"}`);
  });

  it('[P2] of another version loads itself again, slowly', () => {
    const stage = new Stage();
    const { told } = connect(stage);
    stage.socket.onclose?.({ code: 4406 });
    expect(told.outdated).toBe(0);
    expect(stage.timers.map(({ ms }) => ms)).toEqual([20_000]);
    stage.fire(20_000);
    expect(told.outdated).toBe(1);
  });

  it('[P3] of another build loads itself again when its screen is calm', () => {
    const situation = { own: 'a', served: 'b', calm: true, waitedMs: 0 };
    expect(isTimeToReload(situation)).toBe(true);
    expect(isTimeToReload({ ...situation, served: 'a' })).toBe(false);
    expect(isTimeToReload({ ...situation, calm: false })).toBe(false);
  });

  it('[P5] that hears nothing for 10 s drops the connection and makes a new one', () => {
    const stage = new Stage();
    connect(stage);
    stage.hear(WELCOME);
    stage.hear({ t: 'beat', now: 2 });
    expect(stage.timers.filter(({ ms }) => ms === SILENCE_MS)).toHaveLength(1);
    stage.fire(SILENCE_MS);
    expect(stage.socket.closed).toBe(true);
    stage.fire(125);
    expect(stage.sockets).toHaveLength(2);
  });

  it('[P6] comes back with full jitter, later each time and after 10 s at most', () => {
    for (const [chance, expected] of [
      [0.5, [125, 250, 500, 1000, 2000, 4000, 5000, 5000]],
      [0, [0, 0, 0, 0, 0, 0, 0, 0]],
    ] as const) {
      const stage = new Stage();
      stage.chance = chance;
      connect(stage);
      for (const ms of expected) {
        stage.socket.onclose?.({ code: 1006 });
        expect(stage.timers.map((timer) => timer.ms)).toEqual([ms]);
        stage.fire(ms);
      }
    }
  });

  it('[P6] [P8] whose frame was no message, or that said too much, comes back slowly', () => {
    for (const [code, chance, ms] of [
      [4400, 0, 10_000],
      [4400, 0.999, 29_980],
      [4429, 0, 10_000],
      [4429, 0.999, 29_980],
    ]) {
      const stage = new Stage();
      stage.chance = chance;
      connect(stage);
      stage.socket.onclose?.({ code });
      expect(stage.timers.map((timer) => Math.round(timer.ms))).toEqual([ms]);
    }
  });

  it('[P13] that holds another position ignores the delta and asks once for a full frame', () => {
    const replica = new Replica<{ n: number }>();
    const full = (seq: number, n: number): Full => ({
      t: 'full',
      topic: ALL,
      epoch: 'e',
      seq,
      asOf: seq,
      state: { n },
    });
    const delta = (base: number, n: number, epoch = 'e'): Delta => ({
      ...{ t: 'delta', topic: ALL, epoch, seq: base + 1, base, asOf: base + 1 },
      changes: { o: { n: { v: n } } },
    });
    expect(replica.receive(delta(1, 1))).toBe('resync');
    replica.receive(full(5, 5));
    expect([replica.receive(delta(5, 6)), replica.state]).toEqual(['changed', { n: 6 }]);
    for (const wrong of [delta(5, 7), delta(8, 7), delta(6, 7, 'another')]) {
      const fresh = new Replica<{ n: number }>();
      fresh.receive(full(6, 6));
      expect([fresh.receive(wrong), fresh.state]).toEqual(['resync', { n: 6 }]);
      expect(fresh.receive(wrong)).toBe('ignored');
      fresh.receive(full(9, 9));
      expect([fresh.receive(delta(9, 10)), fresh.state]).toEqual(['changed', { n: 10 }]);
    }
  });

  it('[P30] takes the answer with the shortest round trip of the last eight for the server’s time', () => {
    const clock = new ServerClock();
    clock.answered(0, 10_000, 1000);
    expect(clock.now(1000)).toBe(10_500);
    clock.answered(2000, 12_010, 2020);
    expect(clock.now(3000)).toBe(13_000);
    clock.answered(3000, 13_450, 3500);
    expect(clock.now(4000)).toBe(14_000);
    for (let i = 0; i < 8; i++) clock.answered(5000, 15_090, 5100);
    expect(clock.now(6000)).toBe(16_040);
  });
});

describe('a page and a real server', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('[P11] [P12] [P14] end up with the same state, through a server that restarts too', async () => {
    const replica = new Replica<{ queues: { id: string; waiting: number }[] }>();
    let changed = () => {};
    const around: Surroundings = {
      open: () => new WebSocket(`ws://${app.host}/live`) as unknown as Socket,
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      monotonic: () => performance.now(),
      random: () => 0.1,
    };
    const connection = new Connection(around, new ServerClock(), {
      message: (message) => {
        if (message.t === 'welcome') replica.reconnected();
        if (message.t !== 'full' && message.t !== 'delta') return;
        if (replica.receive(message) === 'resync') connection.resync(ALL);
        changed();
      },
      link: () => {},
      outdated: () => {},
    });
    const waiting = async (queue: string, count: number) => {
      const fits = () => replica.state?.queues.find((row) => row.id === queue)?.waiting === count;
      while (!fits()) await new Promise<void>((resolve) => (changed = resolve));
    };
    connection.watch(ALL);
    connection.start();
    await post(app.url, [queued('sales', 'a', Date.now() - 1000)]);
    await waiting('sales', 1);
    await post(app.url, [queued('sales', 'b', Date.now() - 1000)]);
    await waiting('sales', 2);
    const port = Number(new URL(app.url).port);
    await app.close();
    app = await startApp({ settings: { port } });
    await post(app.url, [queued('sales', 'c', Date.now() - 1000)]);
    await waiting('sales', 1);
    connection.stop();
  });
});
