// Who is listed, in which order: by team or state under headings, or all in one; in each the longest in their state first.
import type { People, Person } from '#core/view/floor-view.ts';
import { AGENT_STATES, type AgentState } from '#core/vocabulary.ts';
import { searcher } from '../queue-search.ts';
import type { AgentsWish } from './agents-wish.ts';

/** A line of the list: a heading, or somebody. */
export type ListRow =
  { kind: 'group'; key: string; label: string; count: number } | { kind: 'agent'; key: string; id: string };

export interface ListWish extends AgentsWish {
  /** what is searched for; "" for all */
  q: string;
  language: string;
}

/** States in the order of who can be asked for first. */
export const STATE_ORDER: readonly AgentState[] = [
  ...(['available', 'ringing', 'contact', 'wrapup', 'missed', 'break', 'unknown'] as const),
];

/** Ids of those whom the wish finds. */
export function foundAgents({ people, teams }: People, { q, states }: ListWish): string[] {
  const matches = searcher(q);
  const isFound = ([id, { name, state, team }]: [string, Person]): boolean =>
    (states.length === 0 || states.includes(state)) &&
    (q === '' || matches({ id, name: `${name} ${teams[team] ?? team}` }));
  return Object.entries(people)
    .filter(isFound)
    .map(([id]) => id);
}

/** @param word what a state is called @param nameless what people without a team are called */
export function listRows(view: People, wish: ListWish, word: (state: AgentState) => string, nameless = ''): ListRow[] {
  const { people, teams } = view;
  const longestFirst = (a: string, b: string): number => people[a].sinceAt - people[b].sinceAt || (a < b ? -1 : 1);
  const ids = foundAgents(view, wish).sort(longestFirst);
  const agents = (some: readonly string[]): ListRow[] => some.map((id) => ({ kind: 'agent', key: `agent ${id}`, id }));
  if (wish.group === 'none') return agents(ids);
  const keyOf = (id: string): string => (wish.group === 'team' ? people[id].team : people[id].state);
  const groups = new Map<string, string[]>();
  for (const id of ids) {
    const members = groups.get(keyOf(id));
    if (members) members.push(id);
    else groups.set(keyOf(id), [id]);
  }
  const labelOf = (key: string): string =>
    wish.group === 'state' ? word(key as AgentState) : key === '' ? nameless : (teams[key] ?? key);
  const collator = new Intl.Collator(wish.language, { numeric: true });
  const compare = (a: string, b: string): number =>
    wish.group === 'state'
      ? STATE_ORDER.indexOf(a as AgentState) - STATE_ORDER.indexOf(b as AgentState)
      : collator.compare(labelOf(a), labelOf(b));
  return [...groups]
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([key, members]) => [
      { kind: 'group' as const, key: `group ${key}`, label: labelOf(key), count: members.length },
      ...agents(members),
    ]);
}

/** How many are in each state, whatever is searched for. */
export function countStates(people: Readonly<Record<string, Person>>): Record<AgentState, number> {
  const counts = Object.fromEntries(AGENT_STATES.map((state) => [state, 0])) as Record<AgentState, number>;
  for (const { state } of Object.values(people)) counts[state]++;
  return counts;
}
