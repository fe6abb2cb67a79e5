// What goes out to who may not see agents by name: aliases in their place, or nothing; and no group of people so small that
// it tells of one. Everything that leaves the server for such a sight passes here.
import type { FloorView, People, Person, SiteRow } from '../view/floor-view.ts';
import type { Reading } from '../reading.ts';

/** initials: of the name where people are listed, and the alias elsewhere; none: agents are left out */
export const ALIASES = ['codes', 'initials', 'none'] as const;
export type Aliases = (typeof ALIASES)[number];

export interface Veil {
  aliases: Aliases;
  /** The same within a day, another on another day, and not to be turned back. @param at epoch ms */
  aliasOf(agent: string, at: number): string;
}

/** Fewer people than this are not told of as a group. */
export const LEAST_GROUP = 5;
export const OTHERS = 'others';
/** Their variants are people, by what they gave as a reason. */
const COUNTS_PEOPLE = 'agents.break';

type Row = Record<string, unknown>;

interface Seen {
  from: Person;
  person: Person;
  alias: string;
  isSmall: boolean;
}

/** A floor of one topic: who did not change stays the same object from one frame to the next. */
export class VeiledFloor {
  readonly #veil: Veil;
  #seen = new Map<string, Seen>();

  constructor(veil: Veil) {
    this.#veil = veil;
  }

