// Which site may interrupt a kiosk: one that has been red for a while, and not the same one again and again.
import { JUMP_USUAL, type JumpToRed } from '#core/board/playlist.ts';
import type { Level } from '#core/level.ts';

/** between two interruptions the playlist is seen */
export const BETWEEN_MS = 30_000;

export interface SiteLevel {
  id: string;
  level: Level;
}

export class RedSites {
  /** since when, monotonic ms */
  readonly #redSince = new Map<string, number>();
  readonly #shownAt = new Map<string, number>();
  #lastAt = -Infinity;

  /** @returns the site that may interrupt now: of several that which is red longest */
  look({ sites: counted, afterS, restS }: JumpToRed, sites: readonly SiteLevel[], now: number): string | null {
    this.#follow(sites, now);
    const after = (afterS ?? JUMP_USUAL.afterS) * 1000;
    const rest = (restS ?? JUMP_USUAL.restS) * 1000;
    if (now - this.#lastAt < BETWEEN_MS) return null;
    const due = [...this.#redSince].filter(
      ([id, since]) =>
        (counted?.includes(id) ?? true) && now - since >= after && now - (this.#shownAt.get(id) ?? -Infinity) >= rest,
    );
    return due.sort((a, b) => a[1] - b[1])[0]?.[0] ?? null;
  }

  /** It interrupts. @param untilMs it is shown so long */
  interrupted(id: string, now: number, untilMs: number): void {
    this.#shownAt.set(id, now + untilMs);
    this.#lastAt = now + untilMs;
  }

  #follow(sites: readonly SiteLevel[], now: number): void {
    const red = new Set(sites.filter(({ level }) => level === 'act').map(({ id }) => id));
    for (const id of this.#redSince.keys()) if (!red.has(id)) this.#redSince.delete(id);
    for (const id of red) if (!this.#redSince.has(id)) this.#redSince.set(id, now);
  }
}
