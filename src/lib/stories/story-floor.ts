// A floor as it is told for the stories: few enough figures to be written by hand, from which all numbers of a view
// follow (sums.ts), so that they agree with each other as on a real floor.
import type { Names } from '#core/directory.ts';
import type { AgentState, Channel } from '#core/vocabulary.ts';

/** Counts are those of 15 minutes, unless they say otherwise. */
export interface StoryQueue {
  id: string;
  name: Names;
  channel: Channel;
  /** seconds: T of the service level */
  thresholdS: number;
  /** now */
  waiting: number;
  /** now, seconds; 0 when nobody waits */
  longestS: number;
  /** of those that wait, longer than T */
  overdue: number;
  answered: number;
  answeredWithinT: number;
  abandoned: number;
  abandonedWithinT: number;
  /** mean wait of the answered */
  asaS: number;
  /** now */
  available: number;
  signedIn: number;
}

export interface StorySite {
  id: string;
  name: Names;
  /** of the floor's people and contacts, 0–1 */
  share: number;
  /** how many times longer than on the whole floor they wait */
  strain: number;
}

export interface StoryStream {
  id: string;
  platform: string;
  live: boolean;
  viewers: number;
  /** of today */
  questions: number;
  answered: number;
}

export interface StoryFloor {
  title: Names;
  scope: string;
  /** signed in, by state */
  people: Readonly<Partial<Record<AgentState, number>>>;
  queues: readonly StoryQueue[];
  /** of 15 minutes: ended sessions of the assistant; of those, who asked for a person at once */
  sessions: { resolved: number; handedOver: number; left: number; direct: number };
  /** of 24 h */
  nps: { promoters: number; passives: number; detractors: number };
  csat: { n: number; satisfied: number };
  /** seconds of a contact */
  handling: { talkS: number; wrapS: number };
  /** of today */
  sales: { won: number; lost: number; open: number; reversed: number; minor: number; currency: string };
  callbacks: { due: number; late: number; later: number };
  streams: readonly StoryStream[];
  sites: readonly StorySite[];
  /** what waits were an hour ago, as a share of what they are now */
  before: number;
  /** share of the contacts of a day that lie in 15 minutes */
  ofDay: number;
}

/** Thursday, 26 November 2026, 14:26 in Moscow: the instant of all stories, epoch ms. */
export const STORY_AT = Date.UTC(2026, 10, 26, 11, 26, 12);
export const STORY_ZONE = 'Europe/Moscow';
/** Noise that is the same every time: 0–1 for a name and a number. */
export function chance(name: string, n: number): number {
  let hash = 2166136261 ^ n;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507);
  hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
