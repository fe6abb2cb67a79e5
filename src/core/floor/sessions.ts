// Sessions of the assistant, one a contact: the highest revision says how it ended.
import type { EventData } from '../event.ts';
import { SESSION_OUTCOMES } from '../vocabulary.ts';
import type { Contacts } from './contacts.ts';
import { Table } from './table.ts';
import { Timeline } from './timeline.ts';

export class Sessions<Cell> {
  table = new Table({ contact: 'u32', rev: 'u32', eventAt: 'f64', outcome: 'u8', direct: 'u8', endedAt: 'f64' });
  ended = new Timeline<Cell>();
  #contacts: Contacts;

  constructor(contacts: Contacts) {
    this.#contacts = contacts;
  }

  end(contact: number, eventAt: number, data: EventData<'assistant.ended'>): void {
    const { session } = this.#contacts.table.col;
    const known = session[contact];
    const row = known || this.table.add();
    const col = this.table.col;
    const outcome = SESSION_OUTCOMES.indexOf(data.outcome);
    const direct = data.direct_request ? 1 : 0;
    if (known !== 0) {
      const comes = [data.rev ?? 0, eventAt, outcome, direct];
      const stands = [col.rev[row], col.eventAt[row], col.outcome[row], col.direct[row]];
      if (!greater(comes, stands)) return;
    }
    this.#contacts.table.col.session[contact] = row;
    const oldEnded = col.endedAt[row];
    col.contact[row] = contact;
    col.rev[row] = data.rev ?? 0;
    col.eventAt[row] = eventAt;
    col.outcome[row] = outcome;
    col.direct[row] = direct;
    col.endedAt[row] = data.outcome === 'open' ? 0 : eventAt;
    this.ended.move(row, oldEnded, col.endedAt[row]);
  }

  forget(row: number): void {
    this.ended.move(row, this.table.col.endedAt[row], 0);
    this.table.free(row);
  }

  handedOver(contact: number): boolean {
    const row = this.#contacts.table.col.session[contact];
    return row !== 0 && this.table.col.outcome[row] === SESSION_OUTCOMES.indexOf('handed_over');
  }

  /** Its contact's site or channel changed. */
  touch(row: number): void {
    const at = this.table.col.endedAt[row];
    this.ended.move(row, at, at);
  }
}

/** Compares two equally long lists, first difference decides. */
export function greater(a: readonly number[], b: readonly number[]): boolean {
  const i = a.findIndex((value, index) => value !== b[index]);
  return i >= 0 && a[i] > b[i];
}
