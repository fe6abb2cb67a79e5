// Sign-ins that were begun and are at the provider: each belongs to the browser that began it, holds for ten minutes and
// for one answer. Kept in memory only: after a restart one begins again.
import { countedAs } from '../http/networks.ts';
import { hashOf, isSame, newSecret } from './secret.ts';

export const PENDING_MS = 10 * 60_000;
/** A site's people often come from one address. Who begins more gives up the first of their own. */
const MOST_OF_ADDRESS = 200;
const MOST = 5000;

export interface Pending {
  verifier: string;
  nonce: string;
  /** where the provider sends the browser back to */
  redirectUri: string;
  /** where the person wanted to go, as the page of the sign-in understands it; "" */
  to: string;
  lang: string;
}

interface Kept extends Pending {
  /** hash of the secret in the browser's cookie */
  browser: string;
  address: string;
  untilAt: number;
}

export class PendingSignIns {
  readonly #now: () => number;
  /** by state; the oldest first */
  readonly #kept = new Map<string, Kept>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param browser the secret of its cookie @returns the state to send along */
  begin(browser: string, from: string, pending: Pending): string {
    this.#sweep();
    const address = countedAs(from);
    const own = [...this.#kept].filter(([, one]) => one.address === address);
    if (own.length >= MOST_OF_ADDRESS) this.#kept.delete(own[0][0]);
    if (this.#kept.size >= MOST) for (const oldest of this.#kept.keys()) if (this.#kept.delete(oldest)) break;
    const state = newSecret();
    this.#kept.set(state, { ...pending, browser: hashOf(browser), address, untilAt: this.#now() + PENDING_MS });
    return state;
  }

  /** @returns undefined: over, answered already, or begun by another browser, whose it stays */
  take(state: string, browser: string | undefined): Pending | undefined {
    const kept = this.#kept.get(state);
    if (!kept || browser === undefined || !isSame(hashOf(browser), kept.browser)) return undefined;
    this.#kept.delete(state);
    return this.#now() < kept.untilAt ? kept : undefined;
  }

  #sweep(): void {
    for (const [state, { untilAt }] of this.#kept) {
      if (this.#now() < untilAt) return;
      this.#kept.delete(state);
    }
  }
}
