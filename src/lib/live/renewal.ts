// When a page is made anew though the server still serves its build: once a night, so that nothing gathers in it over
// months, and when a part of it stays failed. Calm, fresh and reached by the server, its caller says. Time is an argument.

/** A page younger than this was made anew lately: at night that is enough. */
const NIGHT_MS = 6 * 3_600_000;
/** A page that is younger, and has a failed part, has it of itself: another would have it too. */
const FAILED_MS = 3_600_000;
/** Screens of a site don't come back at once. */
export const JITTER_MIN = 30;
/** A floor that isn't calm for so long has its pages made anew another night. */
export const QUIET_MIN = 120;
const DAY_MIN = 24 * 60;

export interface Page {
  /** since it was loaded */
  ageMs: number;
  /** a part of it stays failed */
  hasFailed: boolean;
  /** its own, 0 ≤ x < 1 */
  jitter: number;
}

/** Minutes since midnight by the site's wall clock. */
export interface Hour {
  now: number;
  /** when the quiet hour begins */
  quietFrom: number;
}

/** @param hour null: not known, or pages aren't made anew by night */
export function isTimeToRenew({ ageMs, hasFailed, jitter }: Page, hour: Hour | null): boolean {
  if (hasFailed && ageMs >= FAILED_MS) return true;
  if (!hour || ageMs < NIGHT_MS) return false;
  return (hour.now - hour.quietFrom - jitter * JITTER_MIN + 2 * DAY_MIN) % DAY_MIN < QUIET_MIN;
}
