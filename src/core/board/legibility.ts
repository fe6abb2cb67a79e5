// What can be read from where, by the angle under which letters are seen.
//
// ISO 9241-303:2011 (and 9241-3 before it) asks for capitals of at least 16 minutes of arc and prefers 20 to 22 where
// text is read; where reading is incidental they may be smaller, and of 10 they are usable when the contrast is high. An
// eye of acuity 1.0 (ISO 8596) makes out letters of 5 minutes and no smaller.
//
// A wall is glanced at from its distance and read by who comes nearer. So its figures are to have 16 minutes at the
// distance of the board, and never less than 10; its text 10 at the distance from which it is read, never less than 5.
import type { Board } from './board.ts';

/** Inter: height of a capital or a figure, of the size of its type */
const CAPITAL = 0.727;
/** Screens are measured as 16 : 9, whatever way up they hang. */
const HEIGHT_OF_DIAGONAL = 9 / Math.hypot(16, 9);
const MM_PER_INCH = 25.4;
const UNITS = 1080;
const MINUTES_PER_RADIAN = (180 * 60) / Math.PI;

export const FIGURE = { least: 10, good: 16 } as const;
export const TEXT = { least: 5, good: 10 } as const;
/** Text is read from this part of the distance, unless the board says otherwise. */
const NEARER = 1 / 3;

/** mm of one u: a 1080th of the screen's shorter side */
export const unitMm = (inches: number): number => (inches * MM_PER_INCH * HEIGHT_OF_DIAGONAL) / UNITS;

/** metres from which its text is read */
export const readingDistance = ({ screen }: Board): number => screen.readM ?? screen.distanceM * NEARER;

/** Minutes of arc of a capital. @param sizeU size of the type in u */
export function minutesOf(sizeU: number, inches: number, distanceM: number): number {
  const heightM = (CAPITAL * sizeU * unitMm(inches)) / 1000;
  return 2 * Math.atan(heightM / (2 * distanceM)) * MINUTES_PER_RADIAN;
}

/** The farthest from which a capital has so many minutes, metres. */
export function distanceFor(minutes: number, sizeU: number, inches: number): number {
  const heightM = (CAPITAL * sizeU * unitMm(inches)) / 1000;
  return heightM / (2 * Math.tan(minutes / MINUTES_PER_RADIAN / 2));
}
