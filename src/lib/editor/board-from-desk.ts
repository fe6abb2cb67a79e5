// A board of what is on the desk: its key figures large, below them what lies behind them. Composed for each shape of
// screen; the part of the floor is the wall's address, not the board's.
import type { Board, Place, Placement } from '#core/board/board.ts';
import type { Text } from '#core/board/text.ts';
import type { WindowName } from '#core/window.ts';

export interface OnDesk {
  title: Text;
  /** as in the API */
  scope: string;
  window: WindowName;
  view: 'queues' | 'agents' | 'alerts';
  /** id of the queue whose detail is open */
  queue: string | null;
}

interface Part {
  id: string;
  widget: string;
  options?: Placement['options'];
  wide: Place;
  portrait: Place;
}

const number = (id: string, metric: string, window: WindowName, wide: Place, portrait: Place): Part => ({
  ...{ id, widget: 'number', wide, portrait },
  options: { metric, window },
});

/** @returns a board that lies well on each shape, and the part of the floor that its wall is of */
export function boardFromDesk(desk: OnDesk): { board: Board; scope: string } {
  const { title, scope, queue, view } = desk;
  const parts = queue !== null ? ofQueue(desk) : view === 'agents' ? ofPeople() : ofFloor(desk);
  const widgets = parts.map(({ id, widget, options = {}, wide, portrait }): Placement => {
    return { id, widget, options, at: { wide, portrait } };
  });
  // A single queue is looked at by its own people, who sit near: the ladder's figure has no more for them.
  const distanceM = queue === null ? 10 : 6;
  const board: Board = { version: 1, title, screen: { inches: 55, distanceM }, widgets };
  return { board, scope: queue === null ? scope : withQueue(scope, queue) };
}

function ofFloor({ window }: OnDesk): Part[] {
  return [
    number('asa', 'asa', window, [0, 0, 6, 7], [0, 0, 6, 6]),
    serviceLevel(window, [6, 0, 6, 7], [6, 0, 6, 6]),
    { id: 'agents', widget: 'agents', wide: [12, 0, 7, 7], portrait: [0, 6, 6, 7] },
    { id: 'deflection', widget: 'deflection', wide: [19, 0, 5, 7], portrait: [6, 6, 6, 7] },
    { id: 'queues', widget: 'queues', wide: [0, 7, 14, 5], portrait: [0, 13, 12, 6] },
    number('abandoned', 'abandon.rate', window, [14, 7, 5, 5], [0, 19, 6, 5]),
    { id: 'nps', widget: 'nps', wide: [19, 7, 5, 5], portrait: [6, 19, 6, 5] },
  ];
}

function ofQueue({ window }: OnDesk): Part[] {
  return [
    { id: 'wait', widget: 'wait', wide: [0, 0, 8, 7], portrait: [0, 0, 6, 7] },
    serviceLevel(window, [8, 0, 6, 7], [6, 0, 6, 7]),
    { id: 'agents', widget: 'agents', wide: [14, 0, 5, 7], portrait: [0, 7, 6, 6] },
    { id: 'staffing', widget: 'staffing', wide: [19, 0, 5, 7], portrait: [6, 7, 6, 6] },
    { id: 'ladder', widget: 'ladder', wide: [0, 7, 14, 5], portrait: [0, 13, 12, 6] },
    number('offered', 'offered', window, [14, 7, 5, 5], [0, 19, 6, 5]),
    number('abandoned', 'abandon.rate', window, [19, 7, 5, 5], [6, 19, 6, 5]),
  ];
}

function ofPeople(): Part[] {
  return [
    { id: 'agents', widget: 'agents', wide: [0, 0, 16, 12], portrait: [0, 0, 12, 12] },
    { id: 'staffing', widget: 'staffing', wide: [16, 0, 8, 6], portrait: [0, 12, 12, 6] },
    number('occupancy', 'occupancy', '30m', [16, 6, 8, 6], [0, 18, 12, 6]),
  ];
}

function serviceLevel(window: WindowName, wide: Place, portrait: Place): Part {
  return { id: 'service-level', widget: 'service-level', options: { window }, wide, portrait };
}

/** The queue is within what is shown: of other queues nothing is to be seen. */
function withQueue(scope: string, queue: string): string {
  const others = scope.split(/,(?=\w+:)/).filter((part) => part !== 'all' && !part.startsWith('queue:'));
  return [...others, `queue:${queue}`].join();
}

/** An id for it: what of the title is Latin, or of the scope. */
export function idFromScope(scope: string): string {
  const words = scope
    .toLowerCase()
    .replace(/\w+:/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '');
  return words === '' || words === 'all' ? 'desk' : words;
}
