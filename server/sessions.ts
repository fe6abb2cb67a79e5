// What is said on a live connection, whatever carries it: hello, beats, pings, close codes (P1–P7). What is sent of the
// floor is the hub's, of its past the past topics', sockets are the gateway's.
import { isInSight, outOfSight } from '#core/access/sight.ts';
import {
  BEAT_MS,
  CLIENT_RATE,
  CLOSE,
  MAX_ERROR_TOPIC,
  MAX_TOPICS,
  MAX_TOPIC_LENGTH,
  parseClientMessage,
  PROTOCOL,
  REPORT_MS,
  type ClientMessage,
  type Report,
} from '#core/protocol/messages.ts';
import { parseReport } from '#core/protocol/report.ts';
import { fail, type Result } from '#core/result.ts';
import type { Asker } from './access/asker.ts';
import { newSecret } from './access/secret.ts';
import { isOfBoards, MAY_COME } from './boards/board-topics.ts';
import { encode } from './hub.ts';
import { closeReason, type Line, type Session } from './session-line.ts';
import { every, REAL_TIMERS, type Timers } from './timers.ts';
import { TokenBucket } from './token-bucket.ts';
import type { SessionsOptions } from './sessions-options.ts';
import { parseTopic } from './topics.ts';
import type { Watcher } from './watcher.ts';

const HELLO_MS = 10_000;
const PING_MS = 15_000;
const PONG_MS = 10_000;
const GOODBYE_MS = 2000;
const LAST_GOODBYE_MS = 1000;
const TELL_START_MS = 1000;
const MOST_UNSENT_BEATS = 64 * 1024;
/** Rights end by themselves, too: a sign-in is over after a time. */
const LOOK_AGAIN_MS = 60_000;

