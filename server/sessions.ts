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

/** The other end of a line: a wall or a desk, a paired screen or not, or a script. */
interface Client extends Watcher {
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
  readonly #clients = new Set<Client>();
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

  get clients(): number {
    return this.#clients.size;
  }

  open(line: Line, asker: Asker, address = ''): Session {
    const client: Client = {
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
      ended: (topic) => void client.topics.delete(topic),
    };
    this.#clients.add(client);
    const forgetHello = this.#timers.after(
      HELLO_MS,
      () => client.greeted || this.#end(line, CLOSE.tooSlow, 'no hello'),
    );
    return {
      heard: (frame) => this.#heard(client, frame),
      ponged: () => (client.answersPings = true),
      closed: () => {
        forgetHello();
        this.#options.hub.unwatch(client);
        this.#options.past?.unwatch(client);
        this.#clients.delete(client);
        client.left();
      },
    };
  }

  /** The numbers are true: who watched before that is served now. */
  opened(): void {
    for (const client of this.#clients)
      for (const topic of client.topics) if (!isOfBoards(topic)) this.#serve(client, topic);
  }

  /** There may be documents now that were not there before. */
  documentsChanged(): void {
    for (const client of this.#clients)
      for (const topic of client.awaited) if (this.#open(client, topic).ok) client.awaited.delete(topic);
  }

  /** Somebody may see less than before, or more: they come again as what they are now (P70). */
  rightsChanged(): void {
    for (const { line, asker } of this.#clients)
      if (this.#options.holds?.(asker) === false) this.#end(line, CLOSE.signedOut, 'what you may see has changed');
  }

  close(): void {
    for (const stop of this.#stops) stop();
    for (const { line } of this.#clients) line.close(1012, 'server restarts');
    this.#timers.after(LAST_GOODBYE_MS, () => {
      for (const { line } of this.#clients) line.terminate();
    });
  }

  #heard(client: Client, frame: string): void {
    if (client.isClosing) return;
    if (client.messages.take(this.#timers.monotonic()) > 0)
      return this.#close(client, CLOSE.tooFast, `at most ${CLIENT_RATE.perS} messages a second`);
    try {
      const message = parseClientMessage(frame);
      if (!message.ok) return this.#close(client, CLOSE.malformed, closeReason(message.problem.message));
      const isProof = client.nonce !== null && message.value.t === 'proof';
      if (!client.greeted && message.value.t !== 'hello' && !isProof)
        return this.#close(client, CLOSE.malformed, 'hello comes first');
      this.#act(client, message.value);
    } catch (error) {
      this.#options.onError(error);
      this.#close(client, 1011, 'the server failed');
    }
  }

  #act(client: Client, message: ClientMessage): void {
    const { hub, past, now } = this.#options;
    switch (message.t) {
      case 'hello':
        if (message.protocol !== PROTOCOL)
          return this.#close(client, CLOSE.version, `this server speaks version ${PROTOCOL}`);
        return this.#challenge(client);
      case 'proof':
        return this.#proved(client, message.signature);
      case 'watch':
        return this.#watch(client, message.topic);
      case 'unwatch':
        client.topics.delete(message.topic);
        client.awaited.delete(message.topic);
        past?.unwatch(client, message.topic);
        return hub.unwatch(client, message.topic);
      case 'resync':
        past?.resync(client, message.topic);
        return hub.resync(client, message.topic, now());
      case 'clock':
        return client.send(encode({ t: 'clock', t0: message.t0, now: now() }));
      case 'report':
        return this.#report(client, message);
    }
  }

  /** What a page tells that is no paired screen's is nobody's: it is not kept (P71). */
  #report(client: Client, message: Report): void {
    const report = parseReport(message);
    if (!report.ok) return this.#close(client, CLOSE.malformed, closeReason(report.problem.message));
    if (client.asker.screen) this.#options.fleet?.told(client.asker.id, report.value);
  }

  #watch(client: Client, topic: string): void {
    if (topic.length > MAX_TOPIC_LENGTH)
      return refuse(client, topic, 'bad_topic', `A topic has at most ${MAX_TOPIC_LENGTH} characters.`);
    if (!client.topics.has(topic) && client.topics.size >= MAX_TOPICS)
      return refuse(client, topic, 'too_many_topics', `A connection watches at most ${MAX_TOPICS} topics.`);
    client.topics.add(topic);
    // Boards are files: they are there before the numbers are, so that a screen can say what it waits for.
    if (isOfBoards(topic) || !this.#options.starting?.()) this.#serve(client, topic);
  }

  #serve(client: Client, topic: string): void {
    const served = this.#open(client, topic);
    if (served.ok) return;
    if (MAY_COME.has(served.problem.code)) client.awaited.add(topic);
    else client.topics.delete(topic);
    refuse(client, topic, served.problem.code, served.problem.message);
  }

  #open(client: Client, topic: string): Result<true> {
    const { hub, past, now, directory } = this.#options;
    const paired = client.asker.screen;
    if (paired && !paired.grant.mayWatch(topic))
      return fail('not_allowed', `This screen is paired to show ${paired.path}; nothing else is sent to it.`);
    if (isOfBoards(topic)) return hub.watch(client, topic, now());
    const parsed = parseTopic(topic);
    if (!parsed.ok) return parsed;
    const { moment, scope, scopeText, show } = parsed.value;
    // A screen's grant says more closely than its sites what it sees.
    if (!paired && !isInSight(client.sight, scope, directory)) return outOfSight(scopeText, client.sight);
    // No wall lists agents: a screen gets not even their aliases.
    if (paired && show.parts.has('people') && !client.sight.names)
      return fail('not_allowed', 'You see no agents by name: leave "people" out of show.');
    if (show.parts.has('people')) this.#options.names?.read(client.asker, 'names-read', `people of ${scopeText}`, '');
    if (!moment) return hub.watch(client, topic, now());
    return past?.watch(client, topic, moment) ?? fail('no_history', 'Nobody here can be asked about the past.');
  }

  /** A screen that has a key of its device shows that it is on that device (P73). */
  #challenge(client: Client): void {
    const { asker } = client;
    if (!asker.screen || client.greeted || !this.#options.devices?.has(asker.id)) return this.#greet(client);
    client.nonce = newSecret();
    client.send(encode({ t: 'challenge', nonce: client.nonce }));
  }

  #proved(client: Client, signature: string): void {
    const { nonce, asker, address } = client;
    if (nonce === null) return;
    client.nonce = null;
    if (this.#options.devices?.proves(asker.id, nonce, signature)) return this.#greet(client);
    this.#options.onUnproven?.(asker, address);
    this.#close(client, CLOSE.signedOut, 'this is not the device that was paired');
  }

  #greet(client: Client): void {
    const { build, language, renewAt, now, starting, fleet } = this.#options;
    const { asker, greeted } = client;
    const reportMs = asker.screen && fleet ? REPORT_MS : undefined;
    client.greeted = true;
    if (asker.screen && fleet && !greeted) client.left = fleet.came(asker.id, (frame) => client.send(frame));
    client.send(encode({ t: 'welcome', protocol: PROTOCOL, build, now: now(), language, renewAt, reportMs }));
    const progress = starting?.();
    if (progress) client.send(encode({ t: 'starting', ...progress }));
  }

  #tellStart(): void {
    const progress = this.#options.starting?.();
    if (progress) this.#tellAll(encode({ t: 'starting', ...progress }));
  }

  #beat(): void {
    this.#tellAll(encode({ t: 'beat', now: this.#options.now() }));
  }

  #tellAll(frame: Buffer): void {
    for (const client of this.#clients) if (client.greeted && client.unsent() < MOST_UNSENT_BEATS) client.send(frame);
  }

  /** A TV that lost its network looks connected for minutes: it is ended when one ping stays unanswered. */
  #ping(): void {
    const asked = [...this.#clients];
    for (const client of asked) {
      client.answersPings = false;
      client.line.ping();
    }
    this.#timers.after(PONG_MS, () => {
      for (const { line, answersPings } of asked) if (!answersPings) line.terminate();
    });
  }

  /** What it says after that is not listened to. */
  #close(client: Client, code: number, why: string): void {
    client.isClosing = true;
    this.#end(client.line, code, why);
  }

  /** Closes politely, and for good when the other side does not read. */
  #end(line: Line, code: number, reason: string): void {
    line.close(code, reason);
    this.#timers.after(GOODBYE_MS, () => line.terminate());
  }
}

function refuse(client: Client, topic: string, code: string, message: string): void {
  client.send(encode({ t: 'error', topic: topic.slice(0, MAX_ERROR_TOPIC), code, message }));
}
