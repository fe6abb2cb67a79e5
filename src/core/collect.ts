// Adds up things of a timeline over [from, to) in a scope. Whole minutes come from cells computed once a change, the
// edges from their rows, so the answer is exact to the millisecond and cheap.
import { MINUTE_MS, type Timeline } from './floor/timeline.ts';
import type { Span } from './window.ts';
import { Plan, Tally } from './tally.ts';

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

  total({ fromAt, toAt }: Span, filter: Filter): Tally {
    const total = new Tally(this.plan);
    this.#each(fromAt, toAt, filter, (_, add) => add(total));
    return total;
  }

  byQueue({ fromAt, toAt }: Span, filter: Filter): Map<number, Tally> {
    const tallies = new Map<number, Tally>();
    this.#each(fromAt, toAt, filter, ({ queue }, add) => {
      let tally = tallies.get(queue);
      if (!tally) tallies.set(queue, (tally = new Tally(this.plan)));
      add(tally);
    });
    return tallies;
  }

  /** Gives each thing, or each minute's sum of alike things, together with the way to add it. */
  #each(fromAt: number, toAt: number, filter: Filter, give: (place: Place, add: (to: Tally) => void) => void): void {
    const first = Math.floor(fromAt / MINUTE_MS);
    const last = Math.floor((toAt - 1) / MINUTE_MS);
    const { minutes } = this.#timeline;
    const visit = (number: number) => {
      const minute = minutes.get(number);
      if (!minute) return;
      const whole = fromAt <= number * MINUTE_MS && (number + 1) * MINUTE_MS <= toAt;
      if (whole) {
        for (const cell of (minute.cells ??= this.#cells(minute.rows)))
          if (matches(cell, filter)) give(cell, (to) => to.merge(cell.tally));
      } else {
        for (const row of minute.rows) {
          const described = this.#describe(row);
          if (described.at < fromAt || described.at >= toAt || !matches(described, filter)) continue;
          give(described, (to) => to.add(described.thing));
        }
      }
    };
    if (last - first < minutes.size) for (let number = first; number <= last; number++) visit(number);
    else for (const number of minutes.keys()) if (number >= first && number <= last) visit(number);
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
