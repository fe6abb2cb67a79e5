// Whether the playlist of a kiosk does what it is for.
import type { Board, Placement } from './board.ts';
import { finding, type Finding } from './finding.ts';
import type { Playlist } from './playlist.ts';

/** @param boards those there are, by id */
export function lintPlaylist(playlist: Playlist, boards: ReadonlyMap<string, Board>): Finding[] {
  const named = [
    ...playlist.boards.map(({ board }) => board),
    ...(playlist.jumpToRed ? [playlist.jumpToRed.board] : []),
  ];
  const known = [...boards.keys()].join(', ');
  const missing = [...new Set(named)].filter((id) => !boards.has(id));
  const shown = [...new Set(playlist.boards.map(({ board }) => board))].flatMap((id) => boards.get(id) ?? []);
  return [
    ...missing.map((board) => finding('unknown_board', 'error', { board, known })),
    ...(playlist.shift === false ? [finding('no_shift', 'warning', {})] : []),
    ...samePlace(shown),
  ];
}

/** What never changes its place while boards take turns is as still as if they did not. */
function samePlace(boards: readonly Board[]): Finding[] {
  if (boards.length < 2) return [];
  const keyOf = ({ widget, at }: Placement): string | null => (at.wide ? `${widget}/${at.wide.join()}` : null);
  const keysOf = (board: Board): Set<string | null> => new Set(board.widgets.map(keyOf));
  const [first, ...others] = boards;
  const everywhere = others.map(keysOf);
  return first.widgets
    .filter((one) => keyOf(one) !== null && everywhere.every((keys) => keys.has(keyOf(one))))
    .map(({ widget }) => finding('same_place', 'warning', { widget }));
}
