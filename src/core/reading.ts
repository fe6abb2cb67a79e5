// One number as the API and the screens show it.
import type { Goal, Level } from './level.ts';
import type { WindowName } from './window.ts';

export interface Reading {
  /** null where there is nothing to say */
  value: number | null;
  unit: Unit;
  /** what it was computed from: { answered: 1060, waitSeconds: 55438 } */
  counts: Record<string, number>;
  state: Level;
  /** what state was judged by; absent where nothing is promised */
  goal?: Goal;
  /** half width of the 95 % interval, in the unit of value */
  margin?: number;
  low?: number;
  high?: number;
  /** the same counts by other definitions, or parts of the value */
  variants?: Record<string, number | null>;
  /** which of the variants the value is */
  variant?: string;
  /** where the number is always over one window, whatever was asked for */
  window?: WindowName;
  /** ISO 4217, of money */
  currency?: string;
}

/**
 * s = seconds, ratio = 0–1, count = things or people, score = −100…100, people = people needed (below 0: to spare),
 * money = in the currency's major unit, perMinute, perAgent = things a minute, an agent
 */
export const UNITS = ['s', 'ratio', 'count', 'score', 'people', 'money', 'perMinute', 'perAgent'] as const;
export type Unit = (typeof UNITS)[number];
