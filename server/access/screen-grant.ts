// What a paired screen may see: the topics and the scopes of what it shows. Whatever is not named here is denied.
import type { JumpToRed, Playlist } from '#core/board/playlist.ts';
import type { Directory } from '#core/directory.ts';
import { parseScope, type Scope } from '#core/scope.ts';
import { parseTopic, splitOnce } from '../topics.ts';
import type { ScreenPath } from './screen-path.ts';

export interface Grant {
  /** ids of sites that hold all of it, as it is now; null: it is of no site alone */
  sites: readonly string[] | null;
  maySee(scope: Scope): boolean;
  mayWatch(topic: string): boolean;
}

interface Shown {
  boards: readonly string[];
  scopes: readonly Scope[];
  jump: JumpToRed | null;
}

/** @param playlist the one of a kiosk, as it is when it is asked for; null: there is none, and nothing is seen but that */
export function grantOf(path: ScreenPath, playlist: () => Playlist | null, directory: Directory): Grant {
  const shown = (): Shown => shownBy(path, path.kind === 'kiosk' ? playlist() : null);
  const maySee = (scope: Scope): boolean => isShown(scope, shown());
  return {
    sites: sitesOf(shown(), directory),
    maySee,
    mayWatch(topic) {
      const [name, query = ''] = splitOnce(topic, '?');
      if (topic === 'messages' || topic === 'alerts') return true;
      const id = new URLSearchParams(query).get('id') ?? '';
      if (name === 'board') return shown().boards.includes(id);
      if (name === 'kiosk') return path.kind === 'kiosk' && id === path.id;
      const floor = parseTopic(topic);
      if (!floor.ok || floor.value.moment !== null) return false;
      const { scope, show } = floor.value;
      // Which sites there are, and which of them is red, is all that a kiosk asks of the whole floor.
      const isSites = [...show.parts].join() === 'sites' && show.readings.length === 0 && show.lines.length === 0;
      return maySee(scope) || (path.kind === 'kiosk' && isSites && Object.keys(scope).length === 0);
    },
  };
}

function shownBy({ kind, id, scope }: ScreenPath, playlist: Playlist | null): Shown {
  if (kind === 'wall') return { boards: [id], scopes: [scope], jump: null };
  const jump = playlist?.jumpToRed ?? null;
  const entries = playlist?.boards ?? [];
  return {
    boards: [...entries.map(({ board }) => board), ...(jump ? [jump.board] : [])],
    scopes: entries.map((entry) => parseScope(entry.scope ?? 'all')).flatMap((scope) => (scope.ok ? scope.value : [])),
    jump,
  };
}

function isShown(scope: Scope, { scopes, jump }: Shown): boolean {
  if (scopes.some((one) => keyOf(one) === keyOf(scope))) return true;
  if (!jump || scope.site === undefined || Object.keys(scope).length !== 1) return false;
  return jump.sites?.includes(scope.site) ?? true;
}

const keyOf = ({ site, team, queue, channel, empty }: Scope): string =>
  JSON.stringify([site, team, queue, channel, empty]);

function sitesOf({ scopes, jump }: Shown, { teams, queues }: Directory): string[] | null {
  const sites = scopes.map(
    ({ site, team, queue }) =>
      site ?? teams.find(({ id }) => id === team)?.site ?? queues.find(({ id }) => id === queue)?.site,
  );
  if (jump) sites.push(...(jump.sites ?? [undefined]));
  return sites.every((site) => site !== undefined) ? [...new Set(sites)] : null;
}
