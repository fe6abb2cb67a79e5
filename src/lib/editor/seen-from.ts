// How large a board is seen from a distance, on the screen of a laptop in front of somebody, and what of it can be read
// from there. Angles are core/board/legibility.ts'.
import type { Board } from '#core/board/board.ts';
import { distanceFor, FIGURE, minutesOf, TEXT, unitMm } from '#core/board/legibility.ts';
import type { Level } from '#core/level.ts';
import { WIDGETS } from '#lib/widget.ts';

const MM_PER_INCH = 25.4;

/** The laptop, and how far its eyes are. */
export interface Desk {
  /** of the laptop's own screen, inches */
  inches: number;
  /** CSS px of that screen */
  width: number;
  height: number;
  eyeCm: number;
}

/** CSS px of one u, so that the laptop shows it under the angle it has on the wall. @param distanceM to the wall */
export function seenUnit({ screen }: Board, distanceM: number, { inches, width, height, eyeCm }: Desk): number {
  const mmPerPx = (inches * MM_PER_INCH) / Math.hypot(width, height);
  return (unitMm(screen.inches) * (eyeCm / 100)) / distanceM / mmPerPx;
}

export interface Legible {
  level: Level;
  /** of arc, of a capital */
  minutes: number;
  /** the farthest from which it is well read, metres */
  upToM: number;
}
export interface Row {
  id: string;
  figure: Legible | null;
  text: Legible;
}

/** Of each widget that is known, seen from there. */
export function legibility({ widgets, screen: { inches } }: Board, distanceM: number): Row[] {
  const judge = (sizeU: number, { least, good }: typeof FIGURE | typeof TEXT): Legible => {
    const minutes = minutesOf(sizeU, inches, distanceM);
    const level = minutes >= good ? 'fine' : minutes >= least ? 'look' : 'act';
    return { level, minutes, upToM: distanceFor(good, sizeU, inches) };
  };
  return widgets.flatMap(({ id, widget }): Row[] => {
    const manifest = WIDGETS.get(widget)?.manifest;
    if (!manifest) return [];
    const { figureU, textU } = manifest;
    return [{ id, figure: figureU === undefined ? null : judge(figureU, FIGURE), text: judge(textU, TEXT) }];
  });
}
