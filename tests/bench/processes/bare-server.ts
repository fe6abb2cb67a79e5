// As little of a server as shows something live: bare ws sends one frame to all, again and again, and at once when an
// event that is asked about has come. It reads what events it is sent, and keeps nothing.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { CloudEvent } from '#core/event.ts';

export interface BareOptions {
  page: string;
  /** a JSON text, whose numbers stand for those that change */
  frame: string;
  everyMs: number;
}

const options = await new Promise<BareOptions>((resolve) => process.once('message', resolve));
let probes = 0;
const server = createServer((request, response) => void (request.method === 'POST' ? take : show)(request, response));
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
setInterval(tell, options.everyMs);
process.once('disconnect', () => process.exit());

function tell(): void {
  const frame = Buffer.from(`{"t":"delta","asOf":${Date.now()},"probes":${probes},"frame":${options.frame}}`);
  for (const socket of sockets.clients) socket.send(frame, { binary: false });
}

function show(_: IncomingMessage, response: ServerResponse): void {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(options.page);
}

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const events = JSON.parse(Buffer.concat(chunks).toString('utf8')) as CloudEvent[];
  const asked = events.filter(({ id }) => id.startsWith('probe')).length;
  response.end('{}');
  if (asked === 0) return;
  probes += asked;
  tell();
}
