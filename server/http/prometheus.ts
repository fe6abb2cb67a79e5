// GET /metrics: the same numbers for Prometheus. Gauges are made anew for each scrape; counters never fall while the
// server runs.
import { Gauge, Registry } from 'prom-client';
import { readWindow } from '#core/readings.ts';
import type { Engine } from '#core/engine.ts';
import { OUTCOMES } from '#core/floor/outcome.ts';
import { queueRows } from '#core/queue-rows.ts';
import type { Unit } from '#core/reading.ts';
import { parseScope } from '#core/scope.ts';
import { HEALTHS, type Health } from '#core/screen-health.ts';
import type { QueueRow, SourceView } from '#core/view/floor-view.ts';
import type { WindowName } from '#core/window.ts';
import type { IngestHealth } from '../ingest.ts';
import { Totals } from './totals.ts';

export interface Exposed {
  engine: Engine;
  sources(at: number): SourceView[];
  health: ReadonlyMap<string, IngestHealth>;
  /** how many paired screens are how */
  screens(): Readonly<Record<Health, number>>;
}

const SUFFIX: Record<Unit, string> = {
  s: '_seconds',
  ratio: '_ratio',
  count: '',
  score: '',
  people: '_people',
  money: '',
  perMinute: '_per_minute',
  perAgent: '',
};
const QUEUE_GAUGES: [name: string, help: string, of: (row: QueueRow) => number | null][] = [
  ['waiting', 'Visits that wait now', (row) => row.waiting],
  ['longest_wait_seconds', 'Wait of the oldest visit that waits', (row) => row.longestS],
  ['asa_seconds', 'Average speed of answer, last 15 min', (row) => row.asaS],
  ['service_level_ratio', 'Service level, last 15 min', (row) => row.serviceLevel],
  ['abandon_ratio', 'Abandoned of offered, last 15 min', (row) => row.abandonRate],
  ['agents_available', 'Agents available', (row) => row.available],
  ['agents_signed_in', 'Agents signed in', (row) => row.signedIn],
];

/** "asa" → "tablo_asa_seconds"; a bound goes before the unit. */
export function seriesName(key: string, unit: Unit, bound = ''): string {
  return `tablo_${key.replace(/\.count$/, '').replaceAll('.', '_')}${bound}${SUFFIX[unit]}`;
}

export class PrometheusExposition {
  readonly #exposed: Exposed;
  readonly #totals = new Totals();

  constructor(exposed: Exposed) {
    this.#exposed = exposed;
  }

  async render(at: number): Promise<{ contentType: string; body: string }> {
    const registry = new Registry();
    const { engine } = this.#exposed;
    const sites = engine.floor.sites.all().map((id) => `site:${id}`);
    for (const scope of ['all', ...sites]) this.#readings(registry, scope, at);
    this.#queues(registry, at);
    this.#sources(registry, at);
    const screens = this.#exposed.screens();
    for (const health of HEALTHS)
      set(registry, 'tablo_screens', 'Paired screens, by how they are', { health }, screens[health]);
    this.#count();
    this.#totals.into(registry);
    return { contentType: registry.contentType, body: await registry.metrics() };
  }

  #readings(registry: Registry, scopeText: string, at: number): void {
    const { engine } = this.#exposed;
    const scope = parseScope(scopeText);
    if (!scope.ok) return;
    for (const window of new Set([...engine.metrics.values()].map(({ usual }) => usual))) {
      for (const [key, reading] of Object.entries(readWindow(engine, scope.value, window, at))) {
        const metric = engine.metrics.get(key);
        if (metric?.usual !== window) continue;
        const help = `${metric.names.en}: ${metric.formula.en}`;
        const labels = { scope: scopeText, window: windowOf(metric) };
        const { unit, value, low, high } = reading;
        set(registry, seriesName(key, unit), help, labels, value);
        set(registry, seriesName(key, unit, '_low'), `Lower bound. ${help}`, labels, low);
        set(registry, seriesName(key, unit, '_high'), `Upper bound. ${help}`, labels, high);
      }
    }
  }

  #queues(registry: Registry, at: number): void {
    for (const row of queueRows(this.#exposed.engine, {}, '15m', at)) {
      for (const [name, help, of] of QUEUE_GAUGES)
        set(registry, `tablo_queue_${name}`, help, { queue: row.id }, of({ ...row, spark: {} }));
    }
  }

  #sources(registry: Registry, at: number): void {
    for (const { id: source, state, lastEventAt, skewMs } of this.#exposed.sources(at)) {
      set(registry, 'tablo_source_up', '1 while the source says that it is up', { source }, state === 'up' ? 1 : 0);
      const heardS = lastEventAt === null ? null : lastEventAt / 1000;
      set(registry, 'tablo_source_last_event_timestamp_seconds', 'When its newest event happened', { source }, heardS);
      const skewS = skewMs === null ? null : skewMs / 1000;
      set(
        registry,
        'tablo_source_skew_seconds',
        'Least delay of its events; below 0 its clock is ahead',
        { source },
        skewS,
      );
    }
  }

  #count(): void {
    const { engine, health } = this.#exposed;
    for (const { id: source, events, late, unknown } of engine.floor.sources.values()) {
      this.#totals.reach('tablo_events_total', 'Events taken', { source }, events);
      this.#totals.reach('tablo_events_late_total', 'Events that came more than 30 min late', { source }, late);
      this.#totals.reach('tablo_events_unknown_total', 'Events of a type not known here', { source }, unknown);
    }
    for (const [source, { duplicates, rejected }] of health) {
      this.#totals.reach('tablo_events_duplicate_total', 'Events that were known already', { source }, duplicates);
      this.#totals.reach('tablo_events_rejected_total', 'Events refused as wrong', { source }, rejected);
    }
    const help = 'Visits that ended so; one whose end is corrected counts again';
    for (const [number, counts] of engine.floor.visits.endings) {
      const queue = engine.floor.queues.text(number);
      for (const [i, count] of counts.entries())
        if (count > 0) this.#totals.reach('tablo_visits_ended_total', help, { queue, outcome: OUTCOMES[i] }, count);
    }
  }
}

const windowOf = ({ usual, fixed }: { usual: WindowName; fixed?: WindowName }): WindowName => fixed ?? usual;

/** null and undefined = nothing to say: no sample. */
function set(
  registry: Registry,
  name: string,
  help: string,
  labels: Record<string, string>,
  value: number | null | undefined,
): void {
  if (value === null || value === undefined) return;
  const known = registry.getSingleMetric(name) as Gauge | undefined;
  const gauge = known ?? new Gauge({ name, help, labelNames: Object.keys(labels), registers: [registry] });
  gauge.set(labels, value);
}
