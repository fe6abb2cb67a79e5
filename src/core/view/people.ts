// Every signed-in agent of a scope, by id. Who did not change stays the same object from one frame to the next, so that
// a second costs little and a delta has only those who did.
import { nameIn, type Names } from '../directory.ts';
import type { Engine } from '../engine.ts';
import type { Agent } from '../floor/agents.ts';
import { presentAgent, type AgentNow } from '../present-agent.ts';
import type { Scope } from '../scope.ts';
import { MOST_PEOPLE, type People, type Person } from './floor-view.ts';

interface Seen {
  person: Person;
  /** the agent's, when they were looked at */
  version: number;
  /** epoch ms: as they were looked at, they are in [fromAt, untilAt] */
  fromAt: number;
  untilAt: number;
}

export class PeopleView {
  readonly #engine: Engine;
  readonly #scope: Scope;
  readonly #names: Pick<People, 'sites' | 'teams' | 'queues'>;
  #seen = new Map<Agent, Seen>();

  constructor(engine: Engine, scope: Scope, language: string) {
    this.#engine = engine;
    this.#scope = scope;
    const { sites, teams, queues } = engine.directory;
    this.#names = {
      sites: namesOf(sites, language),
      teams: namesOf(teams, language),
      queues: namesOf(queues, language),
    };
  }

  at(at: number): People {
    const seen = new Map<Agent, Seen>();
    let signedIn = 0;
    for (const now of this.#engine.agents(at, this.#scope))
      if (now.span.state !== 'offline' && ++signedIn <= MOST_PEOPLE) seen.set(now.agent, this.#look(now, at));
    this.#seen = seen;
    const people: People['people'] = {};
    for (const [{ id }, { person }] of seen) define(people, id, person);
    return { signedIn, people, ...this.#names };
  }

  #look(now: AgentNow, at: number): Seen {
    const { agent } = now;
    const { version } = agent;
    const last = this.#seen.get(agent);
    if (last?.version === version && at >= last.fromAt && at <= last.untilAt) return last;
    const person = this.#person(now, at);
    const kept = last && isSame(last.person, person) ? last.person : person;
    return { person: kept, version, fromAt: at, untilAt: agent.changesAt(at) };
  }

  #person({ agent, span, queues }: AgentNow, at: number): Person {
    const { state, reason, slots } = presentAgent({ agent, span, queues }, this.#scope.queue, at);
    return {
      name: agent.attribute('name', at) || agent.id,
      state,
      ...(reason === '' ? {} : { reason }),
      sinceAt: agent.sinceAt(at),
      site: agent.attribute('site', at),
      team: agent.attribute('team', at),
      queues: [...queues.keys()],
      ...(slots.total > 0 ? { slots: { used: slots.used, total: slots.total } } : {}),
    };
  }
}

function namesOf(entries: readonly { id: string; name?: Names }[], language: string): Record<string, string> {
  const names: Record<string, string> = {};
  for (const { id, name } of entries) if (name !== undefined) define(names, id, nameIn(name, language));
  return names;
}

/** An agent named __proto__ is an agent. */
function define<T>(target: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  else target[key] = value;
}

function isSame(a: Person, b: Person): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
