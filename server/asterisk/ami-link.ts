// One connection to a manager interface: socket, log-in, actions sent, blocks read. Knows nothing of queues.
// The socket is always read at once: Asterisk ends a session whose reader is slow.
import { createHash } from 'node:crypto';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { BlockReader, formatAction, type Block } from './ami-block.ts';

export interface AmiAddress {
  host: string;
  port: number;
  tls: boolean;
}
/** What came in one piece from the network. */
export interface Heard {
  /** our clock, epoch ms */
  at: number;
  blocks: Block[];
}

/** The connection is over, or never came about. */
export class AmiLost extends Error {}
/** The manager interface answered, and said no: trying again soon won't help. */
export class AmiRefusal extends AmiLost {}

export class AmiLink {
  #socket: Socket;
  #now: () => number;
  #reader = new BlockReader();
  #heard: Heard[] = [];
  #wake: (() => void) | null = null;
  #failure: AmiLost | null = null;
  #actions = 0;
  #dropped = 0;

  /** Resolves when the peer has said that it is a manager interface. */
  static async open(address: AmiAddress, now: () => number, timeoutMs: number, signal: AbortSignal): Promise<AmiLink> {
    const socket = address.tls ? connectTls(address) : connectTcp(address);
    const link = new AmiLink(socket, now, signal);
    const deadline = now() + timeoutMs;
    while (link.#reader.banner === null && !link.#failure && now() < deadline) await link.#wait(deadline - now());
    const { banner } = link.#reader;
    if (banner?.startsWith('Asterisk Call Manager/')) return link;
    link.close();
    if (banner !== null)
      throw new AmiLost(`what answers there is no Asterisk manager interface: it said "${banner.slice(0, 60)}"`);
    throw link.#failure ?? new AmiLost(`no answer within ${timeoutMs / 1000} s`);
  }

  private constructor(socket: Socket, now: () => number, signal: AbortSignal) {
    this.#socket = socket;
    this.#now = now;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(new AmiLost(error.message)));
    socket.on('close', () => this.#fail(new AmiLost('the manager interface closed the connection')));
    const stop = () => this.close();
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    socket.on('close', () => signal.removeEventListener('abort', stop));
  }

  /** Blocks that were dropped because they were too long, since the last call. */
  droppedBlocks(): number {
    const { dropped } = this.#reader;
    const fresh = dropped - this.#dropped;
    this.#dropped = dropped;
    return fresh;
  }

  /** All that has come so far; waits up to `timeoutMs` for something to come. Throws when the connection is over. */
  async read(timeoutMs: number): Promise<Heard[]> {
    if (this.#heard.length === 0 && !this.#failure) await this.#wait(timeoutMs);
    const heard = this.#heard;
    this.#heard = [];
    if (heard.length === 0 && this.#failure) throw this.#failure;
    return heard;
  }

  /** @returns its ActionID */
  send(fields: Record<string, string>): string {
    const id = `tablo-${++this.#actions}`;
    if (!this.#failure) this.#socket.write(formatAction({ ...fields, ActionID: id }));
    return id;
  }

  /** With the secret's digest; in plain text only where the interface has no challenge to give. */
  async login(user: string, secret: string, timeoutMs: number): Promise<void> {
    const challenge = await this.#ask({ Action: 'Challenge', AuthType: 'MD5' }, timeoutMs);
    const nonce = challenge.get('Response') === 'Success' ? challenge.get('Challenge') : undefined;
    const proof: Record<string, string> =
      nonce === undefined
        ? { Secret: secret }
        : {
            AuthType: 'MD5',
            Key: createHash('md5')
              .update(nonce + secret)
              .digest('hex'),
          };
    const answer = await this.#ask({ Action: 'Login', Username: user, ...proof, Events: 'agent,system' }, timeoutMs);
    if (answer.get('Response') === 'Success') return;
    throw new AmiRefusal(`the manager interface refused user "${user}": ${answer.get('Message') ?? 'no reason given'}`);
  }

  close(): void {
    this.#fail(new AmiLost('the connection was closed'));
    this.#socket.destroy();
  }

  /** Sends and waits for the answer; what else comes is kept for read(). */
  async #ask(fields: Record<string, string>, timeoutMs: number): Promise<Block> {
    const id = this.send(fields);
    const deadline = this.#now() + timeoutMs;
    for (;;) {
      for (const heard of this.#heard) {
        const index = heard.blocks.findIndex((b) => b.get('ActionID') === id && b.has('Response'));
        if (index >= 0) return heard.blocks.splice(index, 1)[0];
      }
      if (this.#failure) throw this.#failure;
      const leftMs = deadline - this.#now();
      if (leftMs <= 0) throw new AmiLost(`no answer to ${fields.Action} within ${timeoutMs / 1000} s`);
      await this.#wait(leftMs);
    }
  }

  #take(chunk: Buffer): void {
    const isGreeting = this.#reader.banner === null;
    const blocks = this.#reader.push(chunk);
    if (blocks.length > 0) this.#heard.push({ at: this.#now(), blocks });
    if (blocks.length > 0 || isGreeting) this.#wake?.();
  }

  #fail(error: AmiLost): void {
    this.#failure ??= error;
    this.#wake?.();
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), Math.max(1, ms));
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }
}
