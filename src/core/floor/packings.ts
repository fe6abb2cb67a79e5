// How what is told of people, streams, sources and promises lies in the columns of their histories.
import { AGENT_STATES, SOURCE_STATES, type AgentState, type SourceState } from '../vocabulary.ts';
import type { Packing } from './history.ts';
import type { Names } from './names.ts';

export interface StateSpan {
  state: AgentState;
  reason: string;
  /** when the state began, epoch ms */
  sinceAt: number;
  /** number of the source among those that tell of the agent: absences.ts */
  by: number;
}
/** Contacts served at once, and the most of them. */
export interface Slots {
  used: number;
  total: number;
}
export type Membership = { queues: string[] } | { queue: string; on: boolean; paused: boolean };

export interface Sample {
  live: boolean;
  viewers: number;
  questions: number;
  answered: number;
  agent: string;
  platform: string;
}

export interface SourceStatus {
  state: SourceState;
  /** beginning of a gap, or when the state was told; epoch ms */
  sinceAt: number;
  /** end of a gap, epoch ms; 0 = not told: it ended when it was told of */
  untilAt: number;
  detail: string;
}

/** @param texts where reasons, names, sites … are kept once */
export function packingsWith(texts: Names) {
  return {
    states: packing<StateSpan>({
      schema: { state: 'u8', reason: 'u32', sinceAt: 'f64', by: 'u8' },
      write({ state, reason, sinceAt, by }, i, value) {
        by[i] = value.by;
        state[i] = AGENT_STATES.indexOf(value.state);
        reason[i] = texts.number(value.reason);
        sinceAt[i] = value.sinceAt;
      },
      read: ({ state, reason, sinceAt, by }, i) => ({
        state: AGENT_STATES[state[i]],
        reason: texts.text(reason[i]),
        sinceAt: sinceAt[i],
        by: by[i],
      }),
      rank: ({ state, reason, sinceAt }) => `${state} ${reason} ${sinceAt}`,
    }),
    slots: packing<Slots>({
      schema: { used: 'f64', total: 'f64' },
      write({ used, total }, i, value) {
        used[i] = value.used;
        total[i] = value.total;
      },
      read: ({ used, total }, i) => ({ used: used[i], total: total[i] }),
      rank: ({ used, total }) => `${used} ${total}`,
    }),
    text: packing<string>({
      schema: { text: 'u32' },
      write({ text }, i, value) {
        text[i] = texts.number(value);
      },
      read: ({ text }, i) => texts.text(text[i]),
      rank: (text) => text,
    }),
    members: packing<Membership>({
      schema: { told: 'u32' },
      write({ told }, i, value) {
        told[i] = texts.number(JSON.stringify(value));
      },
      read: ({ told }, i) => JSON.parse(texts.text(told[i])) as Membership,
      rank: (value) => JSON.stringify(value),
    }),
    samples: packing<Sample>({
      schema: { live: 'u8', viewers: 'f64', questions: 'f64', answered: 'f64', agent: 'u32', platform: 'u32' },
      write(col, i, value) {
        col.live[i] = value.live ? 1 : 0;
        col.viewers[i] = value.viewers;
        col.questions[i] = value.questions;
        col.answered[i] = value.answered;
        col.agent[i] = texts.number(value.agent);
        col.platform[i] = texts.number(value.platform);
      },
      read: (col, i) => ({
        live: col.live[i] === 1,
        viewers: col.viewers[i],
        questions: col.questions[i],
        answered: col.answered[i],
        agent: texts.text(col.agent[i]),
        platform: texts.text(col.platform[i]),
      }),
      rank: (sample) => JSON.stringify(sample),
    }),
    statuses: packing<SourceStatus>({
      schema: { state: 'u8', sinceAt: 'f64', untilAt: 'f64', detail: 'u32' },
      write({ state, sinceAt, untilAt, detail }, i, value) {
        state[i] = SOURCE_STATES.indexOf(value.state);
        sinceAt[i] = value.sinceAt;
        untilAt[i] = value.untilAt;
        detail[i] = texts.number(value.detail);
      },
      read: ({ state, sinceAt, untilAt, detail }, i) => ({
        state: SOURCE_STATES[state[i]],
        sinceAt: sinceAt[i],
        untilAt: untilAt[i],
        detail: texts.text(detail[i]),
      }),
      rank: (status) => JSON.stringify(status),
    }),
    instants: packing<number>({
      schema: { told: 'f64' },
      write({ told }, i, value) {
        told[i] = value;
      },
      read: ({ told }, i) => told[i],
      rank: (at) => new Date(at).toISOString(),
    }),
  };
}
export type Packings = ReturnType<typeof packingsWith>;

const packing = <T>(made: Packing<T>): Packing<T> => made;
