// Loads the page again when the server serves another build of it: when, says new-build.ts.
import { version } from '$app/environment';
import { isTimeToReload } from './new-build.ts';

const RELOAD_SPREAD_MS = 10_000;
const TRIED_KEY = 'tablo.reloaded-for';

export class Reloader {
  #served: string | null = null;
  #servedSince = 0;

  /** What the server said that it serves. */
  served(build: string): void {
    if (build !== this.#served) this.#servedSince = performance.now();
    this.#served = build;
  }

  /** @param calm nobody has to act on what the screen shows */
  consider(calm: boolean): void {
    if (!this.#served || this.#served === version) return;
    const waitedMs = performance.now() - this.#servedSince;
    const triedFor = recallTried();
    if (!isTimeToReload({ own: version, served: this.#served, triedFor, calm, waitedMs })) return;
    // Without a memory that survives the reload this page would load itself for ever.
    if (!rememberTried(this.#served)) return;
    setTimeout(() => location.reload(), Math.random() * RELOAD_SPREAD_MS);
  }
}

function recallTried(): string | null {
  try {
    return sessionStorage.getItem(TRIED_KEY);
  } catch {
    return null;
  }
}

function rememberTried(build: string): boolean {
  try {
    sessionStorage.setItem(TRIED_KEY, build);
    return true;
  } catch {
    return false;
  }
}
