// A page as it is: the real connection, clock and replicas, put together as src/lib/live/line.svelte.ts does; only
// its socket, timers and chance are the world's. Watches over what P11–P14 promise.
import type { Delta, Full, ServerMessage } from '#core/protocol/messages.ts';
import { Connection, type Link } from '#lib/live/connection.ts';
import { Replica } from '#lib/live/replica.ts';
import { ServerClock } from '#lib/live/server-clock.ts';
import type { Network } from './network.ts';
import type { Scheduler } from './scheduler.ts';

export interface Position {
  epoch: string;
  seq: number;
  asOf: number;
}

export interface ScreenOptions {
  name: string;
  scheduler: Scheduler;
  network: Network;
  random(): number;
  tell(what: string): void;
  /** a state that this screen holds now */
  onHeld(topic: string, position: Position, state: unknown): void;
  /** a promise that was broken */
  onBroken(sentence: string): void;
}

export class Screen {
  readonly name: string;
  readonly held = new Map<string, Replica<unknown>>();
  readonly at = new Map<string, Position>();
  readonly network: Network;
  link: Link = 'connecting';
  /** topics that were given up and wanted again: frames of both subscriptions may cross */
  readonly #wantedAgain = new Set<string>();
  readonly #options: ScreenOptions;
  readonly #connection: Connection;

  constructor(topics: readonly string[], options: ScreenOptions) {
    const { scheduler, network, random } = options;
    this.#options = options;
    this.name = options.name;
    this.network = network;
    const around = {
      open: () => network.open(),
      after: scheduler.after.bind(scheduler),
      monotonic: scheduler.monotonic,
    };
    this.#connection = new Connection({ ...around, random }, new ServerClock(), {
      message: (message) => this.#receive(message),
      link: (link) => this.#turn(link),
      outdated: () => options.onBroken(`${options.name} was told that it is outdated`),
    });
    for (const topic of topics) this.watch(topic);
    this.#connection.start();
  }

  watch(topic: string): void {
    this.held.set(topic, new Replica());
    this.#connection.watch(topic);
  }

  unwatch(topic: string): void {
    this.held.delete(topic);
    this.at.delete(topic);
    this.#wantedAgain.add(topic);
    this.#connection.unwatch(topic);
  }

  /** The machine woke up. */
  wake(): void {
    this.#connection.retryNow();
  }

  #turn(link: Link): void {
    this.link = link;
    this.#options.tell(`${this.name}: ${link}`);
  }

  #receive(message: ServerMessage): void {
    if (message.t === 'welcome') for (const replica of this.held.values()) replica.reconnected();
    if (message.t !== 'full' && message.t !== 'delta') return;
    const replica = this.held.get(message.topic);
    if (!replica) return;
    const outcome = replica.receive(message);
    if (outcome === 'resync') {
      if (!this.network.hasSwallowed && !this.#wantedAgain.has(message.topic))
        this.#options.onBroken(`${this.name}: a gap in ${message.topic} though nothing was lost`);
      this.#options.tell(`${this.name}: asks for ${message.topic} anew`);
      this.#connection.resync(message.topic);
    }
    if (outcome === 'changed' || outcome === 'moved') this.#keep(message, replica.state);
  }

  #keep({ topic, epoch, seq, asOf }: Full | Delta, state: unknown): void {
    const before = this.at.get(topic);
    if (before?.epoch === epoch && seq < before.seq)
      this.#options.onBroken(`${this.name}: ${topic} went back from ${before.seq} to ${seq} in epoch ${epoch}`);
    this.at.set(topic, { epoch, seq, asOf });
    this.#options.onHeld(topic, { epoch, seq, asOf }, state);
  }
}
