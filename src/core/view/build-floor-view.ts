// Computes the FloorView of one scope with the engine: as much of it as a screen asks for. Holds nothing but points of
// charts and levels that it need not compute again.
import { nameIn, zoneOf, type Names } from '../directory.ts';
import type { Engine } from '../engine.ts';
import { HeldLevels } from '../held-levels.ts';
import { moreOfQueues } from '../queue-more.ts';
import { queueRows } from '../queue-rows.ts';
import type { Reading } from '../reading.ts';
import { Readings } from '../readings.ts';
import { isLong } from '../window.ts';
import type { Watch } from '../floor/timeline.ts';
import type { Scope } from '../scope.ts';
import { AGENT_STATES } from '../vocabulary.ts';
import { QUEUES_WINDOW, SPARK, type AgentStates, type FloorView, type QueueRow, type Series } from './floor-view.ts';
import type { QueueMore, SourceView } from './floor-view.ts';
import { flowOf } from './flow.ts';
import { ladderOf } from './ladder.ts';
import { Lines, roundForChart } from './lines.ts';
import { SeriesCache } from './series-cache.ts';
import { PeopleView } from './people.ts';
import { parseShow, USUAL_SHOW, type Show, type ShownReading } from './show.ts';
import { sitesOf } from './sites.ts';
import { streamRows } from './streams.ts';

/** Charts move by half a minute at least: once a second is often enough to look. */
const SERIES_EVERY_MS = 1000;
const LEVELS_KEPT_MS = 60_000;
/** This metric doesn't ask how long its window is. */
const NO_SPAN = { fromAt: 0, toAt: 0 };

/** A number of a scope over a long window. */
export type LongReading = (scope: string, shown: ShownReading, at: number) => Reading;

interface Charts {
  lines: Record<string, Series>;
  sparks: Map<string, Series>;
  /** dear with many queues: looked at as seldom as the charts */
  more: ((queue: string) => QueueMore) | null;
}

export class FloorViewBuilder {
  readonly #engine: Engine;
  readonly #scopeText: string;
  readonly #scope: Scope;
  readonly #show: Show;
  readonly #language: string;
  readonly #seriesEveryMs: number;
  readonly #longReading: LongReading | null;
  readonly #levels = new HeldLevels();
  readonly #siteLevels = new Map<string, HeldLevels>();
  readonly #changed: Watch;
  readonly #lines: Lines;
  readonly #people: PeopleView;
  readonly #sparks: SeriesCache<[queue: string, asa: number][]>;
  #charts: Charts | null = null;
  #chartsAt = -Infinity;
  #builtAt = -Infinity;

