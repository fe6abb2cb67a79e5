// What is on the desk becomes a board that lies well on every shape of screen. What the linter says of it, with the real
// widgets: tests/e2e/put-on-wall.test.ts.
import { describe, expect, it } from 'vitest';
import { BOARD_ID, fitsGrid, overlap, placesOf } from '#core/board/board.ts';
import { parseBoard } from '#core/board/parse-board.ts';
import { parseScope } from '#core/scope.ts';
import { boardFromDesk, idFromScope, type OnDesk } from '#lib/editor/board-from-desk.ts';

const DESK: OnDesk = { title: 'Rostov', scope: 'site:rostov', window: '30m', view: 'queues', queue: null };
const DESKS: [string, OnDesk][] = [
  ['of queues', DESK],
  ['with a queue open', { ...DESK, queue: 'phone-tariffs' }],
  ['of people', { ...DESK, view: 'agents' }],
  ['of alerts', { ...DESK, view: 'alerts', scope: 'all' }],
];

describe.each(DESKS)('the board of a desk %s', (_, desk) => {
  const { board } = boardFromDesk(desk);

  it.each(['wide', 'ultrawide', 'portrait'] as const)('has its places on %s screens', (shape) => {
    const placed = placesOf(board, shape);
    expect(placed.map(({ widget }) => widget.id)).toEqual(board.widgets.map(({ id }) => id));
    for (const [i, { place }] of placed.entries()) {
      expect(fitsGrid(place, shape)).toBe(true);
      expect(placed.slice(0, i).filter((other) => overlap(other.place, place))).toEqual([]);
    }
  });

  it('can be saved as it is, and is taken in at a glance', () => {
    expect(parseBoard(board)).toEqual({ ok: true, value: board });
    expect(board.widgets.length).toBeLessThanOrEqual(8);
  });
});

it('its numbers are over the window of the desk', () => {
  const windows = boardFromDesk(DESK).board.widgets.flatMap(({ options }) => options.window ?? []);
  expect(windows).toEqual(['30m', '30m', '30m']);
});

it.each([
  ['all', null, 'all'],
  ['site:rostov,channel:phone', null, 'site:rostov,channel:phone'],
  ['all', 'care', 'queue:care'],
  ['site:rostov', 'care', 'site:rostov,queue:care'],
  ['queue:sales,site:rostov', 'care', 'site:rostov,queue:care'],
])('its wall is of what the desk shows: %s with %s is %s', (scope, queue, expected) => {
  const made = boardFromDesk({ ...DESK, scope, queue });
  expect(made.scope).toBe(expected);
  expect(parseScope(made.scope).ok).toBe(true);
});

it.each([
  ['all', 'desk'],
  ['site:rostov', 'rostov'],
  ['site:rostov,queue:Phone · Tariffs', 'rostov-phone-tariffs'],
  ['queue:Тарифы', 'desk'],
  [`team:${'x-'.repeat(60)}`, `${'x-'.repeat(24)}x`],
])('the id of a board of %s is %s', (scope, id) => {
  expect(idFromScope(scope)).toBe(id);
  expect(id).toMatch(BOARD_ID);
});
