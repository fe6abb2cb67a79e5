// Webhooks that come: signed by Standard Webhooks, each taken once, of the sources that they were given.
import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { BadSettings, loadSettings, type Settings } from '../../server/config.ts';
import { LIMITS } from '../../server/limits.ts';
import type { Receipt } from '../../server/source.ts';
import { isSigned, signature } from '../../server/webhook-signature.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { event, type ErrorBody } from '../support/events.ts';
import { joined } from '../support/visitor.ts';

const newSecret = (byte: number): string => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;
const [SECRET, NEXT, WRONG] = [newSecret(1), newSecret(2), newSecret(3)];
const NOW = Date.UTC(2026, 10, 26, 12);

let app: TestApp;
let now = NOW;
let count = 0;
afterEach(async () => app.close());

const open = async (settings: Partial<Settings> = {}): Promise<void> => {
  now = NOW;
  const hook = { type: 'webhook', name: 'crm', webhookSecret: [SECRET, NEXT], from: ['crm', 'shop'] };
  const other = { type: 'webhook', name: 'other', webhookSecret: NEXT };
  app = await startApp({ settings: { sources: [hook, other], ...settings }, now: () => now });
  // From then on nobody comes in without a key.
  await joined(app);
};

interface Sending {
  secret?: string;
  id?: string;
  /** epoch s */
  time?: number;
  /** what is sent instead of what was signed */
  body?: string;
  headers?: Record<string, string>;
  to?: string;
}
type Body = Receipt & ErrorBody;

const batch = (sources: string[]): string =>
  JSON.stringify(
    sources.map((source) => event('contact.wrapped', NOW - 1000, { contact: 'c', agent: 'a' }, { source })),
  );

async function send(
  text: string,
  { secret = SECRET, id = `msg_${++count}`, time = now / 1000, body, headers, to = 'crm' }: Sending = {},
) {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = createHmac('sha256', key).update(`${id}.${time}.${text}`).digest('base64');
  const response = await fetch(`${app.url}/api/v1/hooks/${to}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/cloudevents-batch+json',
      'webhook-id': id,
      'webhook-timestamp': String(time),
      'webhook-signature': `v1,${signed}`,
      ...headers,
    },
    body: body ?? text,
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}
const refusal = async (text: string, sending: Sending): Promise<[number, string]> => {
  const { status, body } = await send(text, sending);
  return [status, body.error.code];
};

describe('a webhook', () => {
  it('that is signed is taken, without a token or a sign-in; sources that it was not given are rejected', async () => {
    await open();
    const { status, body } = await send(batch(['crm', 'pbx1', 'shop']));
    expect([status, body.accepted]).toEqual([200, 2]);
    expect(body.rejected).toMatchObject([{ index: 1, code: 'out_of_scope' }]);
  });

  it('that is forged, or whose body, id or time is another, is refused', async () => {
    await open();
    const text = batch(['crm']);
    expect(await refusal(text, { secret: WRONG })).toEqual([403, 'wrong_signature']);
    expect(await refusal(text, { body: text.replace('"c"', '"d"') })).toEqual([403, 'wrong_signature']);
    expect(await refusal(text, { headers: { 'webhook-id': 'another' } })).toEqual([403, 'wrong_signature']);
    expect(await refusal(text, { headers: { 'webhook-timestamp': String(NOW / 1000 - 1) } })).toEqual([
      403,
      'wrong_signature',
    ]);
    for (const shown of ['v1,', 'v1,AAAA', 'v2,x', 'nonsense'])
      expect(await refusal(text, { headers: { 'webhook-signature': shown } })).toEqual([403, 'wrong_signature']);
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature'])
      expect(await refusal(text, { headers: { [name]: '' } })).toEqual([403, 'no_signature']);
    expect((await send(text)).body.accepted).toBe(1);
  });

  it('that is sent again, or is older or newer than five minutes, is refused', async () => {
    await open();
    const text = batch(['crm']);
    expect((await send(text, { id: 'once' })).status).toBe(200);
    expect(await refusal(text, { id: 'once' })).toEqual([403, 'seen']);
    now += 300_000;
    expect(await refusal(text, { id: 'once', time: NOW / 1000 })).toEqual([403, 'seen']);
    now += 1000;
    expect(await refusal(text, { id: 'once', time: NOW / 1000 })).toEqual([403, 'too_old']);
    expect(await refusal(text, { time: now / 1000 + 301 })).toEqual([403, 'too_old']);
    expect((await send(text, { time: now / 1000 + 300 })).status).toBe(200);
  });

  it('has two secrets while one takes the place of the other, and those of another source are none', async () => {
    await open();
    expect((await send(batch(['crm']), { secret: NEXT })).status).toBe(200);
    expect(await refusal(batch(['other']), { secret: SECRET, to: 'other' })).toEqual([403, 'wrong_signature']);
    expect((await send(batch(['other']), { secret: NEXT, to: 'other' })).body.accepted).toBe(1);
  });

  it('that is too many waits, may be sent again as it is, and others notice nothing', async () => {
    await open({ limits: LIMITS.parse({ eventsPerS: 1 }) });
    const flood = batch(Array.from({ length: 10_000 }, () => 'crm'));
    expect((await send(flood)).body.accepted).toBe(10_000);
    const { status, headers, body } = await send(flood, { id: 'late' });
    expect([status, body.error.code]).toEqual([429, 'too_often']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(1000);
    expect(await refusal(flood, { id: 'late' })).toEqual([429, 'too_often']);
    expect((await send(batch(['other']), { secret: NEXT, to: 'other' })).body.accepted).toBe(1);
  });
});

it('signatures are those of Standard Webhooks: its own example', async () => {
  await open();
  const [secret, id, timestamp] = [
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    1614265330,
  ];
  const body = '{"test": 2432232314}';
  const signed = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
  expect(signature(secret, id, timestamp, body)).toBe(signed);
  expect(isSigned([WRONG, secret], `v1,AAAA v1a,x ${signed}`, { id, timestamp, body })).toBe(true);
});

it('a secret that is none is told at the start', async () => {
  await open();
  const settings = loadSettings([], {
    TABLO_SOURCES: '[{ type: webhook, name: crm, webhookSecret: short }]',
    TABLO_LOG_LEVEL: 'silent',
  });
  await expect(startApp({ settings: { sources: settings.sources } })).rejects.toThrow(BadSettings);
});
