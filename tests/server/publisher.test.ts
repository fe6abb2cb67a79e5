// When topics are told of, by a clock in the hands of the test.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FULL_SIGHT } from '#core/access/sight.ts';
import type { Delta } from '#core/protocol/messages.ts';
import { ok } from '#core/result.ts';
import { Hub } from '../../server/hub.ts';
import { Publisher } from '../../server/publisher.ts';

let state: object;
let failures: unknown[];
let toldAt: number[];
let publisher: Publisher;

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(1_000_000);
  [state, failures, toldAt] = [{ queues: 1 }, [], []];
  const hub = new Hub('epoch', () => ok(() => state));
  publisher = new Publisher(hub, Date.now, (failure) => failures.push(failure));
  const note = (frame: Buffer): void => void toldAt.push((JSON.parse(String(frame)) as Delta).asOf - 1_000_000);
  hub.watch({ sight: FULL_SIGHT, unsent: () => 0, send: note, drop: () => {} }, 'topic', Date.now());
});
afterEach(() => {
  publisher.stop();
  vi.useRealTimers();
});

/** Something else changes, so many ms after it did last. */
function touch(times: number, everyMs: number): void {
  for (let i = 0; i < times; i++) {
    vi.advanceTimersByTime(everyMs);
    publisher.touch();
  }
}
const gaps = (): number[] => toldAt.slice(1).map((at, i) => at - toldAt[i]);

describe('a topic', () => {
  it('[P18] that stays the same is told of once a second', () => {
    vi.advanceTimersByTime(10_000);
    expect(gaps()).toEqual(Array.from({ length: 10 }, () => 1000));
  });

  it.each([30, 100, 350, 850, 950])('[P18] is so too while others change every %i ms', (everyMs) => {
    touch(Math.ceil(20_000 / everyMs), everyMs);
    expect(toldAt.length).toBeGreaterThanOrEqual(20);
    for (const gap of gaps()) expect(gap).toBeLessThanOrEqual(1000);
    for (const gap of gaps()) expect(gap).toBeGreaterThanOrEqual(900);
  });

  it('[P18] that changes is told of at once, and every 100 ms at most', () => {
    vi.advanceTimersByTime(300);
    for (let i = 0; i < 10; i++) {
      state = { queues: i + 2 };
      publisher.touch();
      vi.advanceTimersByTime(50);
    }
    expect(toldAt).toEqual([0, 300, 400, 500, 600, 700, 800]);
    expect(failures).toEqual([]);
  });
});
