// How a paired screen is, judged by what it tells and by what it fails to tell. Nothing here asks what time it is.
import type { Level } from './level.ts';
import type { Report } from './protocol/messages.ts';

/** The worst first: rows are sorted so. */
export const HEALTHS = [
  /** it is connected, hears, and what it shows stands still */
  'notPainting',
  /** it is connected and never told how it is: its page is of an older build, or stood still from its beginning */
  'silent',
  /** it paints, but what it shows is not of now */
  'old',
  /** its secret is gone: it shows a code */
  'unpaired',
  /** it is not connected */
  'away',
  /** another window lies over it, or its panel is off */
  'hidden',
  /** its clock is wrong */
  'drifting',
  /** its page is of another build than the server's, and had the time to take the new one */
  'otherVersion',
  /** it is not connected, and has not been for long: it loads itself again, or the server has just started */
  'coming',
  'fine',
] as const;
export type Health = (typeof HEALTHS)[number];

/** What shows something untrue, and looks as if it were well, asks for somebody; what is merely absent is looked at. */
export const HEALTH_LEVEL: Record<Health, Level> = {
  ...{ notPainting: 'act', silent: 'act', old: 'act', unpaired: 'act' },
  ...{ away: 'look', hidden: 'look', drifting: 'look', otherVersion: 'look' },
  ...{ coming: 'none', fine: 'fine' },
};

/** Two reports missed and half of a third: a TV that is busy for some seconds is not called sick, and within 30 s it is. */
export const UNPAINTED_MS = 25_000;
/** From here on the screen itself greys its numbers: docs/protocol.md, design's "age is visible". */
export const OLD_MS = 15_000;
/** A page that loads itself again is back sooner, and so are a thousand after a restart of the server. */
export const AWAY_MS = 20_000;
/** A clock without a time server goes wrong by this in a month or two; much more, and certificates fail. */
export const DRIFTING_MS = 120_000;
/** A page takes a new build within ten minutes however red its floor is, and fetches it first. */
export const OTHER_VERSION_MS = 12 * 60_000;
/** Browsers let a hidden page do something once a minute only. */
export const HIDDEN_MS = 90_000;

export interface ScreenSigns {
  /** its secret holds */
  mayComeIn: boolean;
  /** since it connected; null: it is not connected */
  connectedMs: number | null;
  /** since its connection ended, or could have been there at all; 0 while there is one */
  awayMs: number;
  /** the newest, of whatever connection; null: none */
  report: Report | null;
  /** since that came */
  reportMs: number;
  /** that the server serves */
  build: string;
}

/** What keeps it from being well, what explains most first: a screen that is away is not called old as well. */
export function healthOf(signs: ScreenSigns): Health {
  const { mayComeIn, connectedMs, awayMs, report, reportMs, build } = signs;
  if (!mayComeIn) return 'unpaired';
  if (connectedMs === null) return awayMs > AWAY_MS ? 'away' : 'coming';
  const isOfThisConnection = report !== null && reportMs <= connectedMs;
  if (isOfThisConnection && report.hidden && reportMs <= HIDDEN_MS) return 'hidden';
  if (unpaintedMs(signs) > UNPAINTED_MS) return isOfThisConnection ? 'notPainting' : 'silent';
  if (!isOfThisConnection) return 'fine';
  if (report.ageMs === null ? connectedMs > UNPAINTED_MS : report.ageMs > OLD_MS) return 'old';
  if (Math.abs(report.clockOffMs ?? 0) > DRIFTING_MS) return 'drifting';
  if (report.build !== build && connectedMs > OTHER_VERSION_MS) return 'otherVersion';
  return 'fine';
}

/** So long nothing proves that it paints; before this connection nobody could have heard of it. */
function unpaintedMs({ connectedMs, report, reportMs }: ScreenSigns): number {
  const unproven = report === null ? Infinity : reportMs + report.unpaintedMs;
  return Math.min(connectedMs ?? 0, unproven);
}
