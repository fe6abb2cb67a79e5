// How fast long work goes of late, and how long it will take at that: for the command line and the server's log.

/** The speed is that of the last so many ms: older figures say little about what is left. */
const LATE_MS = 15_000;
/** Nothing is said about the time left before this much is known. */
const ENOUGH_MS = 1500;
/** The expected end follows a new speed in about this time, so that what is shown doesn't jump. */
const CALM_MS = 3000;

interface Mark {
  at: number;
  done: number;
}

export class Pace {
  #marks: Mark[] = [];
  #end: { at: number; saidAt: number } | null = null;

  /** @param done rising; steps as often as you like @param now monotonic, ms */
  step(done: number, now: number): void {
    const last = this.#marks.at(-1);
    // A few marks a second are enough.
    if (last && now - last.at < 250) return;
    this.#marks.push({ at: now, done });
    while (this.#marks.length > 2 && now - this.#marks[1].at >= LATE_MS) this.#marks.shift();
  }

  /** null while nothing can be said */
  leftMs(total: number, now: number): number | null {
    const [first, last] = [this.#marks.at(0), this.#marks.at(-1)];
    if (!first || !last || last.at - first.at < ENOUGH_MS || last.done <= first.done) return null;
    const perMs = (last.done - first.done) / (last.at - first.at);
    const endAt = last.at + Math.max(0, total - last.done) / perMs;
    const share = this.#end ? 1 - Math.exp((this.#end.saidAt - now) / CALM_MS) : 1;
    this.#end = { at: (this.#end?.at ?? endAt) * (1 - share) + endAt * share, saidAt: now };
    return Math.max(0, this.#end.at - now);
  }
}

/** "63 %  1 240 000 of 1 960 000  about 40 s left" @param amount how a figure is written */
export function howFar(
  { done, total, leftMs }: { done: number; total: number; leftMs: number | null },
  amount: (n: number) => string = counted,
): string {
  // 100 % is said by what comes next, not by a line that still stands there.
  const percent = total > 0 ? Math.min(99, Math.floor((100 * done) / total)) : 0;
  const left = leftMs === null ? '' : `  ${timeLeft(leftMs)}`;
  return `${String(percent).padStart(2)} %  ${amount(done)} of ${amount(total)}${left}`;
}

/** 1240000 → "1 240 000" */
export function counted(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** "412 MB" */
export function sized(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let [size, unit] = [bytes, 0];
  for (; size >= 999.5 && unit < units.length - 1; unit++) size /= 1000;
  return `${unit > 0 && size < 9.95 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

/** "about 40 s left": as coarse as it is known */
function timeLeft(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 1) return 'about 1 s left';
  return `about ${lasting(seconds > 10 ? Math.ceil(seconds / 5) * 5 : Math.ceil(seconds))} left`;
}

/** "40 s", "3 min", "2 h 10 min" */
export function lasting(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
