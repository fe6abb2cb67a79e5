// How much of the floor somebody sees: which sites, and whether people are named.
import type { Directory } from '../directory.ts';
import type { Result } from '../result.ts';
import type { Scope } from '../scope.ts';

export interface Sight {
  /** agents by name; without it nothing that tells one from another leaves the server */
  names: boolean;
  /** ids of sites; null: all */
  sites: readonly string[] | null;
}

export const FULL_SIGHT: Sight = { names: true, sites: null };

/** Two with the same key see the same. */
export const sightKey = ({ names, sites }: Sight): string =>
  `${names ? 'named' : 'unnamed'}${sites ? ` ${JSON.stringify(sites)}` : ''}`;

/** Whether all that lies in a scope lies in sites that are seen. */
export function isInSight(
  { sites }: Sight,
  scope: Scope,
  { teams, queues }: Pick<Directory, 'teams' | 'queues'>,
): boolean {
  if (sites === null) return true;
  const team = teams.find(({ id }) => id === scope.team);
  const queue = queues.find(({ id }) => id === scope.queue);
  return [scope.site, team?.site, queue?.site].some((site) => site !== undefined && sites.includes(site));
}

/** @param scope as it was asked for */
export function outOfSight(scope: string, { sites }: Sight): Result<never> & { ok: false } {
  const seen = (sites ?? []).map((site) => `site:${site}`).join(' or ');
  const hint = seen === '' ? 'no site was given to you; ask an administrator.' : `ask for ${seen}, alone or with more.`;
  const message = `You may not see scope "${scope}": ${hint}`;
  return { ok: false, problem: { code: 'out_of_sight', message, path: 'scope' } };
}
