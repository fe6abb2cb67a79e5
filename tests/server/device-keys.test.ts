// A screen is bound to its device (P73): it was paired with a key that can't be carried away, and proves with each
// connection that it holds it.
import type { webcrypto } from 'node:crypto';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLOSE, PROTOCOL } from '#core/protocol/messages.ts';
import { provenText } from '#core/protocol/device.ts';
import { isDeviceKey } from '../../server/access/device-keys.ts';
import { newFolder, startApp, type TestApp } from '../support/app.ts';
import { EAST, pairScreen, screenOf } from '../support/paired.ts';
import { Screen } from '../support/screen.ts';
import { joined, Visitor } from '../support/visitor.ts';

/** The boards that come with Tablo, and a page. */
const web = newFolder();
for (const folder of ['static', 'tests/fixtures/web'])
  cpSync(join(import.meta.dirname, '../..', folder), web, { recursive: true });
afterAll(() => rmSync(web, { recursive: true }));

let app: TestApp;
let admin: Visitor;
let now = Date.now();
beforeEach(async () => {
  now = Date.now();
  app = await startApp({ web, now: () => now });
  admin = await joined(app);
});
afterEach(async () => app.close());

/** As a browser has one, made by the same standard. */
class Device {
  readonly #pair: webcrypto.CryptoKeyPair;

  constructor(pair: webcrypto.CryptoKeyPair) {
    this.#pair = pair;
  }

