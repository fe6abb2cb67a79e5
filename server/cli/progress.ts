// Tells how far long work is: in a terminal one line that is written over, elsewhere a plain line now and then. Work
// under a second says nothing. All of it goes to stderr, so that stdout stays clean for pipes.
import { counted, howFar, lasting, Pace } from '../pace.ts';

export interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const QUIET_MS = 1000;
/** between two pictures in a terminal, and two lines elsewhere */
const REDRAW_MS = 100;
const LINE_MS = 5000;
const CLEAR = '\r\x1b[K';

export class Progress {
  readonly #screen: Screen;
  readonly #now: () => number;
  #what = '';
  #amount: (n: number) => string = counted;
  #pace = new Pace();
  #startedAt = 0;
  #nextAt = 0;
  #isShown = false;

  /** @param now monotonic, ms */
  constructor(screen: Screen, now: () => number) {
    this.#screen = screen;
    this.#now = now;
  }

  /** A stretch of work begins. @param what "Reading the log" @param amount how its figures are written */
  begin(what: string, amount: (n: number) => string = counted): void {
    this.end();
    this.#what = what;
    this.#amount = amount;
    this.#pace = new Pace();
    this.#startedAt = this.#now();
    this.#nextAt = this.#startedAt + QUIET_MS;
    this.#pace.step(0, this.#startedAt);
  }

  /** How far it is; cheap enough to be said for every row. @param total left out where it is not known */
  at(done: number, total?: number): void {
    const now = this.#now();
    this.#pace.step(done, now);
    if (now < this.#nextAt) return;
    this.#nextAt = now + (this.#screen.isTTY ? REDRAW_MS : LINE_MS);
    this.#show(`${this.#what}  ${this.#figures(done, total, now)}`);
  }

  /** It is over, well or not: the line goes. */
  end(): void {
    if (this.#isShown) this.#screen.write(CLEAR);
    this.#isShown = false;
  }

  #figures(done: number, total: number | undefined, now: number): string {
    if (total !== undefined)
      return howFar({ done, total, leftMs: this.#pace.leftMs(total, now) }, this.#amount).trimStart();
    const soFar = `${lasting((now - this.#startedAt) / 1000)} so far`;
    return done > 0 ? `${this.#amount(done)}  ${soFar}` : soFar;
  }

  #show(line: string): void {
    if (!this.#screen.isTTY) return void this.#screen.write(`${line}\n`);
    this.#screen.write(CLEAR + line.slice(0, (this.#screen.columns || 80) - 1));
    this.#isShown = true;
  }
}
