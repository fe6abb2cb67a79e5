// Adds up things of a timeline over [from, to) in a scope. Whole minutes come from cells computed once a change, the
// edges from their rows, so the answer is exact to the millisecond and cheap.
import { MINUTE_MS, type Minute, type Timeline } from './floor/timeline.ts';
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
}

export interface Described extends Place {
  /** when it counts, epoch ms */
  at: number;
  thing: object;
}

export class Collector {
  readonly plan: Plan;
  readonly #timeline: Timeline<Cell>;
  readonly #describe: (row: number) => Described;

  constructor(timeline: Timeline<Cell>, plan: Plan, describe: (row: number) => Described) {
    this.#timeline = timeline;
    this.plan = plan;
    this.#describe = describe;
  }

  total(span: Span, filter: Filter): Tally {
    const total = new Tally(this.plan);
    this.#each(span, filter, () => total);
    return total;
  }

  byQueue(span: Span, filter: Filter): Map<number, Tally> {
    const tallies = new Map<number, Tally>();
    this.#each(span, filter, ({ queue }) => {
      let tally = tallies.get(queue);
      if (!tally) tallies.set(queue, (tally = new Tally(this.plan)));
      return tally;
    });
    return tallies;
  }

  /** Adds each thing of the span, or each minute's sum of alike things, to the tally that is its place's. */
  #each({ fromAt, toAt }: Span, filter: Filter, tallyOf: (place: Place) => Tally): void {
    const first = Math.floor(fromAt / MINUTE_MS);
    const last = Math.floor((toAt - 1) / MINUTE_MS);
    const { minutes } = this.#timeline;
    const add = (number: number, minute: Minute<Cell>) => {
      const whole = fromAt <= number * MINUTE_MS && (number + 1) * MINUTE_MS <= toAt;
      if (whole) this.#addCells(minute, filter, tallyOf);
      else this.#addRows(minute.rows, fromAt, toAt, filter, tallyOf);
    };
    if (last - first < minutes.size) {
      for (let number = first; number <= last; number++) {
        const minute = minutes.get(number);
        if (minute) add(number, minute);
      }
    } else for (const [number, minute] of minutes) if (number >= first && number <= last) add(number, minute);
  }

  #addCells(minute: Minute<Cell>, filter: Filter, tallyOf: (place: Place) => Tally): void {
    for (const cell of (minute.cells ??= this.#cells(minute.rows)))
      if (matches(cell, filter)) tallyOf(cell).merge(cell.tally);
  }

  #addRows(rows: number[], fromAt: number, toAt: number, filter: Filter, tallyOf: (place: Place) => Tally): void {
    for (const row of rows) {
      const described = this.#describe(row);
      if (described.at >= fromAt && described.at < toAt && matches(described, filter))
        tallyOf(described).add(described.thing);
    }
  }

  #cells(rows: number[]): Cell[] {
    const cells = new Map<string, Cell>();
    for (const row of rows) {
      const { queue, site, team, channel, thing } = this.#describe(row);
      const key = `${queue} ${site} ${team} ${channel}`;
      let cell = cells.get(key);
      if (!cell) cells.set(key, (cell = { queue, site, team, channel, tally: new Tally(this.plan) }));
      cell.tally.add(thing);
    }
    return [...cells.values()];
  }
}

export function matches(place: Place, filter: Filter): boolean {
  return (
    (filter.queue === undefined || filter.queue === place.queue) &&
    (filter.site === undefined || filter.site === place.site) &&
    (filter.team === undefined || filter.team === place.team) &&
    (filter.channel === undefined || filter.channel === place.channel)
  );
}
