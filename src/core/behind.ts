// What lies behind a number: the visits, sessions, responses … that it counts, newest first, a page at a time.
import type { RowSubject } from './describe.ts';
import type { Engine } from './engine.ts';
import { matches, type Described } from './collect.ts';
import { OUTCOMES } from './floor/outcome.ts';
import { subjectsOf, type Metric, type Subject, type Things } from './metric.ts';
import { fail, ok, type Result } from './result.ts';
import type { Scope } from './scope.ts';
import { CHANNELS, SALE_OUTCOMES, SESSION_OUTCOMES, SURVEY_METRICS } from './vocabulary.ts';
import type { Span } from './window.ts';

/** Kinds of things that can be listed, by the subject they are counted as. */
export const KINDS = {
  visits: 'visits',
  waiting: 'waiting',
  sessions: 'sessions',
  responses: 'responses',
  talks: 'talks',
  sales: 'sales',
  contacts: 'ended',
} as const satisfies Record<string, Subject>;
export type Kind = keyof typeof KINDS;

/** What their lists may be cut down to. */
const OUTCOMES_OF: Partial<Record<Kind, readonly string[]>> = {
  visits: OUTCOMES,
  sessions: SESSION_OUTCOMES,
  responses: SURVEY_METRICS,
  sales: SALE_OUTCOMES,
};

export interface BehindRequest {
  scope: Scope;
  /** what happened in it; of `waiting`: who waited at its end */
  span: Span;
  kind: Kind;
  /** only things with this outcome (of responses: this metric) */
  outcome?: string;
  limit: number;
  /** `next` of the page before */
  cursor?: string;
}
export type BehindRow = Record<string, string | number | boolean | null>;
export interface BehindPage {
  rows: BehindRow[];
  /** null after the last page */
  next: string | null;
}

/** What a list behind this metric shows; null where it counts people or what has no list. */
export function kindBehind(metric: Metric): Kind | null {
  const listed: Partial<Record<Subject, Kind>> = {
    arrivals: 'visits',
    wraps: 'talks',
    recontacts: 'sessions',
    repeats: 'contacts',
    ...Object.fromEntries(Object.entries(KINDS).map(([kind, subject]) => [subject, kind])),
  };
  const [first] = subjectsOf(metric);
  return listed[metric.behind ?? first] ?? null;
}

interface Found {
  engine: Engine;
  at: number;
  id: string;
  row: number;
  described: Described;
}

/** @returns a problem when the cursor is none of ours, or the outcome none of this kind */
export function answerBehind(engine: Engine, request: BehindRequest): Result<BehindPage> {
  const from = request.cursor === undefined ? null : /^(\d+) (.*)$/s.exec(request.cursor);
  if (request.cursor !== undefined && !from)
    return fail('bad_cursor', 'cursor is none of this list; use "next" of the page before as it is.', 'cursor');
  const { kind, outcome, limit } = request;
  if (outcome !== undefined && !OUTCOMES_OF[kind]?.includes(outcome)) return noOutcome(kind, outcome);
  const isAfter = ({ at, id }: Found): boolean =>
    !from || at < Number(from[1]) || (at === Number(from[1]) && id < from[2]);
  const found = (kind === 'waiting' ? waiting(engine, request) : counted(engine, kind, request))
    .filter(isAfter)
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  const rows: BehindRow[] = [];
  let last: Found | null = null;
  for (const one of found) {
    const row = SHOW[kind](one.engine, one, request.span.toAt);
    if (outcome !== undefined && row.outcome !== outcome && row.metric !== outcome) continue;
    if (rows.length === limit) return ok({ rows, next: last && `${last.at} ${last.id}` });
    rows.push(row);
    last = one;
  }
  return ok({ rows, next: null });
}

function noOutcome(kind: Kind, outcome: string): Result<never> {
  const known = OUTCOMES_OF[kind]?.join(', ');
  const message = known
    ? `outcome "${outcome}" is not known; use one of ${known}.`
    : `${kind} have no outcome; leave it out.`;
  return fail('bad_outcome', message, 'outcome');
}

function waiting(engine: Engine, { scope, span }: BehindRequest): Found[] {
  const place = { queue: 0, site: 0, team: 0, channel: 0 };
  return [...engine.waiting(span.toAt, scope)].map(({ row, enteredAt }) => ({
    engine,
    at: enteredAt,
    id: engine.floor.visits.ids.text(row),
    row,
    described: { ...place, thing: null },
  }));
}

function counted(engine: Engine, kind: Exclude<Kind, 'waiting'>, { scope, span }: BehindRequest): Found[] {
  const subject: RowSubject = KINDS[kind];
  return engine.pieces(span).flatMap((piece) => {
    const found: Found[] = [];
    const filter = piece.engine.filter(scope);
    for (const row of piece.engine.own.rows(subject, piece.span)) {
      const described = piece.engine.describer[subject](row, span.toAt);
      if (described.thing === null || !matches(described, filter)) continue;
      const at = piece.engine.describer.instantOf[subject](row);
      found.push({ engine: piece.engine, at, id: idOf(piece.engine, subject, row), row, described });
    }
    return found;
  });
}

