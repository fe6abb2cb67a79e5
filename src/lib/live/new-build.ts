// When a page that the server no longer serves loads itself again (P3): at a calm moment, and at most once a build, so
// that two servers behind one address can't make a screen flicker.

export interface Situation {
  /** build of this page */
  own: string;
  /** build that the server serves; null before its first word, "" where it does not say */
  served: string | null;
  /** the build that this tab was last loaded again for */
  triedFor: string | null;
  /** nobody has to act on what the screen shows */
  calm: boolean;
  /** since the new build was heard of */
  waitedMs: number;
}

/** A floor that is never calm gets its new page anyway. */
export const PATIENCE_MS = 10 * 60_000;

export function isTimeToReload({ own, served, triedFor, calm, waitedMs }: Situation): boolean {
  if (!served || served === own || served === triedFor) return false;
  return calm || waitedMs >= PATIENCE_MS;
}
