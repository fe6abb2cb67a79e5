// A browser as the server sees one: it keeps its cookies, says where its page is from, asks, and opens the socket.
import { request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { PROTOCOL } from '#core/protocol/messages.ts';
import type { TestApp } from './app.ts';

/** What the answers that tests look at say, each some of it. */
export interface Body {
  error: { code: string; message: string; path?: string };
  kind: string;
  id: string;
  rights: string[];
  signIns: { id: string; current: boolean }[];
  lines: { seq: number; what: string }[];
  erasures: { done: string | null }[];
}

export interface Answer {
  status: number;
  body: Body;
  headers: Record<string, string | string[] | undefined>;
}

export interface VisitorLine {
  /** the code that it was closed with */
  closed: Promise<number>;
  isOpen: boolean;
  close(): void;
}

interface Frame {
  t: string;
  topic?: string;
  code?: string;
}

export class Visitor {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  cookies: string;

  /** @param headers of each request; origin "": says none, default: the server's own */
  constructor(url: string, headers: Record<string, string> = {}, cookies = '') {
    this.#url = url;
    this.#headers = headers;
    this.cookies = cookies;
  }

  async ask(method: string, path: string, body?: object): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const type: Record<string, string> = text === undefined ? {} : { 'content-type': 'application/json' };
    const request = httpRequest(new URL(path, this.#url), { method, headers: { ...type, ...this.#sent() } });
    request.end(text);
    const [response] = (await once(request, 'response')) as [import('node:http').IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
    for (const line of response.headers['set-cookie'] ?? []) this.#keep(line);
    const said = Buffer.concat(chunks).toString();
    const isJson = /^application\/json(;|$)/.test(response.headers['content-type'] ?? '');
    return {
      status: response.statusCode ?? 0,
      body: (isJson ? JSON.parse(said) : said) as Body,
      headers: response.headers,
    };
  }

  /** @returns the status that opening the socket is answered with: 101 */
  async socket(): Promise<number> {
    const socket = this.#open();
    return new Promise((resolve) => {
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
      socket.on('error', () => {});
      socket.on('open', () => {
        resolve(101);
        socket.terminate();
      });
    });
  }

  /** Open, and greeted. */
  async line(): Promise<VisitorLine> {
    const socket = await this.#greeted();
    return {
      closed: once(socket, 'close').then(([code]) => code as number),
      get isOpen() {
        return socket.readyState === WebSocket.OPEN;
      },
      close: () => socket.terminate(),
    };
  }

  /** What the server says first of each topic. */
  async firstFrames(topics: readonly string[]): Promise<Frame[]> {
    const socket = await this.#greeted();
    const frames = new Map<string, Frame>();
    const all = new Promise<void>((resolve) =>
      socket.on('message', (data: Buffer) => {
        const frame = JSON.parse(String(data)) as Frame;
        if (frame.topic !== undefined && !frames.has(frame.topic)) frames.set(frame.topic, frame);
        if (frames.size === topics.length) resolve();
      }),
    );
    for (const topic of topics) socket.send(JSON.stringify({ t: 'watch', topic }));
    await all;
    socket.terminate();
    return topics.map((topic) => frames.get(topic) as Frame);
  }

  async #greeted(): Promise<WebSocket> {
    const socket = this.#open();
    await once(socket, 'open');
    const welcomed = once(socket, 'message');
    socket.send(JSON.stringify({ t: 'hello', protocol: PROTOCOL }));
    await welcomed;
    return socket;
  }

  #open(): WebSocket {
    return new WebSocket(`${this.#url.replace('http', 'ws')}/live`, { headers: this.#sent() });
  }

  #sent(): Record<string, string> {
    const { origin = this.#url, ...others } = this.#headers;
    return { ...others, ...(origin ? { origin } : {}), ...(this.cookies ? { cookie: this.cookies } : {}) };
  }

  #keep(line: string): void {
    const [pair] = line.split(';');
    const name = pair.slice(0, pair.indexOf('='));
    const others = this.cookies.split('; ').filter((one) => one !== '' && !one.startsWith(`${name}=`));
    this.cookies = [...others, ...(pair.endsWith('=') ? [] : [pair])].join('; ');
  }
}

/** The first administrator: from then on the doors are closed. */
export async function joined({ url, doors }: TestApp): Promise<Visitor> {
  const visitor = new Visitor(url);
  const { status, body } = await visitor.ask('POST', '/api/v1/people/first', {
    ...{ invitation: doors.invitation, login: 'admin', name: 'Anna Admin', password: 'a long enough password' },
  });
  if (status !== 201) throw new Error(`no first administrator: ${JSON.stringify(body)}`);
  return visitor;
}
