import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply, diff, type Change } from '#core/protocol/delta.ts';

/** JSON text has no undefined and no −0: what goes over the wire is what counts. */
const json = fc.jsonValue({ noUnicodeString: false }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const overTheWire = (change: Change | undefined): Change | undefined =>
  change && (JSON.parse(JSON.stringify(change)) as Change);
const KEYS = ['a', 'b', '__proto__', 'constructor', 'toString', ''];
const nested = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 0, 1, 'x'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 4 })
      .map(
        (entries) =>
          JSON.parse(`{${entries.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join()}}`) as unknown,
      ),
  ),
})).value;

describe('deltas', () => {
  test('[P20–P23] apply(a, diff(a, b)) = b for any JSON, over the wire', () => {
    fc.assert(
      fc.property(fc.oneof(json, nested), fc.oneof(json, nested), (a, b) => {
        expect(JSON.stringify(sorted(apply(a, overTheWire(diff(a, b)))))).toBe(JSON.stringify(sorted(b)));
      }),
      { numRuns: 3000 },
    );
  });

  test('[P20–P23] what is the same has no delta, and applying none gives the same object', () => {
    fc.assert(
      fc.property(nested, (a) => {
        expect(diff(a, JSON.parse(JSON.stringify(a)))).toBeUndefined();
      }),
    );
    const state = { a: 1 };
    expect(apply(state, undefined)).toBe(state);
  });

  test('[P20] of an object only what changed, came or went', () => {
    const change = diff<unknown>(
      { same: 1, changed: { x: 1, y: 2 }, gone: 0 },
      { same: 1, changed: { x: 1, y: 3 }, came: [1] },
    );
    expect(change).toEqual({ o: { changed: { o: { y: { v: 3 } } }, came: { v: [1] } }, d: ['gone'] });
  });

  test('[P21] of an array of the same length only the places that changed', () => {
    expect(diff([1, 2, 3], [1, 5, 3])).toEqual({ a: { 1: { v: 5 } } });
  });

  test('[P22] an array of another length, and another kind of value, take the place of the old one', () => {
    expect(diff([1, 2], [1, 2, 3])).toEqual({ v: [1, 2, 3] });
    expect(diff<unknown>({ a: [1] }, { a: { 0: 1 } })).toEqual({ o: { a: { v: { 0: 1 } } } });
    expect(diff<unknown>({ a: {} }, { a: null })).toEqual({ o: { a: { v: null } } });
  });

  test('[P23] a key named __proto__ is a key and reaches no prototype', () => {
    const a = JSON.parse('{"q":{"__proto__":{"waiting":1}}}') as object;
    const b = JSON.parse('{"q":{"__proto__":{"waiting":2,"polluted":true}}}') as object;
    const result = apply(a, overTheWire(diff(a, b)));
    expect(JSON.stringify(result)).toBe(JSON.stringify(b));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf((result as { q: object }).q)).toBe(Object.prototype);
    const gone = JSON.parse('{"q":{}}') as object;
    expect(JSON.stringify(apply(b, overTheWire(diff(b, gone))))).toBe('{"q":{}}');
  });

  test('what did not change keeps its identity, and the old state is left alone', () => {
    const a = { heroes: { asa: 1 }, series: { x: [1, 2] } };
    const result = apply(a, diff(a, { heroes: { asa: 2 }, series: { x: [1, 2] } }));
    expect(result.series).toBe(a.series);
    expect(result.heroes).not.toBe(a.heroes);
    expect(a.heroes.asa).toBe(1);
  });

  test('a key whose value is undefined is no key, as in JSON text', () => {
    expect(diff<unknown>({ a: 1 }, { a: undefined })).toEqual({ d: ['a'] });
    expect(diff<unknown>({}, { a: undefined })).toBeUndefined();
  });

  test.each([
    ['places of an object', { a: {} }, { o: { a: { a: { 0: { v: 1 } } } } }],
    ['a place past the end', [1], { a: { 1: { v: 1 } } }],
    ['keys of a number', 5, { o: { a: { v: 1 } } }],
    ['an inner change of a key that is not there', {}, { o: { a: { o: { b: { v: 1 } } } } }],
    ['nothing at all', {}, {}],
  ])('a change made for another shape is refused: %s', (_, state, change) => {
    expect(() => apply<unknown>(state, change as Change)).toThrow(TypeError);
  });
});

/** Key order is no part of a JSON value. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.keys(value)
    .sort()
    .map((key) => [key, sorted(Object.getOwnPropertyDescriptor(value, key)?.value)]);
}
