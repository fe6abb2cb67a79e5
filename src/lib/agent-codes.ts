// How states of agents are shown: their codes on the wire, the order of the mosaic, their words and classes.
import type { AGENT_STATES, AgentState } from '#core/event.ts';

/**
 * The same list as AGENT_STATES, which the compiler sees to: taking it from core/event would bring the whole schema
 * library into every page.
 */
export const CODES: typeof AGENT_STATES = [
  'offline',
  'available',
  'ringing',
  'contact',
  'wrapup',
  'break',
  'missed',
  'unknown',
];

const DRAWN: readonly AgentState[] = ['available', 'ringing', 'contact', 'wrapup', 'break', 'missed', 'unknown'];
export const DRAWN_CODES: readonly number[] = DRAWN.map((state) => CODES.indexOf(state));

export const STATE_WORDS: Record<AgentState, string> = {
  offline: 'offline',
  available: 'available',
  ringing: 'ringing',
  contact: 'contact',
  wrapup: 'wrap-up',
  break: 'break',
  missed: 'missed',
  unknown: 'unknown',
};

export const classOfCode = (code: number): string => CODES[code] ?? 'unknown';
