// People: an agent of several queues is one person in every total.
import { Agent } from './agent.ts';
import type { DumpPart } from './dump.ts';
import type { Packings } from './packings.ts';

export type { Agent, TextColumn } from './agent.ts';
export type { StateSpan } from './packings.ts';

export class Agents {
  all = new Map<string, Agent>();
  /** in an order that stays: site, team, id; made anew when somebody came */
  #sorted: Agent[] | null = null;
  /** agents whose team something was counted under */
  #asked = new Set<string>();
  /** from when on something was counted under a team that changed since; Infinity = nothing was */
  placesFrom = Infinity;
  readonly #packings: Packings;

  constructor(packings: Packings) {
    this.#packings = packings;
  }

  dump(to: DumpPart): void {
    Agent.dump(to, [...this.all.values()]);
  }

  restore(from: DumpPart): void {
    this.all = new Map(Agent.restore(from, this.#packings).map((agent) => [agent.id, agent]));
    this.#sorted = null;
  }

  tellDay(to: Agents, span: { fromAt: number; toAt: number }): void {
    for (const agent of this.all.values())
      if (agent.states.firstFrom(span.toAt) > 0) agent.tellDay(to.get(agent.id), span);
    to.#sorted = null;
  }

  /** Somebody is called otherwise from now on, in all that was told. @param to whom nobody is called */
  rename(id: string, to: string): void {
    this.all = new Map([...this.all].map(([key, agent]) => [key === id ? to : key, agent]));
    const agent = this.all.get(to);
    if (agent) {
      agent.id = to;
      agent.version++;
    }
    if (this.#asked.delete(id)) this.#asked.add(to);
    this.#sorted = null;
  }

  get(id: string): Agent {
    let agent = this.all.get(id);
    if (!agent) {
      this.all.set(id, (agent = new Agent(id, this.#packings)));
      this.#sorted = null;
    }
    return agent;
  }

  /** A team or site changed; that matters to what was counted only where somebody asked for the agent's team. */
  placeChanged(id: string, from: number): void {
    this.#sorted = null;
    if (this.#asked.has(id)) this.placesFrom = Math.min(this.placesFrom, from);
  }

  /** "" when it was never told */
  teamOf(id: string, at: number): string {
    this.#asked.add(id);
    return this.all.get(id)?.attribute('team', at) ?? '';
  }

  sorted(): readonly Agent[] {
    if (this.#sorted) return this.#sorted;
    const key = (agent: Agent) =>
      `${agent.attribute('site', Infinity)} ${agent.attribute('team', Infinity)} ${agent.id}`;
    const keyed = [...this.all.values()].map((agent) => [key(agent), agent] as const);
    this.#sorted = keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, agent]) => agent);
    return this.#sorted;
  }
}
