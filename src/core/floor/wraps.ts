// What was told of the work after talks: who wrapped up which contact, and when.
import type { Contacts } from './contacts.ts';
import type { DumpPart } from './dump.ts';
import type { Names } from './names.ts';
import { Table } from './table.ts';

/** Columns of visits. */
interface Talks {
  agent: Uint32Array;
  talkedAt: Float64Array;
}

export class Wraps<Cell> {
  table = new Table({ next: 'u32', agent: 'u32', eventAt: 'f64' });
  #contacts: Contacts<Cell>;
  #agents: Names;

  constructor(contacts: Contacts<Cell>, agents: Names) {
    this.#contacts = contacts;
    this.#agents = agents;
  }

  /** @returns false when the same was told before */
  told(contact: number, agentId: string, at: number): boolean {
    const number = this.#agents.number(agentId);
    for (const row of this.of(contact))
      if (this.table.col.agent[row] === number && this.table.col.eventAt[row] === at) return false;
    const row = this.table.add();
    const { next, agent, eventAt } = this.table.col;
    const { firstWrap } = this.#contacts.table.col;
    next[row] = firstWrap[contact];
    agent[row] = number;
    eventAt[row] = at;
    firstWrap[contact] = row;
    return true;
  }

  /**
   * When the work after each of a contact's talks was done: what was told is of the talk of its agent that ended last
   * before, and of several words the first counts.
   * @param talks that ended, rows in order
   * @returns by the talk's row; absent = never told
   */
  after(contact: number, talks: readonly number[], of: Talks): ReadonlyMap<number, number> {
    const doneAt = new Map<number, number>();
    const { agent, eventAt } = this.table.col;
    const told = [...this.of(contact)].sort((a, b) => eventAt[a] - eventAt[b]);
    const last = new Map<number, number>();
    let next = 0;
    for (const wrap of told) {
      for (; next < talks.length && of.talkedAt[talks[next]] <= eventAt[wrap]; next++)
        last.set(of.agent[talks[next]], talks[next]);
      const row = agent[wrap] === 0 ? undefined : last.get(agent[wrap]);
      if (row !== undefined && !doneAt.has(row)) doneAt.set(row, eventAt[wrap]);
    }
    return doneAt;
  }

  forget(contact: number): void {
    for (const row of [...this.of(contact)]) this.table.free(row);
    this.#contacts.table.col.firstWrap[contact] = 0;
  }

  dump(to: DumpPart): void {
    this.table.dump(to);
  }

  restore(from: DumpPart): void {
    this.table.restore(from);
  }

  /** What was told of one contact. */
  *of(contact: number): Generator<number> {
    for (let row = this.#contacts.table.col.firstWrap[contact]; row !== 0; row = this.table.col.next[row]) yield row;
  }
}
