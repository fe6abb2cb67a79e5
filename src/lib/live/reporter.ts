// What a paired screen tells of itself, as often as the server asks for it (P71), and that it does what it is told (P72).
// That it paints is proved by a frame of the browser that began after what came was drawn: a page that is blocked, or
// painted no more, can't give that. The next picture's frame proves it by the way; where none comes, one is asked for.
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
  /** epoch ms of the picture that is in the document, and of that which is painted; null: none is */
  #drawn: number | null = null;
  #painted: number | null = null;
  /** null: all that came is in the document */
  #undrawnSince: number | null = null;
  /** a frame that did not begin yet */
  #frameAskedAt: number | null = null;

  heard(message: ServerMessage): void {
    if (message.t === 'do') obey(message);
    else if (message.t === 'welcome') {
      this.#everyMs = message.reportMs;
      this.#dueAt = performance.now() + FIRST_MS;
    } else if ((message.t === 'full' || message.t === 'delta') && message.topic.startsWith('floor'))
      this.#undrawnSince ??= performance.now();
  }

  /** Numbers are in the document. */
  drawn(asOf: number): void {
    this.#drawn = asOf;
    this.#undrawnSince = null;
  }

  /** Within an animation frame, before anything is drawn in it. */
  frameBegan(): void {
    // The first picture is told of at once.
    if (this.#painted === null && this.#drawn !== null) this.#dueAt = 0;
    this.#painted = this.#drawn;
    this.#frameAskedAt = null;
  }

  /** @param now epoch ms by the server's clock. @returns null: nothing is due */
  look(now: number | null, clockOffMs: number | null): Report | null {
    const at = performance.now();
    if (this.#everyMs === undefined) return null;
    this.#askForFrame(at);
    if (at < this.#dueAt) return null;
    this.#dueAt = at + this.#everyMs;
    // Only Chromium has it.
    const { memory } = performance as { memory?: { usedJSHeapSize: number } };
    return {
      t: 'report',
      ageMs: this.#painted === null || now === null ? null : Math.max(0, Math.round(now - this.#painted)),
      unpaintedMs: Math.round(at - Math.min(at, this.#undrawnSince ?? at, this.#frameAskedAt ?? at)),
      build: version,
      heapBytes: memory?.usedJSHeapSize ?? null,
      clockOffMs,
      ...{ width: innerWidth, height: innerHeight, ratio: devicePixelRatio },
      path: (location.pathname + location.search).slice(0, LONGEST_PATH),
      language: language(),
      hidden: document.hidden,
    };
  }

  #askForFrame(at: number): void {
    if (this.#drawn === this.#painted || this.#frameAskedAt !== null) return;
    this.#frameAskedAt = at;
    requestAnimationFrame(() => this.frameBegan());
  }
}
