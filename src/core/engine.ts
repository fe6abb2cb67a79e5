// The engine: apply(fact), then read numbers of any scope and window as of any instant. No clock inside: the same facts
// and the same questions give the same answers.
import { matches, type Cell, type Filter } from './collect.ts';
import { Describer, type RowSubject } from './describe.ts';
import { goalOf, zoneOf, type Directory, type QueueEntry } from './directory.ts';
import type { Elsewhere, Piece } from './elsewhere.ts';
import type { Fact } from './event.ts';
import type { Agent } from './floor/agents.ts';
import type { KeptDump } from './floor/dump.ts';
import { Floor } from './floor/floor.ts';
import { Watch, Watches } from './floor/timeline.ts';
import { levelOf, type Goal } from './level.ts';
import {
  ownGoal,
  subjectsOf,
  type Counter,
  type Metric,
  type OpenCallback,
  type OpenVisit,
  type Rules,
  type Subject,
} from './metric.ts';
import { OwnCounts } from './own-counts.ts';
import { presentAgent, type AgentNow } from './present-agent.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';
import { tallyAgentTime, tallyAudience, tallyStreams } from './spread.ts';
import { Plan, Tally } from './tally.ts';
import { CHANNELS, type Channel } from './vocabulary.ts';
import { spanOf, type Span, type WindowName } from './window.ts';

export type Tallies = Partial<Record<Subject, Tally>>;

export interface WaitingVisit {
  row: number;
  queue: number;
  enteredAt: number;
}
export class Engine {
  readonly floor = new Floor<Cell>();
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly directory: Directory;
  /** what the settings say of a queue, by id */
  readonly queueEntries: ReadonlyMap<string, QueueEntry>;
  readonly describer: Describer<Cell>;
  /** what counts here, whoever else counts */
  readonly own: OwnCounts;
  readonly #plans = new Map<Subject, Plan>();
  readonly #subjects = new Map<Metric, readonly Subject[]>();
  readonly #heard = new Watches();
  /** set when other engines count some days */
  elsewhere: Elsewhere | null = null;

  constructor(metrics: ReadonlyMap<string, Metric>, directory: Directory) {
    this.metrics = metrics;
    this.directory = directory;
    this.queueEntries = new Map(directory.queues.map((entry) => [entry.id, entry]));
    this.#nameQueues();
    this.describer = new Describer(this.floor, directory, this.queueEntries);
    this.own = new OwnCounts(this.floor, this.describer, (subject) => this.plan(subject));
  }

  /** A new engine becomes what the one was whose floor was dumped. @throws Error when the dump is not whole */
  restore(dump: KeptDump): void {
    this.floor.restore(dump);
    this.#nameQueues();
  }

