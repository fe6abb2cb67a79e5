// Where the reader goes on the desk: what is asked for is shown at once, and stands in the browser's address when it has
// been painted, since that takes the router a while.
import { goto } from '$app/navigation';
import { deskHref, type DeskAddress } from './desk-address.ts';
import { painted } from './painted.ts';

export class Course {
  #ahead = $state.raw<DeskAddress | null>(null);
  readonly #given: () => DeskAddress;
  #last: DeskAddress | null = null;
  #moves: Promise<void> = Promise.resolve();

  /** The same object as long as it says the same. */
  readonly address = $derived.by<DeskAddress>(() => {
    const next = this.#ahead ?? this.#given();
    if (!this.#last || deskHref(this.#last) !== deskHref(next)) this.#last = next;
    return this.#last;
  });

  /** @param given what the browser's address says */
  constructor(given: () => DeskAddress) {
    this.#given = given;
  }

  /** @param replaceState no step for the browser's Back. Resolves when it stands in the address */
  go(next: DeskAddress, replaceState: boolean): Promise<void> {
    this.#ahead = next;
    this.#moves = this.#moves.then(() => this.#settle(next, replaceState));
    return this.#moves;
  }

  async #settle(next: DeskAddress, replaceState: boolean): Promise<void> {
    await painted();
    // Of changes that follow each other without a step between them the last stands there.
    if (replaceState && this.#ahead !== next) return;
    await goto(deskHref(next), { replaceState, noScroll: true, keepFocus: true }).catch(() => {});
    if (this.#ahead === next) this.#ahead = null;
  }
}