interface Screen extends Watcher {
  line: Line;
  asker: Asker;
  topics: Set<string>;
  /** of those: what is not there yet, and is served when it is (P52) */
  awaited: Set<string>;
  greeted: boolean;
  messages: TokenBucket;
  /** nothing more is listened to */
  isClosing: boolean;
  answersPings: boolean;
  /** where it comes from, through the proxies that are trusted */
  address: string;
  /** what its device has to sign before it is greeted; null: nothing (any more) */
  nonce: string | null;
  /** of a paired screen: its place in the fleet is given up */
  left(): void;
}

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #timers: Timers;
  readonly #screens = new Set<Screen>();
  readonly #stops: (() => void)[];

  constructor(options: SessionsOptions, timers = REAL_TIMERS) {
    this.#options = options;
    this.#timers = timers;
    this.#stops = [
      every(timers, BEAT_MS, () => this.#beat()),
      every(timers, PING_MS, () => this.#ping()),
      every(timers, TELL_START_MS, () => this.#tellStart()),
      every(timers, LOOK_AGAIN_MS, () => this.rightsChanged()),
    ];
  }

  get screens(): number {
    return this.#screens.size;
  }

  open(line: Line, asker: Asker, address = ''): Session {
    const screen: Screen = {
      ...{ line, asker, sight: asker.sight },
      topics: new Set(),
      awaited: new Set(),
      greeted: false,
      messages: new TokenBucket(CLIENT_RATE, this.#timers.monotonic()),
      isClosing: false,
      answersPings: true,
      ...{ address, nonce: null },
      left: () => {},
      unsent: () => line.unsent(),
      send: (frame) => line.send(frame),
      drop: () => this.#end(line, CLOSE.tooSlow, 'too slow to read'),
      ended: (topic) => void screen.topics.delete(topic),
    };
    this.#screens.add(screen);
    const forgetHello = this.#timers.after(
      HELLO_MS,
      () => screen.greeted || this.#end(line, CLOSE.tooSlow, 'no hello'),
    );
    return {
      heard: (frame) => this.#heard(screen, frame),
      ponged: () => (screen.answersPings = true),
      closed: () => {
        forgetHello();
        this.#options.hub.unwatch(screen);
        this.#options.past?.unwatch(screen);
        this.#screens.delete(screen);
        screen.left();
      },
    };
  }

  /** The numbers are true: who watched before that is served now. */
  opened(): void {
    for (const screen of this.#screens)
      for (const topic of screen.topics) if (!isOfBoards(topic)) this.#serve(screen, topic);
  }

  /** There may be documents now that were not there before. */
  documentsChanged(): void {
    for (const screen of this.#screens)
      for (const topic of screen.awaited) if (this.#open(screen, topic).ok) screen.awaited.delete(topic);
  }

  /** Somebody may see less than before, or more: they come again as what they are now (P70). */
  rightsChanged(): void {
    for (const { line, asker } of this.#screens)
      if (this.#options.holds?.(asker) === false) this.#end(line, CLOSE.signedOut, 'what you may see has changed');
  }

  close(): void {
    for (const stop of this.#stops) stop();
    for (const { line } of this.#screens) line.close(1012, 'server restarts');
    this.#timers.after(LAST_GOODBYE_MS, () => {
      for (const { line } of this.#screens) line.terminate();
    });
  }

  #heard(screen: Screen, frame: string): void {
    if (screen.isClosing) return;
    if (screen.messages.take(this.#timers.monotonic()) > 0)
      return this.#close(screen, CLOSE.tooFast, `at most ${CLIENT_RATE.perS} messages a second`);
    try {
      const message = parseClientMessage(frame);
      if (!message.ok) return this.#close(screen, CLOSE.malformed, closeReason(message.problem.message));
      const isProof = screen.nonce !== null && message.value.t === 'proof';
      if (!screen.greeted && message.value.t !== 'hello' && !isProof)
        return this.#close(screen, CLOSE.malformed, 'hello comes first');
      this.#act(screen, message.value);
    } catch (error) {
      this.#options.onError(error);
      this.#close(screen, 1011, 'the server failed');
    }
  }

  #act(screen: Screen, message: ClientMessage): void {
    const { hub, past, now } = this.#options;
    switch (message.t) {
      case 'hello':
        if (message.protocol !== PROTOCOL)
          return this.#close(screen, CLOSE.version, `this server speaks version ${PROTOCOL}`);
        return this.#challenge(screen);
      case 'proof':
        return this.#proved(screen, message.signature);
      case 'watch':
        return this.#watch(screen, message.topic);
      case 'unwatch':
        screen.topics.delete(message.topic);
        screen.awaited.delete(message.topic);
        past?.unwatch(screen, message.topic);
        return hub.unwatch(screen, message.topic);
      case 'resync':
        past?.resync(screen, message.topic);
        return hub.resync(screen, message.topic, now());
      case 'clock':
        return screen.send(encode({ t: 'clock', t0: message.t0, now: now() }));
      case 'report':
        return this.#report(screen, message);
    }
  }

  /** What a page tells that is no paired screen's is nobody's: it is not kept (P71). */
  #report(screen: Screen, message: Report): void {
    const report = parseReport(message);
    if (!report.ok) return this.#close(screen, CLOSE.malformed, closeReason(report.problem.message));
    if (screen.asker.screen) this.#options.fleet?.told(screen.asker.id, report.value);
  }

  #watch(screen: Screen, topic: string): void {
    if (topic.length > MAX_TOPIC_LENGTH)
      return refuse(screen, topic, 'bad_topic', `A topic has at most ${MAX_TOPIC_LENGTH} characters.`);
    if (!screen.topics.has(topic) && screen.topics.size >= MAX_TOPICS)
      return refuse(screen, topic, 'too_many_topics', `A connection watches at most ${MAX_TOPICS} topics.`);
    screen.topics.add(topic);
    // Boards are files: they are there before the numbers are, so that a screen can say what it waits for.
    if (isOfBoards(topic) || !this.#options.starting?.()) this.#serve(screen, topic);
  }

  #serve(screen: Screen, topic: string): void {
    const served = this.#open(screen, topic);
    if (served.ok) return;
    if (MAY_COME.has(served.problem.code)) screen.awaited.add(topic);
    else screen.topics.delete(topic);
    refuse(screen, topic, served.problem.code, served.problem.message);
  }

  #open(screen: Screen, topic: string): Result<true> {
    const { hub, past, now, directory } = this.#options;
    const { screen: paired } = screen.asker;
    if (paired && !paired.grant.mayWatch(topic))
      return fail('not_allowed', `This screen is paired to show ${paired.path}; nothing else is sent to it.`);
    if (isOfBoards(topic)) return hub.watch(screen, topic, now());
    const parsed = parseTopic(topic);
    if (!parsed.ok) return parsed;
    const { moment, scope, scopeText, show } = parsed.value;
    // A screen's grant says more closely than its sites what it sees.
    if (!screen.asker.screen && !isInSight(screen.sight, scope, directory)) return outOfSight(scopeText, screen.sight);
    // No wall lists agents: a screen gets not even their aliases.
    if (screen.asker.screen && show.parts.has('people') && !screen.sight.names)
      return fail('not_allowed', 'You see no agents by name: leave "people" out of show.');
    if (show.parts.has('people')) this.#options.names?.read(screen.asker, 'names-read', `people of ${scopeText}`, '');
    if (!moment) return hub.watch(screen, topic, now());
    return past?.watch(screen, topic, moment) ?? fail('no_history', 'Nobody here can be asked about the past.');
  }

  /** A screen that has a key of its device shows that it is on that device (P73). */
  #challenge(screen: Screen): void {
    const { asker } = screen;
    if (!asker.screen || screen.greeted || !this.#options.devices?.has(asker.id)) return this.#greet(screen);
    screen.nonce = newSecret();
    screen.send(encode({ t: 'challenge', nonce: screen.nonce }));
  }

  #proved(screen: Screen, signature: string): void {
    const { nonce, asker, address } = screen;
    if (nonce === null) return;
    screen.nonce = null;
    if (this.#options.devices?.proves(asker.id, nonce, signature)) return this.#greet(screen);
    this.#options.onUnproven?.(asker, address);
    this.#close(screen, CLOSE.signedOut, 'this is not the device that was paired');
  }

  #greet(screen: Screen): void {
    const { build, language, renewAt, now, starting, fleet } = this.#options;
    const { asker, greeted } = screen;
    const reportMs = asker.screen && fleet ? REPORT_MS : undefined;
    screen.greeted = true;
    if (asker.screen && fleet && !greeted) screen.left = fleet.came(asker.id, (frame) => screen.send(frame));
    screen.send(encode({ t: 'welcome', protocol: PROTOCOL, build, now: now(), language, renewAt, reportMs }));
    const progress = starting?.();
    if (progress) screen.send(encode({ t: 'starting', ...progress }));
  }

  #tellStart(): void {
    const progress = this.#options.starting?.();
    if (progress) this.#tellAll(encode({ t: 'starting', ...progress }));
  }

  #beat(): void {
    this.#tellAll(encode({ t: 'beat', now: this.#options.now() }));
  }

  #tellAll(frame: Buffer): void {
    for (const screen of this.#screens) if (screen.greeted && screen.unsent() < MOST_UNSENT_BEATS) screen.send(frame);
  }

  /** A TV that lost its network looks connected for minutes: it is ended when one ping stays unanswered. */
  #ping(): void {
    const asked = [...this.#screens];
    for (const screen of asked) {
      screen.answersPings = false;
      screen.line.ping();
    }
    this.#timers.after(PONG_MS, () => {
      for (const { line, answersPings } of asked) if (!answersPings) line.terminate();
    });
  }

  /** What it says after that is not listened to. */
  #close(screen: Screen, code: number, why: string): void {
    screen.isClosing = true;
    this.#end(screen.line, code, why);
  }

  /** Closes politely, and for good when the other side does not read. */
  #end(line: Line, code: number, reason: string): void {
    line.close(code, reason);
    this.#timers.after(GOODBYE_MS, () => line.terminate());
  }
}

function refuse(screen: Screen, topic: string, code: string, message: string): void {
  screen.send(encode({ t: 'error', topic: topic.slice(0, MAX_ERROR_TOPIC), code, message }));
}
