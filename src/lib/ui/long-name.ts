// An action for a name in a row: one line where it fits, two smaller lines (class "long") where it does not.
import { onFonts } from './fonts.ts';

export function longName(element: HTMLElement, name: string) {
  const measure = (): void => {
    element.classList.remove('long');
    element.classList.toggle('long', element.scrollWidth > element.clientWidth + 1);
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
