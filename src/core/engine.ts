// The engine: apply(fact), then read numbers of any scope and window as of any instant. No clock inside: the same facts
// and the same questions give the same answers.
import { Collector, matches, type Cell, type Described, type Filter } from './collect.ts';
import type { Directory, QueueEntry } from './directory.ts';
import type { Fact } from './event.ts';
import { CHANNELS, SESSION_OUTCOMES } from './vocabulary.ts';
import type { Agent, StateSpan } from './floor/agents.ts';
import { Floor } from './floor/floor.ts';
import { SURVEY_METRICS } from './floor/surveys.ts';
import type { Watch } from './floor/timeline.ts';
import { OUTCOMES } from './floor/visits.ts';
import { levelOf } from './level.ts';
import type { Metric, OpenVisit, PresentAgent, Subject } from './metric.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';
import { Plan, Tally } from './tally.ts';
import type { Span } from './window.ts';

export type WindowSubject = 'visits' | 'sessions' | 'surveys';
type InstantSubject = 'waiting' | 'agents';
export type Tallies = Partial<Record<Subject, Tally>>;

export interface WaitingVisit {
  row: number;
  queue: number;
  enteredAt: number;
}
export interface AgentNow {
  agent: Agent;
  span: StateSpan;
  /** queue → paused in that one */
  queues: Map<string, boolean>;
}

export class Engine {
  readonly floor = new Floor<Cell>();
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly directory: Directory;
  /** what the settings say of a queue, by id */
  readonly queueEntries: ReadonlyMap<string, QueueEntry>;
  readonly #collectors: Record<WindowSubject, Collector>;
  readonly #plans: Record<InstantSubject, Plan>;
  #thresholds = new Map<number, { thresholdMs: number; shortMs: number }>();
  #profileVersion = 0;

