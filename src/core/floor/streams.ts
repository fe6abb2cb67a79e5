// Live streams: one host, thousands of viewers, told in samples whose counts run from the start of the stream.
import type { EventData } from '../event.ts';
import type { DumpPart } from './dump.ts';
import { History, type Change, type Told } from './history.ts';
import type { Packings, Sample } from './packings.ts';

export type { Sample } from './packings.ts';

export class Stream {
  readonly id: string;
  readonly samples: History<Sample>;

  constructor(id: string, packings: Packings) {
    this.id = id;
    this.samples = new History(packings.samples);
  }

  /** Questions asked and answered in the window: what the counts rose by. A count that fell began anew. */
  rise(fromAt: number, toAt: number): { questions: number; answered: number } {
    const rise = { questions: 0, answered: 0 };
    let before = this.samples.before(fromAt);
    for (const { value } of this.samples.within(fromAt, toAt)) {
      rise.questions += value.questions - (before && before.questions <= value.questions ? before.questions : 0);
      rise.answered += value.answered - (before && before.answered <= value.answered ? before.answered : 0);
      before = value;
    }
    return rise;
  }
}

export class Streams {
  all = new Map<string, Stream>();
  readonly #packings: Packings;

  constructor(packings: Packings) {
    this.#packings = packings;
  }

  sample(when: Told, data: EventData<'stream.sample'>): void {
    const stream = this.#get(data.stream);
    const { live, viewers, questions = 0, answered = 0, agent = '', platform } = data;
    stream.samples.put(when, { live, viewers, questions, answered, agent, platform });
  }

  /** All samples of a window, of all streams, in order of time. */
  within(fromAt: number, toAt: number): { stream: Stream; change: Change<Sample> }[] {
    const found: { stream: Stream; change: Change<Sample> }[] = [];
    for (const stream of this.all.values())
      for (const change of stream.samples.within(fromAt, toAt)) found.push({ stream, change });
    return found.sort((a, b) => a.change.at - b.change.at);
  }

  forget(seenBefore: number): void {
    for (const [id, { samples }] of this.all) {
      samples.forget(seenBefore);
      const last = samples.length - 1;
      if (last < 0 || (samples.seenAt(last) < seenBefore && !samples.value(last).live)) this.all.delete(id);
    }
  }

  tellDay(to: Streams, span: { fromAt: number; toAt: number }): void {
    for (const { id, samples } of this.all.values())
      if (samples.firstFrom(span.toAt) > 0) samples.tellDay(to.#get(id).samples, span);
  }

  #get(id: string): Stream {
    let stream = this.all.get(id);
    if (!stream) this.all.set(id, (stream = new Stream(id, this.#packings)));
    return stream;
  }

  dump(to: DumpPart): void {
    to.note('ids', [...this.all.keys()]);
    History.dump(
      to,
      [...this.all.values()].map(({ samples }) => samples),
    );
  }

  restore(from: DumpPart): void {
    this.all = new Map(from.noted<string[]>('ids').map((id) => [id, new Stream(id, this.#packings)]));
    History.restore(
      from,
      [...this.all.values()].map(({ samples }) => samples),
    );
  }
}
