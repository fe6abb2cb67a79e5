// A page's one line to the server: connection, the server's clock, and a replica of every topic that is watched. Frames of
// all topics that come in a burst are painted together. What a state means is the feeds' business.
import {
  MAX_ERROR_TOPIC,
  type Past,
  type ServerMessage,
  type Starting,
  type Welcome,
} from '#core/protocol/messages.ts';
import { minutesOf } from '#core/hours.ts';
import { operatorsLanguage } from '#lib/language.ts';
import { zoneTime } from '#lib/kiosk/zone-clock.ts';
import { problemWords } from '#lib/problem-words.ts';
import { BROWSER } from './browser.ts';
import { ClockLeap } from './clock-leap.ts';
import { Connection, type Link } from './connection.ts';
import { PaintPace } from './paint-pace.ts';
import type { Picture, PictureStore } from './picture-store.ts';
import { reload, Reloader } from './reloader.ts';
import type { Hour } from './renewal.ts';
import { Replica } from './replica.ts';
import type { Reporter } from './reporter.ts';
import { ServerClock } from './server-clock.ts';

const LOOK_MS = 500;
const KEEP_MS = 10_000;

export interface Frame<State> {
  state: State;
  /** epoch ms */
  asOf: number;
  /** null: of the present */
  past: Past | null;
  /** monotonic ms */
  heardAt: number;
  /** kept from before the page was loaded: nothing newer came yet. So far this machine's clock was ahead then */
  kept: { clockOffMs: number } | null;
}

/** Who watches a topic. */
export interface Listener<State> {
  /** in an animation frame: the newest state, however many came */
  paint(frame: Frame<State>): void;
  /** the server can't serve the topic */
  refused(sentence: string): void;
  /** what played the past has come to the present, and the topic has ended */
  caughtUp?(): void;
  link?(link: Link): void;
  /** twice a second, whatever comes or does not come */
  look?(): void;
  /** nobody has to act on what is shown: the page may load itself again */
  isCalm?(): boolean;
  /** IANA zone of what is shown, null while nobody knows */
  zone?(): string | null;
}

interface Topic {
  name: string;
  replica: Replica<unknown>;
  /** of an earlier load of the page, until a first frame comes */
  kept: Picture | null;
  /** seq of the last that was put on the disk */
  keptSeq: number;
  past: Past | null;
  heardAt: number;
  refusal: string | null;
  listeners: Set<Listener<unknown>>;
}

type TopicMessage = Extract<ServerMessage, { topic: string }>;

export class Line {
  link = $state.raw<Link>('connecting');
  /** epoch ms by the server's clock, twice a second; null before its first word */
  now = $state.raw<number | null>(null);
  /** so much is this machine's own clock ahead of the server's, to a tenth of a second; null before its first word */
  clockOffMs = $state.raw<number | null>(null);
  /** how far the server is that still reads its log */
  starting = $state.raw<Starting | null>(null);
  /** the server serves another build, and this page loaded itself too often to try again */
  isStuck = $state.raw(false);
  /** nobody touches this page: it is made anew once a night */
  isUnattended = false;
  /** the server may not let this page in any more: askWhoIAm() tells */
  onShut = (): void => {};
  /** of a page that may be a paired screen's: proves that this is its device, "" where it can't; tells how it is */
  sign = (_nonce: string): Promise<string> => Promise.resolve('');
  reporter: Reporter | null = null;

  readonly #clock = new ServerClock();
  readonly #leap = new ClockLeap();
  readonly #connection: Connection;
  readonly #reloader = new Reloader();
  readonly #topics = new Map<string, Topic>();
  readonly #unpainted = new Set<Topic>();
  readonly #pictures: PictureStore | null;
  /** null: in the next frame, whatever else there is to do */
  readonly #pace: PaintPace | null;
  #frame = 0;
  #isUnsure = false;
  /** "04:00" by the clock of the site */
  #renewAt: string | undefined;

