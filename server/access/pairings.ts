// Screens that wait to be paired: each shows a code for ten minutes, and whoever may pair screens confirms it. Kept in
// memory only: after a restart a screen shows another code.
import { randomInt } from 'node:crypto';
import { CODE_LENGTH, CODE_LETTERS, readCode } from '#core/access/pairing-code.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { countedAs } from '../http/networks.ts';
import type { From } from './doors.ts';
import { hashOf, newSecret } from './secret.ts';
import { Tries } from './tries.ts';

export const PAIRING_MS = 10 * 60_000;
/** A site's screens often come from one address. */
const MOST_OF_ADDRESS = 200;
const MOST = 2000;
/** wrong codes of one person, and from one address */
const MOST_WRONG = [5, 20];

export interface Pairing {
  /** without its dash */
  code: string;
  from: From;
  /** of its picture, CSS px */
  size: Size;
  /** epoch ms */
  madeAt: number;
  untilAt: number;
  /** public, of its device; null: it has none */
  key: string | null;
  /** the screen that it became; null: nobody confirmed it yet */
  screen: string | null;
}

export interface Size {
  width: number;
  height: number;
}

export class Pairings {
  readonly #now: () => number;
  readonly #wrong: readonly Tries[];
  readonly #byCode = new Map<string, Pairing>();
  /** hash of its secret → its code */
  readonly #codes = new Map<string, string>();

  constructor(now: () => number) {
    this.#now = now;
    this.#wrong = MOST_WRONG.map((most) => new Tries({ most, withinMs: PAIRING_MS, now }));
  }

  /** @param before secret that the browser has: what it waited for is given up. @returns the secret to ask with */
  begin(from: From, size: Size, key: string | null, before?: string): Result<{ secret: string; pairing: Pairing }> {
    this.#sweep();
    this.#forget(before);
    const address = countedAs(from.address);
    const ofAddress = [...this.#byCode.values()].filter((one) => countedAs(one.from.address) === address).length;
    if (this.#byCode.size >= MOST || ofAddress >= MOST_OF_ADDRESS)
      return fail('too_many_pairings', 'Too many screens wait to be paired; try again in a few minutes.');
    const madeAt = this.#now();
    const untilAt = madeAt + PAIRING_MS;
    const pairing: Pairing = { code: this.#newCode(), from, size, madeAt, untilAt, key, screen: null };
    const secret = newSecret();
    this.#byCode.set(pairing.code, pairing);
    this.#codes.set(hashOf(secret), pairing.code);
    return ok({ secret, pairing });
  }

  /** What a screen waits for; undefined: it is over, or never was. */
  own(secret: string | undefined): Pairing | undefined {
    const pairing = this.#byCode.get(this.#codes.get(hashOf(secret ?? '')) ?? '');
    return pairing && this.#now() < pairing.untilAt ? pairing : undefined;
  }

  /** Its screen has its credential: the secret opens nothing more. */
  close(secret: string | undefined): void {
    this.#forget(secret);
  }

  /**
   * @param who asks, and from where: each has so many wrong codes
   * @returns "too_many_tries", "bad_code", "unknown_code"
   */
  find(typed: string, who: { id: string; address: string }): Result<Pairing> {
    const keys = [who.id || who.address, countedAs(who.address)];
    const waitMs = Math.max(...this.#wrong.map((tries, i) => tries.begin(keys[i])));
    if (waitMs > 0)
      return fail('too_many_tries', `Too many wrong codes: wait ${Math.ceil(waitMs / 60_000)} min, and try again.`);
    const code = readCode(typed);
    if (!code.ok) return code;
    const pairing = this.#byCode.get(code.value);
    if (!pairing || this.#now() >= pairing.untilAt || pairing.screen !== null)
      return fail('unknown_code', 'No screen shows this code now; read it again from the screen.', 'code');
    // What was wrong before stays so: a code of one's own gives no more tries for those of others.
    this.#wrong.forEach((tries, i) => tries.takeBack(keys[i]));
    return ok(pairing);
  }

  #newCode(): string {
    for (;;) {
      const code = Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join('');
      if (!this.#byCode.has(code)) return code;
    }
  }

  #forget(secret: string | undefined): void {
    const hash = hashOf(secret ?? '');
    this.#byCode.delete(this.#codes.get(hash) ?? '');
    this.#codes.delete(hash);
  }

  #sweep(): void {
    const at = this.#now();
    for (const [hash, code] of this.#codes) {
      if (at < (this.#byCode.get(code)?.untilAt ?? 0)) continue;
      this.#byCode.delete(code);
      this.#codes.delete(hash);
    }
  }
}
