// Writes down what happens in the simulated world as CloudEvents: ids that the generation and the count make unique, and
// real times. The world's clock runs `speed` times as fast as ours, and may show another hour.
import type { CloudEvent, EventData, EventType } from '#core/event.ts';

/** One instant on both clocks, epoch ms, and how much faster the world's goes. */
export interface Timeline {
  realStartAt: number;
  worldStartAt: number;
  speed: number;
}

export class Recorder {
  readonly #source: string;
  readonly #generation: string;
  readonly #timeline: Timeline;
  #batch: CloudEvent[] = [];
  #count = 0;
  #lastAt = NaN;
  #lastTime = '';

  constructor(source: string, generation: string, timeline: Timeline) {
    this.#source = source;
    this.#generation = generation;
    this.#timeline = timeline;
  }

  get pending(): number {
    return this.#batch.length;
  }

  /** An id that no other generation of this source gives. */
  name(kind: string, number: number): string {
    return `${this.#generation}${kind}${number.toString(36)}`;
  }

  /** @param worldAt instants must not go back: batches are in time order */
  record<T extends EventType>(worldAt: number, type: T, subject: string, data: EventData<T>): void {
    const sequence = (this.#count++).toString(36).padStart(7, '0');
    this.#batch.push({
      specversion: '1.0',
      id: `${this.#generation}-${sequence}`,
      source: this.#source,
      type,
      time: this.time(worldAt),
      subject,
      sequence,
      simulated: 'true',
      data,
    });
  }

  /** World instant → real instant, RFC 3339. */
  time(worldAt: number): string {
    const realAt = realOf(this.#timeline, worldAt);
    if (realAt !== this.#lastAt) {
      this.#lastAt = realAt;
      this.#lastTime = new Date(realAt).toISOString();
    }
    return this.#lastTime;
  }

  take(): CloudEvent[] {
    const batch = this.#batch;
    this.#batch = [];
    return batch;
  }
}

export function worldOf({ realStartAt, worldStartAt, speed }: Timeline, realAt: number): number {
  return worldStartAt + (realAt - realStartAt) * speed;
}

export function realOf({ realStartAt, worldStartAt, speed }: Timeline, worldAt: number): number {
  return realStartAt + Math.floor((worldAt - worldStartAt) / speed);
}
