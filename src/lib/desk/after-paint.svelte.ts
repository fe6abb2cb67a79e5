// A value that comes a frame later: what a reader did is painted first, and what follows from it, and costs more, then.
import { untrack } from 'svelte';
import { painted } from './painted.ts';

export class AfterPaint<T> {
  #value = $state.raw() as T;

  /** @param ahead in a component: the value that is followed; at first both are the same */
  constructor(ahead: () => T, first: T = untrack(ahead)) {
    this.#value = first;
    $effect(() => {
      const next = ahead();
      let isLast = true;
      void painted().then(() => isLast && (this.#value = next));
      return () => (isLast = false);
    });
  }

  get value(): T {
    return this.#value;
  }
}