  constructor(metrics: ReadonlyMap<string, Metric>, directory: Directory) {
    this.metrics = metrics;
    this.directory = directory;
    this.queueEntries = new Map(directory.queues.map((entry) => [entry.id, entry]));
    for (const id of this.queueEntries.keys()) this.floor.queues.number(id);
    const plan = (subject: Subject) => new Plan([...metrics.values()].filter((m) => m.over === subject));
    this.#plans = { waiting: plan('waiting'), agents: plan('agents') };
    const { visits, sessions, surveys } = this.floor;
    this.#collectors = {
      visits: new Collector(visits.ended, plan('visits'), (row) => this.#endedVisit(row)),
      sessions: new Collector(sessions.ended, plan('sessions'), (row) => this.#endedSession(row)),
      surveys: new Collector(surveys.given, plan('surveys'), (row) => this.#response(row)),
    };
  }

  apply(fact: Fact): void {
    this.floor.apply(fact);
    if (this.#profileVersion === this.floor.agents.profileVersion) return;
    // A team or site of an agent changed: what their visits were counted under may have, too.
    this.#profileVersion = this.floor.agents.profileVersion;
    this.floor.visits.ended.touchAll();
    this.floor.surveys.given.touchAll();
  }

  /** Tells from which instant on series of this subject may have changed. */
  watch(subject: WindowSubject): Watch {
    const { visits, sessions, surveys } = this.floor;
    return { visits: visits.ended, sessions: sessions.ended, surveys: surveys.given }[subject].watch();
  }

  total(subject: WindowSubject, span: Span, scope: Scope): Tally {
    return this.#collectors[subject].total(span, this.filter(scope));
  }

  byQueue(subject: WindowSubject, span: Span, scope: Scope): Map<number, Tally> {
    return this.#collectors[subject].byQueue(span, this.filter(scope));
  }

  /** Who waits as of `at`: entered before it, not ended before it. */
  *waiting(at: number, scope: Scope): Generator<WaitingVisit> {
    const { visits } = this.floor;
    const filter = this.filter(scope);
    for (const row of visits.open.candidates(at)) {
      const { enteredAt, endedAt, queue } = visits.table.col;
      if (enteredAt[row] >= at || (endedAt[row] !== 0 && endedAt[row] < at)) continue;
      const place = { queue: queue[row], site: visits.siteOf(row), team: 0, channel: visits.channelOf(row) };
      if (matches(place, filter)) yield { row, queue: queue[row], enteredAt: enteredAt[row] };
    }
  }

  /** Agents in scope who had a state before `at`, each once. */
  *agents(at: number, scope: Scope): Generator<AgentNow> {
    if (scope.empty) return;
    for (const agent of this.floor.agents.sorted()) {
      const span = agent.at(at);
      if (!span) continue;
      if (scope.site !== undefined && agent.attribute('site', at) !== scope.site) continue;
      if (scope.team !== undefined && agent.attribute('team', at) !== scope.team) continue;
      const queues = agent.queues(at);
      if (scope.queue !== undefined && !queues.has(scope.queue)) continue;
      if (scope.channel !== undefined && !this.#serves(queues, scope.channel)) continue;
      yield { agent, span, queues };
    }
  }

  tallyWaiting(at: number, scope: Scope): Tally {
    const tally = new Tally(this.#plans.waiting);
    for (const visit of this.waiting(at, scope)) tally.add(this.openVisit(visit, at));
    return tally;
  }

  tallyAgents(at: number, scope: Scope): Tally {
    const tally = new Tally(this.#plans.agents);
    for (const now of this.agents(at, scope)) tally.add(presentAgent(now, scope.queue));
    return tally;
  }

  openVisit({ queue, enteredAt }: WaitingVisit, at: number): OpenVisit {
    return { waitedMs: at - enteredAt, thresholdMs: this.thresholds(queue).thresholdMs };
  }

  /** Everything that metrics over these subjects need, in one scope; window subjects only where a span is given. */
  tallies(at: number, span: Span | null, scope: Scope): Tallies {
    const tallies: Tallies = { waiting: this.tallyWaiting(at, scope), agents: this.tallyAgents(at, scope) };
    if (span) {
      for (const subject of Object.keys(this.#collectors) as WindowSubject[])
        tallies[subject] = this.total(subject, span, scope);
    }
    return tallies;
  }

  read(key: string, tally: Tally): Reading {
    const metric = this.metrics.get(key);
    if (!metric) throw new Error(`metric "${key}" has no file in src/core/metrics`);
    const sums = Object.fromEntries(Object.entries(metric.sums).map(([name, count]) => [name, tally.sum(count)]));
    const value = metric.read({
      sums,
      most: tally.most(metric.most),
      quantile: (q) => tally.quantile(metric.sketch, q),
      rules: this.directory,
    });
    const { goal, judge } = metric;
    const state = goal && judge ? judge(value, goal) : levelOf(value.value, goal);
    return { unit: metric.unit, state, ...(goal ? { goal } : {}), ...value };
  }

  thresholds(queue: number): { thresholdMs: number; shortMs: number } {
    let limits = this.#thresholds.get(queue);
    if (!limits) {
      const id = this.floor.queues.text(queue);
      const entry = this.queueEntries.get(id);
      limits = {
        thresholdMs: 1000 * (entry?.thresholdS ?? this.directory.thresholdS),
        shortMs: 1000 * (entry?.shortS ?? this.directory.shortS),
      };
      this.#thresholds.set(queue, limits);
    }
    return limits;
  }

  filter(scope: Scope): Filter {
    if (scope.empty) return { queue: -1 };
    const { queues, sites, teams } = { queues: this.floor.queues, sites: this.floor.sites, teams: this.floor.teams };
    const filter: Filter = {};
    if (scope.queue !== undefined) filter.queue = queues.find(scope.queue) ?? -1;
    if (scope.site !== undefined) filter.site = sites.find(scope.site) ?? -1;
    if (scope.team !== undefined) filter.team = teams.find(scope.team) ?? -1;
    if (scope.channel !== undefined) filter.channel = 1 + CHANNELS.findIndex((c) => c === scope.channel);
    return filter;
  }

  #endedVisit(row: number): Described {
    const { visits } = this.floor;
    const { queue, agent, enteredAt, endedAt, outcome, contact } = visits.table.col;
    return {
      at: endedAt[row],
      queue: queue[row],
      site: visits.siteOf(row),
      team: this.#teamOf(agent[row], endedAt[row]),
      channel: visits.channelOf(row),
      thing: {
        outcome: OUTCOMES[outcome[row]],
        waitMs: Math.max(0, endedAt[row] - enteredAt[row]),
        ...this.thresholds(queue[row]),
        assisted: this.floor.sessions.handedOver(contact[row]),
        last: visits.isLast(row),
      },
    };
  }

  #endedSession(row: number): Described {
    const { contact, endedAt, outcome, direct } = this.floor.sessions.table.col;
    const { site, channel } = this.floor.contacts.table.col;
    const thing = { outcome: SESSION_OUTCOMES[outcome[row]], direct: direct[row] === 1 };
    return { at: endedAt[row], queue: 0, site: site[contact[row]], team: 0, channel: channel[contact[row]], thing };
  }

  #response(row: number): Described {
    const { contact, givenAt, metric, score, site, queue, agent } = this.floor.surveys.table.col;
    const contacts = this.floor.contacts.table.col;
    return {
      at: givenAt[row],
      queue: queue[row],
      site: site[row] || contacts.site[contact[row]],
      team: this.#teamOf(agent[row], givenAt[row]),
      channel: contacts.channel[contact[row]],
      thing: { metric: SURVEY_METRICS[metric[row]], score: score[row] },
    };
  }

  #teamOf(agent: number, at: number): number {
    if (agent === 0) return 0;
    return this.floor.teams.number(this.floor.agents.teamOf(this.floor.agentNames.text(agent), at));
  }

  /** A channel's agents are those of its queues, as the settings or the visits say. */
  #serves(queues: Map<string, boolean>, channel: string): boolean {
    for (const id of queues.keys()) if (this.queueChannel(id) === channel) return true;
    return false;
  }

  queueChannel(id: string): string {
    return this.queueEntries.get(id)?.channel ?? this.floor.queueChannels.get(id) ?? '';
  }
}

/** Paused in just this queue: on a break as far as the queue is concerned. */
export function presentAgent({ span, queues }: AgentNow, queue: string | undefined): PresentAgent {
  const paused = queue !== undefined && queues.get(queue) === true;
  const idle = span.state === 'available' || span.state === 'ringing';
  return { state: paused && idle ? 'break' : span.state, reason: span.reason };
}
