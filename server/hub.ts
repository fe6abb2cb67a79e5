// Topics and who watches them: each is computed once and encoded once for all, sent whole at first and then as deltas.
// Rules P10–P18 of docs/protocol.md; sockets belong to the gateway.
import { sightKey, type Sight } from '#core/access/sight.ts';
import { diff, type Change } from '#core/protocol/delta.ts';
import type { Full, ServerMessage } from '#core/protocol/messages.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { keepsUp, newWatching, type Watcher, type Watching } from './watcher.ts';

/** A topic whose state is the same as before is told of once a second only (P18): a publication comes every 100 ms. */
const SAME_MS = 900;

/** Gives the topic's state as of an instant, epoch ms. */
export type Compute = (at: number) => unknown;

interface Topic {
  /** of the name, and how much of it is seen */
  key: string;
  name: string;
  compute: Compute;
  seq: number;
  asOf: number;
  state: unknown;
  full: Buffer | null;
  watchers: Map<Watcher, Watching>;
}

export class Hub {
  readonly #epoch: string;
  readonly #open: (topic: string, sight: Sight) => Result<Compute>;
  readonly #topics = new Map<string, Topic>();
  /** A topic that nobody watched for a while begins above: no position of an epoch is ever given twice. */
  #highestSeq = 0;

  /** @param open says how to compute a topic, or why there is none */
  constructor(epoch: string, open: (topic: string, sight: Sight) => Result<Compute>) {
    this.#epoch = epoch;
    this.#open = open;
  }

  get watchers(): number {
    let n = 0;
    for (const topic of this.#topics.values()) n += topic.watchers.size;
    return n;
  }

  /** Of all topics the one that was told of longest ago: its asOf, epoch ms; Infinity: there is none. */
  get oldestAsOf(): number {
    let oldest = Infinity;
    for (const { asOf } of this.#topics.values()) oldest = Math.min(oldest, asOf);
    return oldest;
  }

  watch(watcher: Watcher, name: string, at: number): Result<true> {
    const key = keyOf(watcher, name);
    let topic = this.#topics.get(key);
    if (!topic) {
      const compute = this.#open(name, watcher.sight);
      if (!compute.ok) return fail(compute.problem.code, compute.problem.message, compute.problem.path);
      topic = {
        ...{ key, name },
        compute: compute.value,
        seq: ++this.#highestSeq,
        asOf: at,
        state: compute.value(at),
        full: null,
        watchers: new Map(),
      };
      this.#topics.set(key, topic);
    }
    const watching = newWatching();
    topic.watchers.set(watcher, watching);
    this.#send(topic, watcher, watching, null, at);
    return ok(true);
  }

  resync(watcher: Watcher, name: string, at: number): void {
    const topic = this.#topics.get(keyOf(watcher, name));
    const watching = topic?.watchers.get(watcher);
    if (!topic || !watching) return;
    watching.needsFull = true;
    this.#send(topic, watcher, watching, null, at);
  }

  unwatch(watcher: Watcher, name?: string): void {
    for (const topic of this.#topics.values()) {
      if (name !== undefined && topic.name !== name) continue;
      topic.watchers.delete(watcher);
      if (topic.watchers.size === 0) this.#topics.delete(topic.key);
    }
  }

  /** Computes every watched topic as of now and sends what changed. Throws, when all is done, what failed. */
  publish(at: number): void {
    const failures: unknown[] = [];
    for (const topic of this.#topics.values()) {
      try {
        this.#publishTopic(topic, at);
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} topics could not be computed`);
  }

  #publishTopic(topic: Topic, at: number): void {
    const state = topic.compute(at);
    const changes = diff(topic.state, state);
    const isTold = changes || at - topic.asOf >= SAME_MS || at < topic.asOf;
    const delta = isTold ? this.#advance(topic, at, state, changes) : null;
    for (const [watcher, watching] of topic.watchers)
      if (delta || watching.needsFull) this.#send(topic, watcher, watching, delta, at);
  }

  #advance(topic: Topic, at: number, state: unknown, changes: Change | undefined): Buffer {
    const base = topic.seq;
    Object.assign(topic, { seq: base + 1, asOf: at, state, full: null });
    const { name, seq } = topic;
    this.#highestSeq = Math.max(this.#highestSeq, seq);
    return encode({
      ...{ t: 'delta', topic: name, epoch: this.#epoch, seq, base, asOf: at },
      ...(changes ? { changes } : {}),
    });
  }

  #send(topic: Topic, watcher: Watcher, watching: Watching, delta: Buffer | null, at: number): void {
    const able = keepsUp(watcher, watching, at);
    if (able === 'dropped') topic.watchers.delete(watcher);
    if (able !== 'yes') return;
    if (!watching.needsFull && delta) return watcher.send(delta);
    watching.needsFull = false;
    watcher.send((topic.full ??= encode(this.#full(topic))));
  }

  #full({ name, seq, asOf, state }: Topic): Full {
    return { t: 'full', topic: name, epoch: this.#epoch, seq, asOf, state };
  }
}

const keyOf = ({ sight }: Watcher, name: string): string => `${sightKey(sight)} ${name}`;

export const encode = (message: ServerMessage): Buffer => Buffer.from(JSON.stringify(message));
