// A board that was made elsewhere and is not saved yet, on its way to the editor.
import type { Board } from '#core/board/board.ts';

const key = (id: string): string => `tablo.draft.${id}`;

export function leaveDraft(id: string, board: Board): void {
  sessionStorage.setItem(key(id), JSON.stringify(board));
}

/** Once: whoever reloads the page has what is saved. */
export function takeDraft(id: string): Board | null {
  try {
    const draft = sessionStorage.getItem(key(id));
    sessionStorage.removeItem(key(id));
    return draft === null ? null : (JSON.parse(draft) as Board);
  } catch {
    return null;
  }
}

export const emptyBoard = (title: string): Board => ({
  version: 1,
  title,
  screen: { inches: 55, distanceM: 10 },
  widgets: [],
});
