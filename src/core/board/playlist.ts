// The playlist of a kiosk as data: which boards it shows, for how long, and what it does by itself. Shapes only;
// documents from outside are read by parse-playlist.ts.
import { isInHours, type Hours } from '../hours.ts';
import type { Text } from './text.ts';

export interface Playlist {
  version: 1;
  title: Text;
  /** shown one after the other, again and again; a single one stays */
  boards: readonly Entry[];
  /** of the words on the screen; default: the operator's */
  language?: string;
  /** digits that a long press asks for before the kiosk is left. Keeps fingers away; it is no secret. Absent: no exit */
  exitCode?: string;
  jumpToRed?: JumpToRed;
  /** times of the day at which the screen is darker; the first that holds counts */
  dim?: readonly Dimming[];
  /** false: the picture stands still to the pixel, and burns in */
  shift?: boolean;
}

export interface Entry {
  /** id of a board */
  board: string;
  /** as in the API: "all" (the default), "site:rostov" */
  scope?: string;
  seconds: number;
}

/** A site that turns red interrupts: its board is shown, then the playlist goes on where it was. */
export interface JumpToRed {
  /** the board that is shown with the site as its scope */
  board: string;
  /** ids of the sites that count; absent: all */
  sites?: readonly string[];
  /** it has to be red for so long; default 30 */
  afterS?: number;
  /** so long it is shown; default 60 */
  stayS?: number;
  /** the same site doesn't interrupt again before; default 600 */
  restS?: number;
}
export const JUMP_USUAL = { afterS: 30, stayS: 60, restS: 600 } as const;

export interface Dimming extends Hours {
  /** 1 = as bright as ever, 0 = dark, nothing is shown */
  level: number;
}

/**
 * How bright the screen is.
 * @param minutes of the site's wall clock since midnight
 * @param weekday 1 = Monday … 7 = Sunday
 */
export function brightness(playlist: Playlist, minutes: number, weekday: number): number {
  return playlist.dim?.find((one) => isInHours(one, minutes, weekday))?.level ?? 1;
}
