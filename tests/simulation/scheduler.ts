// Time of a simulated world: tasks run one after another in the order of their instants, and nothing ever waits. The
// wall's clock is another one, that may run fast, leap, and be set back.
import type { Timers } from '../../server/timers.ts';

interface Task {
  at: number;
  /** of tasks of one instant the first made runs first */
  n: number;
  run: (() => void) | null;
}

export class Scheduler implements Timers {
  #now = 0;
  #made = 0;
  /** a binary heap, the next one first */
  #tasks: Task[] = [];
  #isBreathing = false;

  monotonic = (): number => this.#now;

  after(ms: number, run: () => void): () => void {
    const task: Task = { at: this.#now + Math.max(0, Math.ceil(ms)), n: this.#made++, run };
    this.#rise(task);
    return () => (task.run = null);
  }

  /** Promises were settled or made: their continuations come before the next task. */
  breathe(): void {
    this.#isBreathing = true;
  }

  /** Runs what is due in this stretch of time, or until something is so. @returns whether it became so */
  async run(ms: number, until: () => boolean = () => false): Promise<boolean> {
    const end = this.#now + ms;
    while (!until()) {
      if (this.#tasks.length === 0 || this.#tasks[0].at > end) {
        this.#now = end;
        return until();
      }
      const { at, run } = this.#take();
      if (!run) continue;
      this.#now = at;
      run();
      if (!this.#isBreathing) continue;
      this.#isBreathing = false;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return true;
  }

  #rise(task: Task): void {
    const tasks = this.#tasks;
    let place = tasks.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!goesBefore(task, tasks[above])) break;
      tasks[place] = tasks[above];
      place = above;
    }
    tasks[place] = task;
  }

  #take(): Task {
    const tasks = this.#tasks;
    const first = tasks[0];
    const last = tasks.pop() as Task;
    if (tasks.length === 0) return first;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= tasks.length) break;
      if (below + 1 < tasks.length && goesBefore(tasks[below + 1], tasks[below])) below++;
      if (!goesBefore(tasks[below], last)) break;
      tasks[place] = tasks[below];
      place = below;
    }
    tasks[place] = last;
    return first;
  }
}

const goesBefore = (a: Task, b: Task): boolean => a.at < b.at || (a.at === b.at && a.n < b.n);

/** Timers of one process: when it is killed, none of them rings any more. */
export class ProcessTimers implements Timers {
  readonly #world: Scheduler;
  #isAlive = true;

  constructor(world: Scheduler) {
    this.#world = world;
  }

  monotonic = (): number => this.#world.monotonic();

  after(ms: number, run: () => void): () => void {
    return this.#world.after(ms, () => {
      if (this.#isAlive) run();
    });
  }

  kill(): void {
    this.#isAlive = false;
  }
}

/** What the server takes for the time: epoch ms. */
export class WallClock {
  readonly #scheduler: Scheduler;
  #setAt = 0;
  #setTo: number;
  #speed: number;

  constructor(scheduler: Scheduler, startAt: number, speed: number) {
    this.#scheduler = scheduler;
    this.#setTo = startAt;
    this.#speed = speed;
  }

  now = (): number => Math.floor(this.#setTo + (this.#scheduler.monotonic() - this.#setAt) * this.#speed);

  set(to: number, speed = this.#speed): void {
    this.#setAt = this.#scheduler.monotonic();
    this.#setTo = to;
    this.#speed = speed;
  }
}
