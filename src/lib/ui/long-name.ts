// An action for a name in a row: one line, a little smaller where that helps (--fit), two small lines (class "long")
// where it does not.
import { onFonts } from './fonts.ts';

/** of the row's text size */
const SMALLEST = 0.78;

export function longName(element: HTMLElement, name: string) {
  const measure = (): void => {
    element.classList.remove('long');
    element.style.setProperty('--fit', '1');
    const ratio = (element.clientWidth + 1) / element.scrollWidth;
    element.classList.toggle('long', ratio < SMALLEST);
    if (ratio >= SMALLEST && ratio < 1) element.style.setProperty('--fit', String(ratio * 0.99));
  };
  const observer = new ResizeObserver(measure);
  // The row, not the name: the name's own size changes with the class.
  if (element.parentElement) observer.observe(element.parentElement);
  const stopFonts = onFonts(measure);
  return {
    update(next: string): void {
      if (next === name) return;
      name = next;
      queueMicrotask(measure);
    },
    destroy(): void {
      observer.disconnect();
      stopFonts();
    },
  };
}
