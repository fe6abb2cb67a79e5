import { expect, test } from 'vitest';
import { Readings } from '#core/readings.ts';
import { TalliesByQueue } from '#core/tallies-by-queue.ts';
import { applyAll, fact, newEngine, NOON, visit } from '../support/engine.ts';

test('every metric of every queue is the same, counted for all at once and for one alone', () => {
  const engine = newEngine({ queues: [{ id: 'care', thresholdS: 20 }] });
  const queues = ['care', 'sales', 'idle'];
  applyAll(engine, [
    fact('agent.state', -600, { agent: 'ann', state: 'available', queues: ['care', 'sales'] }),
    fact('agent.state', -500, { agent: 'bob', state: 'available', queues: ['sales'] }),
    ...Array.from({ length: 40 }, (_, i) => visit(`v${i}`, i % 3 ? 'care' : 'sales', -300 + i, -280 + 2 * i)).flat(),
    ...visit('left', 'care', -200, -150, 'abandoned'),
    fact('contact.queued', -90, { contact: 'c-open', visit: 'open', queue: 'sales' }),
    fact('agent.state', -60, { agent: 'bob', state: 'break', reason: 'lunch', queues: ['sales'] }),
  ]);
  const at = NOON;
  const all = new TalliesByQueue(engine);
  for (const queue of queues)
    for (const [key, metric] of engine.metrics) {
      const window = metric.fixed ?? (metric.usual === 'now' ? 'now' : '15m');
      const span = engine.span(window, at, { queue });
      const alone = new Readings(engine, { queue }).over(key, span);
      expect([queue, key, engine.read(key, all.of(metric, queue, span), { queue }, span)]).toEqual([queue, key, alone]);
    }
});
