// What the floor wall shows: one document, sent whole once and then as deltas. Shapes only; `server` computes it with
// the engine, the wall draws it. Numbers are those of /api/v1 at the same `asOf`.
import type { AgentState } from '../vocabulary.ts';
import type { Level } from '../level.ts';
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
  /** window in the name: see HERO_WINDOWS */
  heroes: {
    waiting: Reading;
    longest: Reading;
    asa: Reading;
    serviceLevel: Reading;
    available: Reading;
    signedIn: Reading;
    deflection: Reading;
    nps: Reading;
  };
  /** seconds: T of the service level */
  thresholdS: number;
  agents: {
    /** one code per signed-in agent, in an order that stays (site, team, id): index into AGENT_STATES */
    states: number[];
    byState: Partial<Record<AgentState, number>>;
  };
  /** sorted by id; the screen sorts by pain */
  queues: QueueRow[];
  /** visits of `today` that are done, and sessions of the assistant */
  flow: FlowCounts;
  /** epoch seconds (as text) → value; a missing key is a gap in the line */
  series: {
    waitP50: Series;
    waitP90: Series;
    deflection: Series;
    nps: Series;
    npsMargin: Series;
  };
}

/** epoch seconds (as text) → value */
export type Series = Record<string, number>;

export const WALL_WINDOWS = {
  wait: '5m',
  serviceLevel: '15m',
  deflection: 'today',
  nps: '24h',
  flow: 'today',
  queues: '15m',
} as const;
export const WALL_SERIES = {
  wait: { spanS: 3600, stepS: 30, window: '5m' },
  deflection: { spanS: 3600, stepS: 30, window: '15m' },
  nps: { spanS: 7 * 86_400, stepS: 3600, window: '24h' },
  queue: { spanS: 3600, stepS: 120, window: '5m' },
} as const;

export interface SourceView {
  id: string;
  state: 'up' | 'down' | 'gap' | 'resync' | 'lag';
  /** epoch ms */
  lastEventAt: number | null;
  /** newest event or other sign of life, epoch ms */
  heardAt: number | null;
  /** events that came more than 30 min behind the newest of their source */
  late: number;
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
  channel: string;
  /** the worst of the row's judged numbers */
  level: Level;
  /** how each judged number stands by itself */
  levels: { longest: Level; serviceLevel: Level };
  waiting: number;
  /** seconds; null when nobody waits */
  longestS: number | null;
  /** seconds, last 15 min */
  asaS: number | null;
  /** ratio, last 15 min, the configured definition */
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
