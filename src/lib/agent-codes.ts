// How states of agents are shown: their codes on the wire, the order of the mosaic, their words and classes.
import { AGENT_STATES, type AgentState } from '#core/vocabulary.ts';

const DRAWN: readonly AgentState[] = ['available', 'ringing', 'contact', 'wrapup', 'break', 'missed', 'unknown'];
export const DRAWN_CODES: readonly number[] = DRAWN.map((state) => AGENT_STATES.indexOf(state));

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

export const classOfCode = (code: number): string => AGENT_STATES[code] ?? 'unknown';
