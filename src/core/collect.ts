// Adds up things of a timeline over [from, to) in a scope. Whole minutes come from cells computed once a change, whole hours
// of a long span from the sums of theirs, the edges from their rows, so the answer is exact to the millisecond and cheap.
import type { Rows } from './floor/groups.ts';
import { HOUR_MINUTES, MINUTE_MS, type Minute, type Reads, type Timeline } from './floor/timeline.ts';
import type { Span } from './window.ts';
import type { Plan } from './tally.ts';
import { Tally } from './tally.ts';

/** Where a thing belongs, as numbers of the floor's names; 0 = none. */
export interface Place {
  queue: number;
  site: number;
  team: number;
  channel: number;
}

/** A scope as numbers; undefined = any, −1 = an id nobody has. */
export type Filter = { [K in keyof Place]?: number };

export interface Cell extends Place {
  tally: Tally;
  /** the latest fact that its things depend on, epoch ms: as of an earlier instant they were others */
  settledAt: number;
}

export interface Described extends Place {
  /** null = it does not count, as a revision that another replaced */
  thing: object | null;
  /** the latest fact after it counts that the thing depends on; absent = it depends on none */
  settledAt?: number;
}
/** Describes a row as the facts before `asOf` made it; Infinity = as all facts do. */
export type Describe = (row: number, asOf: number) => Described;

const HOUR_MS = HOUR_MINUTES * MINUTE_MS;
/** A shorter span is added up by its minutes. */
const LEAST_HOURS = 2;
/** A longer one is mostly empty, or asked for once. */
const MOST_HOURS = 32 * 24;

/** The sums of an hour's minutes, as long as nothing in it changes. */
interface Hour {
  change: number;
  cells: Cell[];
}

/** Counts one subject of one floor for whoever asks, and keeps the sums of its minutes and hours. */
export class Collector {
  readonly plan: Plan;
  readonly #reads: Reads;
  readonly #hours = new Map<number, Hour>();
  readonly #timeline: Timeline<Cell>;
  readonly #reader: number;
  readonly #describe: Describe;
  readonly #instantOf: (row: number) => number;

  /** @param instantOf when a row counts, epoch ms: what is not in a span need not be described */
  constructor(
    timeline: Timeline<Cell>,
    plan: Plan,
    describe: Describe,
    instantOf: (row: number) => number,
    reads: Reads,
  ) {
    this.#timeline = timeline;
    this.#reads = reads;
    this.#reader = timeline.reader(reads);
    this.plan = plan;
    this.#describe = describe;
    this.#instantOf = instantOf;
  }

  /** @param asOf what was told to have happened from this instant on is not known yet */
  total(span: Span, filter: Filter, asOf: number): Tally {
    const total = new Tally(this.plan);
    this.#each(span, filter, asOf, () => total);
    return total;
  }

