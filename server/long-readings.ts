// Numbers over more days than lie in memory, for screens of the present: asked of the historian once a minute while
// somebody watches them.
import { FULL_SIGHT } from '#core/access/sight.ts';
import type { Metric } from '#core/metric.ts';
import type { Full } from '#core/protocol/messages.ts';
import type { Reading } from '#core/reading.ts';
import type { FloorView } from '#core/view/floor-view.ts';
import type { ShownReading } from '#core/view/show.ts';
import type { PastAnswer, PastQuestion } from './history/past-views.ts';

const EVERY_MS = 60_000;
/** So long after somebody looked a number is still known. */
const KEPT_MS = 10 * 60_000;

interface Known {
  reading: Reading;
  /** as of when it was asked for, epoch ms */
  askedAt: number;
  /** when somebody looked last, epoch ms */
  seenAt: number;
}

export class LongReadings {
  readonly #ask: (question: PastQuestion) => Promise<PastAnswer>;
  readonly #metrics: ReadonlyMap<string, Metric>;
  readonly #known = new Map<string, Known>();

  constructor(ask: (question: PastQuestion) => Promise<PastAnswer>, metrics: ReadonlyMap<string, Metric>) {
    this.#ask = ask;
    this.#metrics = metrics;
  }

  /** As it was told last; without a value until it was. @param scope as in a topic @param at now, epoch ms */
  of(scope: string, shown: ShownReading, at: number): Reading {
    const name = `${shown.key} ${scope}`;
    let known = this.#known.get(name);
    if (!known) this.#known.set(name, (known = { reading: this.#nothing(shown), askedAt: -Infinity, seenAt: at }));
    known.seenAt = at;
    if (Math.abs(at - known.askedAt) >= EVERY_MS) {
      known.askedAt = at;
      this.#forget(at);
      void this.#look(scope, shown.key, known);
    }
    return known.reading;
  }

  /** Who can't answer now is asked again in a minute. */
  async #look(scope: string, key: string, known: Known): Promise<void> {
    const topic = `floor?${new URLSearchParams({ scope, show: key }).toString()}`;
    const about = { view: 0, topic, sight: FULL_SIGHT, at: known.askedAt, past: { speed: 0 } } as const;
    const answer = await this.#ask({ ...about, epoch: '', seq: 0, full: true }).catch(() => null);
    if (!answer?.full) return;
    const { state } = JSON.parse(new TextDecoder().decode(answer.full)) as Full & { state: FloorView };
    known.reading = state.readings[key] ?? known.reading;
  }

  #forget(at: number): void {
    for (const [name, { seenAt }] of this.#known) if (Math.abs(at - seenAt) > KEPT_MS) this.#known.delete(name);
  }

  #nothing({ metric }: ShownReading): Reading {
    return { value: null, unit: this.#metrics.get(metric)?.unit ?? 'count', counts: {}, state: 'none' };
  }
}
