// A floor as a page sees it: the newest view, how old it is, how the line is. Brings the browser's socket, timers and
// clock together with connection, replica and freshness.
import { version } from '$app/environment';
import type { ServerMessage } from '#core/protocol/messages.ts';
import type { FloorView } from '#core/view/floor-view.ts';
import { Connection, type Link, type Socket } from './connection.ts';
import { judgeFreshness, type Freshness } from './freshness.ts';
import { isTimeToReload } from './new-build.ts';
import { Replica } from './replica.ts';
import { ServerClock } from './server-clock.ts';

const LOOK_MS = 500;
const RELOAD_SPREAD_MS = 10_000;
const TRIED_KEY = 'tablo.reloaded-for';

export class FloorFeed {
  /** replaced as a whole, never changed inside; null before the first frame */
  view = $state.raw<FloorView | null>(null);
  /** epoch ms of the frame on the screen */
  asOf = $state.raw<number | null>(null);
  link = $state.raw<Link>('connecting');
  freshness = $state.raw<Freshness>({ age: 'fresh', ageMs: null, cause: null, upTo: null });
  /** epoch ms by the server's clock */
  now = $state.raw<number | null>(null);
  /** why the server can't show this topic */
  refusal = $state.raw<string | null>(null);

  readonly #topic: string;
  readonly #clock = new ServerClock();
  readonly #replica = new Replica<FloorView>();
  readonly #connection: Connection;
  #frame = 0;
  #served: string | null = null;
  #servedSince = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(scope: string) {
    this.#topic = `floor?scope=${scope.replace(/[%&+#]/g, encodeURIComponent)}`;
    const around = { open: openSocket, after, monotonic: () => performance.now(), random: Math.random };
    this.#connection = new Connection(around, this.#clock, {
      message: (message) => this.#receive(message),
      link: (link) => this.#turn(link),
      outdated: () => location.reload(),
    });
  }

  /** @returns stops */
  start(): () => void {
    const retry = (): void => this.#connection.retryNow();
    this.#connection.watch(this.#topic);
    this.#connection.start();
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    addEventListener('online', retry);
    return () => {
      removeEventListener('online', retry);
      clearInterval(this.#timer);
      cancelAnimationFrame(this.#frame);
      this.#connection.stop();
    };
  }

  #receive(message: ServerMessage): void {
    if (message.t === 'welcome') this.#welcome(message.build);
    if (message.t === 'error' && message.topic === this.#topic) this.refusal = message.message;
    if ((message.t !== 'full' && message.t !== 'delta') || message.topic !== this.#topic) return;
    const outcome = this.#replica.receive(message);
    if (outcome === 'resync') this.#connection.resync(this.#topic);
    // However many frames came in a burst, the screen draws the newest once, when it is about to paint.
    if (outcome === 'changed' || outcome === 'moved') this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  #welcome(build: string): void {
    this.#replica.reconnected();
    if (build !== this.#served) this.#servedSince = performance.now();
    this.#served = build;
  }

  #turn(link: Link): void {
    this.link = link;
    if (link === 'lost') this.#clock.reset();
    this.#look();
  }

  #paint(): void {
    this.#frame = 0;
    this.refusal = null;
    const isFirst = this.view === null;
    this.view = this.#replica.state;
    this.asOf = this.#replica.asOf;
    // While all is fresh the age need not be said anew with every frame: the timer does.
    if (isFirst || this.freshness.age !== 'fresh') this.#look();
  }

  #look(): void {
    this.now = this.#clock.now(performance.now());
    this.freshness = judgeFreshness(this);
    this.#considerReload();
  }

  #considerReload(): void {
    if (!this.#served || this.#served === version) return;
    const calm = !!this.view && this.freshness.age === 'fresh' && this.view.queues.every((q) => q.level !== 'act');
    const waitedMs = performance.now() - this.#servedSince;
    const triedFor = recallTried();
    if (!isTimeToReload({ own: version, served: this.#served, triedFor, calm, waitedMs })) return;
    // Without a memory that survives the reload this page would load itself for ever.
    if (!rememberTried(this.#served)) return;
    setTimeout(() => location.reload(), Math.random() * RELOAD_SPREAD_MS);
  }
}

function recallTried(): string | null {
  try {
    return sessionStorage.getItem(TRIED_KEY);
  } catch {
    return null;
  }
}

function rememberTried(build: string): boolean {
  try {
    sessionStorage.setItem(TRIED_KEY, build);
    return true;
  } catch {
    return false;
  }
}

function openSocket(): Socket {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  // A WebSocket's handlers take more arguments than those of a Socket.
  return new WebSocket(`${scheme}://${location.host}/live`) as unknown as Socket;
}

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
