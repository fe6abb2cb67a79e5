// WS /live: rules P20–P23 of docs/protocol.md: from one JSON value to another.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientOptions } from 'ws';
import { apply, diff } from '#core/protocol/delta.ts';
import type { FloorView } from '#core/view/floor-view.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { event, post, queued } from '../support/events.ts';
import { Screen } from '../support/screen.ts';

const ALL = 'floor?scope=all';
let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const welcomed = (url = app.url, options?: ClientOptions): Promise<Screen> => Screen.open(url, options);

describe('deltas', () => {
  it('[P20] of objects name the keys that changed or came, and those that went', () => {
    expect(diff({ a: 1, b: 2, c: 3 }, { a: 1, b: 5, d: 4 } as never)).toEqual({
      o: { b: { v: 5 }, d: { v: 4 } },
      d: ['c'],
    });
  });

  it('[P21] of arrays of unchanged length name the places', () => {
    expect(diff([1, { x: 1 }, 3], [1, { x: 2 }, 3])).toEqual({ a: { 1: { o: { x: { v: 2 } } } } });
  });

  it('[P22] of anything else are the value itself', () => {
    expect(diff<unknown>([1], [1, 2])).toEqual({ v: [1, 2] });
    expect(diff<unknown>({ a: null }, { a: {} })).toEqual({ o: { a: { v: {} } } });
    expect(diff<unknown>([], {})).toEqual({ v: {} });
  });

  it('[P23] take a key named __proto__ for a key', () => {
    const [a, b] = ['{"__proto__":{"x":1},"k":1}', '{"__proto__":{"x":2},"constructor":3}'].map(
      (text) => JSON.parse(text) as object,
    );
    const there = apply(a, JSON.parse(JSON.stringify(diff(a, b))) as object);
    expect(JSON.stringify(there)).toBe('{"__proto__":{"x":2},"constructor":3}');
    expect(Object.getPrototypeOf(there)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('[P20] [P21] [P22] [P23] lead from any value to any other, through JSON text', () => {
    const key = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'a', 'b', '0'), fc.string({ maxLength: 3 }));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constant(null),
        fc.boolean(),
        fc.integer(),
        fc.string({ maxLength: 3 }),
        tie('array'),
        tie('object'),
      ),
      array: fc.array(tie('value'), { maxLength: 4 }),
      object: fc
        .array(fc.tuple(key, tie('value')), { maxLength: 4 })
        .map((entries) => JSON.parse(objectText(entries)) as unknown),
    }));
    fc.assert(
      fc.property(value, value, (a, b) => {
        const change = diff(a, b);
        const wire = change && (JSON.parse(JSON.stringify(change)) as typeof change);
        expect(JSON.stringify(sorted(apply(a, wire)))).toBe(JSON.stringify(sorted(b)));
      }),
      { numRuns: 3000 },
    );
  });

  it('[P23] a queue named __proto__ reaches the screen, whole and in deltas', async () => {
    const screen = await welcomed();
    await screen.watch(ALL);
    await post(app.url, [
      queued('__proto__', 'proto-1', Date.now()),
      event('agent.member', Date.now(), { agent: 'x', queue: 'constructor', on: true }),
    ]);
    const has = (view: FloorView, id: string) => !!view.queues?.some((row) => row.id === id);
    await screen.until<FloorView>(ALL, (view) => has(view, '__proto__'));
    const other = await welcomed();
    expect(has((await other.watch(ALL)).state as FloorView, '__proto__')).toBe(true);
  });
});

function objectText(entries: [string, unknown][]): string {
  return `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
}

/** Keys in order at every depth: an object says the same whatever their order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner)]);
}
