// Real examples, changed: of JSON the tree, of text its pieces. Which changes is fast-check's, so that what fails is
// repeated by its seed and made small.
import fc from 'fast-check';

export interface Edit {
  kind: number;
  where: number;
  what: number;
}
export interface Recipe {
  example: number;
  edits: Edit[];
}

const number = fc.nat({ max: 0x7fffffff });
const edit = fc.record({ kind: number, where: number, what: number });
export const recipe: fc.Arbitrary<Recipe> = fc.record({ example: number, edits: fc.array(edit, { maxLength: 6 }) });

const LONG = 'x'.repeat(300);
const DEEP = JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) as unknown;
const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'length', '', LONG, 'id', 'data', '0', 'a.b'];
const TEXTS = [
  ...[
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\ufeff',
    '\u2028',
    '漢字',
    'é',
    '🙂',
    LONG,
    ...KEYS,
    'all',
    'queue:',
    'site:a,site:b',
  ],
  ...[
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '2026-02-30T00:00:00Z',
    '2026-11-22T24:00:00Z',
    '-271821-04-20',
  ],
  ...[
    '2026-11-22T12:00:00+99:99',
    '2026-11-22',
    'NaN',
    '1e999',
    '-1',
    '0x10',
    '=cmd()',
    '../../etc/passwd',
    '%00',
    '%',
  ],
];
const VALUES: unknown[] = [
  ...[null, true, false, 0, -0, -1, 1, 0.1, 1e-9, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, -1e308, 1e15, 8.64e15, 8.65e15],
  ...[[], {}, [[]], [null], { a: 1 }, DEEP, Array(100).fill(0), Object.fromEntries([['__proto__', { polluted: 1 }]])],
  ...TEXTS,
];
/** What means something in one of the formats. */
const PIECES = [
  ...TEXTS,
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ',',
    ':',
    '\n',
    '\r\n',
    '\r\n\r\n',
    '\t',
    '|',
    '&',
    '=',
    '?',
    '#',
    '/',
    '@',
    '+',
    ';',
  ],
  ...[
    '- ',
    '&a ',
    '*a',
    '<<: *a',
    '!!js/function x',
    '!!binary |',
    '%YAML 9',
    '---\n',
    '...\n',
    '? ',
    '> ',
    '| ',
    'null',
  ],
  ...['scope=', 'at=', 'show=', '&speed=60', 'window=', 'Event: ', 'ActionID: 1', 'NONE', 'ENTERQUEUE', '1795381021|'],
];

const pick = <T>(from: readonly T[], n: number): T => from[n % from.length];

/** A copy of the tree with these edits. */
export function editTree(tree: unknown, edits: readonly Edit[]): unknown {
  let root = structuredClone(tree);
  for (const one of edits) root = editOnce(root, one);
  return root;
}

interface Place {
  in: Record<string, unknown>;
  key: string;
}

function editOnce(root: unknown, { kind, where, what }: Edit): unknown {
  const places: Place[] = [];
  collect(root, places);
  if (places.length === 0) return structuredClone(pick(VALUES, what));
  const { in: holder, key } = pick(places, where);
  const value = holder[key];
  switch (kind % 9) {
    case 0:
      delete holder[key];
      break;
    case 1:
      put(holder, pick(KEYS, what), value);
      break;
    case 2:
      put(holder, key, [value]);
      break;
    case 3:
      put(holder, key, { [pick(KEYS, what) === '__proto__' ? 'x' : pick(KEYS, what)]: value });
      break;
    case 4:
      // Copies of copies would grow without end.
      if (places.length < 150) put(holder, key, structuredClone(pick(places, what).in));
      break;
    case 5:
      put(holder, key, typeof value === 'number' ? value * pick([-1, 1e3, 1e-3, 1e12], what) : JSON.stringify(value));
      break;
    case 6:
      put(holder, key, typeof value === 'string' ? editText(value, { kind, where: what, what: where }) : value);
      break;
    default:
      put(holder, key, structuredClone(pick(VALUES, what)));
  }
  return root;
}

/** Every place in it, a few thousand at most. */
function collect(value: unknown, places: Place[]): void {
  if (typeof value !== 'object' || value === null || places.length > 2000) return;
  for (const key of Object.keys(value)) {
    places.push({ in: value as Record<string, unknown>, key });
    collect((value as Record<string, unknown>)[key], places);
  }
}

/** As JSON.parse would: also a key that is the prototype's. */
function put(holder: Record<string, unknown>, key: string, value: unknown): void {
  if (Array.isArray(holder) && !/^\d{1,4}$/.test(key)) holder.push(value);
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

export function editText(text: string, { kind, where, what }: Edit): string {
  const at = where % (text.length + 1);
  const length = what % 12;
  const [before, after] = [text.slice(0, at), text.slice(at)];
  switch (kind % 6) {
    case 0:
      return before + text.slice(at + length);
    case 1:
      return before + pick(PIECES, what) + after;
    case 2:
      return before + pick(PIECES, what) + text.slice(at + length);
    case 3:
      return before + after.slice(0, length).repeat(1 + (what % 40)) + after;
    case 4:
      return before + String.fromCharCode(what & 0xff) + text.slice(at + 1);
    default:
      return after + before;
  }
}
