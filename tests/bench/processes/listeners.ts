// A process of its own with many screens that only listen: it counts what they hear, and how long it was on its way.
import type { Socket } from 'node:net';
import { PROTOCOL } from '#core/protocol/messages.ts';
import { quantile } from '../figure.ts';
import { openRawSocket } from './raw-socket.ts';

const AT_ONCE = 100;
const DELTA = Buffer.from('{"t":"delta"');
const AS_OF = Buffer.from('"asOf":');
const AS_OF_WITHIN = 300;

export type Order = { open: { url: string; count: number; topic: string } } | { measure: true } | { report: true };
export type Answer = { opened: true } | { heardByAll: number } | { report: Arrivals };

/** Of changes only, since measuring began. */
export interface Arrivals {
  messages: number;
  bytes: number;
  /** from the instant of the picture to the last byte of it here, ms */
  p50: number;
  p99: number;
  longest: number;
}

const sockets: Socket[] = [];
let delays: number[] = [];
let bytes = 0;
let sum = 0;

process.on('message', (order: Order) => {
  if ('open' in order) void open(order.open).then(() => answer({ opened: true }));
  else if ('measure' in order) [delays, bytes, sum] = [[], 0, 0];
  else answer({ report: report() });
});
process.once('disconnect', () => process.exit());

const answer = (said: Answer): void => void process.send?.(said);

async function open({ url, count, topic }: { url: string; count: number; topic: string }): Promise<void> {
  const said = [
    { t: 'hello', protocol: PROTOCOL },
    { t: 'watch', topic },
  ].map((one) => JSON.stringify(one));
  while (sockets.length < count) {
    const opening = Array.from({ length: Math.min(AT_ONCE, count - sockets.length) }, () =>
      openRawSocket(url, said, heard),
    );
    sockets.push(...(await Promise.all(opening)));
  }
}

function heard(message: Buffer): void {
  if (message.compare(DELTA, 0, DELTA.length, 0, DELTA.length) !== 0) return;
  const at = message.subarray(0, AS_OF_WITHIN).indexOf(AS_OF) + AS_OF.length;
  delays.push(performance.timeOrigin + performance.now() - Number(message.toString('latin1', at, at + 13)));
  bytes += message.length;
  if (++sum % sockets.length === 0) answer({ heardByAll: sum / sockets.length });
}

function report(): Arrivals {
  const of = (q: number): number => quantile(delays, q);
  return { messages: delays.length, bytes, p50: of(0.5), p99: of(0.99), longest: of(1) };
}
