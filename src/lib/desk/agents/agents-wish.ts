// How the view of agents is grouped, and which states it shows, as it stands in the desk's address: &group=state&state=contact,wrapup
import { AGENT_STATES, type AgentState } from '#core/vocabulary.ts';

export const GROUPINGS = ['team', 'state', 'none'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface AgentsWish {
  group: Grouping;
  /** none: all of them */
  states: readonly AgentState[];
}

type Others = readonly (readonly [key: string, value: string])[];

/** @param others of the address: what the desk itself does not read */
export function parseAgentsWish(others: Others): AgentsWish {
  const said = new Map(others);
  const states = (said.get('state') ?? '').split(',');
  return {
    group: GROUPINGS.find((one) => one === said.get('group')) ?? 'team',
    states: AGENT_STATES.filter((state) => states.includes(state)),
  };
}

/** What the desk does not read, with this wish; the usual is left out. */
export function withWish(others: Others, { group, states }: AgentsWish): Others {
  const rest = others.filter(([key]) => key !== 'group' && key !== 'state');
  return [
    ...rest,
    ...(group === 'team' ? [] : [['group', group] as const]),
    ...(states.length === 0 ? [] : [['state', states.join()] as const]),
  ];
}
