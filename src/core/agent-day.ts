// One person's day by the clock of their site: in which state from when to when, and which talks, as of any instant.
import { zoneOf } from './directory.ts';
import type { Engine } from './engine.ts';
import type { Agent, StateSpan } from './floor/agents.ts';
import { OUTCOMES } from './floor/outcome.ts';
import { dayOf, dayOn, type LocalDay } from './local-day.ts';
import { fail, ok, type Result } from './result.ts';
import { CHANNELS, type AgentState } from './vocabulary.ts';
import type { Span } from './window.ts';

export interface AgentDay {
  agent: string;
  name: string;
  site: string;
  team: string;
  /** "2026-11-26" */
  day: string;
  /** IANA name, of the site */
  zone: string;
  /** the day's first instant, and that of the next one */
  from: string;
  to: string;
  asOf: string;
  /** in order, each from the instant at which it was told; what is between them is not known */
  states: DayState[];
  /** talks that touch the day, by their beginning */
  talks: DayTalk[];
}

export interface DayState {
  state: AgentState;
  reason: string;
  from: string;
  /** null: it holds as of asOf */
  to: string | null;
}

export interface DayTalk {
  contact: string;
  visit: string;
  /** "" where it is not known */
  queue: string;
  channel: string;
  /** it may be the day before's */
  from: string;
  /** it may be another day's; null: no end was told before asOf */
  to: string | null;
}

/** A talk that began so long before the day may still go on in it. */
const LONGEST_TALK_MS = 12 * 3_600_000;

export interface AgentDayRequest {
  agent: string;
  /** absent: the day of asOf */
  day: string | undefined;
  /** what happened from then on is not known yet, epoch ms */
  asOf: number;
}

/** @returns a problem for an agent that nobody ever told of, and for a day that no calendar has */
export function answerAgentDay(engine: Engine, { agent: id, day: date, asOf }: AgentDayRequest): Result<AgentDay> {
  const agent = engine.floor.agents.all.get(id) ?? engine.asOf(asOf).floor.agents.all.get(id);
  if (!agent)
    return fail('unknown_agent', `No source has told of an agent "${id}"; /api/v1/agents has the ids.`, 'agent');
  if (date !== undefined && !isDate(date))
    return fail('bad_day', `day "${date}" is no date; write for example 2026-11-26.`, 'day');
  const [site, team] = [agent.attribute('site', asOf), agent.attribute('team', asOf)];
  const zone = zoneOf(engine.directory, { ...(site ? { site } : {}), ...(team ? { team } : {}) });
  const day = date === undefined ? dayOf(asOf, zone) : dayOn(date, zone);
  const known = { fromAt: day.fromAt, toAt: Math.min(day.toAt, asOf) };
  return ok({
    ...{ agent: id, name: agent.attribute('name', asOf) || id, site, team },
    ...{ day: day.date, zone, from: iso(day.fromAt), to: iso(day.toAt), asOf: iso(asOf) },
    states: known.toAt > known.fromAt ? statesOf(engine, id, known, day) : [],
    talks: known.toAt > known.fromAt ? talksOf(engine, id, known, asOf) : [],
  });
}

const iso = (at: number): string => new Date(at).toISOString();

function isDate(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00Z`) : NaN;
  return !Number.isNaN(at) && iso(at).startsWith(text);
}

interface Change {
  at: number;
  value: StateSpan;
}

function statesOf(engine: Engine, id: string, known: Span, day: LocalDay): DayState[] {
  const changes = engine.pieces(known).flatMap((piece) => {
    const agent = piece.engine.floor.agents.all.get(id);
    return agent ? changesIn(agent, piece.span) : [];
  });
  const states: DayState[] = [];
  const ended = day.toAt === known.toAt ? iso(day.toAt) : null;
  changes.forEach(({ at, value: { state, reason } }, i) => {
    const next = changes[i + 1] as Change | undefined;
    // Of two in one instant the later told holds.
    if (next?.at === at) return;
    const to = next ? iso(next.at) : ended;
    const last = states[states.length - 1] as DayState | undefined;
    // Told again is not begun anew.
    if (last?.state === state && last.reason === reason && last.to === iso(at)) last.to = to;
    else states.push({ state, reason, from: iso(at), to });
  });
  return states;
}

function changesIn(agent: Agent, { fromAt, toAt }: Span): Change[] {
  const held = agent.at(fromAt);
  return [...(held ? [{ at: fromAt, value: held }] : []), ...agent.states.within(fromAt, toAt)];
}

function talksOf(engine: Engine, id: string, { fromAt, toAt }: Span, asOf: number): DayTalk[] {
  const talks: DayTalk[] = [];
  for (const piece of engine.pieces({ fromAt: fromAt - LONGEST_TALK_MS, toAt })) {
    const { visits, contacts, queues, agentNames } = piece.engine.floor;
    const number = agentNames.find(id);
    if (number === undefined) continue;
    const { agent, answeredAt, talkedAt, outcome, contact, queue } = visits.table.col;
    // An answered visit ends as its talk begins.
    for (const row of piece.engine.own.rows('visits', piece.span)) {
      if (agent[row] !== number || OUTCOMES[outcome[row]] !== 'answered') continue;
      const [at, endedAt] = [answeredAt[row], talkedAt[row]];
      if (at < piece.span.fromAt || at >= piece.span.toAt || (endedAt !== 0 && endedAt <= fromAt)) continue;
      talks.push({
        contact: contacts.ids.text(contact[row]),
        visit: visits.ids.text(row),
        queue: queues.text(queue[row]),
        channel: CHANNELS[visits.channelOf(row) - 1] ?? '',
        from: iso(at),
        to: endedAt === 0 || endedAt >= asOf ? null : iso(endedAt),
      });
    }
  }
  return talks.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.visit < b.visit ? -1 : 1));
}
