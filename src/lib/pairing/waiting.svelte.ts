// A screen that waits to be paired: has a code, asks every five seconds whether it was confirmed, and gets another code
// when that one is over.
import { untrack } from 'svelte';
import { callApi } from '#lib/call-api.ts';
import { deviceKey } from '#lib/live/device-key.ts';

const ASK_MS = 5_000;
/** a refusal is asked again after this */
const AGAIN_MS = 30_000;

interface Begun {
  code: string;
  at: string | null;
}
interface Own {
  state: 'waiting' | 'paired' | 'over';
  code?: string;
  path?: string;
}

export class Waiting {
  /** "BCDF-GHJK"; null before the first */
  code = $state.raw<string | null>(null);
  /** where browsers find the server, when it was told */
  address = $state.raw<string | null>(null);
  trouble = $state.raw<'away' | 'full' | null>(null);

  readonly #open: (path: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  /** @param open leads the page there: it is paired */
  constructor(open: (path: string) => void) {
    this.#open = open;
  }

  /** @returns stops */
  start(): () => void {
    // Whoever starts it in an effect must not start it again with each code.
    untrack(() => void this.#look());
    return () => {
      this.#isStopped = true;
      clearTimeout(this.#timer);
    };
  }

  async #look(): Promise<void> {
    const pauseMs = this.code === null ? await this.#begin() : await this.#askOwn();
    if (!this.#isStopped) this.#timer = setTimeout(() => void this.#look(), pauseMs);
  }

  async #begin(): Promise<number> {
    const size = { width: Math.max(1, innerWidth), height: Math.max(1, innerHeight) };
    const key = await deviceKey();
    const begun = await callApi<Begun>('POST', 'pairings', { ...size, ...(key === null ? {} : { key }) });
    this.trouble = begun === null ? 'away' : begun.ok ? null : 'full';
    if (!begun?.ok) return begun ? AGAIN_MS : ASK_MS;
    this.code = begun.value.code;
    this.address = begun.value.at;
    return ASK_MS;
  }

  async #askOwn(): Promise<number> {
    const own = await callApi<Own>('GET', 'pairings/own');
    this.trouble = own === null ? 'away' : null;
    if (!own?.ok) return ASK_MS;
    const { state, path } = own.value;
    if (state === 'paired' && path !== undefined) this.#open(path);
    if (state !== 'over') return ASK_MS;
    this.code = null;
    return 0;
  }
}
