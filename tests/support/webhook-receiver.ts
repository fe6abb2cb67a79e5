// What a chat system is to us: an HTTP server that takes messages, and fails when it is told to.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Taken {
  headers: IncomingHttpHeaders;
  body: string;
  status: number;
}

export class WebhookReceiver {
  readonly taken: Taken[] = [];
  /** what the next ones are answered; then 200 */
  readonly answers: number[] = [];
  readonly #server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const status = this.answers.shift() ?? 200;
      this.taken.push({ headers: request.headers, body, status });
      response.writeHead(status).end();
      for (const wake of this.#waiting.splice(0)) wake();
    });
  });
  #waiting: (() => void)[] = [];

  static async open(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hooks/tablo`;
  }

  /** Resolves with the n-th message, from 1. */
  async message(n: number): Promise<Taken> {
    while (this.taken.length < n) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.taken[n - 1];
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
