// Numbers of one scope: every metric over any span, as of any instant, with what they have in common counted once.
import type { Engine, Tallies } from './engine.ts';
import { HeldLevels } from './held-levels.ts';
import type { Metric } from './metric.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';
import type { Span, WindowName } from './window.ts';

/** Holds at an instant: no window makes it another number. */
export const isInstant = ({ usual }: Metric): boolean => usual === 'now';

export class Readings {
  readonly #engine: Engine;
  readonly #scope: Scope;
  readonly #asOf: number;
  /** counts made so far, by span */
  readonly #made = new Map<string, Tallies>();
  #last: (Span & { made: Tallies }) | null = null;

  /** @param asOf what happened from then on is not known yet; default: the end of each span */
  constructor(engine: Engine, scope: Scope, asOf = NaN) {
    this.#engine = engine;
    this.#scope = scope;
    this.#asOf = asOf;
  }

  /** One metric over a span; those that hold at an instant, or have a window of their own, as of its end. */
  over(key: string, { fromAt, toAt }: Span): Reading {
    const metric = this.#metric(key);
    if (metric.fixed) return this.#read(key, metric, this.#engine.span(metric.fixed, toAt, this.#scope));
    return this.#read(key, metric, isInstant(metric) ? { fromAt: toAt, toAt } : { fromAt, toAt });
  }

  /** One metric over the window that ends at an instant; a level that was worse a moment ago still holds. */
  held(key: string, window: WindowName, at: number, levels: HeldLevels): Reading {
    const over = (then: number) => this.over(key, this.#engine.span(window, then, this.#scope));
    const reading = over(at);
    return { ...reading, state: levels.hold(`${key} ${window}`, reading.state, at, (then) => over(then).state) };
  }

  #read(key: string, metric: Metric, span: Span): Reading {
    const made = this.#madeOf(span);
    const asOf = Number.isNaN(this.#asOf) ? span.toAt : this.#asOf;
    return this.#engine.read(key, this.#engine.tallies(metric, span, this.#scope, asOf, made), this.#scope, span);
  }

  #madeOf({ fromAt, toAt }: Span): Tallies {
    // Most are asked for one after the other over one span.
    if (this.#last?.fromAt === fromAt && this.#last.toAt === toAt) return this.#last.made;
    const name = `${fromAt} ${toAt}`;
    const made = this.#made.get(name) ?? {};
    this.#made.set(name, made);
    this.#last = { fromAt, toAt, made };
    return made;
  }

  #metric(key: string): Metric {
    const metric = this.#engine.metrics.get(key);
    if (!metric) throw new Error(`metric "${key}" has no file in src/core/metrics`);
    return metric;
  }
}

/** Every metric over a span. @param asOf what happened from then on is not known yet */
export function readMetrics(engine: Engine, scope: Scope, span: Span, asOf = span.toAt): Record<string, Reading> {
  const readings = new Readings(engine, scope, asOf);
  return Object.fromEntries([...engine.metrics.keys()].map((key) => [key, readings.over(key, span)]));
}

/** Every metric over the window that ends at an instant; over "now" only those that need no window. */
export function readWindow(engine: Engine, scope: Scope, window: WindowName, at: number): Record<string, Reading> {
  const readings = new Readings(engine, scope);
  const levels = new HeldLevels();
  const asked = [...engine.metrics].filter(([, metric]) => window !== 'now' || isInstant(metric));
  return Object.fromEntries(asked.map(([key]) => [key, readings.held(key, window, at, levels)]));
}