  /** @param at epoch ms */
  of(view: FloorView, at: number): FloorView {
    const { people, sites } = view;
    return {
      ...view,
      readings: withoutSmallGroups(view.readings),
      ...(sites ? { sites: sites.map(siteRow) } : {}),
      ...(people ? { people: this.#people(people, at) } : {}),
    };
  }

  #people(all: People, at: number): People {
    if (this.#veil.aliases === 'none') return { ...all, people: {} };
    const small = smallGroups(Object.values(all.people));
    const seen = new Map<string, Seen>();
    for (const [id, from] of Object.entries(all.people)) {
      const alias = this.#veil.aliasOf(id, at);
      const isSmall = small.has(from.site) || small.has(from.team);
      const last = this.#seen.get(id);
      const isSame = last?.from === from && last.alias === alias && last.isSmall === isSmall;
      seen.set(id, isSame ? last : { from, alias, isSmall, person: this.#person(from, alias, small, id) });
    }
    this.#seen = seen;
    // By alias: an order by id would be the same on every day.
    const people = [...seen.values()].sort((a, b) => (a.alias < b.alias ? -1 : 1));
    return { ...all, people: Object.fromEntries(people.map(({ alias, person }) => [alias, person])) };
  }

  #person(person: Person, alias: string, small: ReadonlySet<string>, id: string): Person {
    const name = this.#veil.aliases === 'initials' ? initials(person.name, id, alias) : alias;
    return { ...person, name, ...placeOf(person, small) };
  }
}

/** An answer of the API: lists of agents, and whatever names the agent who took it. */
export function veiledAnswer(answer: object, veil: Veil, asOf: number): object {
  const veiled: Row = { ...answer };
  for (const [key, value] of Object.entries(answer)) {
    if (key === 'agents' && Array.isArray(value)) veiled[key] = agentRows(value as Row[], veil, asOf);
    else if (Array.isArray(value)) veiled[key] = (value as unknown[]).map((row) => takenBy(row, veil));
    else if (key === 'metrics') veiled[key] = withoutSmallGroups(value as Record<string, Reading>);
    else if (key === 'previous' && value !== undefined) veiled[key] = veiledAnswer(value as object, veil, asOf);
  }
  return veiled;
}

/**
 * An answer to who may see agents by name, who are told of from an instant on: before it they are aliases, and nothing else is
 * otherwise.
 * @param from @param asOf epoch ms
 */
export function withoutPastAgents(answer: object, veil: Veil, from: number, asOf: number): object {
  if (from === -Infinity) return answer;
  const told: Row = { ...answer };
  for (const [key, value] of Object.entries(answer)) {
    if (!Array.isArray(value)) continue;
    if (key !== 'agents')
      told[key] = (value as unknown[]).map((row) => (whenOf(row) < from ? takenBy(row, veil) : row));
    else if (asOf <= from) told[key] = aliasRows(value as Row[], veil, asOf);
  }
  return told;
}

function aliasRows(rows: readonly Row[], veil: Veil, at: number): Row[] {
  if (veil.aliases === 'none') return [];
  const told = rows.map((row) => ({ ...row, id: veil.aliasOf(String(row.id), at) }));
  return told.map((row) => ({ ...row, name: row.id })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Rows of agents as they stand in the API: id, name, site, team. */
function agentRows(rows: readonly Row[], veil: Veil, at: number): Row[] {
  if (veil.aliases === 'none') return [];
  const small = smallGroups(rows as unknown as Person[]);
  const veiled = rows.map((row) => {
    const id = veil.aliasOf(String(row.id), at);
    const name = veil.aliases === 'initials' ? initials(String(row.name), String(row.id), id) : id;
    return { ...row, id, name, ...placeOf(row as unknown as Person, small) };
  });
  return veiled.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** By the day on which it was: nobody can be followed over weeks. */
function takenBy(row: unknown, veil: Veil): unknown {
  if (typeof row !== 'object' || row === null || !('agent' in row) || row.agent === null) return row;
  return { ...row, agent: veil.aliases === 'none' ? null : veil.aliasOf(String(row.agent), whenOf(row)) };
}

/** 0 where nothing of it says when */
function whenOf(row: unknown): number {
  if (typeof row !== 'object' || row === null) return 0;
  return WHEN.map((key) => Date.parse(String((row as Row)[key]))).find((one) => !Number.isNaN(one)) ?? 0;
}
const WHEN = ['enteredAt', 'answeredAt', 'givenAt', 'at', 'endedAt'];

/** Sites and teams of whom fewer than five are listed. */
function smallGroups(people: readonly Pick<Person, 'site' | 'team'>[]): ReadonlySet<string> {
  const sizes = new Map<string, number>();
  for (const { site, team } of people)
    for (const group of new Set([site, team])) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return new Set([...sizes].filter(([, n]) => n < LEAST_GROUP).map(([group]) => group));
}

const placeOf = ({ site, team }: Pick<Person, 'site' | 'team'>, small: ReadonlySet<string>) => ({
  site: small.has(site) ? '' : site,
  team: small.has(team) ? '' : team,
});

/** "Anna Maria Koch" → "A. M. K."; who has no name has no initials. */
function initials(name: string, id: string, alias: string): string {
  if (name === id) return alias;
  const words = name.split(/\s+/).filter((word) => word !== '');
  return words.map((word) => `${[...word][0].toUpperCase()}.`).join(' ') || alias;
}

const siteRow = (row: SiteRow): SiteRow => ({ ...row, readings: withoutSmallGroups(row.readings) });

function withoutSmallGroups(readings: Record<string, Reading>): Record<string, Reading> {
  return Object.fromEntries(
    Object.entries(readings).map(([key, reading]) => {
      const { variants } = reading;
      const isOfPeople = variants !== undefined && key.split('@')[0] === COUNTS_PEOPLE;
      return [key, isOfPeople ? { ...reading, variants: merged(variants) } : reading];
    }),
  );
}

function merged(variants: Record<string, number | null>): Record<string, number | null> {
  const small = Object.entries(variants).filter(([, n]) => (n ?? 0) < LEAST_GROUP);
  if (small.length === 0) return variants;
  const large = Object.entries(variants).filter(([, n]) => (n ?? 0) >= LEAST_GROUP);
  return Object.fromEntries([...large, [OTHERS, small.reduce((sum, [, n]) => sum + (n ?? 0), 0)]]);
}
