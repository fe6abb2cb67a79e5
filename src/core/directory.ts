// What the settings say of the operator: names, zones, thresholds and goals. Ids that it does not name are shown as they
// are.
import type { Goal } from './level.ts';
import { parseScope, type Scope } from './scope.ts';
import type { ServiceLevel } from './service-levels.ts';
import type { Channel } from './vocabulary.ts';

/** One name, or one for each language: { en: "Rostov-on-Don", ru: "Ростов-на-Дону" }. */
export type Names = string | Readonly<Record<string, string>>;

export interface SiteEntry {
  id: string;
  name?: Names;
  /** IANA zone, where it is not the operator's */
  zone?: string;
}
export interface TeamEntry {
  id: string;
  name?: Names;
  site?: string;
}
export interface QueueEntry {
  id: string;
  name?: Names;
  channel?: Channel;
  site?: string;
  /** T of the service level, seconds */
  thresholdS?: number;
  /** S, the limit of a short abandon, seconds */
  shortS?: number;
  /** its contacts are sales contacts */
  sells?: boolean;
}
/** Another goal than the metric's own, for a scope and all that lies in it. */
export interface GoalEntry {
  metric: string;
  /** as in the API; default all */
  scope?: string;
  look: number;
  act: number;
}

export interface Directory {
  title: Names;
  /** of names and headings, where a screen asks for none */
  language: string;
  /** IANA zone of "today", clocks and axes */
  zone: string;
  intervalMinutes: 15 | 30;
  serviceLevel: ServiceLevel;
  assistantExcludesDirect: boolean;
  thresholdS: number;
  shortS: number;
  sites: SiteEntry[];
  teams: TeamEntry[];
  queues: QueueEntry[];
  goals: GoalEntry[];
}

export const REFERENCE: Directory = {
  title: 'Tablo',
  language: 'en',
  zone: 'UTC',
  intervalMinutes: 30,
  serviceLevel: 'ignore',
  assistantExcludesDirect: false,
  thresholdS: 30,
  shortS: 5,
  sites: [],
  teams: [],
  queues: [],
  goals: [],
};

/** The name in this language ("ru-RU", then "ru"), else in English, else in any. */
export function nameIn(names: Names, language: string): string {
  if (typeof names === 'string') return names;
  return names[language] ?? names[language.split('-')[0]] ?? names.en ?? Object.values(names)[0];
}

/** The zone of the scope's site; of its queue's or team's site; else the operator's. */
export function zoneOf({ sites, teams, queues, zone }: Directory, scope: Scope): string {
  const site =
    scope.site ?? queues.find(({ id }) => id === scope.queue)?.site ?? teams.find(({ id }) => id === scope.team)?.site;
  return sites.find(({ id }) => id === site)?.zone ?? zone;
}

/**
 * The goal of a metric in a scope: the settings' most specific one whose scope holds this one; of equals the last.
 * @param standard the metric's own
 */
export function goalOf(
  { goals }: Directory,
  metric: string,
  scope: Scope,
  standard: Goal | undefined,
  better: 'lower' | 'higher' | 'neither',
): Goal | undefined {
  let best: { entry: GoalEntry; parts: number } | null = null;
  for (const entry of goals) {
    if (entry.metric !== metric) continue;
    const parts = partsHolding(entry.scope ?? 'all', scope);
    if (parts !== null && parts >= (best?.parts ?? 0)) best = { entry, parts };
  }
  if (!best) return standard;
  const { look, act } = best.entry;
  return { look, act, bad: better === 'lower' ? 'above' : 'below' };
}

/** How many parts a scope has that holds another; null when it does not hold it. */
function partsHolding(text: string, scope: Scope): number | null {
  const parsed = parseScope(text);
  if (!parsed.ok) return null;
  const parts = Object.entries(parsed.value) as [keyof Scope, string][];
  return parts.every(([kind, id]) => scope[kind] === id) ? parts.length : null;
}
