// WS /live: rules P1–P6 and P30 of docs/protocol.md, with real sockets. The names begin with the rules' ids. Topics, slow
// screens and deltas are in files of their own.
import { get as httpGet } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientOptions } from 'ws';
import { CLOSE } from '#core/protocol/messages.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { get } from '../support/events.ts';
import { Screen } from '../support/screen.ts';

const ALL = 'floor?scope=all';
let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const welcomed = (url = app.url, options?: ClientOptions): Promise<Screen> => Screen.open(url, options);

async function silent(): Promise<Screen> {
  const screen = new Screen(app.url);
  await screen.opened();
  return screen;
}

describe.concurrent('connection', () => {
  it('[P1] a hello is answered with the version, the build and the time', async () => {
    const screen = await silent();
    screen.say({ t: 'hello', protocol: 1 });
    const before = Date.now();
    const welcome = await screen.next('welcome');
    expect(welcome).toMatchObject({ t: 'welcome', protocol: 1 });
    expect(Math.abs(welcome.now - before)).toBeLessThan(60_000);
  });

  it('[P1] the welcome names the language that the operator set, and none where none is', async () => {
    expect(await (await welcomed()).next('welcome')).not.toHaveProperty('language');
    const russian = await startApp({ settings: { language: 'ru' } });
    const screen = await welcomed(russian.url);
    expect((await screen.next('welcome')).language).toBe('ru');
    await russian.close();
  });

  it('[P1] the welcome says when screens load themselves again at night, and nothing where they never do', async () => {
    expect((await (await welcomed()).next('welcome')).renewAt).toBe('04:00');
    const awake = await startApp({ settings: { renewAt: false } });
    expect(await (await welcomed(awake.url)).next('welcome')).not.toHaveProperty('renewAt');
    await awake.close();
  });

  it('[P1] a connection without a hello is closed with 4408', { timeout: 60_000 }, async () => {
    expect((await (await silent()).closed).code).toBe(4408);
  });

  it('[P1] [P6] whatever comes before the hello closes with 4400', async () => {
    const screen = await silent();
    screen.say({ t: 'watch', topic: ALL });
    expect((await screen.closed).code).toBe(4400);
  });

  it('[P2] an unknown version is closed with 4406', async () => {
    for (const protocol of [0, 2, 1.5, -1]) {
      const screen = await silent();
      screen.say({ t: 'hello', protocol });
      expect((await screen.closed).code).toBe(4406);
    }
  });

  it('[P3] the welcome names the build of the web app that is served', async () => {
    const screen = await welcomed();
    const served = (await (await fetch(`${app.url}/_app/version.json`)).json()) as { version: string };
    expect((await screen.next('welcome')).build).toBe(served.version);
  });

  it('[P4] a browser from another host is refused with 403 before the upgrade', async () => {
    const origins = [
      'http://elsewhere.example',
      'null',
      `http://${app.host}.elsewhere.example`,
      'http://127.0.0.1:1',
      'nonsense',
      `http://x@${app.host.replace(/.$/, '')}`,
    ];
    for (const origin of origins) expect(await upgradeStatus(app, { origin }), origin).toBe(403);
  });

  it('[P4] a browser from the same host, an allowed one, and a program without an origin are let in', async () => {
    const allowing = await startApp({ settings: { origins: ['https://walls.example'] } });
    const letIn: Record<string, string>[] = [
      { origin: `http://${allowing.host}` },
      { origin: 'https://walls.example' },
      {},
    ];
    for (const headers of letIn) expect(await upgradeStatus(allowing, headers)).toBe(101);
    expect(await upgradeStatus(allowing, { origin: 'https://walls.example.evil' })).toBe(403);
    await allowing.close();
  });

  it('[P4] there is one address: any other is 404 before the upgrade', async () => {
    for (const path of ['/', '/live/', '/livestock', '//live'])
      expect(await upgradeStatus(app, {}, path), path).toBe(404);
  });

  it('[P5] beats go on and on, with the time', { timeout: 60_000 }, async () => {
    const screen = await welcomed();
    const first = await screen.next('beat');
    const third = await screen.next('beat', ({ now }) => now > first.now + 3000);
    expect(third.now).toBeGreaterThan(first.now);
  });

  it('[P5] a connection that answers pings is kept, one that does not is ended', { timeout: 90_000 }, async () => {
    const deaf = await welcomed(app.url, { autoPong: false });
    let pings = 0;
    deaf.socket.on('ping', () => pings++);
    const attentive = await welcomed();
    expect((await deaf.closed).code).toBe(1006);
    // It was not given the time of a second one.
    expect(pings).toBe(1);
    await attentive.next('beat', () => true, attentive.heard.length);
    attentive.close();
  });

  it.each([
    ['no JSON', 'hello'],
    ['no object', '[]'],
    ['null', 'null'],
    ['an unknown type', '{"t":"shout"}'],
    ['a type named like a property', '{"t":"__proto__"}'],
    ['a missing field', '{"t":"watch"}'],
    ['a field of the wrong type', '{"t":"clock","t0":"now"}'],
    ['a type in a script of many bytes', `{"t":"${'漢字'.repeat(80)}"}`],
  ])('[P6] %s closes with 4400', async (_, frame) => {
    for (const greeted of [true, false]) {
      const screen = greeted ? await welcomed() : await silent();
      screen.socket.send(frame);
      expect((await screen.closed).code).toBe(CLOSE.malformed);
    }
  });

  it('[P6] no frame whatever harms anybody else', async () => {
    const bystander = await welcomed();
    const word = fc.oneof(
      fc.constantFrom('t', 'hello', 'watch', 'resync', 'unwatch', 'clock', 'topic', ALL, '__proto__'),
      fc.string(),
    );
    const frames = fc.sample(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.dictionary(word, fc.oneof(word, fc.double())).map((m) => JSON.stringify(m)),
      ),
      300,
    );
    await Promise.all(
      frames.map(async (frame) => {
        const screen = await welcomed();
        screen.socket.send(frame);
        if (frame.length % 2) screen.socket.send(Buffer.from(frame));
        screen.say({ t: 'clock', t0: 1 });
        await Promise.race([screen.closed, screen.next('clock').catch(() => {})]);
        screen.close();
      }),
    );
    expect((await bystander.watch(ALL)).t).toBe('full');
    bystander.close();
  });

  it('[P6] a frame larger than any message closes the connection, not the server', async () => {
    const screen = await welcomed();
    screen.socket.send('x'.repeat(70_000));
    expect((await screen.closed).code).toBe(1009);
    expect((await get(app.url, '/healthz')).status).toBe(200);
  });

  it('[P6] a server that goes closes with 1012', async () => {
    const going = await startApp();
    const screen = await welcomed(going.url);
    await going.close();
    expect((await screen.closed).code).toBe(1012);
  });
});

describe('clock', () => {
  it('[P30] a question is answered with its own t0 and the server’s time', async () => {
    const screen = await welcomed();
    for (const t0 of [0, -5, 12345.678, 1e15]) {
      const from = screen.heard.length;
      screen.say({ t: 'clock', t0 });
      const answer = await screen.next('clock', () => true, from);
      expect(answer.t0).toBe(t0);
      expect(Math.abs(answer.now - Date.now())).toBeLessThan(60_000);
    }
  });
});

/** Status of a request to speak by socket. */
function upgradeStatus({ url }: TestApp, headers: Record<string, string>, path = '/live'): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpGet(url, {
      path,
      headers: {
        ...headers,
        connection: 'upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      },
    });
    request.on('response', (response) => resolve(response.resume().statusCode ?? 0));
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
  });
}