  /** The settings' queues have rows before anything happens there. */
  #nameQueues(): void {
    for (const id of this.queueEntries.keys()) this.floor.queues.number(id);
  }

  apply(fact: Fact): void {
    this.floor.apply(fact);
    this.#heard.tell(fact.type === 'snapshot' ? Date.parse(fact.data.asof) : fact.eventAt);
    const { agents } = this.floor;
    if (agents.placesFrom === Infinity) return;
    // A team or site of an agent changed: what their visits were counted under may have, too.
    this.own.touchFrom(agents.placesFrom);
    agents.placesFrom = Infinity;
  }

  /** Tells from which instant on anything that is asked may be otherwise. */
  watchAll(): Watch {
    const watch = this.#heard.add(new Watch());
    this.own.watchAll(watch);
    return watch;
  }

  /** Which counters the metrics need of a subject. */
  plan(subject: Subject): Plan {
    let plan = this.#plans.get(subject);
    if (!plan) this.#plans.set(subject, (plan = new Plan([...this.metrics.values()], subject)));
    return plan;
  }

  /** By the queue's id. @param asOf what happened from then on is not known yet */
  byQueue(subject: RowSubject, span: Span, scope: Scope, asOf = span.toAt): Map<string, Tally> {
    const own = (part: Span) => this.own.byQueue(subject, part, this.filter(scope), asOf);
    if (!this.elsewhere) return own(span);
    const all = new Map<string, Tally>();
    for (const tallies of [...this.elsewhere.own(span).map(own), ...this.elsewhere.byQueue(subject, span, scope, asOf)])
      for (const [queue, tally] of tallies) {
        const known = all.get(queue) ?? new Tally(this.plan(subject));
        all.set(queue, known);
        known.merge(tally);
      }
    return all;
  }

  /** Who has the facts of which part of a span, oldest first. */
  pieces(span: Span): Piece[] {
    return this.elsewhere?.pieces(span) ?? [{ engine: this, span }];
  }

  /** The engine that knows how things stood just before an instant. */
  asOf(at: number): Engine {
    return this.elsewhere?.engineAt(at) ?? this;
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
      if (span && this.isIn(agent, scope, at)) yield { agent, span, queues: agent.queues(at) };
    }
  }

  /** Whether the agent was of this scope just before an instant. */
  isIn(agent: Agent, scope: Scope, at: number): boolean {
    if (scope.empty) return false;
    if (scope.site !== undefined && agent.attribute('site', at) !== scope.site) return false;
    if (scope.team !== undefined && agent.attribute('team', at) !== scope.team) return false;
    if (scope.queue !== undefined && !agent.queues(at).has(scope.queue)) return false;
    return scope.channel === undefined || this.#serves(agent.queues(at), scope.channel);
  }

  /**
   * Counts of one subject in a scope. Subjects that hold at an instant do so as of the end of the span.
   * @param asOf what happened from then on is not known yet
   */
  total(subject: Subject, span: Span, scope: Scope, asOf = span.toAt): Tally {
    switch (subject) {
      case 'agenttime':
        return tallyAgentTime(this, span, scope);
      case 'streams':
        return tallyStreams(this, span, scope);
      case 'audience':
        return tallyAudience(this, span, scope);
      case 'waiting':
      case 'agents':
      case 'callbacks':
        return this.#instant(subject, span.toAt, scope);
      default:
        return this.#counted(subject, span, scope, asOf);
    }
  }

  #counted(subject: RowSubject, span: Span, scope: Scope, asOf: number): Tally {
    const own = (part: Span) => this.own.total(subject, part, this.filter(scope), asOf);
    if (!this.elsewhere) return own(span);
    const total = new Tally(this.plan(subject));
    for (const part of this.elsewhere.own(span)) total.merge(own(part));
    for (const other of this.elsewhere.totals(subject, span, scope, asOf)) total.merge(other);
    return total;
  }

  #instant(subject: Subject, at: number, scope: Scope): Tally {
    const tally = new Tally(this.plan(subject));
    if (subject === 'waiting') for (const visit of this.waiting(at, scope)) tally.add(this.openVisit(visit, at));
    if (subject === 'agents') for (const now of this.agents(at, scope)) tally.add(presentAgent(now, scope.queue, at));
    if (subject === 'callbacks') for (const row of this.callbacks(at, scope)) tally.add(this.openCallback(row, at));
    return tally;
  }

  /** What this metric is made of, in a scope and span. @param made counts that are there already; gains what was not */
  tallies(metric: Metric, span: Span, scope: Scope, asOf = span.toAt, made: Tallies = {}): Tallies {
    for (const subject of this.#subjectsOf(metric)) made[subject] ??= this.total(subject, span, scope, asOf);
    return made;
  }

  #subjectsOf(metric: Metric): readonly Subject[] {
    let subjects = this.#subjects.get(metric);
    if (!subjects) this.#subjects.set(metric, (subjects = subjectsOf(metric)));
    return subjects;
  }

  /** The window that ends at an instant, by the clock of the scope's site. */
  span(window: WindowName, at: number, scope: Scope): Span {
    return spanOf(window, at, zoneOf(this.directory, scope), this.directory.intervalMinutes);
  }

  openVisit({ queue, enteredAt }: WaitingVisit, at: number): OpenVisit {
    return { waitedMs: at - enteredAt, thresholdMs: this.describer.limits(queue).thresholdMs };
  }

  /** Rows of promised calls that are open. */
  *callbacks(at: number, scope: Scope): Generator<number> {
    const filter = this.filter(scope);
    const channel = 1 + CHANNELS.indexOf('callback');
    for (const row of this.floor.callbacks.openAt(at)) {
      const queue = this.floor.callbacks.table.col.queue[row];
      if (matches({ queue, site: 0, team: 0, channel }, filter)) yield row;
    }
  }

  openCallback(row: number, at: number): OpenCallback {
    const dueAt = this.floor.callbacks.dueAt(row, at);
    const { thresholdMs } = this.describer.limits(this.floor.callbacks.table.col.queue[row]);
    const isDue = dueAt !== 0 && dueAt < at;
    return { isDue, isLate: isDue && at - dueAt > thresholdMs };
  }

  /** The number that these counts make. @param tallies what is missing counts as nothing */
  read(key: string, tallies: Tallies, scope: Scope, span: Span): Reading {
    const metric = this.metrics.get(key);
    if (!metric) throw new Error(`metric "${key}" has no file in src/core/metrics`);
    const tallyOf = ({ over }: Counter<Subject, unknown>): Tally => tallies[over] ?? new Tally(this.plan(over));
    const { sketch, group } = metric;
    const value = metric.read({
      sums: mapValues(metric.sums, (counter) => tallyOf(counter).sum(counter)),
      mosts: mapValues(metric.mosts ?? {}, (counter) => tallyOf(counter).most(counter)),
      quantile: (q) => (sketch ? tallyOf(sketch).quantile(sketch, q) : null),
      groups: group ? tallyOf(group).group(group) : new Map(),
      spanS: (span.toAt - span.fromAt) / 1000,
      rules: this.rules(scope),
    });
    const goal = this.goal(key, scope);
    const state = !goal ? 'none' : metric.judge ? metric.judge(value, goal) : levelOf(value.value, goal);
    const window = metric.fixed ? { window: metric.fixed } : {};
    return { unit: metric.unit, state, ...(goal ? { goal } : {}), ...window, ...value };
  }

  goal(key: string, scope: Scope): Goal | undefined {
    const metric = this.metrics.get(key);
    const own = metric && ownGoal(metric, this.#thresholdS(scope));
    return goalOf(this.directory, key, scope, own, metric?.better ?? 'neither');
  }

  rules(scope: Scope): Rules {
    const { serviceLevel, assistantExcludesDirect } = this.directory;
    return {
      serviceLevel,
      assistantExcludesDirect,
      thresholdS: this.#thresholdS(scope),
      serviceTarget: this.goal('service.level', scope)?.look ?? 0.8,
    };
  }

  /** T: the queue's own, else the operator's. */
  #thresholdS({ queue = '' }: Scope): number {
    return this.queueEntries.get(queue)?.thresholdS ?? this.directory.thresholdS;
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

  /** A channel's agents are those of its queues, as the settings or the visits say. */
  #serves(queues: Map<string, boolean>, channel: Channel): boolean {
    for (const id of queues.keys()) if (this.queueChannel(id) === channel) return true;
    return false;
  }

  /** As the settings say, else as its visits do; "" where neither does. */
  queueChannel(id: string): Channel | '' {
    return this.queueEntries.get(id)?.channel ?? this.floor.queueChannels.get(id) ?? '';
  }
}

/** In a loop: it is done for each number of each point of each line. */
function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  const mapped: Record<string, B> = {};
  for (const key of Object.keys(record)) mapped[key] = map(record[key]);
  return mapped;
}
