// All that the files of a data folder hold of one agent, a line of JSON each: events that name them, what people noted of
// them, who looked at them. Of a whole snapshot of a floor only what it says of them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { agentsIn, namesIn, withoutAgents, withoutWords, type Erased } from '#core/access/without-agents.ts';
import { Audit } from '../access/audit.ts';
import { openAccessDb } from '../access/access-db.ts';
import type { CoveredIds } from './covered-ids.ts';
import { erasedFrom } from './erased-agents.ts';
import { slicesWith } from '../log/log-slices.ts';
import { openForReading } from '../log/schema.ts';

/** One line of an export; what else it has depends on its kind. */
export type AgentLine =
  | { kind: 'event'; recorded: string; event: object }
  | { kind: 'name'; name: string }
  | { kind: 'alert' | 'message'; note: unknown }
  | { kind: 'audit'; line: object };

interface Event {
  id: string;
  data: unknown;
}

/** @param names by which they are told, as far as that is known @throws what SQLite says */
export async function* agentLines(
  folder: string,
  agent: string,
  names: readonly string[] = [],
): AsyncGenerator<AgentLine, void, void> {
  const db = openForReading(join(folder, 'events.db'));
  try {
    const known = new Set(names);
    await findNames(db, agent, known);
    yield* eventLines(db, agent, known, erasedFrom(folder)?.covered ?? null);
    for (const name of known) yield { kind: 'name', name };
    const words = new Map([agent, ...known].map((word) => [word, '']));
    const tells = (text: string): boolean => withoutWords(text, words) !== text;
    yield* noteLines(db, tells);
    yield* auditLines(folder, (about) => about === `day of ${agent}` || tells(about));
  } finally {
    db.close();
  }
}

/** What tells of somebody by name only may come before what tells the name. */
async function findNames(db: DatabaseSync, agent: string, names: Set<string>): Promise<void> {
  for await (const rows of slicesWith(db, [agent]))
    for (const { body } of rows) for (const name of namesIn(parsed(body)?.data, agent)) names.add(name);
}

async function* eventLines(
  db: DatabaseSync,
  agent: string,
  names: ReadonlySet<string>,
  covered: CoveredIds | null,
): AsyncGenerator<AgentLine, void, void> {
  for await (const rows of slicesWith(db, [agent, ...(covered ? [covered.cover(agent)] : []), ...names])) {
    for (const { recordedAt, body } of rows) {
      const event = uncovered(parsed(body), covered);
      if (event === null) continue;
      if (tellsOf(event, agent, names))
        yield { kind: 'event', recorded: new Date(recordedAt).toISOString(), event: onlyOf(event, agent) };
    }
  }
}

/** With ids as they were; names of what is long ago are not kept. */
function uncovered(event: Event | null, covered: CoveredIds | null): Event | null {
  if (event === null || covered === null) return event;
  return withoutAgents(event, { pseudonymOf: (id) => covered.read(id), hide: (_, id) => id }) as Event;
}

/** As an erasure finds them. */
function tellsOf(event: Event, agent: string, names: ReadonlySet<string>): boolean {
  const erased: Erased = { pseudonymOf: (id) => (id === agent ? '' : null), hide: () => '' };
  const words = new Map([agent, ...names].map((word) => [word, '']));
  return JSON.stringify(withoutAgents(event, erased, words)) !== JSON.stringify(event);
}

/** What others are told of is theirs. */
function onlyOf(event: Event, agent: string): object {
  const { data } = event;
  if (typeof data !== 'object' || data === null || !('agents' in data) || !Array.isArray(data.agents)) return event;
  const own = (data.agents as unknown[]).filter((one) => agentsIn(one).has(agent));
  return { ...event, data: { ...data, agents: own, ...('waiting' in data ? { waiting: [] } : {}) } };
}

function* noteLines(db: DatabaseSync, tells: (text: string) => boolean): Generator<AgentLine> {
  const tables = db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'alert'").get()?.n;
  const alerts = tables === 0 ? [] : db.prepare('SELECT body FROM alert').iterate();
  for (const { body } of alerts)
    if (tells(body as string)) yield { kind: 'alert', note: JSON.parse(body as string) as unknown };
  const kept = db.prepare("SELECT state FROM memory WHERE name = 'tablo/messages'").get()?.state as string | undefined;
  const { messages = [] } = JSON.parse(kept ?? '{}') as { messages?: { text: string }[] };
  for (const note of messages) if (tells(note.text)) yield { kind: 'message', note };
}

function* auditLines(folder: string, tells: (about: string) => boolean): Generator<AgentLine> {
  if (!existsSync(join(folder, 'access.db'))) return;
  const db = openAccessDb(folder);
  try {
    for (const { seq, at, who, what, about, address } of new Audit(db, () => 0).about(tells))
      yield { kind: 'audit', line: { seq, at: new Date(at).toISOString(), who, what, about, address } };
  } finally {
    db.close();
  }
}

function parsed(body: string): Event | null {
  try {
    const value = JSON.parse(body) as unknown;
    return typeof value === 'object' && value !== null && 'id' in value && 'data' in value ? (value as Event) : null;
  } catch {
    return null;
  }
}
