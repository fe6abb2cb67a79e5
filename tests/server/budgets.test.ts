// Budgets of work, not of time: what an event and a picture may cost, on any machine and however busy it is.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FULL_SIGHT } from '#core/access/sight.ts';
import { ok } from '#core/result.ts';
import { FloorViewBuilder } from '#core/view/build-floor-view.ts';
import { Hub } from '../../server/hub.ts';
import { ROOM, type Allocations } from '../support/allocations.ts';
import { fact, newEngine, NOON } from '../support/engine.ts';

const root = join(import.meta.dirname, '../..');

describe('budgets', () => {
  it('the engine allocates at most 2 400 bytes for an event', () => {
    const text = execFileSync(process.execPath, [...ROOM, 'tests/support/allocations.ts'], {
      cwd: root,
      encoding: 'utf8',
    });
    const { bytesPerEvent, collections, events } = JSON.parse(text) as Allocations;
    console.log(`${bytesPerEvent.toFixed(0)} bytes for each of ${events} events`);
    expect(collections).toBe(0);
    expect(bytesPerEvent).toBeGreaterThan(100);
    expect(bytesPerEvent).toBeLessThan(2400);
  });

  it('[P15] [P18] a publication computes and encodes each topic once, for one screen as for a thousand, after one event as after a thousand', () => {
    const topics = ['floor?scope=all', 'floor?scope=queue:care', 'floor?scope=site:north'];
    for (const screens of [1, 1000])
      for (const events of [1, 1000]) {
        const engine = newEngine();
        let computed = 0;
        const hub = new Hub('epoch', () => {
          const builder = new FloorViewBuilder(engine, 'all', {});
          return ok((at) => {
            computed++;
            return builder.build(at, []);
          });
        });
        const heard = Array.from({ length: screens }, (): Buffer[] => []);
        for (const frames of heard)
          for (const topic of topics)
            hub.watch(
              { sight: FULL_SIGHT, unsent: () => 0, drop: () => {}, send: (frame) => void frames.push(frame) },
              topic,
              NOON,
            );
        computed = 0;
        for (const frames of heard) frames.length = 0;
        for (let i = 0; i < events; i++)
          engine.apply(fact('contact.queued', -1, { contact: `c${i}`, visit: `v${i}`, queue: 'care' }));
        hub.publish(NOON + 100);
        expect(computed).toBe(topics.length);
        expect(heard.every((frames) => frames.length === topics.length)).toBe(true);
        expect(new Set(heard.flat()).size).toBe(topics.length);
      }
  });
});
