// How a hero lies in its box: what has a line of its own, how large the figure is, whether facts and a picture have room.
// All in u, by estimate and not by measure: what is drawn then fits itself into its line (fit.ts).
import type { Box } from '#lib/board/screen-shape.ts';
import type { Fact } from './fact.ts';

/** a letter of the head, on average: Cyrillic ones are the wider */
const LETTER = 14.8;
const STATE = 40;
/** text may shrink to this before it is laid out otherwise */
const SHRUNK = 0.9;
const ROW = 34;
const LONG_ROWS = 48;
const FACTS = 72;
const FACT_GAP = 23;
const FACT_SHRUNK = 0.72;
const LEAST_PICTURE = 110;
/** what else there is must not press the picture */
const LEAST_BELOW_EXTRA = 150;
const LEAST_FIGURE = 90;
/** of the figure's size */
const LINE = 0.92;
const TAIL = 0.05;

export interface HeroWords {
  caption: string;
  /** what the caption does not say: the window */
  under: string;
  /** the state in words */
  word: string;
  /** figure and what stands behind it, as they are at their longest */
  figure: string;
  facts: number;
  /** in how many rows they stand */
  factRows?: number;
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
  /** below it, for what hangs */
  tail: number;
  hasFacts: boolean;
  hasExtra: boolean;
  hasPicture: boolean;
}

export function heroRoom(
  box: Box,
  { caption, under, word, figure: text, facts, factRows = 1, extra = 0, picture }: HeroWords,
): HeroRoom {
  const wide = box.width / SHRUNK;
  const factsHeight = facts > 0 ? factRows * FACTS : 0;
  const isLong = caption.length * LETTER > wide;
  const isStacked = under !== '' || (word !== '' && (caption.length + word.length) * LETTER + STATE > wide);
  const room = box.height - (isLong ? LONG_ROWS : ROW) - (isStacked ? ROW : 0);
  const hasPicture = picture && room - factsHeight >= LEAST_PICTURE + LEAST_FIGURE * LINE;
  const share = hasPicture ? 0.395 : facts > 0 ? 0.6 : 0.85;
  // Alone it need not keep the height that it would have as a shorter number.
  const widest = hasPicture || facts > 0 ? Infinity : box.width / (0.6 * Math.max(1, text.length));
  const figure = Math.max(60, Math.min(280, room * share, widest * 1.15));
  // A decimal comma hangs below its line.
  const line = figure * LINE;
  const tail = text.includes(',') ? figure * TAIL : 0;
  const hasFacts = facts > 0 && room - line - tail >= factsHeight;
  const below = room - line - tail - (hasFacts ? factsHeight : 0) - extra;
  const hasExtra = extra > 0 && below >= (hasPicture ? LEAST_BELOW_EXTRA : 0);
  return {
    caption: isLong ? halves(caption) : [caption],
    isStacked,
    figure,
    line,
    tail,
    hasFacts,
    hasExtra,
    hasPicture,
  };
}

/** Rows in which facts stand, so that none has to shrink much. */
export function factRows(facts: readonly Fact[], width: number): number {
  const shown = facts.filter(({ idle }) => !idle);
  const needed = shown.reduce((sum, fact) => sum + factWidth(fact), 0) - FACT_GAP;
  if (shown.length === 0) return 0;
  return Math.min(shown.length, 3, Math.max(1, Math.ceil((needed * FACT_SHRUNK) / width)));
}

/** u, at full size */
function factWidth({ label, text, swatch, level }: Fact): number {
  const mark = swatch || level === 'look' || level === 'act' ? 28 : 0;
  return Math.max(label.length * 13.2, text.length * 18.5 + mark) + FACT_GAP;
}

/** At the space nearest to the middle. */
function halves(text: string): string[] {
  const spaces = [...text].flatMap((letter, i) => (letter === ' ' ? [i] : []));
  if (spaces.length === 0) return [text];
  const middle = text.length / 2;
  const at = spaces.reduce((best, i) => (Math.abs(i - middle) < Math.abs(best - middle) ? i : best));
  return [text.slice(0, at), text.slice(at + 1)];
}
