// An event without some of the agents that it names: a pseudonym in their place, in whatever field they stand, and nothing
// that counts is counted otherwise. What it was told of before it is not the same object afterwards.

type Thing = Record<string, unknown>;

export interface Erased {
  /** null: they are not erased */
  pseudonymOf(agent: string): string | null;
  /** Another id for an event whose own names somebody; the same each time. */
  hide(source: string, event: string): string;
}

/** Ids and words that numbers are counted by: no name is looked for in them. */
const COUNTED = new Set(
  [
    'contact visit queue queues site team customer parent survey response sale stream callback scope state reason',
    'channel direction handler by language intent outcome metric currency platform result since asof',
  ].flatMap((words) => words.split(' ')),
);
/** Shorter ones are found as a whole text only: "7" is in everything. */
const LEAST_LETTERS = 4;
const SHORT_NAME = /^\p{L}{2,3}$/u;

/** Agents that an event names where agents stand, of whatever type it is; however deeply it is nested. */
export function agentsIn(data: unknown): Set<string> {
  const agents = new Set<string>();
  for (const thing of thingsIn(data)) if (typeof thing.agent === 'string') agents.add(thing.agent);
  return agents;
}

/** Names that are told of an agent. */
export function namesIn(data: unknown, agent: string): Set<string> {
  const names = new Set<string>();
  for (const { agent: id, name } of thingsIn(data))
    if (id === agent && typeof name === 'string' && name !== '') names.add(name);
  return names;
}

function* thingsIn(data: unknown): Generator<Thing> {
  const ahead: unknown[] = [data];
  for (let value = ahead.pop(); value !== undefined; value = ahead.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) yield value as Thing;
    for (const one of Object.values(value)) if (typeof one === 'object' && one !== null) ahead.push(one);
  }
}

/**
 * @param event as it was parsed from JSON
 * @param known words that somebody is told by where no agent stands, and what stands in their place
 * @returns the event itself where it names nobody who is erased
 */
export function withoutAgents(event: object, erased: Erased, known: ReadonlyMap<string, string> = NOBODY): object {
  const { data, id, source, subject } = event as Told;
  const own = wordsIn(data, erased);
  if (own.size === 0 && known.size === 0) return event;
  const replace = (text: string): string => withoutWords(withoutParts(text, own), known);
  const isNamed = [...own.keys()].some((word) => id.includes(word)) || replace(id) !== id;
  return {
    ...event,
    ...(isNamed ? { id: erased.hide(source, id) } : {}),
    ...(typeof subject === 'string' ? { subject: replace(subject) } : {}),
    data: thingWithout(data, replace, erased, ''),
  };
}
/**
 * The same without any text that counts nothing: whoever is told of in it, and by whatever name, is told of no more.
 * @returns the event itself where it names nobody who is erased
 */
export function withoutTexts(event: object, erased: Erased): object {
  const { data, id, source, subject } = event as Told;
  const own = wordsIn(data, erased);
  if (own.size === 0) return event;
  const isNamed = [...own.keys()].some((word) => id.includes(word));
  return {
    ...event,
    ...(isNamed ? { id: erased.hide(source, id) } : {}),
    ...(subject === undefined ? {} : { subject: LEFT_OUT }),
    data: thingWithout(data, (_, key) => (key === 'name' ? '' : LEFT_OUT), erased, ''),
  };
}
/** Of ids, which can't be empty, too. */
const LEFT_OUT = '-';

interface Told {
  data: unknown;
  id: string;
  source: string;
  subject?: unknown;
}

/** What those are called who are erased, and what stands in its place. */
function wordsIn(data: unknown, erased: Erased): Map<string, string> {
  const words = new Map<string, string>();
  for (const agent of agentsIn(data)) {
    const pseudonym = erased.pseudonymOf(agent);
    if (pseudonym === null) continue;
    for (const word of [agent, ...namesIn(data, agent)]) words.set(word, pseudonym);
  }
  return words;
}

const NOBODY: ReadonlyMap<string, string> = new Map();

type Replace = (text: string, key: string) => string;

function thingWithout(value: unknown, replace: Replace, erased: Erased, key: string): unknown {
  if (typeof value === 'string') {
    if (key === 'agent') return erased.pseudonymOf(value) ?? value;
    return COUNTED.has(key) ? value : replace(value, key);
  }
  if (Array.isArray(value)) return value.map((one) => thingWithout(one, replace, erased, key));
  if (typeof value !== 'object' || value === null) return value;
  const { agent } = value as Thing;
  // Somebody else of the same name keeps theirs.
  const isOther = typeof agent === 'string' && erased.pseudonymOf(agent) === null;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      isOther && name === 'name' ? one : thingWithout(one, replace, erased, name),
    ]),
  );
}

/** Of an event about somebody: whatever contains what they are called. */
function withoutParts(text: string, words: ReadonlyMap<string, string>): string {
  const whole = words.get(text);
  if (whole !== undefined) return whole;
  let without = text;
  for (const [word, pseudonym] of words)
    if (word.length >= LEAST_LETTERS) without = without.replaceAll(word, pseudonym);
  return without;
}

/** A text in which nobody is told of by these words; "Anna" stays in "Annabel" and in "anna.b". */
export function withoutWords(text: string, words: ReadonlyMap<string, string>): string {
  const whole = words.get(text);
  if (whole !== undefined) return whole;
  let without = text;
  for (const [word, pseudonym] of words)
    if (without.includes(word) && (word.length >= LEAST_LETTERS || SHORT_NAME.test(word)))
      without = without.replace(asWord(word), () => pseudonym);
  return without;
}

const asWord = (word: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_]|[\\p{L}\\p{N}][.@-])${escaped(word)}(?![\\p{L}\\p{N}_]|[.@-][\\p{L}\\p{N}])`, 'gu');
const escaped = (word: string): string => word.replace(/[$()*+.?[\\\]^{|}/]/g, '\\$&');
