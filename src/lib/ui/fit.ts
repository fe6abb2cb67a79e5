// An action that keeps one line (width: max-content) inside its box: sets --fit (≤ 1) on the box, by which the line's
// text size is multiplied. Measures only when the text changes its shape or the box its size: figures are tabular, so
// 0:52 is as wide as 0:47.
import { onFonts } from './fonts.ts';

export const shapeOf = (text: string): string => text.replace(/\d/g, '0');

/** @param text of the line inside */
export function fit(box: HTMLElement, text: string) {
  let shape = shapeOf(text);
  const measure = (): void => {
    box.style.setProperty('--fit', '1');
    const natural = (box.firstElementChild as HTMLElement).getBoundingClientRect().width;
    const room = box.clientWidth;
    // A hair of room: text widths are not exactly proportional to text sizes.
    if (natural > room + 0.5) box.style.setProperty('--fit', String((room / natural) * 0.985));
  };
  const observer = new ResizeObserver(measure);
  observer.observe(box);
  const stopFonts = onFonts(measure);
  return {
    update(next: string): void {
      if (shapeOf(next) === shape) return;
      shape = shapeOf(next);
      // The new text is in the page only after this round of updates.
      queueMicrotask(measure);
    },
    destroy(): void {
      observer.disconnect();
      stopFonts();
    },
  };
}
