// What the rows of the floor count as: the thing, where it belongs and when it counts, as of any instant.
import type { Place, Described } from './collect.ts';
import type { Directory, QueueEntry } from './directory.ts';
import type { Agent } from './floor/agent.ts';
import type { Floor } from './floor/floor.ts';
import { OUTCOMES } from './floor/outcome.ts';
import { DAY_MS } from './floor/utc-day.ts';
import type { Things } from './metric.ts';
import { SALE_OUTCOMES, SESSION_OUTCOMES, SURVEY_METRICS } from './vocabulary.ts';

const RECONTACT_MS = DAY_MS;
const REPEAT_MS = 7 * DAY_MS;

/** Subjects whose things are rows that count at an instant of their own. */
export type RowSubject =
  'visits' | 'arrivals' | 'sessions' | 'recontacts' | 'responses' | 'talks' | 'wraps' | 'ended' | 'repeats' | 'sales';

interface DescribedAs<S extends RowSubject> extends Described {
  thing: Things[S] | null;
}

export class Describer<Cell> {
  /** When a row counts, epoch ms. */
  readonly instantOf: Readonly<Record<RowSubject, (row: number) => number>>;
  readonly #floor: Floor<Cell>;
  readonly #directory: Directory;
  readonly #entries: ReadonlyMap<string, QueueEntry>;
  readonly #sellsEverywhere: boolean;
  /** by the agent's number: the team that was asked for last, and when it is theirs; it is asked for with each visit */
  readonly #teams: { who: Agent; version: number; after: number; through: number; team: number }[] = [];
  readonly #limits = new Map<number, { thresholdMs: number; shortMs: number }>();

  constructor(floor: Floor<Cell>, directory: Directory, entries: ReadonlyMap<string, QueueEntry>) {
    this.#floor = floor;
    this.#directory = directory;
    this.#entries = entries;
    this.instantOf = instantsOf(floor);
    this.#sellsEverywhere = !directory.queues.some(({ sells }) => sells);
  }

