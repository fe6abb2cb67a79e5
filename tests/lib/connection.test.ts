import { beforeEach, describe, expect, test } from 'vitest';
import { Connection, type Link, type Socket } from '#lib/live/connection.ts';
import { ClockLeap } from '#lib/live/clock-leap.ts';
import { ServerClock } from '#lib/live/server-clock.ts';
import type { ServerMessage } from '#core/protocol/messages.ts';

interface Sent {
  t: string;
  [field: string]: unknown;
}

class FakeSocket implements Socket {
  sent: Sent[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  send(frame: string): void {
    this.sent.push(JSON.parse(frame) as Sent);
  }
  close(): void {
    this.closed = true;
  }
  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  types(): string {
    return this.sent.map((m) => m.t).join(' ');
  }
}

/** Sockets, time and chance in the hands of the test. */
class World {
  now = 0;
  dice = 0.5;
  sockets: FakeSocket[] = [];
  links: Link[] = [];
  heard: ServerMessage[] = [];
  outdated = 0;
  shut = 0;
  #timers = new Map<number, { at: number; run: () => void }>();
  #ids = 0;
  clock = new ServerClock();
  connection = new Connection(
    {
      open: () => {
        const socket = new FakeSocket();
        this.sockets.push(socket);
        return socket;
      },
      after: (ms, run) => {
        const id = ++this.#ids;
        this.#timers.set(id, { at: this.now + ms, run });
        return () => this.#timers.delete(id);
      },
      monotonic: () => this.now,
      random: () => this.dice,
    },
    this.clock,
    {
      message: (message) => this.heard.push(message),
      link: (link) => this.links.push(link),
      outdated: () => this.outdated++,
      shut: () => this.shut++,
    },
  );

