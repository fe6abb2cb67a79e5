// Counts of every queue at once: hundreds of queues are read for the price of one look at the floor.
import type { Engine, Tallies } from './engine.ts';
import type { RowSubject } from './describe.ts';
import { subjectsOf, type Metric, type Subject } from './metric.ts';
import { presentAgent } from './present-agent.ts';
import { Tally } from './tally.ts';
import type { Span } from './window.ts';

type ByQueue = Map<string, Tally>;

/** Each alone: they are spread over a window, and asked for of single queues at most. */
const ONE_BY_ONE: readonly Subject[] = ['agenttime', 'streams', 'audience'];

export class TalliesByQueue {
  readonly #engine: Engine;
  /** counts made so far, by subject and span */
  readonly #made = new Map<string, ByQueue>();

  /** @param engine that stays as it is while this is asked */
  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** What a metric is made of in one queue. */
  of(metric: Metric, queue: string, span: Span): Tallies {
    const tallies: Tallies = {};
    for (const subject of subjectsOf(metric)) {
      const tally = ONE_BY_ONE.includes(subject)
        ? this.#engine.total(subject, span, { queue })
        : this.#all(subject, span).get(queue);
      if (tally) tallies[subject] = tally;
    }
    return tallies;
  }

  #all(subject: Subject, span: Span): ByQueue {
    const name = `${subject} ${span.fromAt} ${span.toAt}`;
    let all = this.#made.get(name);
    if (!all) this.#made.set(name, (all = this.#count(subject, span)));
    return all;
  }

  #count(subject: Subject, span: Span): ByQueue {
    const engine = this.#engine;
    const { queues, callbacks } = engine.floor;
    const at = span.toAt;
    const all: ByQueue = new Map();
    const add = (queue: string, thing: object): void => {
      let tally = all.get(queue);
      if (!tally) all.set(queue, (tally = new Tally(engine.plan(subject))));
      tally.add(thing);
    };
    switch (subject) {
      case 'waiting':
        for (const visit of engine.waiting(at, {})) add(queues.text(visit.queue), engine.openVisit(visit, at));
        return all;
      case 'agents':
        for (const now of engine.agents(at, {}))
          for (const queue of now.queues.keys()) add(queue, presentAgent(now, queue, at));
        return all;
      case 'callbacks':
        for (const row of engine.callbacks(at, {}))
          add(queues.text(callbacks.table.col.queue[row]), engine.openCallback(row, at));
        return all;
      default:
        return engine.byQueue(subject as RowSubject, span, {});
    }
  }
}