function idOf({ floor }: Engine, subject: RowSubject, row: number): string {
  if (subject === 'sessions') return floor.contacts.ids.text(floor.sessions.table.col.contact[row]);
  if (subject === 'responses') return floor.surveys.idOf(row);
  if (subject === 'sales') return floor.sales.idOf(row);
  return (subject === 'ended' ? floor.contacts : floor.visits).ids.text(row);
}

const iso = (at: number): string | null => (at === 0 ? null : new Date(at).toISOString());
const told = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text);

function placeOf({ floor }: Engine, { queue, site, team, channel }: Described): BehindRow {
  return {
    queue: told(floor.queues.text(queue)),
    site: told(floor.sites.text(site)),
    team: told(floor.teams.text(team)),
    channel: told(CHANNELS[channel - 1]),
  };
}

type Show = (engine: Engine, found: Found, asOf: number) => BehindRow;

const SHOW: Record<Kind, Show> = {
  visits: (engine, { row, described }) => {
    const { visits, contacts, agentNames } = engine.floor;
    const { contact, agent, enteredAt, endedAt } = visits.table.col;
    const { outcome, waitMs, thresholdMs } = described.thing as Things['visits'];
    return {
      visit: visits.ids.text(row),
      contact: told(contacts.ids.text(contact[row])),
      ...placeOf(engine, described),
      agent: told(agentNames.text(agent[row])),
      enteredAt: iso(enteredAt[row]),
      endedAt: iso(endedAt[row]),
      waitS: waitMs / 1000,
      outcome,
      withinT: waitMs <= thresholdMs,
    };
  },
  waiting: (engine, { row }, asOf) => {
    const { visits, contacts, queues, sites } = engine.floor;
    const { contact, queue, enteredAt } = visits.table.col;
    const { waitedMs, thresholdMs } = engine.openVisit({ row, queue: queue[row], enteredAt: enteredAt[row] }, asOf);
    return {
      visit: visits.ids.text(row),
      contact: told(contacts.ids.text(contact[row])),
      queue: told(queues.text(queue[row])),
      site: told(sites.text(visits.siteOf(row))),
      channel: told(CHANNELS[visits.channelOf(row) - 1]),
      enteredAt: iso(enteredAt[row]),
      waitS: waitedMs / 1000,
      overdue: waitedMs > thresholdMs,
    };
  },
  sessions: (engine, { row, described }, asOf) => {
    const { contacts, sessions } = engine.floor;
    const { contact, eventAt, intent } = sessions.table.col;
    const { outcome, direct } = described.thing as Things['sessions'];
    const { site, channel } = placeOf(engine, described);
    return {
      contact: told(contacts.ids.text(contact[row])),
      site,
      channel,
      endedAt: iso(eventAt[row]),
      outcome,
      intent: told(sessions.intents.text(intent[row])),
      direct,
      returned: engine.describer.recontacts(row, asOf).thing?.returned ?? false,
    };
  },
  responses: (engine, { row, described }) => {
    const { contacts, surveys, agentNames } = engine.floor;
    const { contact, agent, metric, score, givenAt } = surveys.table.col;
    const [survey, response] = surveys.idOf(row).split('\0');
    const { queue, site } = placeOf(engine, described);
    const contactId = contacts.ids.text(contact[row]);
    return {
      survey,
      response,
      contact: contactId.includes('\0') ? null : told(contactId),
      queue,
      site,
      agent: told(agentNames.text(agent[row])),
      metric: SURVEY_METRICS[metric[row]],
      score: score[row],
      givenAt: iso(givenAt[row]),
    };
  },
  talks: (engine, { row, described }) => {
    const { visits, contacts, agentNames } = engine.floor;
    const { contact, agent, answeredAt, talkedAt, wrappedAt } = visits.table.col;
    const { talkMs, sold } = described.thing as Things['talks'];
    return {
      visit: visits.ids.text(row),
      contact: told(contacts.ids.text(contact[row])),
      queue: placeOf(engine, described).queue,
      agent: told(agentNames.text(agent[row])),
      answeredAt: iso(answeredAt[row]),
      endedAt: iso(talkedAt[row]),
      talkS: talkMs / 1000,
      wrapS: wrappedAt[row] === 0 ? null : (wrappedAt[row] - talkedAt[row]) / 1000,
      sold,
    };
  },
  sales: (engine, { row, described }) => {
    const { contacts, sales, agentNames } = engine.floor;
    const { contact, agent, eventAt } = sales.table.col;
    const thing = described.thing as Things['sales'];
    const contactId = contacts.ids.text(contact[row]);
    return {
      sale: sales.idOf(row),
      contact: contactId.includes('\0') ? null : told(contactId),
      agent: told(agentNames.text(agent[row])),
      queue: placeOf(engine, described).queue,
      outcome: thing.outcome,
      amount: thing.amount ?? null,
      currency: told(thing.currency),
      at: iso(eventAt[row]),
    };
  },
  contacts: (engine, { row, described }, asOf) => {
    const { contacts } = engine.floor;
    const thing = described.thing as Things['ended'];
    const { queue, site, channel } = placeOf(engine, described);
    return {
      contact: told(contacts.ids.text(row)),
      customer: contacts.customers.nameOf(row) !== undefined,
      channel,
      site,
      queue,
      endedAt: iso(contacts.table.col.endedAt[row]),
      resolved: thing.resolved ?? null,
      secondLine: thing.secondLine,
      returned: engine.describer.repeats(row, asOf).thing?.returned ?? null,
    };
  },
};
