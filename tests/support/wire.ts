// The network between a screen and a server, as a TCP port of its own: it can be cut so that nobody hears, and lead to
// another server.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class Wire {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** port of the server behind it; null: nobody is there, connections are refused by being reset */
  #to: number | null;
  #isSilent = false;
  /** the path that each connection began with */
  readonly asked: string[] = [];

  /** @param to port of the server behind it */
  static async open(to: number): Promise<Wire> {
    const wire = new Wire(to);
    wire.#server.listen(0, '127.0.0.1');
    await once(wire.#server, 'listening');
    return wire;
  }

  private constructor(to: number) {
    this.#to = to;
    this.#server = createServer((near) => this.#join(near));
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** No byte passes any more, either way; every connection stays open, new ones too. */
  silence(): void {
    this.#isSilent = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** Bytes pass again. What was open is broken off: no network remembers connections for ever. */
  restore(): void {
    this.#isSilent = false;
    this.#breakAll();
  }

  /** @param to port of another server; null: nobody is there any more */
  lead(to: number | null): void {
    this.#to = to;
    this.#breakAll();
  }

  async close(): Promise<void> {
    this.#breakAll();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket): void {
    this.#keep(near);
    if (this.#isSilent) {
      near.pause();
      return;
    }
    if (this.#to === null) {
      near.resetAndDestroy();
      return;
    }
    near.once('data', (head) => this.asked.push(/^GET (\S+)/.exec(String(head))?.[1] ?? ''));
    const far = connect(this.#to, '127.0.0.1');
    this.#keep(far);
    near.pipe(far).pipe(near);
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
  }

  #breakAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
