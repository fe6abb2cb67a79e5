// What stands on the simulated floor: people in pools, customers in lines, and how they are laid out at the start.
import type { AgentState, Channel } from '#core/vocabulary.ts';
import { Chain, type Linked } from './chain.ts';
import { QUEUES, SITES, type QueueId, type SiteId } from './places.ts';
import { DEMANDS, GROUPS, HELP_AFTER_MS, type Demand, type Group } from './profile.ts';
import type { AgentCard } from './roster.ts';

export interface Pause {
  reason: string;
  lengthMs: number;
}

export interface Agent extends AgentCard, Linked<Agent> {
  pool: Pool;
  /** as last told, with the slots in use */
  state: AgentState;
  toldUsed: number;
  /** slots by what they are used for */
  ringing: number;
  talking: number;
  wrapping: number;
  onDuty: boolean;
  onBreak: boolean;
  /** world instant */
  shiftEndsAt: number;
  /** goes home as soon as nobody is served */
  leaving: boolean;
  /** a break that begins as soon as nobody is served */
  pause: Pause | null;
  /** did not pick up: gets nothing until then */
  missedUntilAt: number;
}

/** People of one group at one site: whoever of them is free may serve what the pool serves. */
export interface Pool {
  site: SiteId;
  group: Group;
  agents: Agent[];
  /** by slots in use; each with the one who waits longest in front */
  free: Chain<Agent>[];
  lines: Access<Line>[];
  /** both in the order in which they came */
  onDuty: Agent[];
  offDuty: Agent[];
  onBreak: number;
  /** people at work for each one that the load asks for: plans err, and are corrected */
  plan: number;
}

/** From how long a wait on a pool serves a line. */
export type Access<T> = { to: T; afterMs: number };

/** One queue at one site. */
export interface Line {
  queue: QueueId;
  site: SiteId;
  channel: Channel;
  demand: Demand;
  /** who is not being rung for; the higher priority first, then the longer wait */
  waiting: Chain<Visit>;
  /** the nearest first */
  pools: Access<Pool>[];
  /** since the plan was last corrected */
  answered: number;
  waitedMs: number;
}

export interface Contact {
  id: string;
  site: SiteId;
  visits: number;
  line: 1 | 2;
  callback: string | null;
}

export interface Visit extends Linked<Visit> {
  id: string;
  contact: Contact;
  line: Line;
  priority: number;
  queuedAt: number;
  /** not answered, not left */
  open: boolean;
  offers: number;
  ring: { offer: string; agent: Agent } | null;
}

export function layOut(cards: readonly AgentCard[]): { pools: Pool[]; lines: Line[] } {
  const pools = SITES.flatMap((site) => GROUPS.map((group) => createPool(site.id, group, cards)));
  const lines = SITES.flatMap((site) => DEMANDS.map((demand) => createLine(site.id, demand)));
  for (const line of lines) {
    for (const pool of pools) {
      const rank = ['primary', 'secondary'].findIndex((of) => pool.group[of as 'primary'].includes(line.queue));
      if (rank === -1) continue;
      const afterMs = (rank + (pool.site === line.site ? 0 : 1)) * HELP_AFTER_MS;
      line.pools.push({ to: pool, afterMs });
      pool.lines.push({ to: line, afterMs });
    }
    line.pools.sort((a, b) => a.afterMs - b.afterMs);
  }
  return { pools, lines };
}

function createPool(site: SiteId, group: Group, cards: readonly AgentCard[]): Pool {
  const free = Array.from({ length: group.slots + (group.slots > 1 ? 1 : 0) }, () => new Chain<Agent>());
  const pool: Pool = { site, group, agents: [], free, lines: [], onDuty: [], offDuty: [], onBreak: 0, plan: 1 };
  pool.agents = cards.filter((card) => card.site === site && card.group === group).map((card) => hire(card, pool));
  return pool;
}

function hire(card: AgentCard, pool: Pool): Agent {
  const slots = { toldUsed: 0, ringing: 0, talking: 0, wrapping: 0 };
  const duty = { onDuty: false, onBreak: false, leaving: false, shiftEndsAt: 0, pause: null, missedUntilAt: 0 };
  return { ...card, ...slots, ...duty, pool, state: 'offline', chain: null, previous: null, next: null };
}

function createLine(site: SiteId, demand: Demand): Line {
  const { channel } = QUEUES.find(({ id }) => id === demand.queue) as (typeof QUEUES)[number];
  return { queue: demand.queue, site, channel, demand, waiting: new Chain(), pools: [], answered: 0, waitedMs: 0 };
}
