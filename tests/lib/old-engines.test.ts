import { describe, expect, it } from 'vitest';
import { lowered, scriptProblems, styleProblems } from '../../vite/old-engines.ts';

const inScript = (code: string): string[] => scriptProblems('a.js', code);

describe('scripts for the engine of a TV', () => {
  it.each([
    ['private fields and methods', 'class A { #x = 1; static #n = 2; #m() { return this.#x + A.#n; } y = this.#m(); }'],
    ['?. and ??=', 'const f = (a) => { a ??= {}; return a?.b?.(1, [...a.c]) ?? a?.[0]; };'],
    ['a spread that is no argument of ?.()', 'const f = (a) => a?.b({ c: [...a.d] }, Math.max(1));'],
    ['await in a function', 'const f = async () => await import("./b.js"); export { f as default };'],
    ['what a static field may be called', 'class A { static size = 1; name = 2; }'],
  ])('may have %s', (_, code) => expect(inScript(code)).toEqual([]));

  it.each([
    ['class A { static { A.x = 1; } }', 'static {…} in a class', 94],
    ['class A { #x; is(o) { return #x in o; } }', '#name in object', 91],
    ['const f = (a) => a?.b(...a.c, 1);', '?.(…spread)', 91],
    ['class A { static name = "b"; }', 'static name or length', 98],
    ['await import("./b.js");', 'await outside of a function', 89],
    ['const a = 1; export { a as "a b" };', 'a name in quotes', 88],
    ['const a = /x/d;', 'a regular expression’s d', 90],
    ['const a = [1].at(-1);', '.at()', 92],
    ['structuredClone({});', 'structuredClone', 98],
  ])('may not have %s', (code, name, since) =>
    expect(inScript(code)).toEqual([`a.js: ${name} came with Chrome ${since}; write it another way.`]),
  );

  it('may not have what is newer than the year', () => {
    expect(inScript('const a = /x/v;')).toEqual([expect.stringMatching(/^a\.js: is no JavaScript of 2022: .*flag/)]);
    expect(inScript('import a from "./a.json" with { type: "json" };')).toHaveLength(1);
  });
});

it('scopes of styles become classes, which Chrome 85 does not drop', () => {
  expect(lowered('a:where(.svelte-1x) b {}')).toBe('a.svelte-1x b {}');
  expect(styleProblems('a.css', 'a:where(.b) { inset: 0 }')).toHaveLength(2);
});
