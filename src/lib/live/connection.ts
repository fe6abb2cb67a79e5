// One connection to /live that stays: hello, watch, beats, clock, and again with jitter when it is gone (P1–P6). Knows
// nothing of states and positions. Socket, timers, clock and chance are arguments.
import { CLOSE, parseServerMessage, PROTOCOL, SILENCE_MS } from '#core/protocol/messages.ts';
import type { ClientMessage, Report, ServerMessage } from '#core/protocol/messages.ts';
import type { ServerClock } from './server-clock.ts';

/** connecting: never reached so far; lost: was there and is gone */
export type Link = 'connecting' | 'live' | 'lost';

/** The part of a WebSocket that is used here. */
export interface Socket {
  send(frame: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

export interface Surroundings {
  open(): Socket;
  /** @returns cancels */
  after(ms: number, run: () => void): () => void;
  /** monotonic, ms */
  monotonic(): number;
  /** 0 ≤ x < 1 */
  random(): number;
}

export interface Listeners {
  message(message: ServerMessage): void;
  link(link: Link): void;
  /** the server speaks another version: the page has to load itself again */
  outdated(): void;
  /** the server may not let this page in any more (P70): it was told so, or could not open a socket twice */
  shut?(): void;
}

const RETRY_MAX_MS = 10_000;
const RETRY_FIRST_MS = 250;
/** a connection that lived so long was a good one: the next retry is quick again */
const PROVEN_MS = 10_000;
/** Haste would bring the same again. */
const SLOWLY: ReadonlySet<number> = new Set([CLOSE.malformed, CLOSE.version, CLOSE.tooFast]);
/** Browsers don't say why a socket could not be opened: a server that is away looks the same. */
const REFUSED = 2;
const QUICK_CLOCKS = 5;
const QUICK_CLOCK_MS = 250;
const CLOCK_MS = 30_000;
/** after a sleep a connection answers within this, or is gone */
const PROBE_MS = 2_000;

export class Connection {
  readonly #around: Surroundings;
  readonly #listeners: Listeners;
  readonly #clock: ServerClock;
  readonly #topics = new Set<string>();
  #socket: Socket | null = null;
  #link: Link = 'connecting';
  #attempt = 0;
  /** sockets in a row */
  #unopened = 0;
  #welcomedAt: number | null = null;
  #clocksAsked = 0;
  /** monotonic ms */
  #silentAt = 0;
  #cancelSilence = (): void => {};
  #cancelRetry = (): void => {};
  #cancelClock = (): void => {};

  constructor(around: Surroundings, clock: ServerClock, listeners: Listeners) {
    this.#around = around;
    this.#clock = clock;
    this.#listeners = listeners;
  }

  get link(): Link {
    return this.#link;
  }

  start(): void {
    this.#connect();
  }

  stop(): void {
    this.#drop();
    this.#cancelRetry();
  }

  /** The network came back or the machine woke up: no reason to wait any longer. */
  retryNow(): void {
    if (this.#socket) return;
    this.#cancelRetry();
    this.#connect();
  }

  /** The machine slept, or its clock was set: is there still somebody, and what time is it there? */
  probe(): void {
    if (this.#welcomedAt === null) return this.retryNow();
    this.#expectWord(PROBE_MS);
    this.#cancelClock();
    this.#clocksAsked = 0;
    this.#askClock();
  }

  watch(topic: string): void {
    this.#topics.add(topic);
    if (this.#welcomedAt !== null) this.#send({ t: 'watch', topic });
  }

  unwatch(topic: string): void {
    this.#topics.delete(topic);
    if (this.#welcomedAt !== null) this.#send({ t: 'unwatch', topic });
  }

  resync(topic: string): void {
    if (this.#welcomedAt !== null) this.#send({ t: 'resync', topic });
  }

  /** That this is the device that was paired. */
  prove(signature: string): void {
    this.#send({ t: 'proof', signature });
  }

  /** How the page is. */
  tell(report: Report): void {
    if (this.#welcomedAt !== null) this.#send(report);
  }

  #connect(): void {
    const socket = this.#around.open();
    this.#socket = socket;
    this.#unopened++;
    this.#expectWord();
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = ({ code }) => this.#lost(code);
  }

  #opened(): void {
    this.#unopened = 0;
    this.#send({ t: 'hello', protocol: PROTOCOL });
  }

  /** Half-open connections never close by themselves: silence ends them (P5). */
  #expectWord(withinMs = SILENCE_MS): void {
    this.#cancelSilence();
    this.#silentAt = this.#around.monotonic() + withinMs;
    this.#cancelSilence = this.#around.after(withinMs, () => this.#wasSilent());
  }

  /** One timer outlasts many words: to set one anew with each costs as much as to read it. */
  #wasSilent(): void {
    const restMs = this.#silentAt - this.#around.monotonic();
    if (restMs <= 0) return this.#lost(1006);
    this.#cancelSilence = this.#around.after(restMs, () => this.#wasSilent());
  }

  #receive(data: unknown): void {
    this.#silentAt = this.#around.monotonic() + SILENCE_MS;
    const parsed = parseServerMessage(String(data));
    // A newer server may say more than this page knows: what it does not understand it leaves alone.
    if (!parsed.ok) return;
    const message = parsed.value;
    if (message.t === 'welcome') this.#welcomed(message.now);
    if (message.t === 'clock') this.#clock.answered(message.t0, message.now, this.#around.monotonic());
    this.#listeners.message(message);
  }

  #welcomed(now: number): void {
    this.#welcomedAt = this.#around.monotonic();
    this.#clock.told(now, this.#welcomedAt);
    for (const topic of this.#topics) this.#send({ t: 'watch', topic });
    this.#clocksAsked = 0;
    this.#askClock();
    this.#turn('live');
  }

  #askClock(): void {
    this.#send({ t: 'clock', t0: this.#around.monotonic() });
    const pauseMs = ++this.#clocksAsked < QUICK_CLOCKS ? QUICK_CLOCK_MS : CLOCK_MS;
    this.#cancelClock = this.#around.after(pauseMs, () => this.#askClock());
  }

  #lost(code: number): void {
    const lived = this.#welcomedAt === null ? 0 : this.#around.monotonic() - this.#welcomedAt;
    if (lived >= PROVEN_MS) this.#attempt = 0;
    this.#drop();
    if (this.#link === 'live') this.#turn('lost');
    if (code === CLOSE.signedOut || this.#unopened >= REFUSED) this.#listeners.shut?.();
    this.#cancelRetry = this.#around.after(this.#pauseMs(code), () =>
      code === CLOSE.version ? this.#outdated() : this.#connect(),
    );
  }

  #outdated(): void {
    this.#listeners.outdated();
    this.#connect();
  }

  /** Full jitter, so that a thousand screens do not come back at once; slowly where haste can't help. */
  #pauseMs(code: number): number {
    if (SLOWLY.has(code)) return 10_000 + this.#around.random() * 20_000;
    const limit = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.#attempt++);
    return this.#around.random() * limit;
  }

  #drop(): void {
    this.#cancelSilence();
    this.#cancelClock();
    this.#welcomedAt = null;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #turn(link: Link): void {
    if (this.#link === link) return;
    this.#link = link;
    this.#listeners.link(link);
  }

  #send(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }
}
