// An action for a name in a row: one line, a little smaller where that helps (--fit), two small lines (class "long")
// where it does not. Each name is measured once a size: to measure is to make the browser lay the page out at once.
import { onFonts } from './fonts.ts';

/** of the row's text size */
const SMALLEST = 0.78;
const MOST_KEPT = 500;

export function longName(element: HTMLElement, name: string) {
  const known = new Map<string, number>();
  const show = (ratio: number): void => {
    element.classList.toggle('long', ratio < SMALLEST);
    element.style.setProperty('--fit', ratio < SMALLEST || ratio >= 1 ? '1' : String(ratio * 0.99));
  };
  const measure = (): number => {
    show(1);
    return (element.clientWidth + 1) / element.scrollWidth;
  };
  const settle = (): void => {
    const ratio = known.get(name) ?? measure();
    if (known.size >= MOST_KEPT) known.clear();
    known.set(name, ratio);
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
