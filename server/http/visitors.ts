// Who asks, through the proxies that are trusted, and how much one address may ask: so many requests a second, and so many
// sockets at a time. What it says is an address, never a person.
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { TokenBuckets } from '../token-bucket.ts';
import { countedAs, Networks, plainAddress } from './networks.ts';

/** So many seconds' worth at once: a site's screens come back together. */
const BURST_S = 10;

const OWN_MACHINE = new Networks(['127.0.0.0/8', '::1']);

export interface VisitorsOptions {
  /** networks; what their X-Forwarded-For and -Proto say is believed */
  trustedProxies: readonly string[];
  /** of one address; of IPv6, of its /64 */
  requestsPerS: number;
  /** of one address, at a time */
  sockets: number;
  /** whether this machine's own address is counted, too */
  ownMachine: boolean;
  /** ms */
  monotonic(): number;
}

export class Visitors {
  readonly #options: VisitorsOptions;
  readonly #trusted: Networks;
  readonly #requests: TokenBuckets;
  readonly #sockets = new Map<string, number>();

  constructor(options: VisitorsOptions) {
    this.#options = options;
    this.#trusted = new Networks(options.trustedProxies);
    const { requestsPerS: perS } = options;
    this.#requests = new TokenBuckets({ perS, burst: Math.max(1, perS * BURST_S) });
  }

  /** The nearest address that is no trusted proxy's: whatever stands before it in X-Forwarded-For, its sender may have made up. */
  addressOf(request: IncomingMessage): string {
    const hops = String(request.headers['x-forwarded-for'] ?? '').split(',');
    let address = plainAddress(request.socket.remoteAddress ?? '');
    while (this.#trusted.has(address) && hops.length > 0) {
      const before = plainAddress((hops.pop() as string).trim());
      if (isIP(before) === 0) break;
      address = before;
    }
    return address;
  }

  /** Whether the visitor's own connection is encrypted, as far as a trusted proxy says so. */
  isSecure(request: IncomingMessage): boolean {
    if (!this.#trusted.has(plainAddress(request.socket.remoteAddress ?? ''))) return false;
    return String(request.headers['x-forwarded-proto'] ?? '').toLowerCase() === 'https';
  }

  /** @returns 0: it may ask; otherwise in so many ms */
  ask(request: IncomingMessage): number {
    const address = this.addressOf(request);
    return this.#isFree(address) ? 0 : this.#requests.take(countedAs(address), this.#options.monotonic());
  }

  /** @returns null: it has too many sockets; otherwise to be called when this one is closed */
  open(request: IncomingMessage): (() => void) | null {
    const address = this.addressOf(request);
    if (this.#isFree(address)) return () => {};
    const name = countedAs(address);
    const open = this.#sockets.get(name) ?? 0;
    if (open >= this.#options.sockets) return null;
    this.#sockets.set(name, open + 1);
    return () => this.#closed(name);
  }

  #isFree(address: string): boolean {
    return !this.#options.ownMachine && OWN_MACHINE.has(address);
  }

  #closed(name: string): void {
    const left = (this.#sockets.get(name) ?? 1) - 1;
    if (left === 0) this.#sockets.delete(name);
    else this.#sockets.set(name, left);
  }
}
