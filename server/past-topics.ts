// Moments of the past that screens watch (rules P40–P46). The historian computes and encodes them in its own thread; here
// is decided who is told what, when the next frame is due, and how much of this there may be at a time.
import { sightKey, type Sight } from '#core/access/sight.ts';
import type { ServerMessage } from '#core/protocol/messages.ts';
import { MAX_ERROR_TOPIC, MAX_PAST_TOPICS } from '#core/protocol/messages.ts';
import { momentText, type Moment } from '#core/protocol/moment.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { PastAnswer, PastQuestion } from './history/past-views.ts';
import { HttpError } from './http/http-error.ts';
import { encode } from './hub.ts';
import { every, REAL_TIMERS, type Timers } from './timers.ts';
import { keepsUp, newWatching, type Watcher, type Watching } from './watcher.ts';

export const TICK_MS = 1000;
/** More than these would make each other stutter. */
const MOST_PLAYING = 40;
/** Each keeps a full frame, and all that stand still take their turns with those that play. */
const MOST_VIEWS = 500;
/** So many questions are open at a time: what else the historian is asked waits behind no more. */
const MOST_OPEN_QUESTIONS = 2;
/** A historian that ended starts again with the next question. */
const MOST_FAILURES = 3;

export interface PastOptions {
  /** @throws HttpError */
  ask(question: PastQuestion): Promise<PastAnswer>;
  /** changes whenever the server's memory was built anew */
  epoch: string;
  /** epoch ms */
  now(): number;
  onError(error: unknown): void;
}

interface View {
  n: number;
  /** of the topic, and how much of it is seen */
  key: string;
  topic: string;
  sight: Sight;
  moment: Moment;
  watchers: Map<Watcher, Watching>;
  /** of the frame told last, 0: none */
  seq: number;
  /** of a view that stands still */
  full: Buffer | null;
  /** monotonic: it plays from the first answer on */
  startedAt: number | null;
  /** waits for its turn, or for an answer */
  isWaiting: boolean;
  failures: number;
}

export class PastTopics {
  readonly #options: PastOptions;
  readonly #views = new Set<View>();
  /** those that another screen can join: they stand still, or have not begun to play */
  readonly #joinable = new Map<string, View>();
  /** those that nothing was seen of yet go first: a frame of what plays may be left out */
  readonly #firsts: View[] = [];
  readonly #queue: View[] = [];
  readonly #timers: Timers;
  readonly #stop: () => void;
  #openQuestions = 0;
  #next = 1;

  constructor(options: PastOptions, timers = REAL_TIMERS) {
    this.#options = options;
    this.#timers = timers;
    this.#stop = every(timers, TICK_MS, () => this.#tick());
  }

  stop(): void {
    this.#stop();
    this.#firsts.length = this.#queue.length = 0;
    this.#views.clear();
  }

  watch(watcher: Watcher, topic: string, moment: Moment): Result<true> {
    this.unwatch(watcher, topic);
    const refused = this.#refuse(watcher, topic, moment);
    if (refused) return refused;
    const view = this.#joinable.get(keyOf(watcher, topic)) ?? this.#begin(watcher, topic, moment);
    view.watchers.set(watcher, newWatching());
    if (view.full) this.#tell(view, { full: view.full });
    else this.#want(view);
    return ok(true);
  }

  resync(watcher: Watcher, topic: string): void {
    for (const view of this.#of(watcher, topic)) {
      (view.watchers.get(watcher) as Watching).needsFull = true;
      if (view.full) this.#tell(view, { full: view.full });
      else this.#want(view);
    }
  }

  unwatch(watcher: Watcher, topic?: string): void {
    for (const view of this.#of(watcher, topic)) {
      view.watchers.delete(watcher);
      if (view.watchers.size === 0) this.#end(view);
    }
  }

  #refuse(watcher: Watcher, topic: string, { at, speed }: Moment): Result<true> | null {
    const now = this.#options.now();
    if (at > now)
      return fail(
        'in_future',
        `${momentText(at)} is in the future: it is ${momentText(now)}. Choose an earlier moment.`,
      );
    if (this.#of(watcher).length >= MAX_PAST_TOPICS)
      return fail(
        'too_many_moments',
        `A connection watches at most ${MAX_PAST_TOPICS} moments of the past; unwatch one.`,
      );
    if (this.#joinable.has(keyOf(watcher, topic))) return null;
    if (this.#views.size >= MOST_VIEWS)
      return fail('too_many_moments', `${MOST_VIEWS} moments of the past are watched already; try again later.`);
    const playing = [...this.#views].filter(({ moment }) => moment.speed > 0).length;
    if (speed > 0 && playing >= MOST_PLAYING)
      return fail(
        'too_many_playing',
        `${MOST_PLAYING} screens play the past already; look at one moment without speed, or try again later.`,
      );
    return null;
  }

  #of(watcher: Watcher, topic?: string): View[] {
    return [...this.#views].filter(
      (view) => view.watchers.has(watcher) && (topic === undefined || view.topic === topic),
    );
  }

  #begin(watcher: Watcher, topic: string, moment: Moment): View {
    const n = this.#next++;
    const { sight } = watcher;
    const key = keyOf(watcher, topic);
    const view: View = {
      ...{ n, key, topic, sight, moment, watchers: new Map<Watcher, Watching>(), seq: 0 },
      ...{ full: null, startedAt: null, isWaiting: false, failures: 0 },
    };
    this.#views.add(view);
    this.#joinable.set(key, view);
    return view;
  }

  #end(view: View): void {
    this.#views.delete(view);
    if (this.#joinable.get(view.key) === view) this.#joinable.delete(view.key);
  }

  /** A view whose answer is still to come is not asked about again: frames are left out, never queued. */
  #tick(): void {
    for (const view of this.#views) {
      if (view.full) this.#tell(view, { full: view.full });
      else this.#want(view);
    }
  }

