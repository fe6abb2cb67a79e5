// Who is in which team, in an order that stays: sites, then teams by name, in each the people by id.
import type { People } from '#core/view/floor-view.ts';

export interface Team {
  id: string;
  name: string;
  ids: readonly string[];
  /** a line with the name of a site, before its teams */
  isHeading?: boolean;
}

interface Members {
  site: string;
  name: string;
  ids: string[];
}

/** @param nameless what people without a team are called */
export function teamsOf({ people, teams, sites }: People, language: string, nameless: string): Team[] {
  const members = new Map<string, Members>();
  for (const [id, { site, team }] of Object.entries(people)) {
    const key = `${site}\n${team}`;
    const known = members.get(key);
    if (known) known.ids.push(id);
    else members.set(key, { site, ids: [id], name: team === '' ? nameless : (teams[team] ?? team) });
  }
  const { compare } = new Intl.Collator(language, { numeric: true });
  const bySite = new Map<string, [string, Members][]>();
  for (const one of members) bySite.set(one[1].site, [...(bySite.get(one[1].site) ?? []), one]);
  const nameOf = (site: string): string => sites[site] ?? site;
  return [...bySite]
    .sort(([a], [b]) => compare(nameOf(a), nameOf(b)))
    .flatMap(([site, own]) => {
      const prefix = commonPrefix(own.map(([, { name }]) => name).filter((name) => name !== nameless));
      const named = own.map(([id, { name, ids }]) => ({
        ...{ id, ids },
        name: name === nameless ? name : name.slice(prefix.length),
      }));
      named.sort((a, b) => compare(a.name, b.name));
      const heading = { id: `site ${site}`, name: nameOf(site), ids: [], isHeading: true };
      return bySite.size > 1 && nameOf(site) !== '' ? [heading, ...named] : named;
    });
}

/** "Moscow · " of teams that are all called so: their heading says it. */
function commonPrefix(names: readonly string[]): string {
  const end = (names[0] ?? '').indexOf(' · ');
  const prefix = end < 0 ? '' : names[0].slice(0, end + 3);
  return names.length > 1 && names.every((name) => name.startsWith(prefix)) ? prefix : '';
}
