// How each source does, as screens and the API show it: what it said of itself, what the engine and the ingest saw.
import type { Engine } from '#core/engine.ts';
import type { SourceView } from '#core/view/floor-view.ts';
import type { IngestHealth } from './ingest.ts';

/** A wall names this many sources at most, those in trouble and the newest first. */
const MOST_SHOWN = 50;

export function sourceViews(engine: Engine, ingest: ReadonlyMap<string, IngestHealth>, at: number): SourceView[] {
  const views: SourceView[] = [];
  const { sourceNames, visits } = engine.floor;
  for (const source of engine.floor.sources.values()) {
    const told = source.statuses.before(at);
    const health = ingest.get(source.id);
    views.push({
      id: source.id,
      state: told?.state ?? 'up',
      since: told?.sinceAt ?? null,
      lastEventAt: source.newestAt || null,
      heardAt: Math.max(source.newestAt, health?.heardAt ?? 0) || null,
      late: source.late,
      negative: visits.backwards.of(sourceNames.find(source.id) ?? 0),
      rejected: health?.rejected ?? 0,
      skewMs: health?.skewMs ?? null,
      simulated: source.simulated,
    });
  }
  const trouble = (view: SourceView) => (view.state === 'up' ? 0 : 1);
  return views
    .sort((a, b) => trouble(b) - trouble(a) || (b.lastEventAt ?? 0) - (a.lastEventAt ?? 0))
    .slice(0, MOST_SHOWN);
}
