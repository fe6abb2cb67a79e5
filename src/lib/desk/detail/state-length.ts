// How long people are in a state against how long that usually takes: who is long for what they do comes first.
import { levelOf, type Level } from '#core/level.ts';
import type { Reading } from '#core/reading.ts';
import type { Person } from '#core/view/floor-view.ts';
import type { AgentState } from '#core/vocabulary.ts';

/** Seconds after which somebody looks, and acts. */
export interface StateLimit {
  look: number;
  act: number;
}
export type StateLimits = Partial<Record<AgentState, StateLimit>>;

const MINUTE_S = 60;
/** Of fewer talks no mean is made: then the reference operator's. */
const LEAST_TALKS = 10;
const USUAL_TALK_S = 150;
const USUAL_WRAP_S = 30;

const FIXED: StateLimits = {
  ringing: { look: 20, act: 45 },
  // Who did not pick up gets no call until they are ready again.
  missed: { look: 15, act: 2 * MINUTE_S },
  break: { look: 30 * MINUTE_S, act: 45 * MINUTE_S },
};

/** Talks and wrap-ups by their own means. @param aht reading of aht */
export function stateLimits({ counts }: Pick<Reading, 'counts'>): StateLimits {
  const { handled = 0, talkSeconds = 0, wrapSeconds = 0 } = counts;
  const isKnown = handled >= LEAST_TALKS;
  const talk = isKnown ? talkSeconds / handled : USUAL_TALK_S;
  const wrap = isKnown ? wrapSeconds / handled : USUAL_WRAP_S;
  return {
    ...FIXED,
    contact: { look: 2 * talk, act: 3 * talk },
    wrapup: { look: Math.max(MINUTE_S, 2 * wrap), act: Math.max(2 * MINUTE_S, 4 * wrap) },
  };
}

/** Who serves several at once is in contact for as long as any of them is there: nobody can say what is long. */
function limitOf({ state, slots }: Person, limits: StateLimits): StateLimit | undefined {
  return state === 'contact' && (slots?.total ?? 0) > 1 ? undefined : limits[state];
}

/** @param at epoch ms */
export const inStateS = ({ sinceAt }: Person, at: number): number => Math.max(0, (at - sinceAt) / 1000);

export function stateLevel(person: Person, at: number, limits: StateLimits): Level {
  const limit = limitOf(person, limits);
  return limit ? levelOf(inStateS(person, at), { ...limit, bad: 'above' }) : 'none';
}

/** How often the time after which somebody looks fits into it; below 0 where there is none. */
function strain(person: Person, at: number, limits: StateLimits): number {
  const limit = limitOf(person, limits);
  if (!limit) return -1 / (1 + inStateS(person, at));
  return inStateS(person, at) / limit.look;
}

/** Longest for their state first. @returns ids */
export function byStrain(people: Readonly<Record<string, Person>>, at: number, limits: StateLimits): string[] {
  const strained = Object.entries(people).map(([id, person]) => [id, strain(person, at, limits)] as const);
  return strained.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([id]) => id);
}
