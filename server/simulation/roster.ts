// Who works for the simulated operator: people, their teams, sites and groups. The same roster for the same size.
import { inventName } from './names.ts';
import { SITES, type SiteId } from './places.ts';
import { GROUPS, groupLoad, type Group } from './profile.ts';
import { Random } from './random.ts';

export const REFERENCE_AGENTS = 2000;
const TEAM_SIZE = 18;

export interface AgentCard {
  id: string;
  name: string;
  site: SiteId;
  team: string;
  group: Group;
  slots: number;
}

export interface TeamCard {
  id: string;
  name: { en: string; ru: string };
  site: SiteId;
}

export interface Roster {
  agents: AgentCard[];
  teams: TeamCard[];
}

export function createRoster(size: number): Roster {
  const random = new Random('roster');
  const roster: Roster = { agents: [], teams: [] };
  const pools = SITES.flatMap((site) => GROUPS.map((group) => ({ site, group, share: site.share * groupLoad(group) })));
  apportion(
    size,
    pools.map(({ share }) => share),
  ).forEach((people, at) => {
    const { site, group } = pools[at];
    const teams = Math.ceil(people / TEAM_SIZE);
    for (let team = 0; team < teams; team++) {
      const id = `${site.id.slice(0, 3)}-${group.id}-${String(team + 1).padStart(2, '0')}`;
      const called = (language: 'en' | 'ru'): string => `${site.name[language]} · ${group.name[language]} ${team + 1}`;
      roster.teams.push({ id, name: { en: called('en'), ru: called('ru') }, site: site.id });
    }
    for (let person = 0; person < people; person++) {
      roster.agents.push({
        id: `a${String(roster.agents.length + 1).padStart(4, '0')}`,
        name: inventName(random),
        site: site.id,
        team: roster.teams[roster.teams.length - teams + (person % teams)].id,
        group,
        slots: group.slots > 1 && person % 3 === 0 ? group.slots + 1 : group.slots,
      });
    }
  });
  return roster;
}

/** Whole people by the largest remainders; everybody gets one where there are enough. */
export function apportion(total: number, shares: readonly number[]): number[] {
  const sum = shares.reduce((all, share) => all + share, 0);
  const spare = Math.max(0, total - shares.length);
  const exact = shares.map((share) => Math.min(1, total / shares.length) + (spare * share) / sum);
  const whole = exact.map(Math.floor);
  const byRemainder = exact.map((value, at) => ({ at, rest: value - whole[at] })).sort((a, b) => b.rest - a.rest);
  const missing = Math.round(total - whole.reduce((all, people) => all + people, 0));
  for (const { at } of byRemainder.slice(0, missing)) whole[at]++;
  return whole;
}