  /**
   * @param language of names; default: the operator's
   * @param seriesEveryMs a chart that was looked at so lately is not looked at again
   * @param longReading tells numbers over more days than the engine holds; null: it has them all
   */
  constructor(
    engine: Engine,
    scopeText: string,
    scope: Scope,
    {
      show = usualShow(),
      language = engine.directory.language,
      seriesEveryMs = SERIES_EVERY_MS,
      longReading = null as LongReading | null,
    } = {},
  ) {
    this.#engine = engine;
    this.#seriesEveryMs = seriesEveryMs;
    this.#longReading = longReading;
    this.#scopeText = scopeText;
    this.#scope = scope;
    this.#show = show;
    this.#language = language;
    this.#changed = engine.watchAll();
    this.#lines = new Lines(engine, scope, show.lines);
    this.#people = new PeopleView(engine, scope, language);
    this.#sparks = new SeriesCache(engine.own.watch('visits'), SPARK.spanS, SPARK.stepS, (at) =>
      [...engine.byQueue('visits', engine.span(SPARK.window, at, scope), scope)].flatMap(([id, visits]) => {
        const asa = engine.read('asa', { visits }, scope, NO_SPAN).value;
        return asa === null ? [] : [[id, asa]];
      }),
    );
  }

  /** @param sources what only the server knows of each, as of now */
  build(at: number, sources: SourceView[]): FloorView {
    const engine = this.#engine;
    if (at < this.#builtAt) this.#goBackTo(at);
    this.#builtAt = at;
    this.#forgetLevels(at);
    const newestAt = Math.max(0, ...sources.map((s) => s.heardAt ?? 0));
    const readings = new Readings(engine, this.#scope);
    const charts = this.#chartsUpTo(at);
    return {
      scope: this.#scopeText,
      title: this.#title(),
      zone: zoneOf(engine.directory, this.#scope),
      newestAt: newestAt || null,
      simulated: sources.some((s) => s.simulated),
      sources,
      thresholdS: engine.rules(this.#scope).thresholdS,
      readings: Object.fromEntries(this.#show.readings.map((one) => [one.key, this.#reading(one, readings, at)])),
      lines: charts.lines,
      ...this.#parts(at, readings, charts),
    };
  }

  #reading(shown: ShownReading, readings: Readings, at: number): Reading {
    if (this.#longReading && isLong(shown.window)) return this.#longReading(this.#scopeText, shown, at);
    return readings.held(shown.metric, shown.window, at, this.#levels);
  }

  #parts(at: number, readings: Readings, charts: Charts): Partial<FloorView> {
    const engine = this.#engine;
    const scope = this.#scope;
    const { parts } = this.#show;
    const made: Partial<FloorView> = {};
    if (parts.has('agents')) made.agents = this.#agents(at);
    if (parts.has('queues')) made.queues = this.#queues(at, charts);
    if (parts.has('flow')) made.flow = flowOf(engine, readings, scope, at);
    if (parts.has('ladder')) made.ladder = ladderOf(engine, scope, at, this.#language);
    if (parts.has('sites')) made.sites = sitesOf(engine, scope, at, this.#language, (site) => this.#levelsOf(site));
    if (parts.has('streams')) made.streams = streamRows(engine, scope, at);
    if (parts.has('people')) made.people = this.#people.at(at);
    return made;
  }

  /** What is remembered of instants that are yet to come again does not count. */
  #goBackTo(at: number): void {
    for (const levels of [this.#levels, ...this.#siteLevels.values()]) levels.forgetAfter(at);
    this.#chartsAt = -Infinity;
  }

  #forgetLevels(at: number): void {
    const changedAt = this.#changed.take();
    for (const levels of [this.#levels, ...this.#siteLevels.values()]) {
      levels.forget(at - LEVELS_KEPT_MS);
      levels.forgetAfter(changedAt);
    }
  }

  #levelsOf(site: string): HeldLevels {
    let levels = this.#siteLevels.get(site);
    if (!levels) this.#siteLevels.set(site, (levels = new HeldLevels()));
    return levels;
  }

  #queues(at: number, { sparks, more }: Charts): QueueRow[] {
    const options = { language: this.#language, levels: this.#levels };
    const rows = queueRows(this.#engine, this.#scope, this.#show.queuesWindow ?? QUEUES_WINDOW, at, options);
    return rows.map((row) => ({ ...row, spark: sparks.get(row.id) ?? {}, ...(more && { more: more(row.id) }) }));
  }

  #title(): string {
    const { site, team, queue } = this.#scope;
    const { title, sites, teams, queues } = this.#engine.directory;
    const named = (entries: readonly { id: string; name?: Names }[], id: string | undefined) =>
      id === undefined ? [] : [nameIn(entries.find((entry) => entry.id === id)?.name ?? id, this.#language)];
    return [...named(sites, site), ...named(teams, team), ...named(queues, queue), nameIn(title, this.#language)].join(
      ' · ',
    );
  }

  #agents(at: number): AgentStates {
    const states: AgentStates['states'] = [];
    const byState: AgentStates['byState'] = {};
    for (const { span } of this.#engine.agents(at, this.#scope)) {
      if (span.state === 'offline') continue;
      states.push(AGENT_STATES.indexOf(span.state));
      byState[span.state] = (byState[span.state] ?? 0) + 1;
    }
    return { states, byState };
  }

  #chartsUpTo(at: number): Charts {
    if (this.#charts && at - this.#chartsAt < this.#seriesEveryMs) return this.#charts;
    this.#chartsAt = at;
    const { parts, queuesWindow } = this.#show;
    const sparks = parts.has('queues') ? this.#sparkLines(at) : new Map<string, Series>();
    const more = queuesWindow && moreOfQueues(this.#engine, this.#scope, queuesWindow, at);
    return (this.#charts = { lines: this.#lines.upTo(at), sparks, more });
  }

  #sparkLines(at: number): Map<string, Series> {
    const lines = new Map<string, Series>();
    for (const [t, queues] of this.#sparks.upTo(at)) {
      for (const [id, asa] of queues) {
        let line = lines.get(id);
        if (!line) lines.set(id, (line = {}));
        line[t / 1000] = roundForChart(asa);
      }
    }
    return lines;
  }
}

function usualShow(): Show {
  const show = parseShow(USUAL_SHOW);
  if (!show.ok) throw new Error(show.problem.message);
  return show.value;
}
