// Sessions of the assistant, one a contact: as of any instant the highest revision says how it ended.
import type { EventData } from '../event.ts';
import { SESSION_OUTCOMES, type SessionOutcome } from '../vocabulary.ts';
import type { Contacts } from './contacts.ts';
import type { DumpPart } from './dump.ts';
import { Names } from './names.ts';
import { Revisions } from './revisions.ts';
import { Table } from './table.ts';
import { Timeline } from './timeline.ts';

export class Sessions<Cell> {
  table = new Table({
    contact: 'u32',
    next: 'u32',
    rev: 'u32',
    eventAt: 'f64',
    outcome: 'u8',
    direct: 'u8',
    intent: 'u32',
  });
  /** what stands, and what stood until a later revision, at its own instant */
  ended = new Timeline<Cell>();
  intents = new Names();
  #revisions = new Revisions(
    () => this.table.col,
    (a, b) => this.#compare(a, b),
  );
  #contacts: Contacts<Cell>;

  constructor(contacts: Contacts<Cell>) {
    this.#contacts = contacts;
  }

  end(contact: number, eventAt: number, data: EventData<'assistant.ended'>): void {
    const { session } = this.#contacts.table.col;
    const row = this.table.add();
    const { col } = this.table;
    col.contact[row] = contact;
    col.rev[row] = data.rev ?? 0;
    col.eventAt[row] = eventAt;
    col.outcome[row] = SESSION_OUTCOMES.indexOf(data.outcome);
    col.direct[row] = data.direct_request ? 1 : 0;
    col.intent[row] = this.intents.number(data.intent);
    const { head, useless } = this.#revisions.add(session[contact], row);
    session[contact] = head;
    if (useless === row) return this.table.free(row);
    this.ended.move(row, 0, this.#countsAt(row));
    if (useless !== 0) this.#drop(useless);
    this.touch(contact);
  }

  forget(contact: number): void {
    for (const row of [...this.of(contact)]) this.#drop(row);
    this.#contacts.table.col.session[contact] = 0;
  }

  /** The contact's session as of an instant, null before its first word. */
  outcome(contact: number, asOf: number): SessionOutcome | null {
    const row = this.#revisions.standing(this.#contacts.table.col.session[contact], asOf);
    return row === 0 ? null : SESSION_OUTCOMES[this.table.col.outcome[row]];
  }

  stands(row: number, asOf: number): boolean {
    return this.#revisions.standing(this.#contacts.table.col.session[this.table.col.contact[row]], asOf) === row;
  }

  settledAt(contact: number): number {
    return this.#revisions.settledAt(this.#contacts.table.col.session[contact]);
  }

  /** When the contact's session was last told of; 0 = never. */
  toldAt(contact: number): number {
    const { eventAt, next } = this.table.col;
    let latest = 0;
    // Asked for with each visit: no generator.
    for (let row = this.#contacts.table.col.session[contact]; row !== 0; row = next[row])
      latest = Math.max(latest, eventAt[row]);
    return latest;
  }

  /** Something that the contact's session is described by has changed. */
  touch(contact: number): void {
    for (const row of this.of(contact)) {
      const at = this.#countsAt(row);
      if (at !== 0) this.ended.move(row, at, at);
    }
  }

  /** The customer of the contact came back, or did not after all. */
  touchAftermath(contact: number): void {
    for (const row of this.of(contact)) this.ended.moveAftermath(this.#countsAt(row));
  }

  dump(to: DumpPart): void {
    this.table.dump(to.part('table'));
    this.ended.dump(to.part('ended'));
    this.intents.dump(to.part('intents'));
  }

  restore(from: DumpPart): void {
    this.table.restore(from.part('table'));
    this.ended.restore(from.part('ended'));
    this.intents.restore(from.part('intents'));
  }

  #drop(row: number): void {
    this.ended.move(row, this.#countsAt(row), 0);
    this.table.free(row);
  }

  /** All that was told of the contact's session. */
  of(contact: number): Generator<number> {
    return this.#revisions.of(this.#contacts.table.col.session[contact]);
  }

  #countsAt(row: number): number {
    const { outcome, eventAt } = this.table.col;
    return SESSION_OUTCOMES[outcome[row]] === 'open' ? 0 : eventAt[row];
  }

  #compare(a: number, b: number): number {
    const { outcome, direct, intent } = this.table.col;
    const text = (row: number) => this.intents.text(intent[row]);
    return outcome[a] - outcome[b] || direct[a] - direct[b] || Number(text(a) > text(b)) - Number(text(a) < text(b));
  }
}
