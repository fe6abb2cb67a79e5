// How states of agents are shown: their codes on the wire, the order of the mosaic, their words.
import { AGENT_STATES, type AgentState } from '#core/vocabulary.ts';
import { t } from '#lib/i18n/translate.ts';

const DRAWN: readonly AgentState[] = ['available', 'ringing', 'contact', 'wrapup', 'break', 'missed', 'unknown'];
export const DRAWN_CODES: readonly number[] = DRAWN.map((state) => AGENT_STATES.indexOf(state));

export const stateWord = (state: AgentState): string => t(`agent.${state}`);

/** Also the class that gives it its colour. */
export const stateOfCode = (code: number): AgentState => AGENT_STATES[code] ?? 'unknown';
