// WS /live: rule P16 of docs/protocol.md: a screen that does not read costs nobody else a thing.
import { describe, expect, it } from 'vitest';
import { FULL_SIGHT } from '#core/access/sight.ts';
import { type Delta, type Full } from '#core/protocol/messages.ts';
import { ok } from '#core/result.ts';
import { Hub } from '../../server/hub.ts';
import type { Watcher } from '../../server/watcher.ts';
import { startApp } from '../support/app.ts';
import { post, queued } from '../support/events.ts';
import { Screen } from '../support/screen.ts';

const ALL = 'floor?scope=all';

describe('slow screens', () => {
  const QUEUES = 1500;
  let clock = 0;
  const now = () => Date.now() + clock;

  /** A floor whose list of queues grows at every step, so that every delta carries all of it: some 500 KiB. */
  async function wideFloor() {
    const wide = await startApp({ now });
    const name = (i: number) => `queue ${i} with a name as long as they come in a large house with many lines`;
    await post(
      wide.url,
      Array.from({ length: QUEUES }, (_, i) => queued(name(i), `v${i}`, Date.now())),
    );
    let grown = 0;
    return { wide, grow: () => post(wide.url, [queued(`${name(grown)} and ${grown++}`, `g${grown}`, Date.now())]) };
  }

  /** Feeds the floor until so many bytes were published that no buffer between holds what the slow one did not read. */
  async function overflow(healthy: Screen, grow: () => Promise<unknown>, bytes: number): Promise<void> {
    let published = 0;
    healthy.socket.on('message', (data: Buffer) => (published += data.length));
    while (published < bytes) {
      const seq = healthy.held.get(ALL)?.seq ?? 0;
      await grow();
      await healthy.until(ALL, (_, held) => held.seq > seq);
    }
  }

  it(
    '[P16] one that does not read is skipped, then gets the newest state as one full frame, never the backlog',
    { timeout: 120_000 },
    async () => {
      const { wide, grow } = await wideFloor();
      const [slow, healthy] = [await Screen.open(wide.url), await Screen.open(wide.url)];
      await Promise.all([slow.watch(ALL), healthy.watch(ALL)]);
      slow.socket.pause();
      await overflow(healthy, grow, 40 * 1024 * 1024);
      const newest = healthy.held.get(ALL)?.seq ?? 0;
      const from = slow.heard.length;
      slow.socket.resume();
      await slow.until(ALL, (_, held) => held.seq >= newest);
      const got = slow.heard.slice(from).filter((m): m is Full | Delta => m.t === 'full' || m.t === 'delta');
      const full = got.findIndex((message) => message.t === 'full');
      // What the kernel held, then one jump to the newest.
      expect(full).toBeGreaterThanOrEqual(0);
      expect(got[full].seq).toBeGreaterThanOrEqual(newest);
      expect(got[full].seq - (got[full - 1]?.seq ?? 0)).toBeGreaterThan(1);
      expect(got.filter((message) => message.t === 'full')).toHaveLength(1);
      // The healthy one never missed a thing.
      expect(healthy.heard.filter(({ t }) => t === 'full')).toHaveLength(1);
      await wide.close();
    },
  );

  it('[P16] one that still does not read after 15 s is closed with 4408', { timeout: 120_000 }, async () => {
    const { wide, grow } = await wideFloor();
    const [slow, healthy] = [await Screen.open(wide.url), await Screen.open(wide.url)];
    await Promise.all([slow.watch(ALL), healthy.watch(ALL)]);
    slow.socket.pause();
    await overflow(healthy, grow, 40 * 1024 * 1024);
    clock += 16_000;
    const { seq } = healthy.held.get(ALL) as Full;
    await grow();
    await healthy.until(ALL, (_, held) => held.seq > seq);
    slow.socket.resume();
    expect((await slow.closed).code).toBe(4408);
    await wide.close();
    clock = 0;
  });

  it('[P16] 64 KiB unsent: skipped; read again: one full frame; 1 MiB unsent, or 15 s: dropped', () => {
    let n = 0;
    const hub = new Hub('epoch', () => ok(() => ({ n: ++n })));
    const heard: Buffer[] = [];
    const slow = { ...watcher(heard), bytes: 0, dropped: 0 };
    Object.assign(slow, { unsent: () => slow.bytes, drop: () => slow.dropped++ });
    const kinds = () => heard.map((frame) => (JSON.parse(frame.toString()) as { t: string }).t);
    hub.watch(slow, 'topic', 0);
    slow.bytes = 64 * 1024;
    hub.publish(100);
    expect(kinds()).toEqual(['full', 'delta']);
    slow.bytes++;
    for (let at = 200; at <= 15_200; at += 1000) hub.publish(at);
    expect([kinds(), slow.dropped]).toEqual([['full', 'delta'], 0]);
    slow.bytes = 0;
    hub.publish(15_300);
    hub.publish(15_400);
    expect(kinds()).toEqual(['full', 'delta', 'full', 'delta']);
    slow.bytes = 70_000;
    hub.publish(16_000);
    hub.publish(31_001);
    expect(slow.dropped).toBe(1);
    hub.watch(slow, 'topic', 40_000);
    slow.bytes = 1024 * 1024 + 1;
    hub.publish(41_000);
    expect([slow.dropped, hub.watchers]).toEqual([2, 0]);
  });
});

function watcher(heard: Buffer[]): Watcher {
  return { sight: FULL_SIGHT, unsent: () => 0, send: (frame) => void heard.push(frame), drop: () => {} };
}
