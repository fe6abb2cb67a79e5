// A screen as docs/protocol.md describes one, and nothing more: speaks, listens, holds topics by the rules of deltas.
import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';
import { apply } from '#core/protocol/delta.ts';
import { PROTOCOL, type ClientMessage, type Delta, type Full, type ServerMessage } from '#core/protocol/messages.ts';

type Kind = ServerMessage['t'];
type Message<T extends Kind> = Extract<ServerMessage, { t: T }>;

export interface Held {
  epoch: string;
  seq: number;
  /** epoch ms */
  asOf: number;
  state: unknown;
}

export class Screen {
  readonly socket: WebSocket;
  /** everything heard, oldest first */
  readonly heard: ServerMessage[] = [];
  readonly held = new Map<string, Held>();
  /** code and reason of the end */
  readonly closed: Promise<{ code: number; reason: string }>;
  #waiting = new Set<() => void>();

  /** @param url of the server, http://… */
  constructor(url: string, options: ClientOptions = {}) {
    this.socket = new WebSocket(`${url.replace(/^http/, 'ws')}/live`, options);
    this.closed = once(this.socket, 'close').then(([code, reason]) => ({
      code: code as number,
      reason: String(reason),
    }));
    this.socket.on('message', (data: Buffer) => this.#hear(JSON.parse(data.toString('utf8')) as ServerMessage));
    this.socket.on('error', () => {});
  }

  /** A screen that has been welcomed. */
  static async open(url: string, options?: ClientOptions): Promise<Screen> {
    const screen = new Screen(url, options);
    await screen.opened();
    screen.say({ t: 'hello', protocol: PROTOCOL });
    await screen.next('welcome');
    return screen;
  }

  async opened(): Promise<void> {
    if (this.socket.readyState !== WebSocket.OPEN) await once(this.socket, 'open');
  }

  say(message: ClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  /** @returns the state of the topic's first full frame */
  async watch(topic: string): Promise<Full> {
    const from = this.heard.length;
    this.say({ t: 'watch', topic });
    return this.next('full', (full) => full.topic === topic, from);
  }

  /** The first message of this kind, from this place in what was heard on. Waits for as long as the test may run. */
  async next<T extends Kind>(t: T, fits: (message: Message<T>) => boolean = () => true, from = 0): Promise<Message<T>> {
    for (let i = from; ; i++) {
      while (i >= this.heard.length) await this.#more();
      const message = this.heard[i];
      if (message.t === t && fits(message as Message<T>)) return message as Message<T>;
    }
  }

  /** Resolves when what is held of the topic fits. */
  async until<State>(topic: string, fits: (state: State, held: Held) => boolean): Promise<Held> {
    for (;;) {
      const held = this.held.get(topic);
      if (held && fits(held.state as State, held)) return held;
      await this.#more();
    }
  }

  close(): void {
    this.socket.terminate();
  }

  #more(): Promise<void> {
    if (this.socket.readyState >= WebSocket.CLOSING) throw new Error('the connection has ended');
    return new Promise((resolve, reject) => {
      this.#waiting.add(resolve);
      void this.closed.then(() => reject(new Error('the connection has ended')));
    });
  }

  #hear(message: ServerMessage): void {
    this.heard.push(message);
    if (message.t === 'full') this.held.set(message.topic, message);
    if (message.t === 'delta') this.#advance(message);
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  #advance({ topic, epoch, seq, base, asOf, changes }: Delta): void {
    const held = this.held.get(topic);
    if (held?.epoch === epoch && held.seq === base)
      this.held.set(topic, { epoch, seq, asOf, state: apply(held.state, changes) });
    else this.say({ t: 'resync', topic });
  }
}
