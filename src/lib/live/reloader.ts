// Loads the page again when the server serves another build of it: first its shell, then, at a calm moment, the page; and
// the same build, now and then. When, say new-build.ts and renewal.ts; how often at most, reload-log.ts.
import { version } from '$app/environment';
import { isTimeToReload } from './new-build.ts';
import { noteReload, type Memory } from './reload-log.ts';
import { isTimeToRenew, type Hour } from './renewal.ts';
import { fetchShell, loadShell } from './shell.ts';

/** A thousand screens do not ask for the same files at once. */
const FETCH_SPREAD_MS = 10_000;
/** a shell that could not be fetched is tried again after this */
const AGAIN_MS = 60_000;
/** a part of the page that could not be had is asked for again after this, or twice as much */
const PART_MS = 20_000;
/** screens that waited for calm do not come back at once */
const RELOAD_SPREAD_MS = 2_000;

/** none: this build is served; fetching: another is, and comes; here: it is here as a whole; stuck: too many reloads */
export type NewShell = 'none' | 'fetching' | 'here' | 'stuck';

export class Reloader {
  #served: string | null = null;
  #servedSince = 0;
  #shell: NewShell = 'none';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hasFailed = false;
  #isRenewing = false;
  readonly #jitter = Math.random();

  get shell(): NewShell {
    return this.#shell;
  }

  /** What the server said that it serves. */
  served(build: string): void {
    if (build === this.#served) return;
    this.#served = build;
    this.#servedSince = performance.now();
    clearTimeout(this.#timer);
    this.#shell = build && build !== version ? 'fetching' : 'none';
    if (this.#shell === 'fetching') this.#timer = setTimeout(() => void this.#fetch(build), spread(FETCH_SPREAD_MS));
  }

  /** A part of the page stays failed: another page may have it. */
  partStaysFailed(): void {
    this.#hasFailed = true;
  }

  /** @param calm nobody has to act on what the screen shows @param hour null: the page is not made anew by night */
  consider(calm: boolean, hour: Hour | null): void {
    if (this.#shell === 'here') this.#considerNewBuild(calm);
    else if (this.#shell === 'none' && calm) void this.#considerRenewal(hour);
  }

  async #considerRenewal(hour: Hour | null): Promise<void> {
    const page = { ageMs: performance.now(), hasFailed: this.#hasFailed, jitter: this.#jitter };
    if (this.#isRenewing || !isTimeToRenew(page, hour)) return;
    this.#isRenewing = true;
    // Its socket may live longer than what it would be loaded from.
    if (!(await isThere()) || !reload()) this.#timer = setTimeout(() => (this.#isRenewing = false), AGAIN_MS);
  }

  #considerNewBuild(calm: boolean): void {
    const waitedMs = performance.now() - this.#servedSince;
    if (!isTimeToReload({ own: version, served: this.#served, calm, waitedMs })) return;
    this.#shell = 'none';
    this.#timer = setTimeout(() => {
      if (!reload()) this.#shell = 'stuck';
    }, spread(RELOAD_SPREAD_MS));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #fetch(build: string): Promise<void> {
    const isHere = await fetchShell(build);
    if (build !== this.#served) return;
    if (isHere) this.#shell = 'here';
    else this.#timer = setTimeout(() => void this.#fetch(build), AGAIN_MS);
  }
}

/** @returns false: it did so too often */
export function reload(): boolean {
  if (!noteReload(tabMemory(), Date.now())) return false;
  void loadShell();
  return true;
}

/** For a page that could not get a part of itself: as soon as the server is there to give it, never into nothing. */
export async function reloadWhenServed(): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, PART_MS + spread(PART_MS)));
  while (!(await isThere()) || !reload());
}

const isThere = (): Promise<boolean> =>
  fetch('/_app/version.json', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );

function tabMemory(): Memory | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

const spread = (ms: number): number => Math.random() * ms;
