// More than one end has a right to: frames, fragments, sockets, headers, bodies that swell. What it costs is measured on a
// server of its own, and somebody else is served meanwhile.
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { gzipSync } from 'node:zlib';
import { CLIENT_RATE, CLOSE } from '#core/protocol/messages.ts';
import { get, post, queued } from '../support/events.ts';
import { Screen } from '../support/screen.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { testServer, whenOver } from '../support/when-over.ts';

const MIB = 1024 * 1024;
async function ownServer(env: Record<string, string> = {}): Promise<ServerProcess> {
  const server = await testServer({ env: { TABLO_LOG_LEVEL: 'error', ...env } });
  // What it needs anyway is there before anything is measured.
  const screen = await Screen.open(server.url);
  await screen.watch('floor?scope=all');
  screen.close();
  return server;
}

async function openSocket(server: ServerProcess): Promise<Socket> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname).on('error', () => {});
  whenOver(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** However it ends: a reset is an end, too. */
const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));

/** A frame of a client, unmasked by a mask of zeros. */
function frame(opcode: number, isLast: boolean, payload: Buffer): Buffer {
  const [first, length] = [(isLast ? 0x80 : 0) | opcode, payload.length];
  const head = length < 126 ? [first, 0x80 | length] : [first, 0x80 | 126, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]);
}

