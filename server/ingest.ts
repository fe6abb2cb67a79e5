// The one way in: events are checked, put on disk, and only then applied to the engine, in the order of the log.
import type { Engine } from '#core/engine.ts';
import type { Fact } from '#core/event.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { EventLog } from './log/event-log.ts';
import type { ErasedAgents } from './privacy/erased-agents.ts';
import { parseWithout } from './privacy/parse-without.ts';
import { Rhythm } from './rhythm.ts';
import type { Receipt, Rejection } from './source.ts';

/** More events than this on their way to the disk: senders are told to wait. */
const MOST_PENDING = 200_000;

export class TooBusy extends Error {}

export interface IngestHealth {
  /** events that were known already */
  duplicates: number;
  rejected: number;
  /** smallest seen − happened: how far the source's clock is ahead (< 0) or its path slow (> 0), ms */
  skewMs: number | null;
  /** last sign of life that was no event, epoch ms; 0 = the source gives none */
  heardAt: number;
  /** how often it is heard, by events or other signs of life */
  rhythm: Rhythm;
}

export class Ingest {
  readonly health = new Map<string, IngestHealth>();
  /** called after events were applied */
  onApplied: () => void = () => {};
  /** called with a fact that the engine could not apply: a bug */
  onFailed: (error: unknown, fact: Fact) => void = () => {};
  #engine: Engine;
  #log: Pick<EventLog, 'append'>;
  #now: () => number;
  readonly #erased: ErasedAgents | undefined;
  #pending = 0;

  constructor(engine: Engine, log: Pick<EventLog, 'append'>, now: () => number, erased?: ErasedAgents) {
    this.#engine = engine;
    this.#log = log;
    this.#now = now;
    this.#erased = erased;
  }

  /**
   * Known facts are counted as duplicates and change nothing.
   * @param sources of which there may be events; null: any
   * @throws LogFailure, TooBusy: nothing was taken
   */
  async accept(
    events: readonly unknown[],
    sender = 'http',
    sources: readonly string[] | null = null,
  ): Promise<Receipt> {
    if (this.#pending > MOST_PENDING)
      throw new TooBusy('Too many events are on their way to the disk; send them again in a second.');
    const seenAt = this.#now();
    const facts: Fact[] = [];
    const bodies: string[] = [];
    const rejected: Rejection[] = [];
    for (const [index, event] of events.entries()) {
      const taken = within(sources, take(event, seenAt, this.#erased));
      if (taken.ok) {
        facts.push(taken.value.fact);
        bodies.push(taken.value.body);
      } else rejected.push({ index, ...idOf(event), ...taken.problem });
    }
    for (const { index } of rejected) this.#countRejected(field(events[index], 'source'), sender);
    const accepted = facts.length === 0 ? 0 : await this.#write(facts, bodies, seenAt);
    return { accepted, duplicates: facts.length - accepted, rejected };
  }

  /** The source is there, nothing happened: what is known of it is as of now. */
  heard(source: string): void {
    const health = this.#healthOf(source);
    health.heardAt = this.#now();
    health.rhythm.heard(health.heardAt);
  }

  async #write(facts: Fact[], bodies: string[], seenAt: number): Promise<number> {
    this.#pending += facts.length;
    try {
      const fresh = await this.#log.append({
        sources: facts.map((f) => f.source),
        ids: facts.map((f) => f.id),
        recordedAt: seenAt,
        simulated: Uint8Array.from(facts, (f) => (f.simulated ? 1 : 0)),
        bodies,
      });
      return this.#apply(facts, fresh, seenAt);
    } finally {
      this.#pending -= facts.length;
    }
  }

  #apply(facts: Fact[], fresh: Uint8Array, seenAt: number): number {
    let accepted = 0;
    for (const [i, fact] of facts.entries()) {
      const health = this.#healthOf(fact.source);
      health.rhythm.heard(seenAt);
      if (fresh[i] === 0) {
        health.duplicates++;
        continue;
      }
      accepted++;
      this.#applyOne(fact);
      const lagMs = seenAt - fact.eventAt;
      health.skewMs = health.skewMs === null ? lagMs : Math.min(health.skewMs, lagMs);
    }
    if (accepted > 0) this.onApplied();
    return accepted;
  }

  /** Only sources that exist are counted by name: a sender of garbage can't fill the memory with names. */
  #countRejected(source: string | undefined, sender: string): void {
    this.#healthOf(source !== undefined && this.health.has(source) ? source : sender).rejected++;
  }

  /** A fact that the engine fails on is on disk and harms no other, now and at every start. */
  #applyOne(fact: Fact): void {
    try {
      this.#engine.apply(fact);
    } catch (error) {
      this.onFailed(error, fact);
    }
  }

  #healthOf(source: string): IngestHealth {
    let health = this.health.get(source);
    if (health) return health;
    health = { duplicates: 0, rejected: 0, skewMs: null, heardAt: 0, rhythm: new Rhythm() };
    this.health.set(source, health);
    return health;
  }
}

type Taken = Result<{ fact: Fact; body: string }>;

function within(sources: readonly string[] | null, taken: Taken): Taken {
  if (sources === null || !taken.ok || sources.includes(taken.value.fact.source)) return taken;
  const [may, is] = [sources.map((source) => `"${source}"`).join(', '), taken.value.fact.source];
  return fail('out_of_scope', `whoever sent this may send events of source ${may} only, not of "${is}".`, 'source');
}

/** The fact and its text for the log. */
export function take(told: unknown, seenAt: number, erased?: ErasedAgents): Taken {
  try {
    const parsed = parseWithout(told, seenAt, erased);
    if (!parsed.ok) return parsed;
    const { fact, event } = parsed.value;
    if (erased === undefined || fact.eventAt >= erased.coverBefore) return ok({ fact, body: JSON.stringify(event) });
    // What comes so late is kept as what it comes to.
    const covered = erased.coveredEvent(event as object) as { id: string };
    return ok({ fact: { ...fact, id: covered.id }, body: JSON.stringify(covered) });
  } catch {
    return fail('too_deep', 'the event is nested too deeply to be kept; send flat data.');
  }
}

const field = (event: unknown, key: 'id' | 'source'): string | undefined => {
  const value = typeof event === 'object' && event !== null ? (event as Record<string, unknown>)[key] : undefined;
  return typeof value === 'string' ? value.slice(0, 256) : undefined;
};
const idOf = (event: unknown): { id?: string } => {
  const id = field(event, 'id');
  return id === undefined ? {} : { id };
};