  get socket(): FakeSocket {
    return this.sockets[this.sockets.length - 1];
  }
  get timers(): number {
    return this.#timers.size;
  }
  pass(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const due = [...this.#timers].filter(([, t]) => t.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.now = Math.max(this.now, due[1].at);
      due[1].run();
    }
    this.now = until;
  }
  welcome(): void {
    this.socket.onopen?.();
    this.socket.say({ t: 'welcome', protocol: 1, build: 'b1', now: 1_000_000 + this.now });
  }
  drop(code: number): void {
    this.socket.onclose?.({ code });
  }
}

let world: World;
beforeEach(() => {
  world = new World();
  world.connection.watch('floor?scope=all');
  world.connection.start();
});

describe('the connection', () => {
  test('[P1] says hello first and watches only after the welcome', () => {
    expect(world.socket.sent).toEqual([]);
    world.socket.onopen?.();
    expect(world.socket.sent).toEqual([{ t: 'hello', protocol: 1 }]);
    world.socket.say({ t: 'welcome', protocol: 1, build: 'b1', now: 5 });
    expect(world.socket.sent[1]).toEqual({ t: 'watch', topic: 'floor?scope=all' });
    expect(world.links).toEqual(['live']);
  });

  test('[P5] ten seconds of silence end a connection that never closes by itself', () => {
    world.welcome();
    const first = world.socket;
    world.pass(9_000);
    first.say({ t: 'beat', now: 1 });
    world.pass(9_900);
    expect(first.closed).toBe(false);
    world.pass(200);
    expect(first.closed).toBe(true);
    expect(world.links).toEqual(['live', 'lost']);
    world.pass(1_000);
    expect(world.sockets).toHaveLength(2);
  });

  test('[P5] a server that accepts and says nothing is given up too', () => {
    world.socket.onopen?.();
    world.pass(10_000);
    expect(world.socket.closed).toBe(true);
    expect(world.connection.link).toBe('connecting');
  });

  test('[P6] retries come with full jitter under a limit that doubles up to ten seconds', () => {
    world.dice = 0.999;
    const pauses: number[] = [];
    for (let i = 0; i < 9; i++) {
      const from = world.now;
      const sockets = world.sockets.length;
      world.drop(1006);
      while (world.sockets.length === sockets) world.pass(1);
      pauses.push(world.now - from);
    }
    expect(pauses).toEqual([250, 500, 999, 1998, 3996, 7992, 9990, 9990, 9990]);
    world.dice = 0;
    world.drop(1006);
    world.pass(0);
    expect(world.sockets).toHaveLength(11);
  });

  test('[P6] after a connection that lived, the first retry is quick again', () => {
    world.dice = 0.999;
    for (let i = 0; i < 6; i++) {
      world.drop(1006);
      world.pass(10_000 - 1);
    }
    world.welcome();
    for (let i = 0; i < 6; i++) {
      world.pass(2_000);
      world.socket.say({ t: 'beat', now: 1 });
    }
    const sockets = world.sockets.length;
    world.drop(1012);
    world.pass(250);
    expect(world.sockets).toHaveLength(sockets + 1);
  });

  test('[P6] a malformed frame is repaired slowly, an unknown version by loading the page again, slowly', () => {
    world.dice = 0;
    world.drop(4400);
    world.pass(9_999);
    expect(world.sockets).toHaveLength(1);
    world.pass(1);
    expect(world.sockets).toHaveLength(2);
    world.drop(4406);
    world.pass(9_999);
    expect(world.outdated).toBe(0);
    world.pass(1);
    expect(world.outdated).toBe(1);
  });

  test('[P70] 4401, and a socket that could not be opened twice, say that the doors may be shut; a lost one does not', () => {
    world.welcome();
    world.drop(1006);
    world.pass(300);
    expect(world.sockets.length).toBe(2);
    expect(world.shut).toBe(0);
    world.drop(1006);
    expect(world.shut).toBe(0);
    world.pass(600);
    world.drop(1006);
    expect(world.shut).toBe(1);
    world.pass(1200);
    world.welcome();
    world.drop(4401);
    expect(world.shut).toBe(2);
  });

  test('a network that came back is tried at once, a live connection is left alone', () => {
    world.welcome();
    world.connection.retryNow();
    expect(world.sockets).toHaveLength(1);
    world.dice = 0.999;
    world.drop(1006);
    world.connection.retryNow();
    expect(world.sockets).toHaveLength(2);
    world.pass(9_000);
    expect(world.sockets).toHaveLength(2);
  });

  test('[P30] a connection that is probed says what time it is within two seconds, or is gone', () => {
    world.welcome();
    world.pass(5_000);
    const clocks = (): number => world.socket.sent.filter((m) => m.t === 'clock').length;
    const before = clocks();
    world.connection.probe();
    expect(clocks()).toBe(before + 1);
    world.socket.say({ t: 'beat', now: 1 });
    world.pass(2_000);
    expect(world.socket.closed).toBe(false);
    world.connection.probe();
    world.pass(2_000);
    expect(world.sockets[0].closed).toBe(true);
    expect(world.links).toEqual(['live', 'lost']);
  });

  test('frames that are no message of this protocol are left alone', () => {
    world.welcome();
    world.socket.onmessage?.({ data: 'not json' });
    world.socket.say({ t: 'from-the-future', x: 1 });
    world.socket.say({ t: 'full', topic: 'floor?scope=all', epoch: 1 });
    expect(world.heard.map((m) => m.t)).toEqual(['welcome']);
  });

  test('[P30] the clock is asked five times quickly, then every 30 s', () => {
    world.welcome();
    const clocks = (): number => world.socket.sent.filter((m) => m.t === 'clock').length;
    for (let s = 0; s < 30; s++) {
      world.pass(1_000);
      world.socket.say({ t: 'beat', now: 1 });
    }
    expect(clocks()).toBe(5);
    world.pass(2_000);
    expect(clocks()).toBe(6);
  });

  test('[P6] watches again after a reconnect what was watched and not unwatched', () => {
    world.connection.watch('other');
    world.welcome();
    world.connection.unwatch('other');
    world.drop(1006);
    world.pass(1_000);
    world.welcome();
    expect(world.socket.sent.filter((m) => m.t === 'watch').map((m) => m.topic)).toEqual(['floor?scope=all']);
    expect(world.links).toEqual(['live', 'lost', 'live']);
  });

  test('stopped, it leaves no timer and no open socket behind', () => {
    world.welcome();
    world.connection.stop();
    expect(world.socket.closed).toBe(true);
    expect(world.timers).toBe(0);
  });
});

describe('the clock of the server', () => {
  test('[P30] takes the answer with the shortest round trip of the last eight', () => {
    const clock = new ServerClock();
    expect(clock.now(0)).toBeNull();
    clock.told(1_000, 0);
    expect(clock.now(500)).toBe(1_500);
    clock.answered(0, 5_000 + 300, 400); // one way took 300, the other 100
    expect(clock.now(1_000)).toBe(5_000 + 300 - 200 + 1_000);
    clock.answered(1_000, 6_010, 1_020);
    expect(clock.now(2_000)).toBe(7_000);
    for (let i = 0; i < 7; i++) clock.answered(3_000, 8_100, 3_100);
    expect(clock.now(4_000)).toBe(9_000);
    clock.answered(3_000, 8_100, 3_100);
    expect(clock.now(4_500)).toBe(9_550);
  });

  test('[P30] once measured it slews, a twentieth of a second a second at most', () => {
    const clock = measured(5_000);
    clock.answered(0, 5_200, 0); // 200 ms later than thought
    expect(clock.now(0)).toBe(5_000);
    expect(clock.now(1_000)).toBe(5_000 + 1_000 + 50);
    clock.answered(2_000, 5_200 + 2_000, 2_000);
    expect(clock.now(2_000)).toBe(5_000 + 2_000 + 100);
    expect(clock.now(9_000)).toBe(5_200 + 9_000);
  });

  test('[P30] answers that contradict the earlier ones are of another time: it steps at once', () => {
    const clock = measured(5_000);
    clock.answered(1_000, 3_606_000 + 100, 1_200);
    expect(clock.now(1_200)).toBe(3_606_200);
  });

  test('[P30] after a leap of this machine’s clock time is taken to have passed until the server says otherwise', () => {
    const clock = measured(5_000);
    clock.leapt(3_600_000, 1_000);
    expect(clock.now(1_000)).toBe(5_000 + 3_601_000);
    clock.answered(900, 5_950, 1_010); // asked before it slept: an answer from then
    expect(clock.now(1_010)).toBe(5_000 + 3_601_010);
    clock.answered(1_020, 6_025, 1_030); // it had not slept, its clock was set
    expect(clock.now(1_030)).toBe(6_030);
    clock.leapt(-600_000, 2_000);
    expect(clock.now(2_000)).toBe(7_000);
  });

  /** Five answers without any round trip. */
  function measured(offsetMs: number): ServerClock {
    const clock = new ServerClock();
    for (let i = 0; i < 5; i++) clock.answered(0, offsetMs, 0);
    return clock;
  }
});

describe('the clock of this machine', () => {
  test('that went further than its monotonic one has leapt, that drifts has not', () => {
    const leap = new ClockLeap();
    expect(leap.look(1_000_000, 0)).toBe(0);
    expect(leap.look(1_000_900, 500)).toBe(0);
    expect(leap.look(4_601_400, 1_000)).toBe(3_600_000);
    expect(leap.look(4_601_900, 1_500)).toBe(0);
    expect(leap.look(4_002_400, 2_000)).toBe(-600_000);
  });
});
