// An alert: something was wrong at a place for long enough; what is known of it while it lasts, and afterwards.
import type { Names } from '../directory.ts';
import type { Goal } from '../level.ts';
import type { Unit } from '../reading.ts';
import { parseScope, SCOPE_KINDS, type Scope } from '../scope.ts';
import type { WindowName } from '../window.ts';
import type { Notify, Severity } from './rule.ts';

/** What an alert is about: fixed when it begins, so that history reads the same when rules and names have changed. */
export interface About {
  /** id of the rule */
  rule: string;
  title: Names;
  severity: Severity;
  /** how a desk tells of it, where somebody has turned that on */
  notify: Pick<Notify, 'desktop' | 'sound'>;
  /** a scope as in the API, or source:ID */
  place: string;
  /** of the place; null: all */
  name: Names | null;
  /** what is known of a queue beside its id */
  within: Pick<Scope, 'site' | 'channel'>;
  /** null: it is about data that does not come */
  metric: { id: string; unit: Unit } | null;
  window: WindowName | null;
}

export interface Acknowledgement {
  /** epoch ms */
  at: number;
  by: string;
  note: string;
}

export interface Alert extends About {
  id: string;
  /** since when it is wrong, epoch ms */
  startedAt: number;
  /** since when it is an alert, epoch ms */
  firedAt: number;
  /** the newest number; null: there is none */
  value: number | null;
  /** the farthest beyond the limit so far */
  worst: number | null;
  /** beyond it is wrong; null where nothing is promised */
  limit: number | null;
  /** what is promised, where the limit is another */
  goal: number | null;
  bad: Goal['bad'];
  acknowledged: Acknowledgement | null;
  /** epoch ms */
  snoozedUntil: number | null;
  /** when somebody was notified, epoch ms; null: not since it began or was last put off */
  notifiedAt: number | null;
}

/** well again; gone: its rule or its place is no longer looked at */
export type Ending = 'well' | 'gone';

export interface EndedAlert extends Alert {
  /** epoch ms */
  endedAt: number;
  ending: Ending;
}

/** firing; clearing: it is well, not for long enough yet; unknown: nobody knows how it is */
export type OpenState = 'firing' | 'clearing' | 'unknown';

export interface OpenAlert extends Alert {
  state: OpenState;
  /** in quiet hours: nobody is notified */
  isQuiet: boolean;
}

/** State of the topic `alerts`: open ones, the most urgent first, and those that ended lately, the latest first. */
export interface AlertsView {
  open: OpenAlert[];
  ended: EndedAlert[];
}

/** Asks for somebody: nobody has acknowledged it, put it off, or asked for quiet. */
export function isLoud(alert: Pick<OpenAlert, 'acknowledged' | 'snoozedUntil' | 'isQuiet'>, at: number): boolean {
  return alert.acknowledged === null && !isSnoozed(alert, at) && !alert.isQuiet;
}

export function isSnoozed({ snoozedUntil }: Pick<Alert, 'snoozedUntil'>, at: number): boolean {
  return snoozedUntil !== null && at < snoozedUntil;
}

/** What must be done before what should be looked at, what asks for somebody before what does not, the newest first. */
export function byUrgency(at: number): (a: OpenAlert, b: OpenAlert) => number {
  const rank = (one: OpenAlert): number => (isLoud(one, at) ? 0 : 2) + (one.severity === 'act' ? 0 : 1);
  return (a, b) => rank(a) - rank(b) || b.firedAt - a.firedAt || (a.id < b.id ? -1 : 1);
}

/**
 * Whether a wall of this scope shows it: unless it is about another site, team, queue or channel. A queue that is known to
 * be of no site is everybody's.
 */
export function isOfScope({ place, within }: Pick<About, 'place' | 'within'>, scope: string): boolean {
  if (place.startsWith(SOURCE)) return true;
  const [shown, about] = [parseScope(scope), parseScope(place)];
  if (!shown.ok || !about.ok) return false;
  const known: Scope = { ...within, ...about.value };
  return SCOPE_KINDS.every((kind) => {
    const [wanted, told] = [shown.value[kind], known[kind]];
    return wanted === undefined || told === undefined || wanted === told;
  });
}

/** Begins the place of an alert that is about a source. */
export const SOURCE = 'source:';
