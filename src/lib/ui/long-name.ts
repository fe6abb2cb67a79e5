// An action for a name in a row: one line, a little smaller where that helps (--fit), two small lines (class "long")
// where it does not. Each name is measured once a size: to measure is to make the browser lay the page out at once.
import { onFonts } from './fonts.ts';

/** of the row's text size: below that two lines are read more easily */
const SMALLEST = 0.78;
/** of the size of two lines: below that the end is left out */
const SMALLEST_OF_TWO = 0.6;
const MOST_KEPT = 500;

export function longName(element: HTMLElement, name: string) {
  const known = new Map<string, { ratio: number; twoLines: number }>();
  const letters = document.createRange();
  letters.selectNodeContents(element);
  let twoLines = 1;
  const show = (ratio: number): void => {
    element.classList.toggle('long', ratio < SMALLEST);
    element.style.setProperty('--fit', String(ratio < SMALLEST ? twoLines : ratio));
  };
  /** As large as two lines hold. */
  const measureTwo = (): void => {
    for (twoLines = 1; ; twoLines -= 0.08) {
      show(0);
      const lines = new Set(Array.from(letters.getClientRects(), ({ top }) => Math.round(top))).size;
      if (lines <= 2 || twoLines < SMALLEST_OF_TWO) return;
    }
  };
  const measure = (): number => {
    let ratio = 1;
    // Smaller letters are a little broader for their size: the second look corrects the first.
    for (let look = 0; look < 3 && ratio >= SMALLEST; look++) {
      show(ratio);
      // Fractions count: a name that is a third of a pixel too long loses its last letters.
      const room = element.getBoundingClientRect().width - 0.5;
      const { width } = letters.getBoundingClientRect();
      if (width <= room) break;
      ratio *= (room - 0.5) / width;
    }
    return ratio;
  };
  const settle = (): void => {
    const kept = known.get(name);
    if (kept) ({ twoLines } = kept);
    const ratio = kept?.ratio ?? measure();
    if (!kept && ratio < SMALLEST) measureTwo();
    if (known.size >= MOST_KEPT) known.clear();
    known.set(name, { ratio, twoLines });
    show(ratio);
  };
  const anew = (): void => {
    known.clear();
    settle();
  };
  const observer = new ResizeObserver(anew);
  // The cell, not the name: the name's own size changes with the class.
  if (element.parentElement) observer.observe(element.parentElement);
  const stopFonts = onFonts(anew);
  return {
    update(next: string): void {
      if (next === name) return;
      name = next;
      queueMicrotask(settle);
    },
    destroy(): void {
      observer.disconnect();
      stopFonts();
    },
  };
}
