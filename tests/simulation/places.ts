// Where and when a simulated floor is: ids that are hard to carry, zones whose days are not 24 hours long, instants at
// which something turns over.
import { REFERENCE, type Directory, type QueueEntry } from '#core/directory.ts';
import type { Channel } from '#core/vocabulary.ts';
import type { Random } from '../../server/simulation/random.ts';

export const QUEUES = ['тарифы', '__proto__', 'care & more', 'Ёлка 50%', 'constructor', 'q,site:x', '🎧'];
export const AGENTS = ['анна', 'bob', '__proto__', 'Ёжик №1', 'o’neil', 'ann', 'toString'];
export const SITES = ['москва', 'berlin', 'new york', 'lord-howe'] as const;
export const TEAMS = ['red', 'синие', 'hasOwnProperty'];
export const CHANNELS: readonly Channel[] = ['phone', 'appchat', 'messenger'];
const ZONES: Record<string, string> = {
  москва: 'Europe/Moscow',
  berlin: 'Europe/Berlin',
  'new york': 'America/New_York',
  'lord-howe': 'Australia/Lord_Howe',
};

/** UTC. A day of 23 hours, one of 25, one of 24½ begin or turn soon; a midnight; a new year; a leap day. */
const TURNS = [
  '2026-03-29T00:20:00Z',
  '2026-10-25T00:20:00Z',
  '2026-11-01T05:20:00Z',
  '2026-04-04T14:40:00Z',
  '2026-11-22T20:50:00Z',
  '2025-12-31T20:55:00Z',
  '2024-02-28T20:50:00Z',
  '2026-11-22T12:00:00Z',
].map((time) => Date.parse(time));

export interface Places {
  directory: Directory;
  startAt: number;
  queues: string[];
  agents: string[];
  sites: string[];
  teams: string[];
  /** the settings name them all: no queue's channel is learned from visits, to be forgotten with them */
  isEachQueueNamed: boolean;
}

export function choosePlaces(random: Random): Places {
  const some = <T>(from: readonly T[], least: number, most: number): T[] =>
    random.shuffle(from).slice(0, least + random.below(most - least + 1));
  const queues = some(QUEUES, 1, 3);
  const sites = some(SITES, 1, 2);
  const teams = some(TEAMS, 1, 2);
  const isEachQueueNamed = random.chance(0.5);
  const entries: QueueEntry[] = queues
    .filter(() => isEachQueueNamed || random.chance(0.4))
    .map((id) => ({
      id,
      channel: random.pick(CHANNELS),
      ...(random.chance(0.5) && { thresholdS: 10, shortS: 2 }),
      ...(random.chance(0.3) && { sells: true }),
      ...(random.chance(0.3) && { site: sites[0] }),
    }));
  const directory: Directory = {
    ...REFERENCE,
    zone: random.pick(['UTC', 'Europe/Moscow', 'Asia/Kathmandu', 'Europe/Berlin']),
    intervalMinutes: random.pick([15, 30]),
    serviceLevel: random.pick(['positive', 'answered', 'negative', 'ignore', 'short-positive', 'short-removed']),
    assistantExcludesDirect: random.chance(0.3),
    sites: sites.map((id) => ({ id, zone: ZONES[id], name: { en: id, ru: 'место' } })),
    teams: teams.map((id) => ({ id, site: random.pick(sites) })),
    queues: entries,
    goals: random.chance(0.3) ? [{ metric: 'asa', look: 20, act: 60 }] : [],
  };
  const startAt = random.pick(TURNS);
  return { directory, startAt, queues, agents: some(AGENTS, 2, 5), sites, teams, isEachQueueNamed };
}
