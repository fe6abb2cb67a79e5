// When a page draws what came, where a reader is at work on it: what the reader does is drawn first, and drawing takes a
// share of the time only, however slow the machine is.

/** Rests so many times as long as the last drawing took: on a machine that needs 80 ms a third of a second. */
const REST = 3;
const LONGEST_REST_MS = 1_000;
/** What was done so lately has its own frame. */
const TOUCHED_MS = 60;
/** However much is done, what came waits no longer for its turn. */
const LONGEST_WAIT_MS = 400;
const TOUCHES = ['keydown', 'pointerdown', 'pointerup', 'click', 'input'] as const;

export class PaintPace {
  readonly #paint: () => void;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #restUntil = 0;
  #touchedAt = -Infinity;

  constructor(paint: () => void) {
    this.#paint = paint;
  }

  /** @returns stops */
  start(): () => void {
    const touched = (): void => void (this.#touchedAt = performance.now());
    for (const name of TOUCHES) addEventListener(name, touched, { capture: true, passive: true });
    return () => {
      for (const name of TOUCHES) removeEventListener(name, touched, { capture: true });
      cancelAnimationFrame(this.#frame);
      clearTimeout(this.#timer);
      [this.#frame, this.#timer] = [0, undefined];
    };
  }

  /** In the next frame that is free for it. */
  soon(): void {
    if (this.#frame || this.#timer !== undefined) return;
    const askedAt = performance.now();
    const rest = this.#restUntil - askedAt;
    if (rest <= 0) return this.#inFrame(askedAt);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#inFrame(performance.now());
    }, rest);
  }

  #inFrame(askedAt: number): void {
    this.#frame = requestAnimationFrame(() => {
      const startedAt = performance.now();
      const isTouched = startedAt - this.#touchedAt < TOUCHED_MS;
      if (isTouched && startedAt - askedAt < LONGEST_WAIT_MS) return this.#inFrame(askedAt);
      this.#frame = 0;
      this.#paint();
      // The task after the frame: layout and paint are in the time that it took.
      setTimeout(() => {
        const endedAt = performance.now();
        this.#restUntil = endedAt + Math.min(LONGEST_REST_MS, REST * (endedAt - startedAt));
      });
    });
  }
}
