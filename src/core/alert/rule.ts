// A rule of alerts as data: which number of which place is wrong when, for how long, and who hears of it. Shapes only;
// rules from outside are read by parse-rules.ts.
import type { Names } from '../directory.ts';
import type { Hours } from '../hours.ts';
import type { WindowName } from '../window.ts';

/** One alert a place: each site, each queue, each source that was heard. */
export const EACH = ['each site', 'each queue', 'each source'] as const;

export type Severity = 'look' | 'act';

/** When a sample is wrong. `clear`: only past that value it is well again; without it, as soon as it is not wrong. */
export type Condition =
  | { above: number; clear?: number }
  | { below: number; clear?: number }
  /** so many times T, the threshold of the place's service level */
  | { aboveT: number; clearT?: number }
  /** as the metric judges itself by its goal: at this level or worse */
  | { worse: Severity; clear?: number }
  /** nothing is heard, or there is no number; of a source: it is down */
  | { noData: true };

export interface Notify {
  /** a notification of the desktop, where somebody has turned them on */
  desktop: boolean;
  sound: boolean;
  /** all of the settings' webhooks, none, or those of these names */
  webhooks: boolean | readonly string[];
}

export interface Rule {
  id: string;
  title: Names;
  /** null: it looks at sources, or at whether anything is heard */
  metric: string | null;
  /** null: the metric's usual one */
  window: WindowName | null;
  /** a scope as in the API, or one of EACH */
  scope: string;
  condition: Condition;
  /** it has to be wrong for so long without a break, as far as anybody looked */
  forS: number;
  /** it has to be wrong in so many of the last samples, the last one included */
  of: { count: number; within: number } | null;
  /** it has to be well for so long before the alert ends */
  clearForS: number;
  /** a sample is taken so often */
  everyS: number;
  /** counts behind the number that have to be as large as this: less says nothing. { offered: 20 } */
  least: Readonly<Record<string, number>>;
  /** by the clock of the place's site: the alert is listed, and nobody is notified */
  quiet: readonly Hours[];
  severity: Severity;
  /** nobody looks */
  off: boolean;
  notify: Notify;
}

/** A file of rules. */
export interface Rules {
  version: 1;
  rules: Rule[];
}

export const isEach = (scope: string): scope is (typeof EACH)[number] => EACH.some((each) => each === scope);
