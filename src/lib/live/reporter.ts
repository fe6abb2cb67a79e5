// What a paired screen tells of itself, as often as the server asks for it (P71), and that it does what it is told (P72).
// That it paints is proved by a frame of the browser that began after what came was drawn: a page that is blocked, or
// painted no more, can't give that.
import { version } from '$app/environment';
import type { Report, ServerMessage } from '#core/protocol/messages.ts';
import { language } from '#lib/language.ts';
import { obey } from './obey.ts';

/** By then a page that was just welcomed has drawn something. */
const FIRST_MS = 1_000;
/** of what a report may hold */
const LONGEST_PATH = 512;

export class Reporter {
  #everyMs: number | undefined;
  /** monotonic ms, as all here */
  #dueAt = 0;
  /** epoch ms of the picture that is painted, null: none is */
  #asOf: number | null = null;
  #unpaintedSince: number | null = null;

  heard(message: ServerMessage): void {
    if (message.t === 'do') obey(message);
    else if (message.t === 'welcome') {
      this.#everyMs = message.reportMs;
      this.#dueAt = performance.now() + FIRST_MS;
    } else if ((message.t === 'full' || message.t === 'delta') && message.topic.startsWith('floor'))
      this.#unpaintedSince ??= performance.now();
  }

  /** Numbers are in the document. */
  drawn(asOf: number): void {
    requestAnimationFrame(() => {
      // The first picture is told of at once.
      if (this.#asOf === null) this.#dueAt = 0;
      this.#asOf = asOf;
      this.#unpaintedSince = null;
    });
  }

  /** @param now epoch ms by the server's clock. @returns null: nothing is due */
  look(now: number | null, clockOffMs: number | null): Report | null {
    const at = performance.now();
    if (this.#everyMs === undefined || at < this.#dueAt) return null;
    this.#dueAt = at + this.#everyMs;
    // Only Chromium has it.
    const { memory } = performance as { memory?: { usedJSHeapSize: number } };
    return {
      t: 'report',
      ageMs: this.#asOf === null || now === null ? null : Math.max(0, Math.round(now - this.#asOf)),
      unpaintedMs: this.#unpaintedSince === null ? 0 : Math.round(at - this.#unpaintedSince),
      build: version,
      heapBytes: memory?.usedJSHeapSize ?? null,
      clockOffMs,
      ...{ width: innerWidth, height: innerHeight, ratio: devicePixelRatio },
      path: (location.pathname + location.search).slice(0, LONGEST_PATH),
      language: language(),
      hidden: document.hidden,
    };
  }
}
