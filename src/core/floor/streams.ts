// Live streams: one host, thousands of viewers, told in samples whose counts run from the start of the stream.
import type { EventData } from '../event.ts';
import { History, type Change, type Told } from './history.ts';

export interface Sample {
  live: boolean;
  viewers: number;
  questions: number;
  answered: number;
  agent: string;
  platform: string;
}

export class Stream {
  readonly id: string;
  samples = new History<Sample>((sample) => JSON.stringify(sample));

  constructor(id: string) {
    this.id = id;
  }

  /** Questions asked and answered in the window: what the counts rose by. A count that fell began anew. */
  rise(fromAt: number, toAt: number): { questions: number; answered: number } {
    const rise = { questions: 0, answered: 0 };
    let before = this.samples.before(fromAt)?.value;
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

  sample(when: Told, data: EventData<'stream.sample'>): void {
    let stream = this.all.get(data.stream);
    if (!stream) this.all.set(data.stream, (stream = new Stream(data.stream)));
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
      const last = samples.changes.at(-1);
      if (!last || (last.seenAt < seenBefore && !last.value.live)) this.all.delete(id);
    }
  }
}
