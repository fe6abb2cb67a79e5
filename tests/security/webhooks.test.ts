// Where webhooks may lead: not into networks of one's own, by no spelling, name, redirect or change of mind of a name
// server. Real receivers on this machine; names are looked up by a name server of the test's.
import type { lookup as systemLookup, LookupAddress } from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOwn, OwnNetwork, post, strangers } from '../../server/alerts/post.ts';
import { Webhooks } from '../../server/alerts/webhooks.ts';
import { REAL_TIMERS } from '../../server/timers.ts';
import { WebhookReceiver } from '../support/webhook-receiver.ts';

let receiver: WebhookReceiver;
let port: string;
beforeEach(async () => {
  receiver = await WebhookReceiver.open();
  ({ port } = new URL(receiver.url));
});
afterEach(() => receiver.close());

/** Answers one list of addresses after the other, and remembers what it was asked. */
function nameServer(...answers: string[][]): { asked: string[]; lookup: typeof systemLookup } {
  const asked: string[] = [];
  const lookup = (name: string, _: object, callback: (error: null, found: LookupAddress[]) => void) => {
    asked.push(name);
    const addresses = answers[Math.min(asked.length, answers.length) - 1];
    process.nextTick(() =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    );
  };
  return { asked, lookup: lookup as unknown as typeof systemLookup };
}

const send = (url: string, isPrivate: boolean, lookup?: typeof systemLookup): Promise<number> =>
  post({ url, headers: {}, body: '{}', signal: AbortSignal.timeout(30_000), isPrivate, lookup });

describe('an own network', () => {
  it.each([
    ...[
      '127.0.0.1',
      '127.9.9.9',
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '169.254.169.254',
      '0.0.0.0',
    ],
    ...[
      '100.64.0.1',
      '198.18.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '::1',
      '::',
      'fe80::1',
      'fc00::1',
      'fdff::1',
      'ff02::1',
    ],
    ...['::ffff:10.0.0.1', '::ffff:a00:1', '::127.0.0.1', '64:ff9b::10.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::'],
  ])('has %s', (address) => expect(isOwn(address)).toBe(true));

  it.each([
    '8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '64:ff9b::8.8.8.8',
    '2002:808:808::',
    'a.example',
  ])('has not %s', (address) => expect(isOwn(address)).toBe(false));
});

describe('a webhook', () => {
  it('to an own network is not sent, however its address is spelt, unless that is meant', async () => {
    const hosts = ['127.0.0.1', '2130706433', '0x7f.1', '0177.0.0.1', '127.1', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]'];
    for (const host of hosts) await expect(send(`http://${host}:${port}/`, false), host).rejects.toThrow(OwnNetwork);
    expect(receiver.taken).toHaveLength(0);
    expect(await send(`http://127.0.0.1:${port}/`, true)).toBe(200);
    expect(receiver.taken).toHaveLength(1);
  });

  it('to a name that leads to one is not sent, also where it leads elsewhere too', async () => {
    for (const addresses of [['127.0.0.1'], ['::1'], ['203.0.113.1', '127.0.0.1'], ['127.0.0.1', '203.0.113.1']]) {
      const { lookup } = nameServer(addresses);
      await expect(send(`http://hooks.example:${port}/`, false, lookup), addresses.join()).rejects.toThrow(OwnNetwork);
    }
    await expect(send(`http://localhost:${port}/`, false)).rejects.toThrow(OwnNetwork);
    expect(receiver.taken).toHaveLength(0);
  });

  it('to a name that changes its mind after it was looked at (rebinding) speaks with what was looked at', async () => {
    const { asked, lookup } = nameServer(['203.0.113.1'], ['127.0.0.1']);
    // What a connection is made to is what this gives it; nobody looks the name up a second time.
    const lookUp = () =>
      new Promise((resolve) => strangers(lookup)('hooks.example', {}, (error, address) => resolve(error ?? address)));
    expect(await lookUp()).toBe('203.0.113.1');
    expect(asked).toEqual(['hooks.example']);
    // The next attempt looks again, and sees it.
    expect(await lookUp()).toBeInstanceOf(OwnNetwork);
    await expect(send(`http://hooks.example:${port}/`, false, lookup)).rejects.toThrow(OwnNetwork);
    expect(asked).toHaveLength(3);
    expect(receiver.taken).toHaveLength(0);
  });

  it('that is sent elsewhere (redirect) does not go there: what was signed for one reaches no other', async () => {
    const statuses = [301, 302, 303, 307, 308];
    const first = await redirecting(receiver.url, statuses);
    const { port: asked } = first.address() as AddressInfo;
    for (const status of statuses) expect(await send(`http://127.0.0.1:${asked}/`, true)).toBe(status);
    expect(receiver.taken).toHaveLength(0);
    first.close();
  });

  it('that can’t be sent says why without an address or a secret, and others are', async () => {
    const said: string[] = [];
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const webhooks = new Webhooks({
      hooks: [
        { name: 'inside', url: `http://user:pass@127.0.0.1:${port}/own`, secret, private: false },
        { name: 'chat', url: receiver.url, secret, private: true },
      ],
      now: Date.now,
      logger: { info: () => {}, warn: (sentence: string) => void said.push(sentence) },
      onChanged: () => {},
    });
    webhooks.start(REAL_TIMERS);
    webhooks.send('1', 'inside', '{"n":1}');
    webhooks.send('2', 'chat', '{"n":2}');
    expect((await receiver.message(1)).body).toBe('{"n":2}');
    while (said.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(said).toEqual([
      'webhook "inside": its address is of an own network; if that is meant, set private: true; again in 2 s',
    ]);
    await webhooks.stop();
    expect(receiver.taken).toHaveLength(1);
  });
});

async function redirecting(to: string, statuses: number[]): Promise<Server> {
  let n = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(statuses[n++], { location: to }).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
