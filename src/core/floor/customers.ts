// Which contacts are of one customer: whether somebody came back.
import type { DumpPart } from './dump.ts';
import { Ids } from './ids.ts';
import { Table } from './table.ts';

/** More contacts than a person has: a switchboard, or one hash for everybody, so that nobody knows who came back. */
const MOST = 1000;

/** The columns of contacts that are used here. */
interface ContactColumns {
  startedAt: Float64Array;
  /** 1 = we called the customer */
  outbound: Uint8Array;
  /** row of the customer, 0 = nobody known */
  customer: Uint32Array;
  /** next contact of the same customer */
  nextOfCustomer: Uint32Array;
}

export class Customers {
  #table = new Table({ firstContact: 'u32', contacts: 'u32' });
  #ids = new Ids();
  readonly #contacts: () => ContactColumns;

  constructor(contacts: () => ContactColumns) {
    this.#contacts = contacts;
  }

  /** undefined = nobody known */
  nameOf(contact: number): string | undefined {
    return this.#ids.text(this.#contacts().customer[contact]) || undefined;
  }

  /** Whether it can be told that the customer came back. */
  isKnown(contact: number): boolean {
    const row = this.#contacts().customer[contact];
    return row !== 0 && this.#table.col.contacts[row] <= MOST;
  }

  /** The contact is this customer's from now on; undefined = of nobody known. */
  put(contact: number, name: string | undefined): void {
    const { customer, nextOfCustomer } = this.#contacts();
    if (name === this.nameOf(contact)) return;
    this.remove(contact);
    if (name === undefined) return;
    const row = this.#ids.find(name) || this.#add(name);
    const { firstContact, contacts } = this.#table.col;
    customer[contact] = row;
    nextOfCustomer[contact] = firstContact[row];
    firstContact[row] = contact;
    contacts[row]++;
  }

  remove(contact: number): void {
    const { customer, nextOfCustomer } = this.#contacts();
    const { firstContact, contacts } = this.#table.col;
    const row = customer[contact];
    if (row === 0) return;
    if (firstContact[row] === contact) firstContact[row] = nextOfCustomer[contact];
    else
      for (const other of this.#of(row))
        if (nextOfCustomer[other] === contact) nextOfCustomer[other] = nextOfCustomer[contact];
    customer[contact] = nextOfCustomer[contact] = 0;
    if (--contacts[row] > 0) return;
    this.#ids.remove(row);
    this.#table.free(row);
  }

  /** When the customer of this contact first came with another one after an instant; 0 = never, or nobody knows. */
  returnedAt(contact: number, after: number): number {
    const { customer, startedAt, outbound, nextOfCustomer } = this.#contacts();
    const row = customer[contact];
    const { contacts, firstContact } = this.#table.col;
    if (contacts[row] > MOST) return 0;
    let first = 0;
    // Asked for each contact of a minute that is counted anew: no generator.
    for (let other = firstContact[row]; other !== 0; other = nextOfCustomer[other]) {
      const at = startedAt[other];
      if (other !== contact && outbound[other] === 0 && at > after && (first === 0 || at < first)) first = at;
    }
    return first;
  }

  /** The contacts whose customer's return may be another now that this one started. */
  companionsOf(contact: number): readonly number[] {
    const row = this.#contacts().customer[contact];
    const count = this.#table.col.contacts[row];
    return count < 2 || count > MOST + 1 ? [] : [...this.#of(row)];
  }

  dump(to: DumpPart): void {
    this.#table.dump(to.part('table'));
    this.#ids.dump(to.part('ids'));
  }

  restore(from: DumpPart): void {
    this.#table.restore(from.part('table'));
    this.#ids.restore(from.part('ids'));
  }

  #add(name: string): number {
    const row = this.#table.add();
    this.#ids.put(name, row);
    return row;
  }

  /** Contacts of a customer, in no order. */
  *#of(row: number): Generator<number> {
    const { nextOfCustomer } = this.#contacts();
    for (let contact = this.#table.col.firstContact[row]; contact !== 0; contact = nextOfCustomer[contact])
      yield contact;
  }
}
