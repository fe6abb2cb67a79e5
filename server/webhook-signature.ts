// Signatures of webhooks as Standard Webhooks has them: HMAC-SHA256 over id, timestamp and body, in base64. Those that are
// sent are made here, those that come are checked here.
import { createHmac, timingSafeEqual } from 'node:crypto';

const VERSION = 'v1,';
const LEAST_BYTES = 24;
const MOST_BYTES = 64;

/** Why a setting is refused, with the remedy. */
export const NO_SECRET =
  'must be whsec_ and 24 to 64 bytes in base64; make one with: echo whsec_$(openssl rand -base64 32)';

export function isSecret(secret: string): boolean {
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  const { length } = Buffer.from(base64 ?? '', 'base64');
  return length >= LEAST_BYTES && length <= MOST_BYTES;
}

/** @param secret whsec_… @param timestamp epoch s @returns "v1," and base64 */
export function signature(secret: string, id: string, timestamp: number, body: string): string {
  return VERSION + hmac(secret, id, timestamp, body).toString('base64');
}

/** @param shown webhook-signature: one or more, with spaces between. Takes as long wherever they differ. */
export function isSigned(
  secrets: readonly string[],
  shown: string,
  { id, timestamp, body }: { id: string; timestamp: number; body: string },
): boolean {
  const given = shown
    .split(' ')
    .filter((one) => one.startsWith(VERSION))
    .map((one) => Buffer.from(one.slice(VERSION.length), 'base64'));
  const right = secrets.map((secret) => hmac(secret, id, timestamp, body));
  return right.some((one) => given.some((other) => one.length === other.length && timingSafeEqual(one, other)));
}

function hmac(secret: string, id: string, timestamp: number, body: string): Buffer {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
}