  totalOfRows(span: Span, filter: Filter, asOf: number): Tally {
    const total = new Tally(this.plan);
    this.#timeline.eachMinute(span.fromAt, span.toAt, (_, { rows }) =>
      this.#addRows(rows, span.fromAt, span.toAt, filter, asOf, () => total),
    );
    return total;
  }

  byQueue(span: Span, filter: Filter, asOf: number): Map<number, Tally> {
    const tallies = new Map<number, Tally>();
    this.#each(span, filter, asOf, ({ queue }) => {
      let tally = tallies.get(queue);
      if (!tally) tallies.set(queue, (tally = new Tally(this.plan)));
      return tally;
    });
    return tallies;
  }

  /** Numbers of minutes in which something changed since they were watched. */
  get disturbed(): ReadonlySet<number> {
    return this.#timeline.disturbed(this.#reader);
  }

  /** Whole minutes that the span touches, each with the sums of alike things. */
  minutes({ fromAt, toAt }: Span): [number: number, cells: readonly Cell[]][] {
    const found: [number, Cell[]][] = [];
    this.#timeline.eachMinute(fromAt, toAt, (number, minute) => {
      // Whoever writes them down asks once: they are not kept here.
      found.push([number, minute.cells[this.#reader] ?? this.#cells(minute.rows)]);
    });
    return found;
  }

  /** Adds each thing of the span, or the sums of alike things, to the tally that is its place's. */
  #each(span: Span, filter: Filter, asOf: number, tallyOf: (place: Place) => Tally): void {
    const [first, last] = [Math.ceil(span.fromAt / HOUR_MS), Math.floor(span.toAt / HOUR_MS)];
    const isLong = last - first >= LEAST_HOURS && last - first <= MOST_HOURS;
    if (!isLong) return this.#eachMinute(span, filter, asOf, tallyOf);
    this.#eachMinute({ fromAt: span.fromAt, toAt: first * HOUR_MS }, filter, asOf, tallyOf);
    for (let hour = first; hour < last; hour++) {
      const cells = this.#hourOf(hour);
      if (cells.some(({ settledAt }) => settledAt >= asOf))
        this.#eachMinute({ fromAt: hour * HOUR_MS, toAt: (hour + 1) * HOUR_MS }, filter, asOf, tallyOf);
      else for (const cell of cells) if (matches(cell, filter)) tallyOf(cell).merge(cell.tally);
    }
    this.#eachMinute({ fromAt: last * HOUR_MS, toAt: span.toAt }, filter, asOf, tallyOf);
  }

  #eachMinute({ fromAt, toAt }: Span, filter: Filter, asOf: number, tallyOf: (place: Place) => Tally): void {
    this.#timeline.eachMinute(fromAt, toAt, (number, minute) => {
      const whole = fromAt <= number * MINUTE_MS && (number + 1) * MINUTE_MS <= toAt;
      const cells = whole ? this.#cellsOf(minute) : [];
      if (!whole || cells.some(({ settledAt }) => settledAt >= asOf))
        this.#addRows(minute.rows, fromAt, toAt, filter, asOf, tallyOf);
      else for (const cell of cells) if (matches(cell, filter)) tallyOf(cell).merge(cell.tally);
    });
  }

  #addRows(
    rows: Rows,
    fromAt: number,
    toAt: number,
    filter: Filter,
    asOf: number,
    tallyOf: (place: Place) => Tally,
  ): void {
    for (let place = 0; place < rows.length; place++) {
      const row = rows[place];
      const at = this.#instantOf(row);
      if (at < fromAt || at >= toAt) continue;
      const described = this.#describe(row, asOf);
      if (described.thing && matches(described, filter)) tallyOf(described).add(described.thing);
    }
  }

  #hourOf(hour: number): Cell[] {
    const change = this.#timeline.changeOf(hour, this.#reads);
    const known = this.#hours.get(hour);
    if (known?.change === change) return known.cells;
    const sums = new Map<string, Cell>();
    this.#timeline.eachMinute(hour * HOUR_MS, (hour + 1) * HOUR_MS, (_, minute) => {
      // Sums of minutes pay where an hour changes: at first its rows are added up as they are, which is half the work.
      const made = known ? this.#cellsOf(minute) : minute.cells[this.#reader];
      if (made) for (const cell of made) this.#mergeInto(sums, cell);
      else this.#addInto(sums, minute.rows);
    });
    const cells = [...sums.values()];
    this.#hours.delete(hour);
    this.#hours.set(hour, { change, cells });
    if (this.#hours.size > MOST_HOURS) this.#hours.delete(this.#hours.keys().next().value as number);
    return cells;
  }

  #cellAt(cells: Map<string, Cell>, { queue, site, team, channel }: Place): Cell {
    const key = `${queue} ${site} ${team} ${channel}`;
    let cell = cells.get(key);
    if (!cell) cells.set(key, (cell = { queue, site, team, channel, tally: new Tally(this.plan), settledAt: 0 }));
    return cell;
  }

  #cellsOf(minute: Minute<Cell>): Cell[] {
    return (minute.cells[this.#reader] ??= this.#cells(minute.rows));
  }

  #cells(rows: Rows): Cell[] {
    const cells = new Map<string, Cell>();
    this.#addInto(cells, rows);
    return [...cells.values()];
  }

  #addInto(cells: Map<string, Cell>, rows: Rows): void {
    for (let place = 0; place < rows.length; place++) {
      const described = this.#describe(rows[place], Infinity);
      const cell = this.#cellAt(cells, described);
      if (described.thing) cell.tally.add(described.thing);
      cell.settledAt = Math.max(cell.settledAt, described.settledAt ?? 0);
    }
  }

  #mergeInto(cells: Map<string, Cell>, one: Cell): void {
    const cell = this.#cellAt(cells, one);
    cell.tally.merge(one.tally);
    cell.settledAt = Math.max(cell.settledAt, one.settledAt);
  }
}

/** Whether what belongs there is of the scope. */
export function matches(place: Place, filter: Filter): boolean {
  return (
    (filter.queue === undefined || filter.queue === place.queue) &&
    (filter.site === undefined || filter.site === place.site) &&
    (filter.team === undefined || filter.team === place.team) &&
    (filter.channel === undefined || filter.channel === place.channel)
  );
}
