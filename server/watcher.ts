// One screen that watches topics, as far as those are concerned, and whether it keeps up with what it is sent (P16).

import type { Sight } from '#core/access/sight.ts';

export interface Watcher {
  /** how much it may see: it is told the same as others with the same */
  readonly sight: Sight;
  /** bytes handed over and not yet on their way */
  unsent(): number;
  send(frame: Buffer): void;
  /** can't keep up: make it come back later */
  drop(): void;
  /** this topic comes to an end by itself */
  ended?(topic: string): void;
}

/** How one screen stands with one topic. */
export interface Watching {
  /** waits for a full frame: new, asked to resync, or was skipped */
  needsFull: boolean;
  /** since when it can't keep up, 0 = it can */
  slowSince: number;
}

const SKIP_BYTES = 64 * 1024;
const DROP_BYTES = 1024 * 1024;
const DROP_AFTER_MS = 15_000;

export const newWatching = (): Watching => ({ needsFull: true, slowSince: 0 });

/**
 * Whether it can take a frame. Who can't needs a full one later; who can't for long is dropped and has to be let go.
 * @param at epoch ms
 */
export function keepsUp(watcher: Watcher, watching: Watching, at: number): 'yes' | 'skipped' | 'dropped' {
  const unsent = watcher.unsent();
  if (unsent <= SKIP_BYTES) {
    watching.slowSince = 0;
    return 'yes';
  }
  watching.needsFull = true;
  watching.slowSince ||= at;
  if (unsent <= DROP_BYTES && at - watching.slowSince <= DROP_AFTER_MS) return 'skipped';
  watcher.drop();
  return 'dropped';
}
