// What a source plug-in is (one file in server/sources, id = file name) and what the server gives it.
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Directory } from '#core/directory.ts';
import type { CloudEvent } from '#core/event.ts';
import type { Subject } from '#core/metric.ts';
import type { Problem } from '#core/result.ts';

export interface Rejection extends Problem {
  index: number;
  id?: string;
}
export interface Receipt {
  accepted: number;
  duplicates: number;
  rejected: Rejection[];
}

/** One stay in one queue as the engine knows it. Instants in epoch ms; null = has not happened (as far as we know). */
export interface KnownVisit {
  visit: string;
  queue: string;
  queuedAt: number | null;
  endedAt: number | null;
}

export interface HttpAnswer {
  status: number;
  /** JSON, a text as it is, or the pieces of one */
  body: unknown;
  headers?: Record<string, string | string[]>;
}
/** Who sends events over HTTP. */
export interface Sender {
  /** as limits count it; null: no limit of its own */
  name: string | null;
  /** CloudEvents sources that it may send events of; null: any */
  sources: readonly string[] | null;
}
export interface Route {
  method: 'POST' | 'GET';
  path: string;
  /** it knows who sends by what they sign: no token, no sign-in */
  isSigned?: true;
  handle(request: IncomingMessage, sender: Sender): Promise<HttpAnswer>;
}

export interface SourceContext {
  /** the configured name, unique in one server: "pbx1" */
  name: string;
  /** aborted when the source has to stop: at shutdown or when its settings change */
  signal: AbortSignal;
  /** epoch ms */
  now(): number;
  log: Logger;
  /** Resolves after `ms`, at once (without error) when the source has to stop. */
  sleep(ms: number): Promise<void>;
  /**
   * Puts events on disk, then into the engine. Throws LogFailure when the disk is full, HttpError when a sender sends too
   * many: nothing of it was taken. Events that the sender may not send are rejected, the others are kept.
   */
  accept(events: readonly unknown[], sender?: Sender): Promise<Receipt>;
  /**
   * The outside gave a sign of life although nothing happened (a pong, say): numbers of this event source are as of now.
   * A source that can't tell silence from death never calls it.
   */
  heard(source: string): void;
  /** The visits of one contact that the engine knows, oldest first. */
  visitsOf(contact: string): KnownVisit[];
  /** One object shared by all sources that name the same key (two feeds of one PBX); made by the first. */
  shared<T>(key: string, make: () => T): T;
  /** What this source remembered before the last restart, null the first time; JSON. */
  recall(): unknown;
  /** Kept on disk; resolves when it is there. */
  remember(state: unknown): Promise<void>;
}

/**
 * A source reads the outside and yields batches of events; each batch is on disk before the generator goes on. It ends
 * by itself (a file played to its end) or when `signal` is aborted. When it throws, it is logged and started again with
 * a growing pause; nobody else is touched.
 */
export interface SourceDefinition<Options> {
  /** a sentence for the list of sources */
  about: string;
  options: z.ZodType<Options>;
  /** what it brings by itself, as metrics count it; absent: what somebody sends */
  gives?: readonly Subject[] | 'anything';
  /** names, zone and thresholds that come with the source; the settings' word goes first */
  directory?: Partial<Directory>;
  events?(options: Options, context: SourceContext): AsyncGenerator<CloudEvent[], void, void>;
  routes?(options: Options, context: SourceContext): Route[];
}

export function defineSource<Options>(source: SourceDefinition<Options>): SourceDefinition<Options> {
  return source;
}
