// One row a contact: where it came from, over which channel, and the heads of the lists of its visits and surveys.
import type { EventData } from '../event.ts';
import { CHANNELS } from '../vocabulary.ts';
import { Customers } from './customers.ts';
import type { DumpPart } from './dump.ts';
import { Ids } from './ids.ts';
import type { Names } from './names.ts';
import { Partings } from './partings.ts';
import { Table } from './table.ts';
import { Timeline } from './timeline.ts';

/** How a contact ended, for a column. */
const RESOLVED = [undefined, false, true] as const;

export class Contacts<Cell> {
  table = new Table({
    /** of the contact.started that counts: the earliest */
    startedAt: 'f64',
    /** the latest end that was no transfer */
    endedAt: 'f64',
    /** when we last heard of it */
    seenAt: 'f64',
    /** 1 = nothing real was said of it */
    simulated: 'u8',
    /** 1 = we called the customer */
    outbound: 'u8',
    site: 'u32',
    /** 1 + index into CHANNELS; 0 = not told */
    channel: 'u8',
    /** of that end: index into RESOLVED */
    resolved: 'u8',
    /** 1 = somebody of the second line worked on it */
    secondLine: 'u8',
    firstVisit: 'u32',
    session: 'u32',
    firstSurvey: 'u32',
    firstSale: 'u32',
    firstWrap: 'u32',
    firstParting: 'u32',
    /** row among the customers, 0 = nobody known */
    customer: 'u32',
    nextOfCustomer: 'u32',
  });
  ids = new Ids();
  customers = new Customers(() => this.table.col);
  partings = new Partings(() => this.table.col);
  ended = new Timeline<Cell>();
  #sites: Names;

  constructor(sites: Names) {
    this.#sites = sites;
  }

  /** The row of this contact, made at first sight. */
  row(contact: string, seenAt: number, simulated: boolean): number {
    let row = this.ids.find(contact);
    if (row === 0) {
      row = this.table.add();
      this.table.col.simulated[row] = 1;
      this.ids.put(contact, row);
    }
    const { col } = this.table;
    if (seenAt > col.seenAt[row]) col.seenAt[row] = seenAt;
    if (!simulated) col.simulated[row] = 0;
    return row;
  }

  /** @returns whether site, channel or customer changed, so that what hangs on this contact counts elsewhere now */
  start(row: number, eventAt: number, data: EventData<'contact.started'>): boolean {
    const { startedAt, outbound, site, channel } = this.table.col;
    const direction = data.direction === 'out' ? 1 : 0;
    const channelNumber = 1 + CHANNELS.indexOf(data.channel);
    if (startedAt[row] !== 0) {
      if (eventAt > startedAt[row]) return false;
      // Two starts in one instant: the greater stands, whichever came first.
      const stands = [this.#sites.text(site[row]), channel[row], this.customers.nameOf(row) ?? '', outbound[row]].join(
        '\0',
      );
      const comes = [data.site ?? '', channelNumber, data.customer ?? '', direction].join('\0');
      if (eventAt === startedAt[row] && comes <= stands) return false;
    }
    startedAt[row] = eventAt;
    outbound[row] = direction;
    site[row] = this.#sites.number(data.site);
    channel[row] = channelNumber;
    this.customers.put(row, data.customer);
    return true;
  }

  /**
   * @param agent of a transfer that names no visit: number of who was parted from the customer, 0 = not named
   * @returns whether an end of the contact, or of a talk, is another now
   */
  end(row: number, eventAt: number, data: EventData<'contact.ended'>, agent: number): boolean {
    const { secondLine } = this.table.col;
    if (data.line === 2 && secondLine[row] === 0) {
      secondLine[row] = 1;
      this.touch(row);
    }
    if (data.by !== 'transfer') return this.#over(row, eventAt, RESOLVED.indexOf(data.resolved));
    return data.visit === undefined && this.partings.transferred(row, agent, eventAt);
  }

  /** The latest end is the contact's; of one instant the one that says more. */
  #over(row: number, eventAt: number, says: number): boolean {
    const { endedAt, resolved } = this.table.col;
    const old = endedAt[row];
    if (eventAt === old && says <= resolved[row]) return false;
    if (eventAt < old) {
      const isNew = this.partings.ended(row, eventAt, says);
      if (isNew) this.touch(row);
      return isNew;
    }
    if (eventAt > old && old !== 0) this.partings.ended(row, old, resolved[row]);
    endedAt[row] = eventAt;
    resolved[row] = says;
    this.ended.move(row, old, eventAt);
    return true;
  }

  /** What the last end that said anything of it said. */
  resolved(row: number): boolean | undefined {
    return RESOLVED[this.table.col.resolved[row] || this.partings.resolved(row)];
  }

  /** What all ends said: told again they come to the same. */
  *ends(row: number): Generator<{ eventAt: number; resolved: boolean | undefined }> {
    const { endedAt, resolved } = this.table.col;
    if (endedAt[row] !== 0) yield { eventAt: endedAt[row], resolved: RESOLVED[resolved[row]] };
    const told = this.partings.table.col;
    for (const parting of this.partings.of(row))
      if (told.isOver[parting] === 1)
        yield { eventAt: told.eventAt[parting], resolved: RESOLVED[told.resolved[parting]] };
  }

  /** When the contact was first over from an instant on; 0 = never. */
  overAt(row: number, from: number): number {
    return earlier(this.partings.overAt(row, from), this.#lastEnd(row, from));
  }

  /** When a talk that nobody ended by name was over; 0 = never. @param answeredBy number of the agent, 0 = not told */
  talkEndedAt(row: number, answeredAt: number, answeredBy: number): number {
    return earlier(this.partings.talkEndedAt(row, answeredAt, answeredBy), this.#lastEnd(row, answeredAt));
  }

  #lastEnd(row: number, from: number): number {
    const at = this.table.col.endedAt[row];
    return at >= from ? at : 0;
  }

  /** Something that the ended contact is described by has changed. */
  touch(row: number): void {
    const at = this.table.col.endedAt[row];
    if (at !== 0) this.ended.move(row, at, at);
  }

  /** The customer of the ended contact came back, or did not after all. */
  touchAftermath(row: number): void {
    this.ended.moveAftermath(this.table.col.endedAt[row]);
  }

  forget(row: number): void {
    this.ended.move(row, this.table.col.endedAt[row], 0);
    this.customers.remove(row);
    this.partings.forget(row);
    this.ids.remove(row);
    this.table.free(row);
  }

  dump(to: DumpPart): void {
    this.table.dump(to.part('table'));
    this.ids.dump(to.part('ids'));
    this.customers.dump(to.part('customers'));
    this.partings.dump(to.part('partings'));
    this.ended.dump(to.part('ended'));
  }

  restore(from: DumpPart): void {
    this.table.restore(from.part('table'));
    this.ids.restore(from.part('ids'));
    this.customers.restore(from.part('customers'));
    this.partings.restore(from.part('partings'));
    this.ended.restore(from.part('ended'));
  }
}

/** Of two instants of which 0 is none. */
function earlier(a: number, b: number): number {
  return a === 0 || b === 0 ? a || b : Math.min(a, b);
}
