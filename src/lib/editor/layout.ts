// What happens when a widget is moved, resized or put onto a grid: pure functions over places, by id. Nothing is ever left
// lying over another or beyond the grid: neighbours are pushed, change places or give way, or it is refused and says why.
import { fitsGrid, GRIDS, overlap, type GridShape, type Place } from '#core/board/board.ts';

export type Layout = ReadonlyMap<string, Place>;
export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Change =
  | {
      layout: Layout;
      how: 'moved' | 'pushed' | 'swapped' | 'resized' | 'shrunk' | 'added' | 'split';
      with: readonly string[];
    }
  /** edge: the grid ends there; occupied: `with` are in the way; full: there is no room for it anywhere */
  | { refused: 'edge' | 'occupied' | 'full'; with: readonly string[] };

/** the smallest size of a widget that stands there already */
export type LeastOf = (id: string) => Size;

type Direction = 'left' | 'right' | 'up' | 'down';

/** @param over the widget it is dropped on: they change places where it can't be pushed */
export function moveTo(layout: Layout, shape: GridShape, id: string, to: Place, over?: string): Change {
  const from = layout.get(id);
  if (!from || !fitsGrid(to, shape)) return { refused: 'edge', with: [] };
  const next = new Map(layout).set(id, to);
  const inTheWay = under(next, id);
  if (inTheWay.length === 0) return { layout: next, how: 'moved', with: [] };
  const pushed = pushedBy(next, shape, id, directionOf(from, to));
  if (pushed) return { layout: pushed, how: 'pushed', with: changed(layout, pushed, id) };
  const other = over ?? (inTheWay.length === 1 ? inTheWay[0] : undefined);
  const otherPlace = other === undefined || other === id ? undefined : layout.get(other);
  if (other === undefined || !otherPlace) return { refused: 'occupied', with: inTheWay };
  return { layout: new Map(layout).set(id, otherPlace).set(other, from), how: 'swapped', with: [other] };
}

/** One edge after the other: first left or right, then above or below. */
export function resizeTo(layout: Layout, shape: GridShape, id: string, to: Place, leastOf: LeastOf): Change {
  const from = layout.get(id);
  if (!from || !fitsGrid(to, shape)) return { refused: 'edge', with: [] };
  const steps: [Place, Direction][] = [
    [[to[0], from[1], to[2], from[3]], to[0] < from[0] ? 'left' : 'right'],
    [to, to[1] < from[1] ? 'up' : 'down'],
  ];
  let next = layout;
  let isShrunk = false;
  for (const [place, direction] of steps) {
    const grown = new Map(next).set(id, place);
    const inTheWay = under(grown, id);
    const pushed = inTheWay.length === 0 ? grown : pushedBy(grown, shape, id, direction);
    const shrunk = pushed ?? shrunkBy(grown, id, direction, leastOf);
    if (!shrunk) return { refused: 'occupied', with: inTheWay };
    isShrunk ||= !pushed;
    next = shrunk;
  }
  const others = changed(layout, next, id);
  return { layout: next, how: isShrunk ? 'shrunk' : others.length > 0 ? 'pushed' : 'resized', with: others };
}

/**
 * A new one: where it is dropped, or at the first free place; else a half of the widget beneath, or of the largest that
 * can spare it.
 * @param at a cell @param wish as large as it likes to be
 */
export function addTo(
  layout: Layout,
  shape: GridShape,
  id: string,
  least: Size,
  leastOf: LeastOf,
  at?: readonly [x: number, y: number],
  wish: Size = least,
): Change {
  for (const size of [wish, least]) {
    const free = at ? clamped([...at, size.width, size.height], shape) : firstFree(layout, shape, size);
    if (free && under(new Map(layout).set(id, free), id).length === 0)
      return { layout: new Map(layout).set(id, free), how: 'added', with: [] };
  }
  const beneath = at && [...layout].find(([, place]) => overlap(place, [...at, 1, 1]));
  const bySize = [...layout].sort(([, a], [, b]) => b[2] * b[3] - a[2] * a[3]);
  for (const [other, place] of beneath ? [beneath] : bySize) {
    const halves = halved(place, leastOf(other), least);
    if (halves)
      return { layout: new Map(layout).set(other, halves[0]).set(id, halves[1]), how: 'split', with: [other] };
  }
  return { refused: 'full', with: [] };
}

