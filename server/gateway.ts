// The sockets of WS /live: who may open one, and what carries a session. What is said on it is the sessions'. The only
// import of ws.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Asker } from './access/asker.ts';
import type { Doors } from './access/doors.ts';
import { addressOf } from './http/address.ts';
import { HttpError } from './http/http-error.ts';
import type { Visitors } from './http/visitors.ts';
import type { Line } from './session-line.ts';
import type { SessionsOptions } from './sessions-options.ts';
import { Sessions } from './sessions.ts';

const TOO_MANY = '429 Too Many Requests\r\nretry-after: 10';

export interface GatewayOptions extends SessionsOptions {
  doors: Pick<Doors, 'askerOf' | 'isOwn' | 'holds'>;
  visitors: Pick<Visitors, 'ask' | 'open' | 'addressOf'>;
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
  #sessions: Sessions;

  constructor(server: Server, options: GatewayOptions) {
    this.#options = options;
    this.#sessions = new Sessions({ ...options, holds: (asker) => options.doors.holds(asker) });
    server.on('upgrade', (request, socket, head) => {
      // Without a listener of its own a connection that breaks here would end the process.
      socket.on('error', () => socket.destroy());
      const asker = this.#admit(request);
      if (typeof asker === 'string') return refuse(socket, asker);
      const closed = this.#options.visitors.open(request);
      if (!closed) return refuse(socket, TOO_MANY);
      // Whatever becomes of it, this is its end.
      socket.once('close', closed);
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) =>
        this.#welcome(webSocket, asker, this.#options.visitors.addressOf(request)),
      );
    });
  }

  /** The numbers are true: who watched before that is served now. */
  opened(): void {
    this.#sessions.opened();
  }

  /** There may be boards or playlists now that were not there before. */
  documentsChanged(): void {
    this.#sessions.documentsChanged();
  }

  /** Somebody may see less than before, or more. */
  rightsChanged(): void {
    this.#sessions.rightsChanged();
  }

  close(): void {
    this.#sessions.close();
    this.#sockets.close();
  }

  /** @returns who it is, or the status of the refusal. A browser says where its page is from; a cookie without that is none. */
  #admit(request: IncomingMessage): Asker | string {
    if (this.#options.visitors.ask(request) > 0) return TOO_MANY;
    if (addressOf(request)?.pathname !== '/live') return '404 Not Found';
    const { doors } = this.#options;
    const { origin, host } = request.headers;
    if (origin !== undefined && !doors.isOwn(origin, host)) return '403 Forbidden';
    try {
      const asker = doors.askerOf(request);
      if (!asker) return '401 Unauthorized';
      const isBrowser = asker.kind === 'person' || asker.kind === 'screen';
      if (isBrowser && origin === undefined) return '403 Forbidden';
      return asker.rights.has('numbers') ? asker : '403 Forbidden';
    } catch (cause) {
      if (cause instanceof HttpError) return '403 Forbidden';
      throw cause;
    }
  }

  #welcome(socket: WebSocket, asker: Asker, address: string): void {
    const session = this.#sessions.open(lineOf(socket), asker, address);
    socket.on('pong', () => session.ponged());
    // ws reports a broken frame here and closes by itself.
    socket.on('error', () => {});
    socket.on('message', (data) => session.heard(String(data)));
    socket.on('close', () => session.closed());
  }
}

function lineOf(socket: WebSocket): Line {
  return {
    unsent: () => socket.bufferedAmount,
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame, { binary: false });
    },
    ping: () => socket.ping(),
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
