// What a screen shows of a floor: one document, sent whole once and then as deltas; how much of it there is the screen
// says (show.ts). Shapes only: build-floor-view.ts computes it. Numbers are those of /api/v1 at the same `asOf`.
import type { AgentState, Channel, SourceState } from '../vocabulary.ts';
import type { Goal, Level } from '../level.ts';
import type { Reading } from '../reading.ts';

export interface FloorView {
  /** as in the API: "all", "site:rostov", "site:rostov,queue:tariffs" */
  scope: string;
  /** heading, from the settings; the scope's own name where there is one */
  title: string;
  /** IANA zone of the site: clock, axes and "today" */
  zone: string;
  /** newest event of any source, or its word that there was none, epoch ms; null before the first */
  newestAt: number | null;
  /** true while any source that feeds the wall is simulated */
  simulated: boolean;
  sources: SourceView[];
  /** seconds: T of the service level */
  thresholdS: number;
  /** by metric and window: "asa@5m", "waiting@now" */
  readings: Record<string, Reading>;
  /** by metric, window, step and span in seconds: "wait.p50@5m/30/3600"; half a band's width: "nps~margin@24h/3600/604800" */
  lines: Record<string, Series>;
  agents?: AgentStates;
  /** sorted by id; the screen sorts by pain */
  queues?: QueueRow[];
  /** visits of `today` that are done, and sessions of the assistant */
  flow?: FlowCounts;
  ladder?: Ladder;
  /** in the settings' order, then by id */
  sites?: SiteRow[];
  /** the live ones first, then by id */
  streams?: StreamRow[];
  people?: People;
}

/** epoch seconds (as text) → value; a missing key is a gap in the line */
export type Series = Record<string, number>;

export interface AgentStates {
  /** one code per signed-in agent, in an order that stays (site, team, id): index into AGENT_STATES */
  states: number[];
  byState: Partial<Record<AgentState, number>>;
}

/** Everybody who is signed in, by id. */
export interface People {
  /** all of them; people below are at most MOST_PEOPLE, in an order that stays (site, team, id) */
  signedIn: number;
  people: Record<string, Person>;
  /** names by id, where the settings name them */
  sites: Record<string, string>;
  teams: Record<string, string>;
  queues: Record<string, string>;
}
/** A full frame of so many stays below what a connection may hold unsent (P16). */
export const MOST_PEOPLE = 4000;

export interface Person {
  name: string;
  /** in a scope of one queue: break, too, who is paused in it */
  state: AgentState;
  /** absent where none was given */
  reason?: string;
  /** epoch ms: when the state began */
  sinceAt: number;
  /** "" where none was told */
  site: string;
  team: string;
  queues: readonly string[];
  /** of those who serve several contacts at once */
  slots?: { used: number; total: number };
}

/** The window of rows that were asked for without one, and of the flow; the line of a row. */
export const QUEUES_WINDOW = '15m';
export const FLOW_WINDOW = 'today';
export const SPARK = { window: '5m', stepS: 120, spanS: 3600 } as const;

/** Who waits, longest first; a screen tells from `enteredAt` how long. */
export interface Ladder {
  /** all that wait; people below are at most MOST_ON_LADDER of them */
  waiting: number;
  /** queue by "<entered, epoch ms>.<n-th of that instant>" */
  people: Record<string, string>;
  /** of the queues that are named above; the goal of their longest wait, seconds */
  queues: Record<string, { name: string; goal?: Goal }>;
}
export const MOST_ON_LADDER = 300;

export const SITE_METRICS = [
  'waiting@now',
  'wait.longest@now',
  'asa@5m',
  'service.level@15m',
  'agents.available@now',
  'agents.signedin@now',
  'answered@today',
  'assistant.deflection@today',
  'nps@24h',
] as const;

export interface SiteRow {
  id: string;
  name: string;
  /** the worst of waits, service level and agents */
  level: Level;
  /** SITE_METRICS of this site */
  readings: Record<string, Reading>;
}

export interface StreamRow {
  id: string;
  platform: string;
  live: boolean;
  viewers: number;
  /** of today */
  questions: number;
  answered: number;
  /** of today; epoch minutes (as text) → viewers */
  line: Series;
}

export interface SourceView {
  id: string;
  state: SourceState;
  /** epoch ms */
  lastEventAt: number | null;
  /** newest event or other sign of life, epoch ms */
  heardAt: number | null;
  /** events that came more than 30 min behind the newest of their source */
  late: number;
  /** visits and talks that it told to have ended before they began; absent where nobody counts them */
  negative?: number;
  rejected: number;
  /** the smallest seen − happened, ms: below 0 its clock is ahead; null before the first event */
  skewMs: number | null;
  simulated: boolean;
  /** since when the state holds, epoch ms */
  since: number | null;
}

export interface QueueRow {
  id: string;
  name: string;
  /** "" where it is not known */
  channel: Channel | '';
  /** the worst of the row's judged numbers */
  level: Level;
  /** how each judged number stands by itself */
  levels: { longest: Level; serviceLevel: Level };
  waiting: number;
  /** seconds; null when nobody waits */
  longestS: number | null;
  /** seconds, over the rows' window */
  asaS: number | null;
  /** ratio, over the rows' window, the configured definition */
  serviceLevel: number | null;
  abandonRate: number | null;
  offered: number;
  answered: number;
  abandoned: number;
  available: number;
  signedIn: number;
  /** the goal of the longest wait, seconds: the mark on the bar */
  goalS: number;
  /** average speed of answer, seconds; keys as in Series */
  spark: Series;
  /** of rows that were asked for with a window */
  more?: QueueMore;
}

/** What the desk's table says of a queue beside that which walls do. */
export interface QueueMore {
  /** seconds: 90th percentile of the wait of those answered */
  p90S: number | null;
  /** ratio: who waits longer than T now is a miss already */
  serviceLevelLive: number | null;
  /** people short, below 0 to spare; always by the load of the last 15 min */
  staffGap: number | null;
  levels: { serviceLevelLive: Level; staffGap: Level };
}

export interface FlowCounts {
  /** sessions of the assistant that ended */
  assistant: number;
  resolved: number;
  handedOver: number;
  leftAssistant: number;
  /** visits of contacts that no assistant handed over */
  direct: number;
  answered: number;
  /** abandoned, timed out, closed, unknown */
  lost: number;
  /** overflowed or turned into a callback */
  moved: number;
}
