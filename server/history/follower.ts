// An engine that follows the log: what was taken is applied in its order, from any position on. Every engine of this
// server gets its facts from here after a start, so that all of them come to the same.
import type { Engine } from '#core/engine.ts';
import type { Fact } from '#core/event.ts';
import type { LogReader } from '../log/log-reader.ts';
import type { ErasedAgents } from '../privacy/erased-agents.ts';
import { parseWithout } from '../privacy/parse-without.ts';

/** So often somebody else gets a turn. */
const TURN = 2000;

export interface FollowerOptions {
  /** sources whose simulated events are left out */
  turnedOff: readonly string[];
  /** who is not to be known, whatever the log still holds */
  erased?: ErasedAgents;
  /** a fact that the engine could not apply: a bug */
  onFailed(error: unknown, fact: Fact): void;
}

export class Follower {
  readonly engine: Engine;
  /** place of the last event that was applied */
  seq = 0;
  /** when the last event that was applied was recorded, epoch ms; 0 = none was since the beginning of this process */
  recordedAt = 0;
  /** how many were read since the beginning of this process */
  read = 0;
  /** how many of them were no events that this version takes */
  leftOut = 0;
  readonly #log: Pick<LogReader, 'after'>;
  readonly #options: FollowerOptions;
  readonly #turnedOff: ReadonlySet<string>;

  constructor(engine: Engine, log: Pick<LogReader, 'after'>, options: FollowerOptions) {
    this.engine = engine;
    this.#log = log;
    this.#options = options;
    this.#turnedOff = new Set(options.turnedOff);
  }

  /** Applies all that is there. Yields now and then, so that it can be done in slices. */
  *catchUp(): Generator<undefined, void, void> {
    // A statement that is left open holds the log's old pages: each turn reads anew.
    for (let found = TURN; found === TURN;) {
      found = 0;
      for (const { seq, recordedAt, body } of this.#log.after(this.seq)) {
        this.#apply(body, recordedAt);
        this.seq = seq;
        this.recordedAt = recordedAt;
        this.read++;
        if (++found === TURN) break;
      }
      yield;
    }
  }

  /** A fact that the engine fails on is on disk and harms no other, now and at every start. */
  #apply(body: string, recordedAt: number): void {
    const fact = factOf(body, recordedAt, this.#options.erased);
    if (!fact) this.leftOut++;
    if (!fact || (fact.simulated && this.#turnedOff.has(fact.source))) return;
    try {
      this.engine.apply(fact);
    } catch (error) {
      this.#options.onFailed(error, fact);
    }
  }
}

/** null when it is damaged, or no event that this version takes */
export function factOf(body: string, recordedAt: number, erased?: ErasedAgents): Fact | null {
  let event: unknown;
  try {
    event = JSON.parse(body);
  } catch {
    return null;
  }
  const parsed = parseWithout(event, recordedAt, erased);
  return parsed.ok ? parsed.value.fact : null;
}
