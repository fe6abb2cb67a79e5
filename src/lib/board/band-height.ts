// How much of a wall a message takes: as many lines as its text needs at a size that is read from afar.

const LETTER = 0.52;
export const BAND_SIZE = 36;
const LINE = 46;
const MOST_LINES = 4;

/** @param width of the wall, u @returns u */
export function bandHeight(text: string, width: number): number {
  const letters = (width - 140) / (LETTER * BAND_SIZE);
  const lines = Math.min(MOST_LINES, Math.ceil([...text].length / letters));
  return lines * LINE + 24;
}
