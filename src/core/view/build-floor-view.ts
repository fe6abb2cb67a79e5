// Computes the FloorView of one scope with the engine. Holds nothing but points of charts that it need not compute again.
import { nameIn, zoneOf, type Names } from '../directory.ts';
import type { Engine, Tallies } from '../engine.ts';
import { HeldLevels } from '../held-levels.ts';
import { queueRows } from '../queue-rows.ts';
import type { Reading } from '../reading.ts';
import { Readings } from '../readings.ts';
import type { Watch } from '../floor/timeline.ts';
import type { Scope } from '../scope.ts';
import { AGENT_STATES, type AgentState } from '../vocabulary.ts';
import type { WindowName } from '../window.ts';
import {
  WALL_SERIES,
  WALL_WINDOWS,
  type FloorView,
  type FlowCounts,
  type Series,
  type SourceView,
} from './floor-view.ts';
import { SeriesCache } from './series-cache.ts';

/** Charts move by half a minute at least: once a second is often enough to look. */
const SERIES_EVERY_MS = 1000;
const LEVELS_KEPT_MS = 60_000;
/** These metrics don't ask how long their window is. */
const NO_SPAN = { fromAt: 0, toAt: 0 };

type Charts = FloorView['series'] & { spark: Map<string, Series> };

export class FloorViewBuilder {
  readonly #engine: Engine;
  readonly #scopeText: string;
  readonly #scope: Scope;
  readonly #language: string;
  readonly #seriesEveryMs: number;
  readonly #levels = new HeldLevels();
  readonly #changed: Watch;
  readonly #wait: SeriesCache<{ p50: number | null; p90: number | null }>;
  readonly #deflection: SeriesCache<number | null>;
  readonly #nps: SeriesCache<Reading | null>;
  readonly #sparks: SeriesCache<[queue: string, asa: number][]>;
  #charts: Charts | null = null;
  #chartsAt = -Infinity;
  #builtAt = -Infinity;

