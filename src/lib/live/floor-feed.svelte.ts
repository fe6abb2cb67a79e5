// A floor as a page sees it: the newest view, or that of a moment of the past, how old it is, how the line is. Brings the
// browser's socket, timers and clock together with connection, replica and freshness.
import { version } from '$app/environment';
import { MAX_ERROR_TOPIC, type Past, type ServerMessage, type Starting } from '#core/protocol/messages.ts';
import { momentQuery, type Moment } from '#core/protocol/moment.ts';
import type { FloorView } from '#core/view/floor-view.ts';
import { Connection, type Link, type Socket } from './connection.ts';
import { judgeFreshness, judgePast, type Freshness } from './freshness.ts';
import { isTimeToReload } from './new-build.ts';
import { Replica } from './replica.ts';
import { ServerClock } from './server-clock.ts';

const LOOK_MS = 500;
const RELOAD_SPREAD_MS = 10_000;
const TRIED_KEY = 'tablo.reloaded-for';

export class FloorFeed {
  /** replaced as a whole, never changed inside; null before the first frame, and where there is none */
  view = $state.raw<FloorView | null>(null);
  /** epoch ms of the frame on the screen */
  asOf = $state.raw<number | null>(null);
  /** of the frame on the screen, null: it is of the present */
  past = $state.raw<Past | null>(null);
  /** the moment that was asked for, null: the present */
  wanted = $state.raw<Moment | null>(null);
  /** what was asked for last is on its way */
  isLooking = $state.raw(true);
  /** what played the past has come to the present */
  hasCaughtUp = $state.raw(false);
  link = $state.raw<Link>('connecting');
  freshness = $state.raw<Freshness>({ age: 'fresh', ageMs: null, cause: null, upTo: null });
  /** epoch ms by the server's clock */
  now = $state.raw<number | null>(null);
  /** why the server can't show this topic */
  refusal = $state.raw<string | null>(null);
  /** how far the server is that still reads its log */
  starting = $state.raw<Starting | null>(null);

  /** IANA zone of the site, null before the first view */
  zone = $state.raw<string | null>(null);

  /** the moment that is shown; before anything is, that which was asked for. null: the present */
  readonly moment = $derived.by<Moment | null>(() => {
    if (this.view === null || this.asOf === null) return this.wanted;
    return this.past && { at: this.asOf, speed: this.past.speed };
  });

  readonly #floor: string;
  readonly #clock = new ServerClock();
  readonly #connection: Connection;
  #topic: string;
  #replica = new Replica<FloorView>();
  #past: Past | null = null;
  #heardAt = 0;
  #frame = 0;
  #served: string | null = null;
  #servedSince = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(scope: string, moment: Moment | null = null) {
    this.#floor = `floor?scope=${scope.replace(/[%&+#]/g, encodeURIComponent)}`;
    this.wanted = moment;
    this.#topic = this.#topicOf(moment);
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

  /** Shows another moment, null: the present. What is on the screen stays until the first frame of that. */
  go(moment: Moment | null): void {
    if (moment?.at === this.wanted?.at && moment?.speed === this.wanted?.speed) return;
    this.#connection.unwatch(this.#topic);
    this.#topic = this.#topicOf(moment);
    this.#replica = new Replica<FloorView>();
    Object.assign(this, { wanted: moment, isLooking: true, hasCaughtUp: false, refusal: null });
    this.#connection.watch(this.#topic);
  }

  #topicOf(moment: Moment | null): string {
    return moment ? `${this.#floor}&${momentQuery(moment)}` : this.#floor;
  }

  #receive(message: ServerMessage): void {
    if (message.t === 'welcome') this.#welcome(message.build);
    if (message.t === 'starting') this.starting = message;
    if (!('topic' in message) || message.topic !== this.#named(message.t)) return;
    this.starting = null;
    if (message.t === 'error') this.#refused(message.message);
    if (message.t === 'caughtup') this.hasCaughtUp = true;
    if (message.t !== 'full' && message.t !== 'delta') return;
    const outcome = this.#replica.receive(message);
    if (outcome === 'resync') this.#connection.resync(this.#topic);
    if (outcome !== 'changed' && outcome !== 'moved') return;
    this.#past = message.past ?? null;
    this.#heardAt = performance.now();
    // However many frames came in a burst, the screen draws the newest once, when it is about to paint.
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  /** Errors name no more of a topic than its beginning. */
  #named(t: ServerMessage['t']): string {
    return t === 'error' ? this.#topic.slice(0, MAX_ERROR_TOPIC) : this.#topic;
  }

  #refused(sentence: string): void {
    // What was on the screen is not what was asked for.
    if (this.wanted) Object.assign(this, { view: null, asOf: null, past: null });
    Object.assign(this, { refusal: sentence, isLooking: false });
  }

  #welcome(build: string): void {
    this.starting = null;
    this.#replica.reconnected();
    if (build !== this.#served) this.#servedSince = performance.now();
    this.#served = build;
  }

  #turn(link: Link): void {
    this.link = link;
    if (link === 'lost') {
      this.#clock.reset();
      // What played goes on from where it is, not from its beginning (P45).
      const { moment } = this;
      if (moment && moment.speed > 0 && this.wanted) this.go(moment);
    }
    this.#look();
  }

  #paint(): void {
    this.#frame = 0;
    // Another moment was asked for in the meantime, and nothing of it has come.
    if (this.#replica.state === null) return;
    this.refusal = null;
    this.isLooking = false;
    const isFirst = this.view === null;
    this.view = this.#replica.state;
    this.zone = this.view.zone;
    this.asOf = this.#replica.asOf;
    this.past = this.#past;
    // While all is fresh the age need not be said anew with every frame: the timer does.
    if (isFirst || this.freshness.age !== 'fresh') this.#look();
  }

  #look(): void {
    this.now = this.#clock.now(performance.now());
    const { moment } = this;
    const silentMs = performance.now() - this.#heardAt;
    this.freshness = moment
      ? judgePast({ link: this.link, asOf: this.asOf, isPlaying: moment.speed > 0, silentMs })
      : judgeFreshness(this);
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
