// Computes the FloorView of one scope with the engine. Holds nothing but points of charts that it need not compute again.
import { answerQueues } from '../answers.ts';
import type { Engine } from '../engine.ts';
import { AGENT_STATES, type AgentState } from '../vocabulary.ts';
import type { Reading } from '../reading.ts';
import type { Scope } from '../scope.ts';
import type { Tally } from '../tally.ts';
import { spanOf, type WindowName } from '../window.ts';
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

type Charts = FloorView['series'] & { spark: Map<string, Series> };

export class FloorViewBuilder {
  readonly #engine: Engine;
  readonly #scopeText: string;
  readonly #scope: Scope;
  readonly #wait: SeriesCache<Tally>;
  readonly #deflection: SeriesCache<Tally>;
  readonly #nps: SeriesCache<Tally>;
  readonly #sparks: SeriesCache<Map<number, Tally>>;
  #charts: Charts | null = null;
  #chartsAt = -Infinity;

  constructor(engine: Engine, scopeText: string, scope: Scope) {
    this.#engine = engine;
    this.#scopeText = scopeText;
    this.#scope = scope;
    const span = (window: WindowName, at: number) => spanOf(window, at, engine.directory.zone);
    const { wait, deflection, nps, queue } = WALL_SERIES;
    this.#wait = new SeriesCache(engine.watch('visits'), wait.spanS, wait.stepS, (at) =>
      engine.total('visits', span(wait.window, at), scope),
    );
    this.#deflection = new SeriesCache(engine.watch('sessions'), deflection.spanS, deflection.stepS, (at) =>
      engine.total('sessions', span(deflection.window, at), scope),
    );
    this.#nps = new SeriesCache(engine.watch('surveys'), nps.spanS, nps.stepS, (at) =>
      engine.total('surveys', span(nps.window, at), scope),
    );
    this.#sparks = new SeriesCache(engine.watch('visits'), queue.spanS, queue.stepS, (at) =>
      engine.byQueue('visits', span(queue.window, at), scope),
    );
  }

  /** @param sources what only the server knows of each, as of now */
  build(at: number, sources: SourceView[]): FloorView {
    const engine = this.#engine;
    const { directory } = engine;
    const charts = this.#chartsUpTo(at);
    const newestAt = Math.max(0, ...sources.map((s) => s.heardAt ?? 0));
    return {
      scope: this.#scopeText,
      title: this.#title(),
      zone: directory.zone,
      newestAt: newestAt || null,
      simulated: sources.some((s) => s.simulated),
      sources,
      heroes: this.#heroes(at),
      thresholdS: directory.queues.find((q) => q.id === this.#scope.queue)?.thresholdS ?? directory.thresholdS,
      agents: this.#agents(at),
      queues: answerQueues(engine, this.#scope, '15m', at).map((row) => ({
        ...row,
        spark: charts.spark.get(row.id) ?? {},
      })),
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

  #title(): string {
    const { site, queue } = this.#scope;
    const { title, sites, queues } = this.#engine.directory;
    const named = [sites.find((s) => s.id === site)?.name ?? site, queues.find((q) => q.id === queue)?.name ?? queue];
    return [...named.filter((name) => name !== undefined), title].join(' · ');
  }

  #heroes(at: number): FloorView['heroes'] {
    const engine = this.#engine;
    const waiting = engine.tallyWaiting(at, this.#scope);
    const agents = engine.tallyAgents(at, this.#scope);
    return {
      waiting: engine.read('waiting', waiting),
      longest: engine.read('wait.longest', waiting),
      asa: this.#windowed('asa', 'visits', WALL_WINDOWS.wait, at),
      serviceLevel: this.#windowed('service.level', 'visits', WALL_WINDOWS.serviceLevel, at),
      available: engine.read('agents.available', agents),
      signedIn: engine.read('agents.signedin', agents),
      deflection: this.#windowed('assistant.deflection', 'sessions', WALL_WINDOWS.deflection, at),
      nps: this.#windowed('nps', 'surveys', WALL_WINDOWS.nps, at),
    };
  }

  #windowed(key: string, subject: 'visits' | 'sessions' | 'surveys', window: WindowName, at: number): Reading {
    const span = spanOf(window, at, this.#engine.directory.zone);
    return this.#engine.read(key, this.#engine.total(subject, span, this.#scope));
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
    const sessions = this.#windowed('assistant.deflection', 'sessions', WALL_WINDOWS.flow, at).counts;
    const visits = this.#windowed('requests.direct', 'visits', WALL_WINDOWS.flow, at).counts;
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
    if (this.#charts && at - this.#chartsAt < SERIES_EVERY_MS) return this.#charts;
    const engine = this.#engine;
    const wait = this.#wait.upTo(at);
    const nps = this.#nps.upTo(at);
    const value = (key: string) => (tally: Tally) => engine.read(key, tally).value;
    this.#chartsAt = at;
    this.#charts = {
      waitP50: series(wait, value('wait.p50')),
      waitP90: series(wait, value('wait.p90')),
      deflection: series(this.#deflection.upTo(at), value('assistant.deflection')),
      nps: series(nps, (tally) => enough(engine.read('nps', tally))?.value ?? null),
      npsMargin: series(nps, (tally) => enough(engine.read('nps', tally))?.margin ?? null),
      spark: this.#sparkLines(at),
    };
    return this.#charts;
  }

  #sparkLines(at: number): Map<string, Series> {
    const lines = new Map<string, Series>();
    for (const [t, tallies] of this.#sparks.upTo(at)) {
      for (const [queue, tally] of tallies) {
        const asa = this.#engine.read('asa', tally).value;
        if (asa === null) continue;
        const id = this.#engine.floor.queues.text(queue);
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