/** As it lies within the grid: what would leave it is at its edge, what is larger is as large as the grid. */
export function clamped([x, y, width, height]: Place, shape: GridShape): Place {
  const { columns, rows } = GRIDS[shape];
  const [w, h] = [Math.min(Math.max(1, width), columns), Math.min(Math.max(1, height), rows)];
  return [Math.min(Math.max(0, x), columns - w), Math.min(Math.max(0, y), rows - h), w, h];
}

/** Ids of those that it lies over. */
function under(layout: Layout, id: string): string[] {
  const place = layout.get(id);
  if (!place) return [];
  return [...layout].filter(([other, one]) => other !== id && overlap(place, one)).map(([other]) => other);
}

/** Those in its way go on in that direction, and those in theirs. @returns null where the grid ends before */
function pushedBy(layout: Layout, shape: GridShape, id: string, direction: Direction): Layout | null {
  const next = new Map(layout);
  const pushing = [id];
  for (let pusher = pushing.shift(); pusher !== undefined; pusher = pushing.shift()) {
    for (const other of under(next, pusher)) {
      if (other === id) return null;
      const place = beyond(next.get(other) as Place, next.get(pusher) as Place, direction);
      if (!fitsGrid(place, shape)) return null;
      next.set(other, place);
      pushing.push(other);
    }
  }
  return next;
}

/** As little further as clears it. */
function beyond([x, y, width, height]: Place, from: Place, direction: Direction): Place {
  if (direction === 'right') return [from[0] + from[2], y, width, height];
  if (direction === 'left') return [from[0] - width, y, width, height];
  if (direction === 'down') return [x, from[1] + from[3], width, height];
  return [x, from[1] - height, width, height];
}

/** Those in its way lose what it takes. @returns null where one would be too small */
function shrunkBy(layout: Layout, id: string, direction: Direction, leastOf: LeastOf): Layout | null {
  const next = new Map(layout);
  for (const other of under(layout, id)) {
    const place = rest(layout.get(other) as Place, layout.get(id) as Place, direction);
    const { width, height } = leastOf(other);
    if (place[2] < Math.max(1, width) || place[3] < Math.max(1, height)) return null;
    next.set(other, place);
  }
  return next;
}

function rest([x, y, width, height]: Place, from: Place, direction: Direction): Place {
  const [right, bottom] = [from[0] + from[2], from[1] + from[3]];
  if (direction === 'right') return [right, y, x + width - right, height];
  if (direction === 'left') return [x, y, from[0] - x, height];
  if (direction === 'down') return [x, bottom, width, y + height - bottom];
  return [x, y, width, from[1] - y];
}

function directionOf(from: Place, to: Place): Direction {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  if (Math.abs(dx) >= Math.abs(dy)) return dx < 0 ? 'left' : 'right';
  return dy < 0 ? 'up' : 'down';
}

function firstFree(layout: Layout, shape: GridShape, { width, height }: Size): Place | null {
  const { columns, rows } = GRIDS[shape];
  const places = [...layout.values()];
  for (let y = 0; y + height <= rows; y++)
    for (let x = 0; x + width <= columns; x++)
      if (!places.some((one) => overlap(one, [x, y, width, height]))) return [x, y, width, height];
  return null;
}

/** Along the longer side first. @returns what stays and what is given; null where both don't have enough */
function halved(place: Place, stays: Size, given: Size): [Place, Place] | null {
  const [x, y, width, height] = place;
  const [w, h] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const ways: [Place, Place][] = [
    [
      [x, y, w, height],
      [x + w, y, width - w, height],
    ],
    [
      [x, y, width, h],
      [x, y + h, width, height - h],
    ],
  ];
  if (height > width) ways.reverse();
  const isEnough = (one: Place, size: Size): boolean =>
    one[2] >= Math.max(1, size.width) && one[3] >= Math.max(1, size.height);
  return ways.find(([one, other]) => isEnough(one, stays) && isEnough(other, given)) ?? null;
}

function changed(before: Layout, after: Layout, id: string): string[] {
  return [...after].filter(([one, place]) => one !== id && before.get(one) !== place).map(([one]) => one);
}
