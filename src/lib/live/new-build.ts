// When a page that the server no longer serves loads itself again (P3): at a calm moment.

export interface Situation {
  /** build of this page */
  own: string;
  /** build that the server serves; null before its first word, "" where it does not say */
  served: string | null;
  /** nobody has to act on what the screen shows */
  calm: boolean;
  /** since the new build was heard of */
  waitedMs: number;
}

/** A floor that is never calm gets its new page anyway. */
export const PATIENCE_MS = 10 * 60_000;

export function isTimeToReload({ own, served, calm, waitedMs }: Situation): boolean {
  if (!served || served === own) return false;
  return calm || waitedMs >= PATIENCE_MS;
}
