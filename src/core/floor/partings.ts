// What was told of ends beside the last end of a contact: transfers that named no visit, and ends after which the customer
// went on all the same.
import type { DumpPart } from './dump.ts';
import { Table } from './table.ts';

/** The columns of contacts that are used here. */
interface ContactColumns {
  firstParting: Uint32Array;
}

export class Partings {
  table = new Table({
    next: 'u32',
    /** who was parted from the customer, 0 = nobody was named */
    agent: 'u32',
    eventAt: 'f64',
    /** 1 = the contact was over, 0 = it was transferred */
    isOver: 'u8',
    /** what the end said of it, as in the column of contacts; 0 = nothing */
    resolved: 'u8',
  });
  readonly #contacts: () => ContactColumns;

  constructor(contacts: () => ContactColumns) {
    this.#contacts = contacts;
  }

  /** @returns false when the same was told before */
  transferred(contact: number, agent: number, at: number): boolean {
    return this.#tell(contact, agent, at, 0, 0);
  }

  /** @returns false when the same was told before */
  ended(contact: number, at: number, resolved: number): boolean {
    return this.#tell(contact, 0, at, 1, resolved);
  }

  /** When the talk that was answered by an agent was first told to be over; 0 = never. */
  talkEndedAt(contact: number, answeredAt: number, answeredBy: number): number {
    const { agent, eventAt, isOver } = this.table.col;
    return this.#first(contact, (row) => {
      if (isOver[row] === 1) return eventAt[row] >= answeredAt;
      // Who is not named may have been parted from at the moment in which the next one answered.
      if (agent[row] === 0) return eventAt[row] > answeredAt;
      return eventAt[row] >= answeredAt && (answeredBy === 0 || answeredBy === agent[row]);
    });
  }

  /** When the contact was first over from an instant on; 0 = never. */
  overAt(contact: number, from: number): number {
    const { eventAt, isOver } = this.table.col;
    return this.#first(contact, (row) => isOver[row] === 1 && eventAt[row] >= from);
  }

  /** What the last end that said anything of it said. */
  resolved(contact: number): number {
    const { eventAt, resolved } = this.table.col;
    let last = 0;
    for (const row of this.of(contact)) if (resolved[row] !== 0 && (!last || eventAt[row] > eventAt[last])) last = row;
    return resolved[last];
  }

  *of(contact: number): Generator<number> {
    for (let row = this.#contacts().firstParting[contact]; row !== 0; row = this.table.col.next[row]) yield row;
  }

  forget(contact: number): void {
    for (const row of [...this.of(contact)]) this.table.free(row);
    this.#contacts().firstParting[contact] = 0;
  }

  dump(to: DumpPart): void {
    this.table.dump(to);
  }

  restore(from: DumpPart): void {
    this.table.restore(from);
  }

  #first(contact: number, is: (row: number) => boolean): number {
    const { eventAt } = this.table.col;
    let first = 0;
    for (const row of this.of(contact)) if (is(row) && (first === 0 || eventAt[row] < first)) first = eventAt[row];
    return first;
  }

  #tell(contact: number, agent: number, at: number, isOver: number, resolved: number): boolean {
    for (const row of this.of(contact)) {
      const { col } = this.table;
      if (col.agent[row] !== agent || col.eventAt[row] !== at || col.isOver[row] !== isOver) continue;
      if (resolved <= col.resolved[row]) return false;
      col.resolved[row] = resolved;
      return true;
    }
    const row = this.table.add();
    const { col } = this.table;
    const { firstParting } = this.#contacts();
    col.next[row] = firstParting[contact];
    col.agent[row] = agent;
    col.eventAt[row] = at;
    col.isOver[row] = isOver;
    col.resolved[row] = resolved;
    firstParting[contact] = row;
    return true;
  }
}