  #want(view: View): void {
    if (view.isWaiting) return;
    view.isWaiting = true;
    (view.seq === 0 ? this.#firsts : this.#queue).push(view);
    this.#askNext();
  }

  #askNext(): void {
    while (this.#openQuestions < MOST_OPEN_QUESTIONS) {
      const view = this.#firsts.shift() ?? this.#queue.shift();
      if (!view) return;
      if (!this.#views.has(view)) continue;
      const at = this.#momentOf(view);
      if (view.startedAt !== null && at >= this.#options.now()) this.#catchUp(view);
      else void this.#ask(view, at);
    }
  }

  #momentOf({ moment, startedAt }: View): number {
    if (startedAt === null) return moment.at;
    // Whole seconds: a link to a moment is short.
    return moment.at + Math.floor((moment.speed * (this.#timers.monotonic() - startedAt)) / 1000) * 1000;
  }

  async #ask(view: View, at: number): Promise<void> {
    const { n, topic, sight, moment, seq } = view;
    const full = [...view.watchers.values()].some(({ needsFull }) => needsFull);
    const epoch = `${this.#options.epoch}.${n}`;
    this.#openQuestions++;
    try {
      const answer = await this.#options.ask({
        view: n,
        topic,
        sight,
        at,
        past: { speed: moment.speed },
        epoch,
        seq,
        full,
      });
      view.isWaiting = false;
      view.failures = 0;
      this.#receive(view, answer);
    } catch (cause) {
      view.isWaiting = false;
      this.#fail(view, cause);
    } finally {
      this.#openQuestions--;
      this.#askNext();
    }
  }

  #receive(view: View, { seq, full, delta }: PastAnswer): void {
    if (!this.#views.has(view)) return;
    view.seq = seq;
    const frames = { full: full && asBuffer(full), delta: delta && asBuffer(delta) };
    if (view.moment.speed === 0) view.full = frames.full ?? null;
    else if (view.startedAt === null) {
      view.startedAt = this.#timers.monotonic();
      this.#joinable.delete(view.key);
    }
    // A historian that began anew knows nothing to build on: everybody gets the whole.
    if (!delta) for (const watching of view.watchers.values()) watching.needsFull = true;
    this.#tell(view, frames);
  }

  #tell(view: View, { full, delta }: { full?: Buffer; delta?: Buffer }): void {
    const at = this.#options.now();
    for (const [watcher, watching] of view.watchers) {
      const able = keepsUp(watcher, watching, at);
      if (able === 'dropped') this.unwatch(watcher, view.topic);
      if (able !== 'yes') continue;
      if (!watching.needsFull && delta) watcher.send(delta);
      if (!watching.needsFull || !full) continue;
      watching.needsFull = false;
      watcher.send(full);
    }
  }

  #fail(view: View, cause: unknown): void {
    const known = cause instanceof HttpError && cause.status !== 500;
    if (known && cause.status === 503 && ++view.failures < MOST_FAILURES) return;
    if (!known) this.#options.onError(cause);
    const code = known ? cause.code : 'internal';
    const message = known ? cause.message : 'The server failed on this moment; its log has the cause.';
    this.#sendLast(view, { t: 'error', topic: view.topic.slice(0, MAX_ERROR_TOPIC), code, message });
  }

  #catchUp(view: View): void {
    this.#sendLast(view, { t: 'caughtup', topic: view.topic, asOf: this.#options.now() });
  }

  #sendLast(view: View, message: ServerMessage): void {
    const frame = encode(message);
    for (const watcher of view.watchers.keys()) {
      watcher.send(frame);
      watcher.ended?.(view.topic);
    }
    this.#end(view);
  }
}

const keyOf = ({ sight }: Watcher, topic: string): string => `${sightKey(sight)} ${topic}`;

const asBuffer = (bytes: Uint8Array<ArrayBuffer>): Buffer => Buffer.from(bytes.buffer);
