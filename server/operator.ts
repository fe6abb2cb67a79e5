// The directory of the operator: the settings' names, zones and thresholds, filled up by what the sources know.
import { REFERENCE, type Directory, type QueueEntry, type SiteEntry, type TeamEntry } from '#core/directory.ts';
import type { Metric } from '#core/metric.ts';
import { BadSettings, type Settings } from './config.ts';
import type { ConfiguredSource } from './source-runner.ts';

/**
 * @param metrics keys, and which side of each is good
 * @throws BadSettings for goals of metrics that are not there, or whose limits are the wrong way round
 */
export function directoryOf(
  settings: Settings,
  sources: ConfiguredSource[],
  metrics: ReadonlyMap<string, Pick<Metric, 'better'>>,
): Directory {
  mustFit(settings, metrics);
  const known = sources.flatMap(({ definition }) => definition.directory ?? []);
  const pick = <K extends 'title' | 'zone'>(key: K) => settings[key] ?? known.find((d) => d[key] !== undefined)?.[key];
  const { language, intervalMinutes, serviceLevel, assistantExcludesDirect, thresholdS, shortS, goals } = settings;
  return {
    title: pick('title') ?? REFERENCE.title,
    zone: pick('zone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    language: language ?? REFERENCE.language,
    intervalMinutes,
    serviceLevel,
    assistantExcludesDirect,
    thresholdS,
    shortS,
    goals,
    sites: byId<SiteEntry>(
      settings.sites,
      known.flatMap((d) => d.sites ?? []),
    ),
    teams: byId<TeamEntry>(
      settings.teams,
      known.flatMap((d) => d.teams ?? []),
    ),
    queues: byId<QueueEntry>(
      settings.queues,
      known.flatMap((d) => d.queues ?? []),
    ),
  };
}

function mustFit(
  { goals, sites, teams, queues }: Settings,
  metrics: ReadonlyMap<string, Pick<Metric, 'better'>>,
): void {
  const problems: string[] = [];
  for (const [list, entries] of Object.entries({ sites, teams, queues })) {
    const ids = entries.map(({ id }) => id);
    for (const id of new Set(ids.filter((one, i) => ids.indexOf(one) !== i)))
      problems.push(`${list}: "${id}" stands there twice; keep one.`);
  }
  for (const [i, { metric, look, act }] of goals.entries()) {
    const better = metrics.get(metric)?.better;
    if (!better)
      problems.push(`goals.${i}.metric: "${metric}" is not known; there are ${[...metrics.keys()].join(', ')}.`);
    else if (better === 'lower' ? act < look : act > look)
      problems.push(
        `goals.${i}: ${metric} is better when ${better}: act (${act}) must not be ${better === 'lower' ? 'below' : 'above'} look (${look}).`,
      );
  }
  if (problems.length > 0) throw new BadSettings(problems);
}

/** The settings' word goes first. */
function byId<T extends { id: string }>(settings: readonly T[], known: readonly T[]): T[] {
  const all = new Map<string, T>();
  for (const entry of [...known, ...settings]) all.set(entry.id, { ...all.get(entry.id), ...entry });
  return [...all.values()];
}
