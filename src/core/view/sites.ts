// One row a site, for those who look after all of them.
import type { Engine } from '../engine.ts';
import type { HeldLevels } from '../held-levels.ts';
import { worse, type Level } from '../level.ts';
import { placesOf } from '../places.ts';
import type { Reading } from '../reading.ts';
import { Readings } from '../readings.ts';
import type { Scope } from '../scope.ts';
import { parseShow } from './show.ts';
import { SITE_METRICS, type SiteRow } from './floor-view.ts';

const JUDGED: readonly (typeof SITE_METRICS)[number][] = [
  'wait.longest@now',
  'asa@5m',
  'service.level@15m',
  'agents.available@now',
];

/** A scope of one site has that site only. @param levels what is known of earlier moments, of each site */
export function sitesOf(
  engine: Engine,
  scope: Scope,
  at: number,
  language: string,
  levels: (site: string) => HeldLevels,
): SiteRow[] {
  const sites = placesOf(engine, language).sites.filter(({ id }) => scope.site === undefined || scope.site === id);
  return sites.map(({ id, name }) => {
    const inSite = { ...scope, site: id };
    const readings = readingsOf(engine, inSite, at, levels(id));
    return { id, name, level: levelOf(readings), readings };
  });
}

function readingsOf(engine: Engine, scope: Scope, at: number, levels: HeldLevels): Record<string, Reading> {
  const readings = new Readings(engine, scope);
  const shown = SHOWN.map(({ key, metric, window }) => [key, readings.held(metric, window, at, levels)] as const);
  return Object.fromEntries(shown);
}

function levelOf(readings: Record<string, Reading>): Level {
  return JUDGED.map((key) => readings[key].state).reduce(worse);
}

const parsed = parseShow(SITE_METRICS.join());
const SHOWN = parsed.ok ? parsed.value.readings : [];
