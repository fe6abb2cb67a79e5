// Who asks, through which proxies, and how often: addresses, buckets, and requests of a real server.
import { request, type IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../server/config.ts';
import { countedAs, isNetwork, Networks } from '../../server/http/networks.ts';
import { Visitors } from '../../server/http/visitors.ts';
import { TokenBucket, TokenBuckets } from '../../server/token-bucket.ts';
import { startApp, type TestApp } from '../support/app.ts';

const PROXIES = ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'];

function from(remoteAddress: string, headers: Record<string, string> = {}): IncomingMessage {
  return { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
}
const visitors = (more: object = {}) =>
  new Visitors({
    trustedProxies: PROXIES,
    requestsPerS: 5,
    sockets: 2,
    ownMachine: false,
    monotonic: () => 0,
    ...more,
  });

describe('the address of a visitor', () => {
  const cases: [what: string, remote: string, forwarded: string | undefined, address: string][] = [
    ['without a proxy is the connection’s', '192.0.2.7', undefined, '192.0.2.7'],
    ['is not what a stranger says', '192.0.2.7', '203.0.113.9', '192.0.2.7'],
    ['is what a trusted proxy says', '127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['behind IPv6 of IPv4 is plain', '::ffff:127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['is the nearest that is no proxy’s', '127.0.0.1', '198.51.100.1, 203.0.113.9, 10.1.2.3', '203.0.113.9'],
    ['is not what its sender put before it', '127.0.0.1', '127.0.0.1, 203.0.113.9', '203.0.113.9'],
    ['is the proxy’s where it says nonsense', '127.0.0.1', '203.0.113.9, unknown', '127.0.0.1'],
    ['is the proxy’s where it says nothing', '127.0.0.1', undefined, '127.0.0.1'],
    ['may be a trusted one', '127.0.0.1', '10.9.9.9', '10.9.9.9'],
    ['in IPv6', 'fd00::1', '2001:db8::5', '2001:db8::5'],
  ];
  it.each(cases)('%s', (_, remote, forwarded, address) => {
    const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    expect(visitors().addressOf(from(remote, headers))).toBe(address);
  });

  it('is encrypted where a trusted proxy says so, and only there', () => {
    const https = { 'x-forwarded-proto': 'https' };
    expect(visitors().isSecure(from('127.0.0.1', https))).toBe(true);
    expect(visitors().isSecure(from('192.0.2.7', https))).toBe(false);
    expect(visitors().isSecure(from('127.0.0.1', { 'x-forwarded-proto': 'http' }))).toBe(false);
    expect(visitors().isSecure(from('127.0.0.1'))).toBe(false);
  });

  it('of IPv6 is counted by its /64, however it is written', () => {
    for (const address of ['2001:db8:1:2::1', '2001:DB8:1:2:ffff:ffff:ffff:ffff', '2001:0db8:0001:0002:0:0:0:9'])
      expect(countedAs(address), address).toBe('2001:db8:1:2::/64');
    expect(countedAs('::1')).toBe('0:0:0:0::/64');
    expect(countedAs('2001:db8::')).toBe('2001:db8:0:0::/64');
    expect(countedAs('192.0.2.7')).toBe('192.0.2.7');
  });

  it('never fails, whatever is said', () => {
    const word = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.constantFrom('127.0.0.1', '', ' ', '[::1]:80'));
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 50 }), (remote, hops) => {
        const asked = from(remote, { 'x-forwarded-for': hops.join(',') });
        const those = visitors();
        expect(typeof those.addressOf(asked)).toBe('string');
        expect(those.ask(asked)).toBe(0);
      }),
    );
  });
});

it('networks are addresses and prefixes; what is none is told at the start', () => {
  const networks = new Networks(['192.0.2.0/24', '2001:db8::/32', '::1']);
  expect(['192.0.2.0', '192.0.2.255', '2001:db8:ffff::1', '::1'].filter((one) => networks.has(one))).toHaveLength(4);
  expect(['192.0.3.0', '2001:db9::1', '::2', 'nonsense', ''].filter((one) => networks.has(one))).toEqual([]);
  expect(['10.0.0.0/33', '10.0.0', '::/129', '10.0.0.0/8/8', 'proxy', '10.0.0.0/', ''].filter(isNetwork)).toEqual([]);
  expect(() => loadSettings([], { TABLO_TRUSTED_PROXIES: '[proxy]' })).toThrow(
    'trustedProxies.0: is no address or network; write for example 127.0.0.1 or 10.0.0.0/8.',
  );
});

describe('a bucket', () => {
  it('gives its burst at once, then so many a second, and says how long to wait', () => {
    const bucket = new TokenBucket({ perS: 20, burst: 200 }, 0);
    const taken = (at: number, most: number) => Array.from({ length: most }, () => bucket.take(at)).filter((ms) => !ms);
    expect(taken(0, 500)).toHaveLength(200);
    expect(bucket.take(0)).toBe(50);
    expect(taken(1000, 500)).toHaveLength(20);
    expect(taken(3_600_000, 500)).toHaveLength(200);
  });

  it('is there for each name, and strangers’ names do not fill the memory', () => {
    const buckets = new TokenBuckets({ perS: 1, burst: 1 }, 1000);
    expect([buckets.take('a', 0), buckets.take('b', 0), buckets.take('a', 0)]).toEqual([0, 0, 1000]);
    for (let i = 0; i < 100_000; i++) buckets.take(`stranger ${i}`, 0);
    expect(buckets.size).toBe(1000);
  });
});

describe('an address that asks too often', () => {
  const limits = { requestsPerS: 0.5, sockets: 1000, ownMachine: true, headS: 10, requestS: 60, eventsPerS: 10_000 };
  const ask = ({ url }: TestApp, path: string, address: string) =>
    new Promise<{ status?: number; retryAfter?: string; text: string }>((resolve, reject) => {
      const sent = request(url + path, { headers: { 'x-forwarded-for': address } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode, retryAfter: response.headers['retry-after'], text }),
        );
      });
      sent.on('error', reject).end();
    });

  it('is told to wait, by a page, the API and the socket alike, while another is served', async () => {
    const app = await startApp({ settings: { trustedProxies: ['127.0.0.1'], open: true, limits } });
    const paths = ['/healthz', '/', '/api/v1/metrics', '/api/v1/boards', '/_app/version.json'];
    for (const path of paths) expect((await ask(app, path, '2001:db8::1')).status, path).toBe(200);
    const refused = await ask(app, '/', '2001:db8::ffff');
    expect(refused.status).toBe(429);
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
    expect(JSON.parse(refused.text)).toMatchObject({ error: { code: 'too_often' } });
    expect((await ask(app, '/live', '2001:db8::2')).status).toBe(429);
    expect((await ask(app, '/healthz', '2001:db8:0:1::1')).status).toBe(200);
    await app.close();
  });

  it('is not limited where it is this machine’s own, unless that is asked for', async () => {
    const app = await startApp({ settings: { limits: { ...limits, ownMachine: false } } });
    for (let i = 0; i < 8; i++) expect((await ask(app, '/healthz', '')).status).toBe(200);
    await app.close();
  });

  it('can’t hide behind addresses that it makes up, where no proxy is trusted', async () => {
    const app = await startApp({ settings: { limits } });
    const statuses = [];
    for (let i = 0; i < 8; i++) statuses.push((await ask(app, '/healthz', `192.0.2.${i}`)).status);
    expect(statuses.slice(0, 5)).toEqual(Array(5).fill(200));
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    await app.close();
  });
});
