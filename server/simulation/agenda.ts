// What will happen on the simulated floor and when (a binary heap, earliest first). What is planned for the same instant
// happens in the order of planning, so that a run never depends on how the heap happens to lie.

interface Entry {
  at: number;
  order: number;
  run: () => void;
}

export class Agenda {
  /** the world's clock, ms; moves only while entries run */
  now: number;
  readonly #heap: Entry[] = [];
  #planned = 0;

  constructor(startAt: number) {
    this.now = startAt;
  }

  after(delayMs: number, run: () => void): void {
    this.at(this.now + Math.max(0, delayMs), run);
  }

  at(whenAt: number, run: () => void): void {
    this.#push({ at: Math.max(whenAt, this.now), order: this.#planned++, run });
  }

  /** Runs what is due up to and including `untilAt`, or until `enough()` says stop. */
  run(untilAt: number, enough: () => boolean): void {
    while (this.#heap.length > 0 && this.#heap[0].at <= untilAt && !enough()) {
      const entry = this.#pop();
      this.now = entry.at;
      entry.run();
    }
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let hole = heap.length;
    heap.push(entry);
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!before(entry, heap[parent])) break;
      heap[hole] = heap[parent];
      hole = parent;
    }
    heap[hole] = entry;
  }

  #pop(): Entry {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop() as Entry;
    if (heap.length === 0) return first;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
      if (!before(heap[child], last)) break;
      heap[hole] = heap[child];
      hole = child;
    }
    heap[hole] = last;
    return first;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
