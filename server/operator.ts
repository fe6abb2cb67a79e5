// The directory of the operator: the settings' names, zones and thresholds, filled up by what the sources know.
import { REFERENCE, type Directory, type QueueEntry, type SiteEntry } from '#core/directory.ts';
import type { Settings } from './config.ts';
import type { ConfiguredSource } from './source-runner.ts';

export function directoryOf(settings: Settings, sources: ConfiguredSource[]): Directory {
  const known = sources.flatMap(({ definition }) => definition.directory ?? []);
  const pick = <K extends 'title' | 'zone'>(key: K) => settings[key] ?? known.find((d) => d[key] !== undefined)?.[key];
  return {
    title: pick('title') ?? REFERENCE.title,
    zone: pick('zone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    language: REFERENCE.language,
    intervalMinutes: REFERENCE.intervalMinutes,
    serviceLevel: settings.serviceLevel,
    assistantExcludesDirect: REFERENCE.assistantExcludesDirect,
    thresholdS: settings.thresholdS,
    shortS: settings.shortS,
    sites: byId<SiteEntry>(
      settings.sites,
      known.flatMap((d) => d.sites ?? []),
    ),
    teams: [],
    goals: [],
    queues: byId<QueueEntry>(
      settings.queues,
      known.flatMap((d) => d.queues ?? []),
    ),
  };
}

/** The settings' word goes first. */
function byId<T extends { id: string }>(settings: readonly T[], known: readonly T[]): T[] {
  const all = new Map<string, T>();
  for (const entry of [...known, ...settings]) all.set(entry.id, { ...all.get(entry.id), ...entry });
  return [...all.values()];
}
