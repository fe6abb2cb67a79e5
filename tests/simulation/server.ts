// One life of the server, from its start to its end: the real engine, ingest, hub, publisher and sessions, put together
// as server/app.ts does, on timers that die with it. Disk and sockets are the world's.
import { anyone } from '../../server/access/asker.ts';
import { RIGHTS } from '#core/access/rights.ts';
import type { Directory } from '#core/directory.ts';
import { Engine } from '#core/engine.ts';
import type { FloorDump } from '#core/floor/dump.ts';
import { Follower } from '../../server/history/follower.ts';
import { Hub, type Compute } from '../../server/hub.ts';
import { Ingest } from '../../server/ingest.ts';
import { Publisher } from '../../server/publisher.ts';
import { Sessions } from '../../server/sessions.ts';
import type { Line, Session } from '../../server/session-line.ts';
import type { Receipt } from '../../server/source.ts';
import { sourceViews } from '../../server/source-views.ts';
import { openTopic } from '../../server/topics.ts';
import { METRICS } from '../support/engine.ts';
import { LogWriter, type MemoryLog } from './memory-log.ts';
import { ProcessTimers, type Scheduler } from './scheduler.ts';

const ANYONE = anyone(RIGHTS);

export interface Checkpoint {
  dump: FloorDump;
  seq: number;
}

export interface ServerOptions {
  scheduler: Scheduler;
  log: MemoryLog;
  directory: Directory;
  /** null: everything from the log */
  checkpoint: Checkpoint | null;
  now(): number;
  diskMs(): number;
  /** how long reading the log takes */
  startMs: number;
  onError(error: unknown): void;
  /** a topic was computed */
  onComputed(epoch: string, topic: string, at: number, state: unknown): void;
}

export class SimulatedServer {
  readonly epoch: string;
  readonly engine: Engine;
  readonly ingest: Ingest;
  isReady = false;
  isAlive = true;
  replayed = 0;
  readonly #options: ServerOptions;
  readonly #timers: ProcessTimers;
  readonly #writer: LogWriter;
  readonly #hub: Hub;
  readonly #publisher: Publisher;
  readonly #sessions: Sessions;

  constructor(options: ServerOptions) {
    const { scheduler, log, directory, now, diskMs, onError } = options;
    this.#options = options;
    this.epoch = now().toString(36);
    this.#timers = new ProcessTimers(scheduler);
    this.engine = new Engine(METRICS, directory);
    this.#writer = new LogWriter(log, this.#timers, diskMs, () => scheduler.breathe());
    this.ingest = new Ingest(this.engine, this.#writer, now);
    this.ingest.onFailed = onError;
    this.#hub = new Hub(this.epoch, (topic) => {
      const opened = openTopic(topic, this.engine, (at) => sourceViews(this.engine, this.ingest.health, at));
      return opened.ok ? { ok: true, value: this.#observed(topic, opened.value) } : opened;
    });
    this.#publisher = new Publisher(this.#hub, now, onError, this.#timers);
    this.#sessions = new Sessions({ hub: this.#hub, directory, build: 'simulated', now, onError }, this.#timers);
    this.#timers.after(options.startMs, () => this.#start());
  }

  /** events that were given to the disk and not answered yet */
  get pending(): number {
    return this.#writer.pending;
  }

  /** connections that it takes for alive */
  get screens(): number {
    return this.#sessions.clients;
  }

  /** null: not (yet) there */
  accept(line: Line): Session | null {
    if (!this.isReady || !this.isAlive) return null;
    const session = this.#sessions.open(line, ANYONE);
    const whileAlive = (run: () => void) => () => {
      if (this.isAlive) run();
    };
    return {
      heard: (frame) => this.isAlive && session.heard(frame),
      ponged: whileAlive(() => session.ponged()),
      closed: whileAlive(() => session.closed()),
    };
  }

  /** As a sender over HTTP sees it: rejects when nothing was taken; never answers when the process is killed meanwhile. */
  take(events: readonly unknown[]): Promise<Receipt> {
    return this.ingest.accept(events);
  }

  /** Says goodbye first. */
  stop(): void {
    this.isReady = false;
    this.#publisher.stop();
    this.#sessions.close();
  }

  kill(): void {
    this.isAlive = this.isReady = false;
    this.#timers.kill();
  }

  /** The fold of the API's own view of a topic, made from nothing. */
  viewOf(topic: string, at: number): unknown {
    const opened = openTopic(topic, this.engine, (then) => sourceViews(this.engine, this.ingest.health, then));
    if (!opened.ok) throw new Error(opened.problem.message);
    return opened.value(at);
  }

  #observed(topic: string, compute: Compute): Compute {
    return (at) => {
      const state = compute(at);
      this.#options.onComputed(this.epoch, topic, at, state);
      return state;
    };
  }

  #start(): void {
    const { checkpoint, log, onError } = this.#options;
    const follower = new Follower(this.engine, log, { turnedOff: [], onFailed: onError });
    if (checkpoint) {
      this.engine.restore(structuredClone(checkpoint.dump));
      follower.seq = checkpoint.seq;
    }
    for (const turn of follower.catchUp()) void turn;
    this.replayed = follower.read;
    this.isReady = true;
    this.ingest.onApplied = () => this.#publisher.touch();
  }
}
