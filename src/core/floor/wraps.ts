// What was told of the work after talks: who wrapped up which contact, and when.
import type { Contacts } from './contacts.ts';
import type { DumpPart } from './dump.ts';
import type { Names } from './names.ts';
import { Table } from './table.ts';

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

  /** The first time from `fromAt` on that this agent was done with the contact; 0 = never told. */
  firstFrom(contact: number, agentNumber: number, fromAt: number): number {
    let first = 0;
    for (const row of this.of(contact)) {
      const { agent, eventAt } = this.table.col;
      if (agent[row] === agentNumber && eventAt[row] >= fromAt && (first === 0 || eventAt[row] < first))
        first = eventAt[row];
    }
    return first;
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
