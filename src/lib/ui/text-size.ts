// How large a text may be in a box: the largest size at which its lines have room.
import type { Box } from '#lib/board/screen-shape.ts';

/** an average letter, and a line, in sizes of the text; on the safe side */
const LETTER = 0.58;
const LINE = 1.28;

/** Lines that a text needs at a size: words go whole to the next line, those longer than a line are broken. */
export function linesOf(text: string, size: number, width: number): number {
  const room = Math.max(1, Math.floor(width / (size * LETTER)));
  let lines = 1;
  let used = 0;
  for (const word of text.split(/\s+/)) {
    const letters = [...word].length;
    if (used > 0 && used + 1 + letters <= room) {
      used += 1 + letters;
      continue;
    }
    if (used > 0) lines++;
    lines += Math.ceil(letters / room) - (letters > 0 ? 1 : 0);
    used = letters > room ? letters % room : letters;
  }
  return lines;
}

/** @param least u: below it nobody reads it, so it is left @returns u */
export function largestSize(text: string, box: Box, most: number, least: number): number {
  for (let size = most; size > least; size *= 0.94) if (heightOf(text, size, box.width) <= box.height) return size;
  return least;
}

/** u */
export function heightOf(text: string, size: number, width: number): number {
  return linesOf(text, size, width) * size * LINE;
}