/** A socket of WS /live by hand. @returns the status, and the head's text */
async function upgrade(socket: Socket, more = ''): Promise<string> {
  const head = 'GET /live HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n';
  socket.write(`${head}sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer.toString('latin1');
}

describe('a socket', () => {
  it('agrees to no compression', async () => {
    const server = await ownServer();
    const head = await upgrade(
      await openSocket(server),
      'sec-websocket-extensions: permessage-deflate; client_max_window_bits\r\n',
    );
    expect(head).toMatch(/^HTTP\/1\.1 101 /);
    expect(head).not.toMatch(/sec-websocket-extensions/i);
  });

  it('[P8] that says more than 20 messages a second is closed with 4429 and no longer heard; others are', async () => {
    const server = await ownServer();
    const calm = await Screen.open(server.url);
    const loud = await Screen.open(server.url);
    for (let i = 0; i < 5000; i++) loud.say({ t: 'clock', t0: i });
    expect((await loud.closed).code).toBe(CLOSE.tooFast);
    const answers = loud.heard.filter(({ t }) => t === 'clock').length;
    expect(answers).toBeGreaterThanOrEqual(CLIENT_RATE.burst - 1);
    expect(answers).toBeLessThan(2500);
    expect((await calm.watch('floor?scope=all')).t).toBe('full');
    calm.close();
  });

  it('[P8] of a screen that begins with all its topics stays open', async () => {
    const server = await ownServer();
    const screen = await Screen.open(server.url);
    for (let i = 0; i < 64; i++) screen.say({ t: 'watch', topic: `floor?scope=queue:q${i}` });
    for (let i = 0; i < 5; i++) screen.say({ t: 'clock', t0: i });
    await screen.next('clock', ({ t0 }) => t0 === 4);
    expect(screen.heard.filter(({ t }) => t === 'full')).toHaveLength(64);
    screen.close();
  });

  it('that never ends its message costs next to nothing, a hundred of them too', async () => {
    const server = await ownServer();
    const sockets = await Promise.all(Array.from({ length: 100 }, () => openSocket(server)));
    await Promise.all(sockets.map((socket) => upgrade(socket)));
    const before = server.memoryMiB();
    // A fragment of one byte costs far more than a byte to hold; and half a message of the largest size.
    const tiny = Buffer.concat(Array.from({ length: 2000 }, (_, i) => frame(i === 0 ? 1 : 0, false, Buffer.from('x'))));
    const large = frame(1, false, Buffer.alloc(60_000, 'x'));
    const gone = sockets.map((socket, i) => {
      const end = i % 2 === 0 ? closed(socket) : Promise.resolve();
      socket.resume().write(i % 2 === 0 ? tiny : large);
      return end;
    });
    await Promise.all(gone);
    expect((await get(server.url, '/healthz')).status).toBe(200);
    expect(server.memoryMiB('peak') - before).toBeLessThan(20);
  });

  it('too many from one address are refused with 429; one that goes makes room', async () => {
    const server = await ownServer({ TABLO_LIMITS: '{sockets: 20, ownMachine: true}' });
    const screens = await Promise.all(Array.from({ length: 20 }, () => Screen.open(server.url)));
    expect(await upgrade(await openSocket(server))).toMatch(/^HTTP\/1\.1 429 [\s\S]*retry-after: \d+/i);
    screens[0].close();
    await screens[0].closed;
    let status = '';
    while (!status.startsWith('HTTP/1.1 101')) status = await upgrade(await openSocket(server));
    for (const screen of screens) screen.close();
  });

  it('a thousand screens behind one proxy are a thousand addresses', async () => {
    const server = await ownServer({
      TABLO_LIMITS: '{sockets: 2}',
      TABLO_TRUSTED_PROXIES: '[127.0.0.1]',
      TABLO_OPEN: 'true',
    });
    const open = (i: number) =>
      Screen.open(server.url, { headers: { 'x-forwarded-for': `10.1.${i >> 8}.${i & 255}` } });
    const screens: Screen[] = [];
    for (let i = 0; i < 1000; i += 50)
      screens.push(...(await Promise.all(Array.from({ length: 50 }, (_, k) => open(i + k)))));
    expect((await screens[999].watch('floor?scope=all')).t).toBe('full');
    const again = async (): Promise<string> => upgrade(await openSocket(server), 'x-forwarded-for: 10.1.0.0\r\n');
    expect([await again(), await again()].map((head) => head.slice(9, 12))).toEqual(['101', '429']);
    for (const screen of screens) screen.close();
  });
});

describe('a request', () => {
  it('with headers of more than 16 KiB, or a thousand of them, is refused', async () => {
    const server = await ownServer();
    const head = (headers: string) => `GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${headers}\r\n`;
    for (const [headers, status] of [
      [`x: ${'y'.repeat(20_000)}\r\n`, 431],
      ['x: y\r\n'.repeat(20_000), 431],
      [`cookie: ${'a=b; '.repeat(5000)}\r\n`, 431],
    ] as const) {
      const socket = await openSocket(server);
      socket.write(head(headers));
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(Number(/^HTTP\/1\.1 (\d+)/.exec(answer.toString('latin1'))?.[1])).toBe(status);
    }
    expect((await get(server.url, '/healthz')).status).toBe(200);
  });

  it('with two lengths, or a length and chunks, is refused: nobody reads it in two ways', async () => {
    const server = await ownServer();
    for (const lengths of [
      'content-length: 5\r\ncontent-length: 6\r\n',
      'content-length: 5\r\ntransfer-encoding: chunked\r\n',
      'transfer-encoding: chunked, identity\r\n',
      'content-length: -1\r\n',
      'content-length: 0x5\r\n',
    ]) {
      const socket = await openSocket(server);
      socket.write(
        `POST /api/v1/events HTTP/1.1\r\nhost: localhost\r\n${lengths}\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n`,
      );
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString('latin1'), lengths).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer.toString('latin1')).not.toContain('"alive"');
    }
  });

  it('of ten megabytes that unpack to ten gigabytes is refused, and memory stays as it was', async () => {
    const server = await ownServer();
    const part = gzipSync(Buffer.alloc(64 * MIB));
    const before = server.memoryMiB();
    // Without a length, so that it is read.
    const bomb = (): Promise<number> =>
      new Promise((resolve) => {
        const headers = {
          'content-encoding': 'gzip',
          'content-type': 'application/cloudevents-batch+json',
          'transfer-encoding': 'chunked',
        };
        const sent = request(`${server.url}/api/v1/events`, { method: 'POST', headers }, (response) => {
          resolve(response.resume().statusCode ?? 0);
        });
        // It breaks off when the server has seen enough, sometimes before its answer is read.
        sent.on('error', () => resolve(0));
        pipeline(Readable.from(Array<Buffer>(160).fill(part)), sent, () => {});
      });
    for (const status of await Promise.all(Array.from({ length: 8 }, bomb))) expect([413, 0]).toContain(status);
    // One that says its length is not read at all.
    const socket = await openSocket(server);
    const head = 'POST /api/v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-encoding: gzip\r\n';
    socket.write(`${head}content-type: application/x-ndjson\r\ncontent-length: 10000000\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString('latin1')).toMatch(/^HTTP\/1\.1 413 /);
    expect(server.memoryMiB('peak') - before).toBeLessThan(250);
    expect((await post(server.url, [queued('care', 'v', Date.now())])).body.accepted).toBe(1);
  });

  it('with JSON nested a hundred thousand times is 400, wherever JSON is taken', async () => {
    const server = await ownServer();
    const headers = { 'content-type': 'application/json' };
    const DEPTH = 100_000;
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ])
      for (const [method, path, around] of [
        ['PUT', '/api/v1/boards/door', (deep: string) => `{"title":"x","rows":${deep}}`],
        ['PUT', '/api/v1/boards/door', (deep: string) => `{"title":"x","rows":[],"more":${deep}}`],
        ['POST', '/api/v1/boards/lint', (deep: string) => deep],
        ['POST', '/api/v1/messages', (deep: string) => `{"text":${deep}}`],
        ['PUT', '/api/v1/alerts/rules', (deep: string) => `{"rules":${deep}}`],
        ['POST', '/api/v1/alerts/x/acknowledge', (deep: string) => `{"by":${deep}}`],
      ] as const) {
        const body = around(`${open.repeat(DEPTH)}1${close.repeat(DEPTH)}`);
        const { status } = await fetch(server.url + path, { method, headers, body });
        expect([400, 413], `${method} ${path}`).toContain(status);
      }
    // What it says at its start, and no error.
    expect(server.output.trim().split('\n')).toHaveLength(2);
  });
});

