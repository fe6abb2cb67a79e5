// The sockets of WS /live: hello, beats, pings, close codes. What is sent is the hub's. The only import of ws.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import {
  BEAT_MS,
  CLOSE,
  MAX_TOPICS,
  MAX_TOPIC_LENGTH,
  parseClientMessage,
  PROTOCOL,
  type ClientMessage,
} from '#core/protocol/messages.ts';
import { addressOf } from './http/address.ts';
import { encode, type Hub, type Watcher } from './hub.ts';

const HELLO_MS = 10_000;
const PING_MS = 15_000;
const PONG_MS = 10_000;

export interface GatewayOptions {
  hub: Hub;
  /** name of the web build that this server serves */
  build: string;
  origins: string[];
  now(): number;
  /** false until the log is replayed: screens come back a little later */
  isReady(): boolean;
  /** A bug met one screen; the others go on. */
  onError(error: unknown): void;
}

interface Screen extends Watcher {
  socket: WebSocket;
  topics: Set<string>;
  greeted: boolean;
  answersPings: boolean;
}

export class Gateway {
  #options: GatewayOptions;
  #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 64 * 1024,
    maxFragments: 16,
    maxBufferedChunks: 256,
    perMessageDeflate: false,
  });
  #screens = new Set<Screen>();
  #timers: NodeJS.Timeout[];

  constructor(server: Server, options: GatewayOptions) {
    this.#options = options;
    server.on('upgrade', (request, socket, head) => {
      // Without a listener of its own a connection that breaks here would end the process.
      socket.on('error', () => socket.destroy());
      const refusal = this.#refuse(request);
      if (refusal) refuse(socket, refusal);
      else this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#welcome(webSocket));
    });
    this.#timers = [setInterval(() => this.#beat(), BEAT_MS), setInterval(() => this.#ping(), PING_MS)];
  }

  get screens(): number {
    return this.#screens.size;
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const { socket } of this.#screens) socket.close(1012, 'server restarts');
    this.#sockets.close();
    setTimeout(() => {
      for (const { socket } of this.#screens) socket.terminate();
    }, 1000).unref();
  }

  #refuse(request: IncomingMessage): string | null {
    if (addressOf(request)?.pathname !== '/live') return '404 Not Found';
    if (!this.#options.isReady()) return '503 Service Unavailable';
    const { origin, host } = request.headers;
    if (origin === undefined || this.#options.origins.includes(origin)) return null;
    return hostOf(origin) === host ? null : '403 Forbidden';
  }

  #welcome(socket: WebSocket): void {
    const screen: Screen = {
      socket,
      topics: new Set(),
      greeted: false,
      answersPings: true,
      unsent: () => socket.bufferedAmount,
      send: (frame) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(frame, { binary: false });
      },
      drop: () => end(socket, CLOSE.tooSlow, 'too slow to read'),
    };
    this.#screens.add(screen);
    const hello = setTimeout(() => screen.greeted || end(socket, CLOSE.tooSlow, 'no hello'), HELLO_MS);
    socket.on('pong', () => (screen.answersPings = true));
    // ws reports a broken frame here and closes by itself.
    socket.on('error', () => {});
    socket.on('message', (data) => {
      try {
        this.#hear(screen, String(data));
      } catch (error) {
        this.#options.onError(error);
        socket.close(1011, 'the server failed');
      }
    });
    socket.on('close', () => {
      clearTimeout(hello);
      this.#options.hub.unwatch(screen);
      this.#screens.delete(screen);
    });
  }

  #hear(screen: Screen, frame: string): void {
    const message = parseClientMessage(frame);
    if (!message.ok) return screen.socket.close(CLOSE.malformed, reason(message.problem.message));
    if (!screen.greeted && message.value.t !== 'hello')
      return screen.socket.close(CLOSE.malformed, 'hello comes first');
    this.#act(screen, message.value);
  }

  #act(screen: Screen, message: ClientMessage): void {
    const { hub, now, build } = this.#options;
    switch (message.t) {
      case 'hello':
        if (message.protocol !== PROTOCOL)
          return screen.socket.close(CLOSE.version, `this server speaks version ${PROTOCOL}`);
        screen.greeted = true;
        return screen.send(encode({ t: 'welcome', protocol: PROTOCOL, build, now: now() }));
      case 'watch':
        return this.#watch(screen, message.topic);
      case 'unwatch':
        screen.topics.delete(message.topic);
        return hub.unwatch(screen, message.topic);
      case 'resync':
        return hub.resync(screen, message.topic, now());
      case 'clock':
        return screen.send(encode({ t: 'clock', t0: message.t0, now: now() }));
    }
  }

  #watch(screen: Screen, topic: string): void {
    const refuse = (code: string, text: string) =>
      screen.send(encode({ t: 'error', topic: topic.slice(0, 100), code, message: text }));
    if (topic.length > MAX_TOPIC_LENGTH)
      return refuse('bad_topic', `A topic has at most ${MAX_TOPIC_LENGTH} characters.`);
    if (!screen.topics.has(topic) && screen.topics.size >= MAX_TOPICS)
      return refuse('too_many_topics', `A connection watches at most ${MAX_TOPICS} topics.`);
    const watched = this.#options.hub.watch(screen, topic, this.#options.now());
    if (watched.ok) screen.topics.add(topic);
    else refuse(watched.problem.code, watched.problem.message);
  }

  #beat(): void {
    const frame = encode({ t: 'beat', now: this.#options.now() });
    for (const screen of this.#screens) if (screen.greeted && screen.unsent() < 64 * 1024) screen.send(frame);
  }

  /** A TV that lost its network looks connected for minutes: it is ended when one ping stays unanswered. */
  #ping(): void {
    for (const screen of this.#screens) {
      screen.answersPings = false;
      screen.socket.ping();
    }
    setTimeout(() => {
      for (const { socket, answersPings } of this.#screens) if (!answersPings) socket.terminate();
    }, PONG_MS).unref();
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** Closes politely, and for good when the other side does not read. */
function end(socket: WebSocket, code: number, reason: string): void {
  socket.close(code, reason);
  setTimeout(() => socket.terminate(), 2000).unref();
}

/** As much of a sentence as a close frame holds: 123 bytes. */
function reason(sentence: string): string {
  return Buffer.from(sentence).subarray(0, 100).toString();
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
