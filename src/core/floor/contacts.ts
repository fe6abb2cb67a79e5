// One row a contact: where it came from, over which channel, and the heads of the lists of its visits and surveys.
import type { EventData } from '../event.ts';
import { CHANNELS } from '../vocabulary.ts';
import { Table } from './table.ts';
import type { Names } from './names.ts';

export class Contacts {
  table = new Table({
    /** of the contact.started that counts: the earliest */
    startedAt: 'f64',
    /** the latest end that was no transfer */
    endedAt: 'f64',
    /** when we last heard of it */
    seenAt: 'f64',
    /** 1 = nothing real was said of it */
    simulated: 'u8',
    site: 'u32',
    /** 1 + index into CHANNELS; 0 = not told */
    channel: 'u8',
    firstVisit: 'u32',
    session: 'u32',
    firstSurvey: 'u32',
  });
  rows = new Map<string, number>();
  #sites: Names;

  constructor(sites: Names) {
    this.#sites = sites;
  }

  /** The row of this contact, made at first sight. */
  row(contact: string, seenAt: number, simulated: boolean): number {
    let row = this.rows.get(contact);
    if (row === undefined) {
      row = this.table.add();
      this.table.col.simulated[row] = 1;
      this.rows.set(contact, row);
    }
    const { col } = this.table;
    if (seenAt > col.seenAt[row]) col.seenAt[row] = seenAt;
    if (!simulated) col.simulated[row] = 0;
    return row;
  }

  /** @returns whether site or channel changed, so that what hangs on this contact counts elsewhere now */
  start(row: number, eventAt: number, data: EventData<'contact.started'>): boolean {
    const { startedAt, site, channel } = this.table.col;
    const newSite = this.#sites.number(data.site);
    const newChannel = 1 + CHANNELS.indexOf(data.channel);
    if (startedAt[row] !== 0) {
      if (eventAt > startedAt[row]) return false;
      // Two starts in one instant: the greater pair stands, whichever came first.
      if (
        eventAt === startedAt[row] &&
        !precedes(data.site ?? '', newChannel, this.#sites.text(site[row]), channel[row])
      )
        return false;
    }
    const changed = site[row] !== newSite || channel[row] !== newChannel;
    startedAt[row] = eventAt;
    site[row] = newSite;
    channel[row] = newChannel;
    return changed;
  }

  end(row: number, eventAt: number): boolean {
    const { endedAt } = this.table.col;
    if (eventAt <= endedAt[row]) return false;
    endedAt[row] = eventAt;
    return true;
  }
}

function precedes(siteA: string, channelA: number, siteB: string, channelB: number): boolean {
  return siteA === siteB ? channelA > channelB : siteA > siteB;
}