  /**
   * @param language of names; default: the operator's
   * @param seriesEveryMs a chart that was looked at so lately is not looked at again
   */
  constructor(
    engine: Engine,
    scopeText: string,
    scope: Scope,
    { language = engine.directory.language, seriesEveryMs = SERIES_EVERY_MS } = {},
  ) {
    this.#engine = engine;
    this.#seriesEveryMs = seriesEveryMs;
    this.#scopeText = scopeText;
    this.#scope = scope;
    this.#language = language;
    this.#changed = engine.watchAll();
    const over = (subject: 'visits' | 'sessions' | 'responses', window: WindowName, at: number) => ({
      [subject]: engine.total(subject, engine.span(window, at, scope), scope),
    });
    const read = (key: string, tallies: Tallies) => engine.read(key, tallies, scope, NO_SPAN);
    const { wait, deflection, nps, queue } = WALL_SERIES;
    this.#wait = new SeriesCache(engine.own.watch('visits'), wait.spanS, wait.stepS, (at) => {
      const visits = over('visits', wait.window, at);
      return { p50: read('wait.p50', visits).value, p90: read('wait.p90', visits).value };
    });
    this.#deflection = new SeriesCache(
      engine.own.watch('sessions'),
      deflection.spanS,
      deflection.stepS,
      (at) => read('assistant.deflection', over('sessions', deflection.window, at)).value,
    );
    this.#nps = new SeriesCache(engine.own.watch('responses'), nps.spanS, nps.stepS, (at) =>
      enough(read('nps', over('responses', nps.window, at))),
    );
    this.#sparks = new SeriesCache(engine.own.watch('visits'), queue.spanS, queue.stepS, (at) =>
      [...engine.byQueue('visits', engine.span(queue.window, at, scope), scope)].flatMap(([id, visits]) => {
        const asa = read('asa', { visits }).value;
        return asa === null ? [] : [[id, asa]];
      }),
    );
  }

  /** @param sources what only the server knows of each, as of now */
  build(at: number, sources: SourceView[]): FloorView {
    const engine = this.#engine;
    const { directory } = engine;
    if (at < this.#builtAt) this.#goBackTo(at);
    this.#builtAt = at;
    const charts = this.#chartsUpTo(at);
    const newestAt = Math.max(0, ...sources.map((s) => s.heardAt ?? 0));
    this.#levels.forget(at - LEVELS_KEPT_MS);
    this.#levels.forgetAfter(this.#changed.take());
    return {
      scope: this.#scopeText,
      title: this.#title(),
      zone: zoneOf(directory, this.#scope),
      newestAt: newestAt || null,
      simulated: sources.some((s) => s.simulated),
      sources,
      heroes: this.#heroes(at),
      thresholdS: engine.rules(this.#scope).thresholdS,
      agents: this.#agents(at),
      queues: this.#queues(at, charts.spark),
      flow: this.#flow(at),
      series: {
        waitP50: charts.waitP50,
        waitP90: charts.waitP90,
        deflection: charts.deflection,
        nps: charts.nps,
        npsMargin: charts.npsMargin,
      },
    };
  }

  /** What is remembered of instants that are yet to come again does not count. */
  #goBackTo(at: number): void {
    this.#levels.forgetAfter(at);
    this.#chartsAt = -Infinity;
  }

  #queues(at: number, sparks: Charts['spark']): FloorView['queues'] {
    const options = { language: this.#language, levels: this.#levels };
    const rows = queueRows(this.#engine, this.#scope, WALL_WINDOWS.queues, at, options);
    return rows.map((row) => ({ ...row, spark: sparks.get(row.id) ?? {} }));
  }

  #title(): string {
    const { site, team, queue } = this.#scope;
    const { title, sites, teams, queues } = this.#engine.directory;
    const named = (entries: readonly { id: string; name?: Names }[], id: string | undefined) =>
      id === undefined ? [] : [nameIn(entries.find((entry) => entry.id === id)?.name ?? id, this.#language)];
    return [...named(sites, site), ...named(teams, team), ...named(queues, queue), title].join(' · ');
  }

  #heroes(at: number): FloorView['heroes'] {
    const readings = new Readings(this.#engine, this.#scope);
    const held = (key: string, window: WindowName) => readings.held(key, window, at, this.#levels);
    return {
      waiting: held('waiting', 'now'),
      longest: held('wait.longest', 'now'),
      asa: held('asa', WALL_WINDOWS.wait),
      serviceLevel: held('service.level', WALL_WINDOWS.serviceLevel),
      available: held('agents.available', 'now'),
      signedIn: held('agents.signedin', 'now'),
      deflection: held('assistant.deflection', WALL_WINDOWS.deflection),
      nps: held('nps', WALL_WINDOWS.nps),
    };
  }

  #agents(at: number): FloorView['agents'] {
    const states: number[] = [];
    const byState: Partial<Record<AgentState, number>> = {};
    for (const { span } of this.#engine.agents(at, this.#scope)) {
      if (span.state === 'offline') continue;
      states.push(AGENT_STATES.indexOf(span.state));
      byState[span.state] = (byState[span.state] ?? 0) + 1;
    }
    return { states, byState };
  }

  #flow(at: number): FlowCounts {
    const span = this.#engine.span(WALL_WINDOWS.flow, at, this.#scope);
    const readings = new Readings(this.#engine, this.#scope);
    const sessions = readings.over('assistant.deflection', span).counts;
    const visits = readings.over('requests.direct', span).counts;
    return {
      assistant: sessions.resolved + sessions.handedOver + sessions.left,
      resolved: sessions.resolved,
      handedOver: sessions.handedOver,
      leftAssistant: sessions.left,
      direct: visits.direct,
      answered: visits.answered,
      lost: visits.lost,
      moved: visits.moved,
    };
  }

  #chartsUpTo(at: number): Charts {
    if (this.#charts && at - this.#chartsAt < this.#seriesEveryMs) return this.#charts;
    const wait = this.#wait.upTo(at);
    const nps = this.#nps.upTo(at);
    this.#chartsAt = at;
    this.#charts = {
      waitP50: series(wait, ({ p50 }) => p50),
      waitP90: series(wait, ({ p90 }) => p90),
      deflection: series(this.#deflection.upTo(at), (value) => value),
      nps: series(nps, (reading) => reading?.value ?? null),
      npsMargin: series(nps, (reading) => reading?.margin ?? null),
      spark: this.#sparkLines(at),
    };
    return this.#charts;
  }

  #sparkLines(at: number): Map<string, Series> {
    const lines = new Map<string, Series>();
    for (const [t, queues] of this.#sparks.upTo(at)) {
      for (const [id, asa] of queues) {
        let line = lines.get(id);
        if (!line) lines.set(id, (line = {}));
        line[t / 1000] = round(asa);
      }
    }
    return lines;
  }
}

/** A score of fewer responses is no point of a line. */
const ENOUGH_RESPONSES = 10;
const enough = (nps: Reading): Reading | null => (nps.counts.n >= ENOUGH_RESPONSES ? nps : null);

/** What no eye can tell apart on a chart need not travel. */
const round = (value: number): number => Math.round(value * 1000) / 1000;

function series<T>(points: ReadonlyMap<number, T>, read: (point: T) => number | null): Series {
  const made: Series = {};
  for (const [at, point] of points) {
    const value = read(point);
    if (value !== null) made[at / 1000] = round(value);
  }
  return made;
}
