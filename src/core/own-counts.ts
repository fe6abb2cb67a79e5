// What rows of a floor count as, by subject: whatever happened in a window, of the facts that this floor has.
import { Collector, type Cell, type Filter } from './collect.ts';
import type { Describer, RowSubject } from './describe.ts';
import type { Floor } from './floor/floor.ts';
import { MINUTE_MS, type Reads, type Timeline, type Watch } from './floor/timeline.ts';
import { utcDayOf } from './floor/utc-day.ts';
import type { Plan, Tally } from './tally.ts';
import type { Span } from './window.ts';

export class OwnCounts {
  readonly #floor: Floor<Cell>;
  readonly #instantOf: Describer<Cell>['instantOf'];
  readonly #timelines: Record<RowSubject, Timeline<Cell>>;
  readonly #collectors: Record<RowSubject, Collector>;

  constructor(floor: Floor<Cell>, describer: Describer<Cell>, plan: (subject: RowSubject) => Plan) {
    this.#floor = floor;
    this.#instantOf = describer.instantOf;
    const { visits, sessions, surveys, contacts, sales } = floor;
    this.#timelines = {
      visits: visits.ended,
      arrivals: visits.entered,
      talks: visits.talked,
      wraps: visits.wrapped,
      sessions: sessions.ended,
      recontacts: sessions.ended,
      responses: surveys.given,
      ended: contacts.ended,
      repeats: contacts.ended,
      sales: sales.told,
    };
    const collector = (subject: RowSubject, reads: Reads = 'itself') =>
      new Collector(
        this.#timelines[subject],
        plan(subject),
        (row, asOf) => describer[subject](row, asOf),
        this.#instantOf[subject],
        reads,
      );
    this.#collectors = {
      visits: collector('visits'),
      arrivals: collector('arrivals'),
      talks: collector('talks'),
      wraps: collector('wraps'),
      sessions: collector('sessions'),
      recontacts: collector('recontacts', 'aftermath'),
      responses: collector('responses'),
      ended: collector('ended'),
      repeats: collector('repeats', 'aftermath'),
      sales: collector('sales'),
    };
  }

  /** @param asOf what happened from then on is not known yet */
  total(subject: RowSubject, span: Span, filter: Filter, asOf: number): Tally {
    return this.#collectors[subject].total(span, filter, asOf);
  }

  /** Whether anything may count in whole or begun minutes of the span. */
  has(subject: RowSubject, { fromAt, toAt }: Span): boolean {
    let has = false;
    this.#timelines[subject].eachMinute(fromAt, toAt, () => (has = true));
    return has;
  }

  /** The same from rows alone: of minutes that something from `asOf` on changed, sums are of no use. */
  totalOfRows(subject: RowSubject, span: Span, filter: Filter, asOf: number): Tally {
    return this.#collectors[subject].totalOfRows(span, filter, asOf);
  }

  /** The same by the queue's id. */
  byQueue(subject: RowSubject, span: Span, filter: Filter, asOf: number): Map<string, Tally> {
    const tallies = this.#collectors[subject].byQueue(span, filter, asOf);
    return new Map([...tallies].map(([queue, tally]) => [this.#floor.queues.text(queue), tally]));
  }

  /** Minute by minute, in no order. */
  minutes(subject: RowSubject, span: Span): [number: number, cells: readonly Cell[]][] {
    return this.#collectors[subject].minutes(span);
  }

  /** Rows of a subject that count in the span, in no order; they may not stand as of its end. */
  rows(subject: RowSubject, { fromAt, toAt }: Span): number[] {
    const rows: number[] = [];
    const instantOf = this.#instantOf[subject];
    this.#timelines[subject].eachMinute(fromAt, toAt, (_, minute) => {
      for (const row of minute.rows) if (fromAt <= instantOf(row) && instantOf(row) < toAt) rows.push(row);
    });
    return rows;
  }

  /** Days (by number since the epoch, UTC) on which something counts, in no order. */
  days(): Set<number> {
    const days = new Set<number>();
    for (const { minutes } of this.#all()) for (const number of minutes.keys()) days.add(utcDayOf(number * MINUTE_MS));
    return days;
  }

  /** Something that all rows from an instant on are described by has changed. */
  touchFrom(at: number): void {
    for (const timeline of this.#all()) timeline.touchFrom(at);
  }

  /** Tells from which instant on series of this subject may have changed. */
  watch(subject: RowSubject): Watch {
    return this.#timelines[subject].watch();
  }

  /** @param watch is told from which instant on anything may have changed */
  watchAll(watch: Watch): void {
    for (const timeline of this.#all()) timeline.watch(watch);
  }

  /** Numbers of minutes in which something of a subject changed since they were watched. */
  disturbed(subject: RowSubject): ReadonlySet<number> {
    return this.#collectors[subject].disturbed;
  }

  /** From now on it is seen which minutes before an instant change; what changed so far in a span is forgotten. */
  watchMinutes(before: number, { fromAt, toAt }: Span): void {
    const number = (at: number) => Math.floor(at / MINUTE_MS);
    for (const timeline of this.#all()) timeline.watchMinutes(number(before), number(fromAt), number(toAt));
  }

  #all(): Set<Timeline<Cell>> {
    return new Set(Object.values(this.#timelines));
  }
}
