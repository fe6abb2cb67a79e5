// Counters that follow counts kept elsewhere and never fall: where a count was corrected downwards, the counter waits.
import { Counter, type Registry } from 'prom-client';

export class Totals {
  readonly #counters = new Map<string, Counter>();
  readonly #reached = new Map<string, number>();

  reach(name: string, help: string, labels: Record<string, string>, count: number): void {
    let counter = this.#counters.get(name);
    if (!counter) {
      counter = new Counter({ name, help, labelNames: Object.keys(labels), registers: [] });
      this.#counters.set(name, counter);
    }
    const key = JSON.stringify([name, labels]);
    const reached = this.#reached.get(key) ?? 0;
    counter.inc(labels, Math.max(0, count - reached));
    this.#reached.set(key, Math.max(reached, count));
  }

  into(registry: Registry): void {
    for (const counter of this.#counters.values()) registry.registerMetric(counter);
  }
}
