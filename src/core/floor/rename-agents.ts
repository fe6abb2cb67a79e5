// Takes people out of a floor: who they were is replaced by a pseudonym in all that was told, and their names go. Rows
// keep their numbers, so nothing that counts is counted otherwise.
import { withoutWords } from '../access/without-agents.ts';
import type { TextColumn } from './agents.ts';
import type { Floor } from './floor.ts';

/** @param pseudonymOf of an agent's id; null: they stay. @returns whether anybody was there who does not stay */
export function renameAgents(floor: Floor<unknown>, pseudonymOf: (id: string) => string | null): boolean {
  const { agents, agentNames } = floor;
  const gone = new Map<string, string>();
  for (const id of new Set([...agents.all.keys(), ...agentNames.all(), ...hostsOf(floor)])) {
    const pseudonym = pseudonymOf(id);
    // Somebody of that name is there already, who came back: both stay.
    const isTaken = pseudonym !== null && (agents.all.has(pseudonym) || agentNames.find(pseudonym) !== undefined);
    if (pseudonym !== null && !isTaken) gone.set(id, pseudonym);
  }
  if (gone.size === 0) return false;
  const words = wordsOf(floor, gone);
  for (const [id, pseudonym] of gone) rename(floor, id, pseudonym);
  rewordDetails(floor, words);
  forgetUnsaid(floor);
  return true;
}

function rename({ agents, agentNames, texts, streams }: Floor<unknown>, id: string, pseudonym: string): void {
  const number = agentNames.find(id);
  if (number !== undefined) agentNames.rename(number, pseudonym);
  const agent = agents.all.get(id);
  if (agent) replace(agent.texts.names, null, texts.number(pseudonym));
  agents.rename(id, pseudonym);
  const host = texts.find(id);
  if (host === undefined) return;
  for (const { samples } of streams.all.values())
    replace([samples.column('agent'), samples.length], host, texts.number(pseudonym));
}

/** Ids and names of those who go, and their pseudonyms. */
function wordsOf({ agents, texts }: Floor<unknown>, gone: ReadonlyMap<string, string>): Map<string, string> {
  const words = new Map(gone);
  for (const [id, pseudonym] of gone)
    for (const name of told(agents.all.get(id)?.texts.names ?? [[], 0])) words.set(texts.text(name), pseudonym);
  words.delete('');
  return words;
}

/** What was told of people in words, where nobody stands by their id. @param words ids and names, and what stands there now */
export function rewordTexts(floor: Floor<unknown>, words: ReadonlyMap<string, string>): void {
  rewordDetails(floor, words);
  forgetUnsaid(floor);
}

/** What sources said of themselves. */
function rewordDetails({ sources, texts }: Floor<unknown>, words: ReadonlyMap<string, string>): void {
  for (const { statuses } of sources.values()) {
    const details = statuses.column('detail');
    for (let place = 0; place < statuses.length; place++)
      details[place] = texts.number(withoutWords(texts.text(details[place]), words));
  }
}

/** Also what nobody is told of any more, as a former name. Another person of the same name keeps theirs. */
function forgetUnsaid(floor: Floor<unknown>): void {
  const said = new Set<number>([0]);
  for (const column of columnsOf(floor)) for (const text of told(column)) said.add(text);
  for (let text = 1; text < floor.texts.size; text++) if (!said.has(text)) floor.texts.rename(text, `unsaid/${text}`);
}

/** Whatever refers to the floor's texts. */
function* columnsOf({ agents, streams, sources }: Floor<unknown>): Generator<TextColumn> {
  for (const { texts } of agents.all.values()) {
    yield texts.names;
    yield* texts.others;
  }
  for (const { samples } of streams.all.values())
    for (const name of ['agent', 'platform']) yield [samples.column(name), samples.length];
  for (const { statuses } of sources.values()) yield [statuses.column('detail'), statuses.length];
}

function hostsOf({ streams, texts }: Floor<unknown>): Set<string> {
  const hosts = new Set<number>();
  for (const { samples } of streams.all.values())
    for (const host of told([samples.column('agent'), samples.length])) hosts.add(host);
  hosts.delete(0);
  return new Set([...hosts].map((number) => texts.text(number)));
}

function* told([numbers, length]: TextColumn): Generator<number> {
  for (let place = 0; place < length; place++) yield numbers[place];
}

/** @param from null: whatever stands there */
function replace([numbers, length]: TextColumn, from: number | null, to: number): void {
  for (let place = 0; place < length; place++) if (from === null || numbers[place] === from) numbers[place] = to;
}
