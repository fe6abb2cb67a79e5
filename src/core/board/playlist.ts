// The playlist of a kiosk as data: which boards it shows, for how long, and what it does by itself. Shapes only;
// documents from outside are read by parse-playlist.ts.
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

export interface Dimming {
  /** wall clock of the site, "22:00" */
  from: string;
  /** "06:00": where it is before `from`, it is the next day's; equal to it: all day */
  to: string;
  /** 1 = as bright as ever, 0 = dark, nothing is shown */
  level: number;
  /** weekdays on which it begins, 1 = Monday … 7 = Sunday; absent: every day */
  days?: readonly number[];
}

/**
 * How bright the screen is.
 * @param minutes of the site's wall clock since midnight
 * @param weekday 1 = Monday … 7 = Sunday
 */
export function brightness(playlist: Playlist, minutes: number, weekday: number): number {
  return playlist.dim?.find((one) => holds(one, minutes, weekday))?.level ?? 1;
}

function holds({ from, to, days }: Dimming, minutes: number, weekday: number): boolean {
  const [start, end] = [minutesOf(from), minutesOf(to)];
  const begins = (day: number): boolean => days === undefined || days.includes(day);
  if (start < end) return begins(weekday) && minutes >= start && minutes < end;
  const yesterday = weekday === 1 ? 7 : weekday - 1;
  return (minutes >= start && begins(weekday)) || (minutes < end && begins(yesterday));
}

function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
