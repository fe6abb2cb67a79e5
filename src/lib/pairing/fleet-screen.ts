// The paired screens as /api/v1/screens tells of them: in which order they are looked at, and how old their pictures are.
import type { ScreenAnswer } from '#core/access/answers.ts';
import { REPORT_MS } from '#core/protocol/messages.ts';
import { HEALTHS } from '#core/screen-health.ts';

export interface Fleet {
  asOf: string;
  screens: ScreenAnswer[];
}

/** The worst first; of those that are alike by name. */
export function inOrder(screens: readonly ScreenAnswer[]): ScreenAnswer[] {
  const rank = ({ health }: ScreenAnswer): number => HEALTHS.indexOf(health);
  return [...screens].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

/** As they are now, where they stood before; those that came since at the end, in their order. @param before ids */
export function inPlace(screens: readonly ScreenAnswer[], before: readonly string[]): ScreenAnswer[] {
  const places = new Map(before.map((id, place) => [id, place]));
  const place = ({ id }: ScreenAnswer): number => places.get(id) ?? Infinity;
  return inOrder(screens).sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

/**
 * How old the picture on it is: as it told, and older by what has passed since it should have told again.
 * @returns null: nobody knows, or it shows none
 */
export function pictureAgeMs({ online, report }: ScreenAnswer, asOf: string): number | null {
  if (!online || !report || report.ageMs === null) return null;
  return report.ageMs + Math.max(0, Date.parse(asOf) - Date.parse(report.at) - REPORT_MS);
}