describe('connections that send a byte now and then', () => {
  it('end when their head or body takes too long, and nobody has to wait for them', async () => {
    const server = await ownServer({ TABLO_LIMITS: '{headS: 1, requestS: 2}' });
    const before = server.memoryMiB();
    const starts: ((socket: Socket) => void)[] = [
      () => {},
      (socket) => socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n'),
      (socket) => socket.write('GET /live HTTP/1.1\r\nupgrade: websocket\r\nconnection: upgrade\r\n'),
      (socket) =>
        socket.write(
          'POST /api/v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\ncontent-length: 100000\r\n\r\n{',
        ),
    ];
    const slow = await Promise.all(Array.from({ length: 800 }, () => openSocket(server)));
    const ended = slow.map((socket, i) => {
      const kind = i % starts.length;
      starts[kind](socket);
      // Those that begin with silence stay silent.
      const dripping = setInterval(() => kind > 0 && socket.writable && socket.write('x'), 1000);
      socket.resume();
      return closed(socket).finally(() => clearInterval(dripping));
    });
    const screen = await Screen.open(server.url);
    expect((await screen.watch('floor?scope=all')).t).toBe('full');
    let served = 0;
    const all = Promise.all(ended).then(() => true);
    while (!(await Promise.race([all, new Promise((resolve) => setTimeout(() => resolve(false), 100))]))) {
      expect((await get(server.url, '/api/v1/metrics')).status).toBe(200);
      served++;
    }
    expect(served).toBeGreaterThan(0);
    expect(server.memoryMiB('peak') - before).toBeLessThan(250);
    expect((await post(server.url, [queued('care', 'v', Date.now())])).body.accepted).toBe(1);
    screen.close();
  });
});
