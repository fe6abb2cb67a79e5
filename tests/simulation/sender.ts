// One that sends events as a source does: in batches, when they are due, and again until it hears that they are on disk.
import type { CloudEvent } from '#core/event.ts';
import type { Random } from '../../server/simulation/random.ts';
import type { Scheduler } from './scheduler.ts';
import type { SimulatedServer } from './server.ts';

export interface Due {
  /** epoch ms by the wall's clock: not sent before */
  sendAt: number;
  event: CloudEvent;
}

export interface SenderOptions {
  name: string;
  scheduler: Scheduler;
  random: Random;
  now(): number;
  server(): SimulatedServer | null;
  /** share of the acknowledged that is sent once more all the same */
  doubles: number;
  tell(what: string): void;
  onAcknowledged(events: readonly CloudEvent[]): void;
}

const MOST_IN_BATCH = 25;
const MOST_ON_THEIR_WAY = 2;
const PATIENCE_MS = 1500;
const GARBAGE = {
  specversion: '1.0',
  id: 'garbage',
  source: 'garbage',
  type: 'contact.queued',
  time: 'soon',
  data: {},
};

export class Sender {
  readonly #options: SenderOptions;
  readonly #due: Due[];
  #waiting: CloudEvent[] = [];
  #onTheirWay = 0;
  /** nothing is kept back any more */
  #isInHaste = false;

  constructor(due: readonly Due[], options: SenderOptions) {
    this.#due = [...due].sort((a, b) => a.sendAt - b.sendAt);
    this.#options = options;
    this.#again();
  }

  get isDone(): boolean {
    return this.#due.length === 0 && this.#waiting.length === 0 && this.#onTheirWay === 0;
  }

  hasten(): void {
    this.#isInHaste = true;
  }

  #again(): void {
    const { scheduler, random } = this.#options;
    scheduler.after(random.between(50, this.#isInHaste ? 100 : 500), () => {
      this.#look();
      this.#again();
    });
  }

  #look(): void {
    const { now, random } = this.#options;
    while (this.#due.length > 0 && (this.#isInHaste || this.#due[0].sendAt <= now()))
      this.#waiting.push((this.#due.shift() as Due).event);
    if (this.#waiting.length === 0 || this.#onTheirWay >= MOST_ON_THEIR_WAY) return;
    if (random.chance(0.5)) this.#waiting = random.shuffle(this.#waiting);
    this.#send(this.#waiting.splice(0, 1 + random.below(MOST_IN_BATCH)));
  }

  /** Exactly one of: acknowledged, or to be sent again. */
  #send(batch: CloudEvent[]): void {
    const { scheduler, random, server, name, tell, onAcknowledged } = this.#options;
    this.#onTheirWay++;
    let isOver = false;
    const over = (act: () => void) => {
      if (isOver) return;
      isOver = true;
      this.#onTheirWay--;
      act();
    };
    const again = (why: string) =>
      over(() => {
        tell(`${name}: ${batch.length} events not acknowledged (${why}), to be sent again`);
        this.#waiting.push(...batch);
      });
    const acknowledged = () =>
      over(() => {
        onAcknowledged(batch);
        if (!this.#isInHaste) this.#waiting.push(...batch.filter(() => random.chance(this.#options.doubles)));
      });
    const latency = () => random.between(1, 40);
    scheduler.after(PATIENCE_MS, () => again('no answer'));
    scheduler.after(latency(), () => {
      const there = server();
      if (!there?.isReady) return again('no server');
      scheduler.breathe();
      const body = random.chance(0.1) ? [...batch, GARBAGE] : batch;
      there.take(body).then(
        ({ accepted, duplicates, rejected }) => {
          if (accepted + duplicates + rejected.length !== body.length) throw new Error('a receipt does not add up');
          tell(`${name}: ${accepted} of ${batch.length} events taken, ${duplicates} known`);
          scheduler.after(latency(), acknowledged);
        },
        (failure: Error) => scheduler.after(latency(), () => again(failure.message)),
      );
    });
  }
}
