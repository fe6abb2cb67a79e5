// An agent at one instant, as a scope sees them.
import type { Agent, StateSpan } from './floor/agents.ts';
import type { PresentAgent } from './metric.ts';
import type { AgentState } from './vocabulary.ts';

export interface AgentNow {
  agent: Agent;
  span: StateSpan;
  /** queue → paused in that one */
  queues: Map<string, boolean>;
}

/** @param queue of a scope of one queue: who is paused in it is on a break @param at epoch ms */
export function presentAgent({ agent, span, queues }: AgentNow, queue: string | undefined, at: number): PresentAgent {
  return {
    state: isPaused(queues, queue) && IDLE.includes(span.state) ? 'break' : span.state,
    reason: span.reason,
    slots: agent.slots(at),
    serves: !agent.servesNone(at),
  };
}

/** Paused in just this queue: on a break as far as the queue is concerned, unless at work. */
export function isPaused(queues: Map<string, boolean>, queue: string | undefined): boolean {
  return queue !== undefined && queues.get(queue) === true;
}
/** States without work: only in these a pause in one queue is a break. */
export const IDLE: readonly AgentState[] = ['available', 'ringing'];
