// A sender as senders should be: every batch is sent until it is acknowledged, whatever the server is at meanwhile; now
// and then one is sent again although it was.
import { setTimeout as pause } from 'node:timers/promises';
import type { CloudEvent } from '#core/event.ts';
import { post } from './events.ts';

const AGAIN_MS = 20;
/** of the batches: acknowledged, and sent once more */
const REPEATED = 0.05;

export interface OutboxOptions {
  /** of the server, the same through its restarts */
  url: string;
  /** the next events of this sender */
  next(): CloudEvent[];
  /** ms between an acknowledgement and the next batch */
  pauseMs(): number;
}

export class Outbox {
  /** every event that the server said was on disk, in the order in which it was sent */
  readonly acknowledged: CloudEvent[] = [];
  /** what the server said wrong: a sentence each */
  readonly complaints: string[] = [];
  /** requests that got no answer, or a "later" */
  unanswered = 0;
  /** events of acknowledged batches that had been taken before a connection broke */
  knownBefore = 0;
  /** events that were acknowledged and then taken as new ones */
  takenAgain = 0;
  readonly #options: OutboxOptions;
  #isStopped = false;
  #done: Promise<void> = Promise.resolve();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  start(): void {
    this.#done = this.#work();
  }

  /** Resolves when all that was sent is acknowledged: the server has to run. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#done;
  }

  async #work(): Promise<void> {
    while (!this.#isStopped) {
      const events = this.#options.next();
      const { accepted, duplicates, attempts } = await this.#deliver(events);
      if (accepted + duplicates !== events.length)
        this.#complain(events, `${accepted} + ${duplicates} of it were taken`);
      if (attempts === 1 && duplicates > 0) this.#complain(events, `${duplicates} were known before they were sent`);
      this.knownBefore += duplicates;
      this.acknowledged.push(...events);
      if (Math.random() < REPEATED) await this.#repeat(events);
      await pause(this.#options.pauseMs());
    }
  }

  async #repeat(events: CloudEvent[]): Promise<void> {
    const { accepted } = await this.#deliver(events);
    this.takenAgain += accepted;
  }

  async #deliver(events: CloudEvent[]): Promise<{ accepted: number; duplicates: number; attempts: number }> {
    for (let attempts = 1; ; attempts++) {
      const answer = await post(this.#options.url, events).catch(() => null);
      if (answer?.status === 200) {
        if (answer.body.rejected.length > 0) this.#complain(events, JSON.stringify(answer.body.rejected[0]));
        return { ...answer.body, attempts };
      }
      if (answer && answer.status !== 503) this.#complain(events, `answered ${answer.status}`);
      this.unanswered++;
      await pause(AGAIN_MS);
    }
  }

  #complain([first]: CloudEvent[], what: string): void {
    this.complaints.push(`the batch that begins with ${first.source} ${first.id}: ${what}`);
  }
}