  /**
   * @param pictures keeps the last picture of each topic; without it nothing is kept
   * @param isAttended somebody works on the page: what that one does goes before what comes
   */
  constructor(pictures: PictureStore | null = null, isAttended = false) {
    this.#pictures = pictures;
    this.#pace = isAttended ? new PaintPace(() => this.#paint()) : null;
    this.#connection = new Connection(BROWSER, this.#clock, {
      message: (message) => this.#receive(message),
      link: (link) => this.#turn(link),
      outdated: () => reload(),
      shut: () => this.onShut(),
    });
  }

  /** @returns stops */
  start(): () => void {
    const retry = (): void => this.#connection.retryNow();
    const probe = (): void => this.#connection.probe();
    this.#connection.start();
    this.#leap.look(Date.now(), performance.now());
    const stopPace = this.#pace?.start();
    const timer = setInterval(() => this.#tick(), LOOK_MS);
    const keeper = setInterval(() => this.#keep(), KEEP_MS);
    addEventListener('online', retry);
    document.addEventListener('resume', probe);
    return () => {
      removeEventListener('online', retry);
      document.removeEventListener('resume', probe);
      clearInterval(timer);
      clearInterval(keeper);
      this.#reloader.stop();
      cancelAnimationFrame(this.#frame);
      stopPace?.();
      this.#connection.stop();
    };
  }

  /** What is known of the topic already is painted in the next frame. @returns stops */
  watch<State>(topic: string, listener: Listener<State>): () => void {
    const known = this.#topics.get(topic) ?? this.#open(topic);
    // Who watches says what a topic's state is: the protocol has its shape in core.
    const entered = listener as Listener<unknown>;
    known.listeners.add(entered);
    if (known.refusal !== null) listener.refused(known.refusal);
    if (known.replica.state !== null || known.kept) this.#paintSoon(known);
    return () => {
      known.listeners.delete(entered);
      if (known.listeners.size === 0 && this.#topics.get(topic) === known) this.#close(topic, known);
    };
  }

  /** A part of the page fails whenever it is drawn. */
  partStaysFailed(): void {
    this.#reloader.partStaysFailed();
  }

  /** Sets `now` to this instant. */
  refresh(): void {
    this.now = this.#clock.now(performance.now());
    this.clockOffMs = this.now === null ? null : Math.round((Date.now() - this.now) / 100) * 100;
  }

  #open(name: string): Topic {
    const topic: Topic = {
      ...{ name, replica: new Replica(), kept: null, keptSeq: -1 },
      ...{ past: null, heardAt: 0, refusal: null, listeners: new Set() },
    };
    this.#topics.set(name, topic);
    this.#connection.watch(name);
    void this.#recall(topic);
    return topic;
  }

  async #recall(topic: Topic): Promise<void> {
    const kept = (await this.#pictures?.recall(topic.name)) ?? null;
    if (topic.replica.state !== null || topic.listeners.size === 0) return;
    topic.kept = kept;
    if (kept) this.#paintSoon(topic);
  }

  /** Of the present, what is new since it was kept last; the first at once. */
  #keep(onlyFirst = false): void {
    for (const topic of this.#topics.values()) {
      const { name, replica, keptSeq, past } = topic;
      const { state, asOf, position } = replica;
      if (!position || past || position.seq === keptSeq || (onlyFirst && keptSeq >= 0)) continue;
      topic.keptSeq = position.seq;
      void this.#pictures?.keep({ topic: name, ...position, asOf, state, clockOffMs: this.clockOffMs ?? 0 });
    }
  }

  #close(name: string, topic: Topic): void {
    this.#topics.delete(name);
    this.#unpainted.delete(topic);
    this.#connection.unwatch(name);
  }

  #receive(message: ServerMessage): void {
    this.reporter?.heard(message);
    if (message.t === 'challenge') void this.sign(message.nonce).then((signed) => this.#connection.prove(signed));
    if (message.t === 'welcome') this.#welcome(message);
    if (message.t === 'starting') this.starting = message;
    if (message.t === 'clock' && this.#isUnsure) this.#look();
    if ('topic' in message) this.#receiveOfTopic(message);
  }

  #welcome({ build, language, renewAt }: Welcome): void {
    this.starting = null;
    this.#renewAt = renewAt;
    operatorsLanguage(language);
    for (const { replica } of this.#topics.values()) replica.reconnected();
    this.#reloader.served(build);
  }

  #receiveOfTopic(message: TopicMessage): void {
    // Boards come before the log is read, numbers when it is.
    if (message.topic.startsWith('floor')) this.starting = null;
    if (message.t === 'error') return this.#refused(message.topic, problemWords(message));
    const topic = this.#topics.get(message.topic);
    if (!topic) return;
    if (message.t === 'caughtup') return topic.listeners.forEach((one) => one.caughtUp?.());
    const outcome = topic.replica.receive(message);
    if (outcome === 'resync') this.#connection.resync(message.topic);
    if (outcome !== 'changed' && outcome !== 'moved') return;
    Object.assign(topic, { past: message.past ?? null, heardAt: performance.now(), refusal: null, kept: null });
    this.#paintSoon(topic);
  }

  /** Errors name no more of a topic than its beginning. */
  #refused(beginning: string, sentence: string): void {
    for (const [name, topic] of this.#topics) {
      if (name.slice(0, MAX_ERROR_TOPIC) !== beginning) continue;
      topic.refusal = sentence;
      for (const one of topic.listeners) one.refused(sentence);
    }
  }

  #paintSoon(topic: Topic): void {
    this.#unpainted.add(topic);
    if (this.#pace) return this.#pace.soon();
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  #paint(): void {
    this.#frame = 0;
    this.reporter?.frameBegan();
    const topics = [...this.#unpainted];
    this.#unpainted.clear();
    for (const { replica, kept, past, heardAt, listeners } of topics) {
      const { state, asOf } = replica.state === null && kept ? kept : replica;
      for (const one of listeners) one.paint({ state, asOf, past, heardAt, kept });
    }
  }

  #turn(link: Link): void {
    this.link = link;
    if (link === 'lost') this.#clock.reset();
    // A listener may leave its topic for another: they are told from a list of those who were there.
    for (const one of this.#listeners()) one.link?.(link);
    this.#look();
  }

  #tick(): void {
    const leaptMs = this.#leap.look(Date.now(), performance.now());
    if (leaptMs === 0) return this.#look();
    this.#clock.leapt(leaptMs, performance.now());
    this.#connection.probe();
    // A server that is there says within this tick what time it is: no screen turns grey because its clock was set.
    this.#isUnsure = true;
  }

  #look(): void {
    this.#isUnsure = false;
    this.refresh();
    this.#keep(true);
    const listeners = this.#listeners();
    for (const one of listeners) one.look?.();
    const isCalm = this.link === 'live' && listeners.every((one) => one.isCalm?.() ?? true);
    const report = this.reporter?.look(this.now, this.clockOffMs);
    if (report) this.#connection.tell(report);
    this.#reloader.consider(isCalm, this.#hour(listeners));
    this.isStuck = this.#reloader.shell === 'stuck';
  }

  /** By the clock of what is shown. */
  #hour(listeners: readonly Listener<unknown>[]): Hour | null {
    const { now } = this;
    const zone = listeners.map((one) => one.zone?.() ?? null).find((known) => known !== null);
    if (!this.isUnattended || this.#renewAt === undefined || now === null || !zone) return null;
    return { now: zoneTime(zone, now).minutes, quietFrom: minutesOf(this.#renewAt) };
  }

  #listeners(): Listener<unknown>[] {
    return [...this.#topics.values()].flatMap((topic) => [...topic.listeners]);
  }
}