  /** T and S of a queue. */
  limits(queue: number): { thresholdMs: number; shortMs: number } {
    let limits = this.#limits.get(queue);
    if (!limits) {
      const entry = this.#entries.get(this.#floor.queues.text(queue));
      limits = {
        thresholdMs: 1000 * (entry?.thresholdS ?? this.#directory.thresholdS),
        shortMs: 1000 * (entry?.shortS ?? this.#directory.shortS),
      };
      this.#limits.set(queue, limits);
    }
    return limits;
  }

  visits(row: number, asOf: number): DescribedAs<'visits'> {
    const { visits, sessions } = this.#floor;
    const { agent, enteredAt, endedAt, outcome, contact } = visits.table.col;
    return {
      ...this.#visitPlace(row, agent[row], endedAt[row]),
      thing: {
        outcome: OUTCOMES[outcome[row]],
        waitMs: Math.max(0, endedAt[row] - enteredAt[row]),
        ...this.limits(visits.table.col.queue[row]),
        assisted: sessions.outcome(contact[row], asOf) === 'handed_over',
        last: visits.isLast(row, asOf),
      },
      settledAt: Math.max(sessions.toldAt(contact[row]), enteredAt[visits.lastOf(contact[row])]),
    };
  }

  arrivals(row: number): DescribedAs<'arrivals'> {
    const { enteredAt, queue } = this.#floor.visits.table.col;
    return {
      ...this.#visitPlace(row, 0, enteredAt[row]),
      thing: { thresholdMs: this.limits(queue[row]).thresholdMs },
    };
  }

  talks(row: number, asOf: number): DescribedAs<'talks'> {
    const { visits, sales } = this.#floor;
    const { agent, answeredAt, talkedAt, contact, queue } = visits.table.col;
    return {
      ...this.#visitPlace(row, agent[row], talkedAt[row]),
      thing: {
        talkMs: talkedAt[row] - answeredAt[row],
        sells: this.#sellsEverywhere || this.#entries.get(this.#floor.queues.text(queue[row]))?.sells === true,
        sold: sales.sold(contact[row], asOf),
      },
      settledAt: sales.toldAt(contact[row]),
    };
  }

  wraps(row: number): DescribedAs<'wraps'> {
    const { agent, talkedAt, wrappedAt } = this.#floor.visits.table.col;
    const at = wrappedAt[row];
    return { ...this.#visitPlace(row, agent[row], at), thing: { wrapMs: at - talkedAt[row] } };
  }

  sessions(row: number, asOf: number): DescribedAs<'sessions'> {
    const { sessions } = this.#floor;
    const { contact, outcome, direct } = sessions.table.col;
    const thing = { outcome: SESSION_OUTCOMES[outcome[row]], direct: direct[row] === 1 };
    return {
      ...this.#contactPlace(contact[row]),
      thing: sessions.stands(row, asOf) ? thing : null,
      settledAt: sessions.settledAt(contact[row]),
    };
  }

  recontacts(row: number, asOf: number): DescribedAs<'recontacts'> {
    const { thing, settledAt = 0, ...place } = this.sessions(row, asOf);
    const at = this.instantOf.recontacts(row);
    const returnedAt = this.#floor.contacts.customers.returnedAt(this.#floor.sessions.table.col.contact[row], at);
    const returned = isWithin(returnedAt, at + RECONTACT_MS, asOf);
    return {
      ...place,
      thing: thing && { resolved: thing.outcome === 'resolved', direct: thing.direct, returned },
      settledAt: Math.max(returnedAt, settledAt),
    };
  }

  responses(row: number, asOf: number): DescribedAs<'responses'> {
    const { surveys } = this.#floor;
    const { contact, givenAt, metric, score, site, queue, agent } = surveys.table.col;
    const from = this.#contactPlace(contact[row]);
    return {
      queue: queue[row],
      site: site[row] || from.site,
      team: this.teamOf(agent[row], givenAt[row]),
      channel: from.channel,
      thing: surveys.stands(row, asOf)
        ? { metric: SURVEY_METRICS[metric[row]], score: score[row], share: surveys.share(row) }
        : null,
      settledAt: surveys.settledAt(row),
    };
  }

  sales(row: number, asOf: number): DescribedAs<'sales'> {
    const { sales, agents, agentNames, sites } = this.#floor;
    const { contact, eventAt, outcome, amount, priced, currency, queue, agent } = sales.table.col;
    const at = eventAt[row];
    const from = this.#contactPlace(contact[row]);
    const host = agent[row] === 0 ? '' : (agents.all.get(agentNames.text(agent[row]))?.attribute('site', at) ?? '');
    const thing = {
      outcome: SALE_OUTCOMES[outcome[row]],
      amount: priced[row] === 1 ? amount[row] : undefined,
      currency: sales.currencies.text(currency[row]),
    };
    return {
      queue: queue[row],
      site: from.site || sites.number(host),
      team: this.teamOf(agent[row], at),
      channel: from.channel,
      thing: sales.stands(row, asOf) ? thing : null,
      settledAt: sales.settledAt(row),
    };
  }

  ended(row: number): DescribedAs<'ended'> {
    const { contacts } = this.#floor;
    const { endedAt, secondLine } = contacts.table.col;
    const thing = { resolved: contacts.resolved(row), secondLine: secondLine[row] === 1 };
    return { ...this.#endedPlace(row, endedAt[row]), thing };
  }

  repeats(row: number, asOf: number): DescribedAs<'repeats'> {
    const { customers } = this.#floor.contacts;
    const at = this.instantOf.repeats(row);
    const returnedAt = customers.returnedAt(row, at);
    return {
      ...this.#endedPlace(row, at),
      thing: { returned: customers.isKnown(row) ? isWithin(returnedAt, at + REPEAT_MS, asOf) : undefined },
      settledAt: returnedAt,
    };
  }

  /** Number of the team that an agent was in; 0 = none, or nobody. */
  teamOf(agent: number, at: number): number {
    if (agent === 0) return 0;
    const { agents, agentNames, teams } = this.#floor;
    const id = agentNames.text(agent);
    const who = agents.all.get(id);
    const kept = this.#teams[agent];
    const isKept = kept && kept.who === who && kept.version === who.version && at > kept.after && at <= kept.through;
    if (isKept) return kept.team;
    const team = teams.number(agents.teamOf(id, at));
    if (who) this.#teams[agent] = { who, version: who.version, ...who.holds('team', at), team };
    return team;
  }

  #visitPlace(row: number, agent: number, at: number): Place {
    const { visits } = this.#floor;
    return {
      queue: visits.table.col.queue[row],
      site: visits.siteOf(row),
      team: this.teamOf(agent, at),
      channel: visits.channelOf(row),
    };
  }

  /** The ended contact is of the queue and team of its last visit. */
  #endedPlace(contact: number, at: number): Place {
    const { visits, contacts } = this.#floor;
    const last = visits.lastOf(contact);
    const { queue, agent } = visits.table.col;
    const { site, channel } = contacts.table.col;
    return {
      queue: queue[last],
      site: site[contact],
      team: this.teamOf(agent[last], at),
      channel: channel[contact],
    };
  }

  #contactPlace(contact: number): Place {
    const { site, channel } = this.#floor.contacts.table.col;
    return { queue: 0, site: site[contact], team: 0, channel: channel[contact] };
  }
}

function instantsOf({ visits, sessions, surveys, contacts, sales }: Floor<unknown>): Describer<unknown>['instantOf'] {
  const sessionAt = (row: number): number => sessions.table.col.eventAt[row];
  const contactAt = (row: number): number => contacts.table.col.endedAt[row];
  return {
    visits: (row) => visits.table.col.endedAt[row],
    arrivals: (row) => visits.table.col.enteredAt[row],
    talks: (row) => visits.table.col.talkedAt[row],
    wraps: (row) => visits.table.col.wrappedAt[row],
    sessions: sessionAt,
    recontacts: sessionAt,
    responses: (row) => surveys.table.col.givenAt[row],
    ended: contactAt,
    repeats: contactAt,
    sales: (row) => sales.table.col.eventAt[row],
  };
}

/** Happened, by then, and known as of an instant. */
function isWithin(at: number, limitAt: number, asOf: number): boolean {
  return at !== 0 && at <= limitAt && at < asOf;
}
