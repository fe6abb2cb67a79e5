// The sockets of WS /live: who may open one, and what carries a session. What is said on it is the sessions'. The only
// import of ws.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { addressOf } from './http/address.ts';
import type { Visitors } from './http/visitors.ts';
import { Sessions, type Line, type SessionsOptions } from './sessions.ts';

const TOO_MANY = '429 Too Many Requests\r\nretry-after: 10';

export interface GatewayOptions extends SessionsOptions {
  origins: string[];
  visitors: Pick<Visitors, 'ask' | 'open'>;
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
    this.#sessions = new Sessions(options);
    server.on('upgrade', (request, socket, head) => {
      // Without a listener of its own a connection that breaks here would end the process.
      socket.on('error', () => socket.destroy());
      const refusal = this.#refuse(request);
      if (refusal) return refuse(socket, refusal);
      const closed = this.#options.visitors.open(request);
      if (!closed) return refuse(socket, TOO_MANY);
      // Whatever becomes of it, this is its end.
      socket.once('close', closed);
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#welcome(webSocket));
    });
  }

  get screens(): number {
    return this.#sessions.screens;
  }

  /** The numbers are true: who watched before that is served now. */
  opened(): void {
    this.#sessions.opened();
  }

  /** There may be boards or playlists now that were not there before. */
  documentsChanged(): void {
    this.#sessions.documentsChanged();
  }

  close(): void {
    this.#sessions.close();
    this.#sockets.close();
  }

  #refuse(request: IncomingMessage): string | null {
    if (this.#options.visitors.ask(request) > 0) return TOO_MANY;
    if (addressOf(request)?.pathname !== '/live') return '404 Not Found';
    const { origin, host } = request.headers;
    if (origin === undefined || this.#options.origins.includes(origin)) return null;
    return hostOf(origin) === host ? null : '403 Forbidden';
  }

  #welcome(socket: WebSocket): void {
    const session = this.#sessions.open(lineOf(socket));
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

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
