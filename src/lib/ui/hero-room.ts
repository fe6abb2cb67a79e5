// How a hero lies in its box: what has a line of its own, how large the figure is, whether facts and a picture have room.
// All in u, by estimate and not by measure: what is drawn then fits itself into its line (fit.ts).
import type { Box } from '#lib/board/screen-shape.ts';

/** a letter of the head, on average: Cyrillic ones are the wider */
const LETTER = 14.8;
const STATE = 40;
/** text may shrink to this before it is laid out otherwise */
const SHRUNK = 0.9;
const ROW = 34;
const LONG_ROWS = 48;
const FACTS = 72;
const LEAST_PICTURE = 110;
const LEAST_FIGURE = 90;
/** of the figure's size */
const LINE = 0.92;

export interface HeroWords {
  caption: string;
  /** what the caption does not say: the window */
  under: string;
  /** the state in words */
  word: string;
  /** figure and what stands behind it, as they are at their longest */
  figure: string;
  facts: number;
  /** height of what stands between facts and picture, where there is room, u */
  extra?: number;
  picture: boolean;
}

export interface HeroRoom {
  /** one, or two where the caption is too long for one */
  caption: string[];
  /** under and state are in a line of their own */
  isStacked: boolean;
  figure: number;
  line: number;
  hasFacts: boolean;
  hasExtra: boolean;
  hasPicture: boolean;
}

export function heroRoom(
  box: Box,
  { caption, under, word, figure: text, facts, extra = 0, picture }: HeroWords,
): HeroRoom {
  const wide = box.width / SHRUNK;
  const isLong = caption.length * LETTER > wide;
  const isStacked = under !== '' || (word !== '' && (caption.length + word.length) * LETTER + STATE > wide);
  const room = box.height - (isLong ? LONG_ROWS : ROW) - (isStacked ? ROW : 0);
  const hasPicture = picture && room - (facts > 0 ? FACTS : 0) >= LEAST_PICTURE + LEAST_FIGURE * LINE;
  const share = hasPicture ? 0.395 : facts > 0 ? 0.6 : 0.85;
  // Alone it need not keep the height that it would have as a shorter number.
  const widest = hasPicture || facts > 0 ? Infinity : box.width / (0.6 * Math.max(1, text.length));
  const figure = Math.max(60, Math.min(280, room * share, widest * 1.15));
  const line = figure * LINE;
  const hasFacts = facts > 0 && room - line >= FACTS;
  const below = room - line - (hasFacts ? FACTS : 0) - extra;
  const hasExtra = extra > 0 && below >= (hasPicture ? LEAST_PICTURE : 0);
  return { caption: isLong ? halves(caption) : [caption], isStacked, figure, line, hasFacts, hasExtra, hasPicture };
}

/** At the space nearest to the middle. */
function halves(text: string): string[] {
  const spaces = [...text].flatMap((letter, i) => (letter === ' ' ? [i] : []));
  if (spaces.length === 0) return [text];
  const middle = text.length / 2;
  const at = spaces.reduce((best, i) => (Math.abs(i - middle) < Math.abs(best - middle) ? i : best));
  return [text.slice(0, at), text.slice(at + 1)];
}
