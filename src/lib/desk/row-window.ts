// Which rows of a long table are drawn: those that can be seen, and some before and behind them. All rows are as high.

export interface RowWindow {
  /** of the first that is drawn, from 0 */
  first: number;
  /** of the one behind the last that is drawn */
  end: number;
}

/** Drawn beyond what is seen: a turn of the wheel shows no gap before the next frame. */
const BEYOND = 12;
/** The first row changes in steps: scrolling by a few rows draws nothing anew. */
const STEP = 4;

/**
 * @param beyond rows before and behind those that are seen
 * @param top of the first row, px from the upper edge of what is seen; below 0: scrolled past
 * @param height of what is seen, px
 */
export function rowWindow(count: number, rowHeight: number, top: number, height: number, beyond = BEYOND): RowWindow {
  const seenFrom = Math.floor(-top / rowHeight);
  const seenTo = Math.ceil((height - top) / rowHeight);
  const first = Math.min(Math.max(0, Math.floor((seenFrom - beyond) / STEP) * STEP), Math.max(0, count - 1));
  const end = Math.min(count, Math.max(first, Math.ceil((seenTo + beyond) / STEP) * STEP));
  return { first, end };
}

/** What of an element's box is on the screen inside its scroller: how far its top is from there, and how much is seen. */
export function seenOf(rows: Element, scroller: Element): { top: number; height: number } {
  const clip = scroller.getBoundingClientRect();
  const from = Math.max(0, clip.top);
  const to = Math.min(innerHeight, clip.bottom);
  return { top: rows.getBoundingClientRect().top - from, height: Math.max(0, to - from) };
}
