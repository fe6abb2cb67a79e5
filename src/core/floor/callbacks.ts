// Promised calls: open from the first word about them until they are done or cancelled.
import type { EventData } from '../event.ts';
import type { DumpPart } from './dump.ts';
import { History, type Change } from './history.ts';
import { Ids } from './ids.ts';
import type { Names } from './names.ts';
import type { Cuts } from './over.ts';
import type { Packings } from './packings.ts';
import { Spans } from './spans.ts';
import { Table } from './table.ts';

export class Callbacks {
  table = new Table({
    queue: 'u32',
    askedAt: 'f64',
    /** first word that the call is due */
    dueToldAt: 'f64',
    closedAt: 'f64',
    seenAt: 'f64',
    simulated: 'u8',
  });
  ids = new Ids();
  open = new Spans();
  /** instants for which the call was promised, epoch ms; the last told holds */
  #promises: History<number>[] = [];
  readonly #queues: Names;
  readonly #packings: Packings;

  constructor(queues: Names, packings: Packings) {
    this.#queues = queues;
    this.#packings = packings;
  }

  change(when: { eventAt: number; seenAt: number; simulated: boolean }, data: EventData<'callback.changed'>): void {
    const row = this.ids.find(data.callback) || this.#add(data.callback);
    const { col } = this.table;
    const { eventAt } = when;
    const [oldFrom, oldTo] = [col.askedAt[row], col.closedAt[row]];
    if (data.queue && this.#queues.text(col.queue[row]) < data.queue) col.queue[row] = this.#queues.number(data.queue);
    col.askedAt[row] = earlier(col.askedAt[row], eventAt);
    if (data.state === 'due') col.dueToldAt[row] = earlier(col.dueToldAt[row], eventAt);
    if (data.state === 'done' || data.state === 'cancelled') col.closedAt[row] = earlier(col.closedAt[row], eventAt);
    if (data.due) this.#promises[row].put({ at: eventAt, sequence: '', seenAt: when.seenAt }, Date.parse(data.due));
    col.seenAt[row] = Math.max(col.seenAt[row], when.seenAt);
    if (!when.simulated) col.simulated[row] = 0;
    this.open.move(row, oldFrom, oldTo, col.askedAt[row], col.closedAt[row]);
  }

  /** Rows open as of an instant. */
  *openAt(at: number): Generator<number> {
    for (const row of this.open.candidates(at)) {
      const { askedAt, closedAt } = this.table.col;
      if (askedAt[row] < at && (closedAt[row] === 0 || closedAt[row] >= at)) yield row;
    }
  }

  /** When the call was to be made, as far as known before `at`; 0 = not due yet as far as anybody said. */
  dueAt(row: number, at: number): number {
    const { dueToldAt } = this.table.col;
    const promised = this.#promises[row].before(at);
    if (promised !== undefined) return promised;
    return dueToldAt[row] !== 0 && dueToldAt[row] < at ? dueToldAt[row] : 0;
  }

  /** Instants for which the call was promised, in the order in which they were told. */
  promises(row: number): Iterable<Change<number>> {
    return this.#promises[row].within(-Infinity, Infinity);
  }

  forget({ seenBefore, simulatedSeenBefore, openSeenBefore }: Cuts): void {
    const { seenAt, simulated, closedAt, askedAt } = this.table.col;
    for (const row of this.ids.rows()) {
      const before = simulated[row] ? simulatedSeenBefore : closedAt[row] === 0 ? openSeenBefore : seenBefore;
      if (seenAt[row] >= before) continue;
      this.ids.remove(row);
      this.open.move(row, askedAt[row], closedAt[row], 0, 0);
      this.table.free(row);
    }
  }

  #add(id: string): number {
    const row = this.table.add();
    this.table.col.simulated[row] = 1;
    this.ids.put(id, row);
    this.#promises[row] = new History(this.#packings.instants);
    return row;
  }

  dump(to: DumpPart): void {
    this.table.dump(to.part('table'));
    this.ids.dump(to.part('ids'));
    this.open.dump(to.part('open'));
    History.dump(
      to.part('promises'),
      [...this.ids.rows()].map((row): History<unknown> => this.#promises[row]),
    );
  }

  restore(from: DumpPart): void {
    this.table.restore(from.part('table'));
    this.ids.restore(from.part('ids'));
    this.open.restore(from.part('open'));
    const rows = [...this.ids.rows()];
    for (const row of rows) this.#promises[row] = new History(this.#packings.instants);
    History.restore(
      from.part('promises'),
      rows.map((row): History<unknown> => this.#promises[row]),
    );
  }
}

function earlier(known: number, comes: number): number {
  return known === 0 ? comes : Math.min(known, comes);
}
