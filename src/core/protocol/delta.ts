// How to get from one JSON value to another, and the way there: apply(a, diff(a, b)) = b. Rules P20–P23.
// What did not change keeps its identity, so that a screen can tell by === what to draw again.

/** o: keys that changed or came, d: keys that went, a: places of an array that changed, v: the new value */
export interface Change {
  o?: Record<string, Change>;
  d?: string[];
  a?: Record<string, Change>;
  v?: unknown;
}

type JsonObject = Record<string, unknown>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (object: JsonObject, key: string): unknown =>
  Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;

/** A key named __proto__ is a key: plain assignment would set the prototype instead. */
function put(target: JsonObject, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  else target[key] = value;
}

/** undefined when a and b say the same. A key with the value undefined counts as absent, as in JSON text. */
export function diff<T>(a: T, b: T): Change | undefined {
  return diffValues(a, b);
}

function diffValues(a: unknown, b: unknown): Change | undefined {
  if (a === b) return undefined;
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) return diffArrays(a, b);
  if (isObject(a) && isObject(b)) return diffObjects(a, b);
  return { v: b };
}

function diffArrays(a: readonly unknown[], b: readonly unknown[]): Change | undefined {
  let changed: Record<string, Change> | undefined;
  for (let index = 0; index < b.length; index++) {
    const change = diffValues(a[index], b[index]);
    if (change) (changed ??= {})[index] = change;
  }
  return changed && { a: changed };
}

function diffObjects(a: JsonObject, b: JsonObject): Change | undefined {
  const change: Change = {};
  for (const key of Object.keys(b)) {
    const after = own(b, key);
    if (after === undefined) continue;
    const before = own(a, key);
    const inner = before === undefined ? { v: after } : diffValues(before, after);
    if (inner) put((change.o ??= {}), key, inner);
  }
  for (const key of Object.keys(a))
    if (own(a, key) !== undefined && own(b, key) === undefined) (change.d ??= []).push(key);
  return change.o || change.d ? change : undefined;
}

/** Leaves `a` as it is. Throws a TypeError when the change was made for a value of another shape. */
export function apply<T>(a: T, change: Change | undefined): T {
  return (change ? applyTo(a, change) : a) as T;
}

function applyTo(a: unknown, change: Change): unknown {
  if (change.v !== undefined) return change.v;
  if (change.a) return applyToArray(a, change.a);
  if (change.o || change.d) return applyToObject(a, change);
  throw new TypeError('A change has one of v, a, o, d.');
}

function applyToArray(a: unknown, changed: Record<string, Change>): unknown[] {
  if (!Array.isArray(a)) throw new TypeError('A change of places needs an array.');
  const result: unknown[] = a.slice();
  for (const key of Object.keys(changed)) {
    const index = Number(key);
    if (!(index in a)) throw new TypeError(`There is no place ${key} in an array of ${a.length}.`);
    result[index] = applyTo(a[index], changed[key]);
  }
  return result;
}

function applyToObject(a: unknown, change: Change): JsonObject {
  if (!isObject(a)) throw new TypeError('A change of keys needs an object.');
  const result: JsonObject = { ...a };
  for (const key of change.d ?? []) delete result[key];
  const changed = change.o ?? {};
  for (const key of Object.keys(changed)) {
    const before = own(a, key);
    const inner = own(changed, key) as Change;
    if (before === undefined && inner.v === undefined) throw new TypeError(`There is no key ${key} to change.`);
    put(result, key, applyTo(before, inner));
  }
  return result;
}
