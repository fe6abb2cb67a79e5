// An action that keeps one line (width: max-content) inside its box: sets --fit (≤ 1) on the box, by which the line's
// text size is multiplied. Figures are tabular, so 0:52 is as wide as 0:47: each shape of text is measured once, since
// to measure is to make the browser lay the page out at once.
import { onFonts } from './fonts.ts';

const MOST_KEPT = 500;

export const shapeOf = (text: string): string => text.replace(/\d/g, '0');

/** @param text of the line inside */
export function fit(box: HTMLElement, text: string) {
  const known = new Map<string, number>();
  let shape = shapeOf(text);
  let scale = 1;
  const show = (next: number): void => {
    if (next === scale) return;
    scale = next;
    box.style.setProperty('--fit', String(scale));
  };
  const measure = (): number => {
    let next = 1;
    // Smaller letters are a little broader for their size: the second look corrects the first.
    for (let look = 0; look < 3; look++) {
      show(next);
      const { width } = (box.firstElementChild as HTMLElement).getBoundingClientRect();
      // A box that is not drawn has no width to fit.
      if (width <= box.clientWidth + 0.5 || box.clientWidth === 0) break;
      next *= (box.clientWidth - 0.5) / width;
    }
    return next;
  };
  const settle = (): void => {
    const next = known.get(shape) ?? measure();
    if (known.size >= MOST_KEPT) known.clear();
    known.set(shape, next);
    show(next);
  };
  const anew = (): void => {
    known.clear();
    settle();
  };
  const observer = new ResizeObserver(anew);
  observer.observe(box);
  const stopFonts = onFonts(anew);
  return {
    update(next: string): void {
      if (shapeOf(next) === shape) return;
      shape = shapeOf(next);
      // The new text is in the page only after this round of updates.
      queueMicrotask(settle);
    },
    destroy(): void {
      observer.disconnect();
      stopFonts();
    },
  };
}
