// A paired screen as /api/v1/screens tells of it, and in which order screens are looked at.
import type { Level } from '#core/level.ts';
import { REPORT_MS } from '#core/protocol/messages.ts';
import { HEALTHS, type Health } from '#core/screen-health.ts';

/** Instants are RFC 3339. */
export interface FleetScreen {
  id: string;
  name: string;
  place: string;
  path: string;
  names: boolean;
  online: boolean;
  /** since when it is */
  connected: string | null;
  /** when it was heard of last */
  seen: string | null;
  health: Health;
  level: Level;
  report: FleetReport | null;
  /** it proves that it is the device that was paired; false: it has a cookie only */
  device: boolean;
  address: string;
  browser: string;
}

export interface FleetReport {
  at: string;
  painted: string;
  ageMs: number | null;
  build: string;
  /** that is the build which the server serves */
  current: boolean;
  heapBytes: number | null;
  clockOffMs: number | null;
  width: number;
  height: number;
  ratio: number;
}

export interface Fleet {
  asOf: string;
  screens: FleetScreen[];
}

/** The worst first; of those that are alike by name. */
export function inOrder(screens: readonly FleetScreen[]): FleetScreen[] {
  const rank = ({ health }: FleetScreen): number => HEALTHS.indexOf(health);
  return [...screens].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

/** As they are now, where they stood before; those that came since at the end, in their order. @param before ids */
export function inPlace(screens: readonly FleetScreen[], before: readonly string[]): FleetScreen[] {
  const places = new Map(before.map((id, place) => [id, place]));
  const place = ({ id }: FleetScreen): number => places.get(id) ?? Infinity;
  return inOrder(screens).sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

/**
 * How old the picture on it is: as it told, and older by what has passed since it should have told again.
 * @returns null: nobody knows, or it shows none
 */
export function pictureAgeMs({ online, report }: FleetScreen, asOf: string): number | null {
  if (!online || !report || report.ageMs === null) return null;
  return report.ageMs + Math.max(0, Date.parse(asOf) - Date.parse(report.at) - REPORT_MS);
}