  static async make(): Promise<Device> {
    return new Device(await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']));
  }

  async publicKey(): Promise<string> {
    return Buffer.from(await crypto.subtle.exportKey('raw', this.#pair.publicKey)).toString('base64url');
  }

  async sign(text: string): Promise<string> {
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    return Buffer.from(await crypto.subtle.sign(algorithm, this.#pair.privateKey, Buffer.from(text))).toString(
      'base64url',
    );
  }
}

/** Its socket, when it has said hello. */
async function greeting({ cookies }: Visitor): Promise<Screen> {
  const screen = new Screen(app.url, { headers: { origin: app.url, cookie: cookies } });
  await screen.opened();
  screen.say({ t: 'hello', protocol: PROTOCOL });
  return screen;
}

const audited = (): string[] =>
  app.doors.audit.lines(100).map(({ what, who }) => `${what} ${who.replace(/^\S+ /, '')}`);

async function bound(): Promise<{ id: string; tv: Visitor; device: Device }> {
  const device = await Device.make();
  return { ...(await pairScreen(app, admin, EAST, await device.publicKey())), device };
}

describe('a screen that was paired with a key of its device', () => {
  it('[P73] is challenged, signs, is welcomed, and is sent what it shows', async () => {
    const { tv, device } = await bound();
    const screen = await greeting(tv);
    const { nonce } = await screen.next('challenge');
    expect(screen.heard.map(({ t }) => t)).toEqual(['challenge']);
    screen.say({ t: 'proof', signature: await device.sign(provenText(nonce)) });
    await screen.next('welcome');
    expect((await screen.watch('floor?scope=all')).t).toBe('full');
    screen.close();
    const [row] = ((await admin.ask('GET', '/api/v1/screens')).body as unknown as { screens: object[] }).screens;
    expect(row).toMatchObject({ device: true });
  });

  it('[P73] whose cookie was copied to another machine is refused there, which the audit log says once an hour', async () => {
    const { tv } = await bound();
    const thief = new Visitor(app.url, {}, tv.cookies);
    const other = await Device.make();
    for (const forge of [
      (nonce: string) => other.sign(provenText(nonce)),
      () => Promise.resolve(''),
      () => Promise.resolve('A'.repeat(86)),
      () => Promise.resolve('not base64 at all'),
    ]) {
      const screen = await greeting(thief);
      const { nonce } = await screen.next('challenge');
      screen.say({ t: 'proof', signature: await forge(nonce) });
      expect((await screen.closed).code).toBe(CLOSE.signedOut);
      expect(screen.heard.filter(({ t }) => t !== 'challenge')).toEqual([]);
    }
    const unproven = (): string[] => audited().filter((line) => line === `device-unproven ${EAST.name}`);
    expect(unproven()).toHaveLength(1);
    expect(app.doors.audit.lines(1)[0].address).toBe('127.0.0.1');
    now += 3_600_000;
    const later = await greeting(thief);
    await later.next('challenge');
    later.say({ t: 'proof', signature: '' });
    await later.closed;
    expect(unproven()).toHaveLength(2);
  });

  it('[P73] takes no signature a second time: each connection has a challenge of its own', async () => {
    const { tv, device } = await bound();
    const first = await greeting(tv);
    const signature = await device.sign(provenText((await first.next('challenge')).nonce));
    first.say({ t: 'proof', signature });
    await first.next('welcome');
    const second = await greeting(tv);
    await second.next('challenge');
    second.say({ t: 'proof', signature });
    expect((await second.closed).code).toBe(CLOSE.signedOut);
    first.close();
  });

  it.each([{ t: 'watch', topic: 'floor?scope=all' } as const, { t: 'clock', t0: 1 } as const])(
    '[P73] is told nothing before it has proved it: %o closes with 4400',
    async (message) => {
      const { tv } = await bound();
      const screen = await greeting(tv);
      await screen.next('challenge');
      screen.say(message);
      expect((await screen.closed).code).toBe(CLOSE.malformed);
      expect(screen.heard.map(({ t }) => t)).toEqual(['challenge']);
    },
  );

  it('[P73] has to prove it after a restart of the server, too', async () => {
    const data = newFolder();
    const before = await startApp({ web, data });
    const device = await Device.make();
    const { tv } = await pairScreen(before, await joined(before), EAST, await device.publicKey());
    await before.close();
    const after = await startApp({ web, data });
    const screen = new Screen(after.url, { headers: { origin: after.url, cookie: tv.cookies } });
    await screen.opened();
    screen.say({ t: 'hello', protocol: PROTOCOL });
    expect((await screen.next('challenge')).nonce).toMatch(/^[\w-]{43}$/);
    screen.close();
    await after.close();
    rmSync(data, { recursive: true });
  });
});

describe('a screen without a key', () => {
  it('[P73] goes on with its cookie, and the list says so', async () => {
    const { tv } = await pairScreen(app, admin);
    const screen = await screenOf(app, tv);
    expect(screen.heard.map(({ t }) => t)).toEqual(['welcome']);
    const [row] = ((await admin.ask('GET', '/api/v1/screens')).body as unknown as { screens: object[] }).screens;
    expect(row).toMatchObject({ device: false });
    screen.close();
  });

  it('[P73] that sends a proof which nobody asked for is left as it is', async () => {
    const { tv } = await pairScreen(app, admin);
    const screen = await screenOf(app, tv);
    screen.say({ t: 'proof', signature: '' });
    expect((await screen.watch('floor?scope=all')).t).toBe('full');
    screen.close();
  });
});

describe('a key of a device', () => {
  it('is a point of P-256, and nothing else is taken at pairing', async () => {
    const key = await (await Device.make()).publicKey();
    expect(isDeviceKey(key)).toBe(true);
    const bytes = Buffer.from(key, 'base64url');
    const offCurve = Buffer.from(bytes);
    offCurve[64] ^= 1;
    const others = [
      offCurve,
      bytes.subarray(0, 64),
      Buffer.concat([bytes, bytes]),
      Buffer.alloc(65),
      Buffer.alloc(65, 4),
    ];
    for (const wrong of ['', 'x', ...others.map((one) => one.toString('base64url'))]) {
      expect(isDeviceKey(wrong), wrong).toBe(false);
      const body = { width: 1920, height: 1080, key: wrong };
      expect((await new Visitor(app.url).ask('POST', '/api/v1/pairings', body)).status, wrong).toBe(400);
    }
  });
});
