// Sales: as of any instant the highest revision says what became of each, and when.
import type { EventData } from '../event.ts';
import { SALE_OUTCOMES } from '../vocabulary.ts';
import type { Contacts } from './contacts.ts';
import type { DumpPart } from './dump.ts';
import { Ids } from './ids.ts';
import { Names } from './names.ts';
import { Revisions } from './revisions.ts';
import { Table } from './table.ts';
import { Timeline } from './timeline.ts';

export class Sales<Cell> {
  table = new Table({
    /** row of what this is a revision of */
    sale: 'u32',
    contact: 'u32',
    /** next revision of the same sale */
    next: 'u32',
    /** next sale, or revision of one, of the same contact */
    sibling: 'u32',
    rev: 'u32',
    eventAt: 'f64',
    outcome: 'u8',
    /** minor units */
    amount: 'f64',
    /** 1 = an amount was given */
    priced: 'u8',
    currency: 'u32',
    queue: 'u32',
    agent: 'u32',
  });
  /** one row a sale, by its id */
  sales = new Table({ newestRow: 'u32' });
  ids = new Ids();
  /** each revision at its own instant */
  told = new Timeline<Cell>();
  currencies = new Names();
  #revisions = new Revisions(
    () => this.table.col,
    (a, b) => this.#compare(a, b),
  );
  #contacts: Contacts<Cell>;
  #dims: { queues: Names; agents: Names };

  constructor(contacts: Contacts<Cell>, dims: { queues: Names; agents: Names }) {
    this.#contacts = contacts;
    this.#dims = dims;
  }

  record(contact: number, eventAt: number, data: EventData<'sale.recorded'>): void {
    const row = this.#fill(contact, eventAt, data);
    const thing = this.ids.find(data.sale) || this.#add(data.sale);
    const { head, useless } = this.#revisions.add(this.sales.col.newestRow[thing], row);
    if (useless === row) return this.table.free(row);
    this.sales.col.newestRow[thing] = head;
    this.table.col.sale[row] = thing;
    const { firstSale } = this.#contacts.table.col;
    this.table.col.sibling[row] = firstSale[contact];
    firstSale[contact] = row;
    this.told.move(row, 0, eventAt);
    if (useless !== 0) this.#drop(useless);
    // What stood until now stands no more.
    for (const other of this.#revisions.of(head)) this.touch(other);
  }

  /** Whether something was sold to the contact, as of an instant. */
  sold(contact: number, asOf: number): boolean {
    for (const row of this.of(contact))
      if (SALE_OUTCOMES[this.table.col.outcome[row]] === 'won' && this.stands(row, asOf)) return true;
    return false;
  }

  /** When the contact's sales were last told of; 0 = never. */
  toldAt(contact: number): number {
    let latest = 0;
    for (const row of this.of(contact)) latest = Math.max(latest, this.table.col.eventAt[row]);
    return latest;
  }

  stands(row: number, asOf: number): boolean {
    return this.#revisions.standing(this.#head(row), asOf) === row;
  }

  settledAt(row: number): number {
    return this.#revisions.settledAt(this.#head(row));
  }

  *of(contact: number): Generator<number> {
    for (let row = this.#contacts.table.col.firstSale[contact]; row !== 0; row = this.table.col.sibling[row]) yield row;
  }

  touch(row: number): void {
    const at = this.table.col.eventAt[row];
    this.told.move(row, at, at);
  }

  forget(row: number): void {
    const thing = this.table.col.sale[row];
    const head = this.#revisions.remove(this.#head(row), row);
    this.sales.col.newestRow[thing] = head;
    if (head === 0) {
      this.ids.remove(thing);
      this.sales.free(thing);
    }
    this.told.move(row, this.table.col.eventAt[row], 0);
    this.table.free(row);
  }

  #fill(contact: number, eventAt: number, data: EventData<'sale.recorded'>): number {
    const row = this.table.add();
    const { col } = this.table;
    col.contact[row] = contact;
    col.rev[row] = data.rev ?? 0;
    col.eventAt[row] = eventAt;
    col.outcome[row] = SALE_OUTCOMES.indexOf(data.outcome);
    col.amount[row] = data.amount ?? 0;
    col.priced[row] = data.amount === undefined ? 0 : 1;
    col.currency[row] = this.currencies.number(data.currency);
    col.queue[row] = this.#dims.queues.number(data.queue);
    col.agent[row] = this.#dims.agents.number(data.agent);
    return row;
  }

  /** One revision too many: also off its contact. */
  #drop(row: number): void {
    const { contact, sibling, eventAt } = this.table.col;
    const { firstSale } = this.#contacts.table.col;
    if (firstSale[contact[row]] === row) firstSale[contact[row]] = sibling[row];
    else for (const other of this.of(contact[row])) if (sibling[other] === row) sibling[other] = sibling[row];
    this.told.move(row, eventAt[row], 0);
    this.table.free(row);
  }

  /** The id of what this row is a revision of. */
  idOf(row: number): string {
    return this.ids.text(this.table.col.sale[row]);
  }

  dump(to: DumpPart): void {
    this.table.dump(to.part('table'));
    this.sales.dump(to.part('sales'));
    this.ids.dump(to.part('ids'));
    this.told.dump(to.part('told'));
    this.currencies.dump(to.part('currencies'));
  }

  restore(from: DumpPart): void {
    this.table.restore(from.part('table'));
    this.sales.restore(from.part('sales'));
    this.ids.restore(from.part('ids'));
    this.told.restore(from.part('told'));
    this.currencies.restore(from.part('currencies'));
  }

  #add(id: string): number {
    const thing = this.sales.add();
    this.ids.put(id, thing);
    return thing;
  }

  #head(row: number): number {
    return this.sales.col.newestRow[this.table.col.sale[row]];
  }

  #compare(a: number, b: number): number {
    const { outcome, amount, priced, currency, queue, agent } = this.table.col;
    const { queues, agents } = this.#dims;
    const text = (row: number) =>
      [this.currencies.text(currency[row]), queues.text(queue[row]), agents.text(agent[row])].join('\0');
    return (
      outcome[a] - outcome[b] ||
      amount[a] - amount[b] ||
      priced[a] - priced[b] ||
      Number(text(a) > text(b)) - Number(text(a) < text(b))
    );
  }
}
