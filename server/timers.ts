// Timers and a monotonic clock as an argument: the simulation has its own.

export interface Timers {
  /** ms, rises whatever the clock on the wall does */
  monotonic(): number;
  /** @returns cancels */
  after(ms: number, run: () => void): () => void;
}

/** The machine's. None of them keeps a process alive that has nothing else to do. */
export const REAL_TIMERS: Timers = {
  monotonic: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
};

/** Again and again. @returns stops */
export function every(timers: Timers, ms: number, run: () => void): () => void {
  let cancel = timers.after(ms, again);
  function again(): void {
    cancel = timers.after(ms, again);
    run();
  }
  return () => cancel();
}
