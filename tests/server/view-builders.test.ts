// A builder of views that was asked about other moments before, earlier and later ones, says what a new one says.
import { describe, expect, it } from 'vitest';
import { parseEvent } from '#core/event.ts';
import { FloorViewBuilder } from '#core/view/build-floor-view.ts';
import { ViewBuilders } from '../../server/history/view-builders.ts';
import { parseTopic, type FloorTopic } from '../../server/topics.ts';
import { Random } from '../../server/simulation/random.ts';
import { newEngine } from '../support/engine.ts';
import { MINUTE, MORNING, simulate } from '../support/simulated-floor.ts';

const engine = newEngine();
for (const event of simulate(30, { agents: 80, load: 0.1 })) {
  const parsed = parseEvent(event, MORNING + 60 * MINUTE);
  if (parsed.ok) engine.apply(parsed.value);
}
const shown = (scope: string): FloorTopic => {
  const topic = parseTopic(`floor?scope=${scope}`);
  if (!topic.ok) throw new Error(topic.problem.message);
  return topic.value;
};
const fresh = (at: number) => new FloorViewBuilder(engine, 'all', {}).build(at, []);

describe('builders of views of the past', () => {
  it('say the same whatever they were asked before', () => {
    const seed = String(Math.floor(Math.random() * 1e9));
    const random = new Random(seed);
    const builders = new ViewBuilders();
    let at = MORNING + 15 * MINUTE;
    for (let i = 0; i < 60; i++) {
      // Mostly small steps, so that the same builder is taken again, across marks of the charts and looks of the levels.
      at += Math.round((random.next() - 0.5) * (random.next() < 0.2 ? 20 * MINUTE : 40_000));
      at = Math.max(MORNING + MINUTE, Math.min(MORNING + 29 * MINUTE, at));
      expect(builders.near(engine, shown('all'), at).build(at, []), `seed ${seed}, step ${i}`).toEqual(fresh(at));
    }
  });

  it('have the point of a chart that has just come', () => {
    const builders = new ViewBuilders();
    const mark = MORNING + 15 * MINUTE;
    for (const at of [mark - 300, mark, mark + 300, mark - 300])
      expect(builders.near(engine, shown('all'), at).build(at, [])).toEqual(fresh(at));
  });

  it('are shared by those who look at much the same time of the same scope and engine, and by nobody else', () => {
    const builders = new ViewBuilders();
    const first = builders.near(engine, shown('all'), MORNING);
    expect(builders.near(engine, shown('all'), MORNING + 9 * MINUTE)).toBe(first);
    expect(builders.near(engine, shown('all'), MORNING + 60 * MINUTE)).not.toBe(first);
    expect(builders.near(engine, shown('queue:tariffs'), MORNING + 9 * MINUTE)).not.toBe(first);
    expect(builders.near(newEngine(), shown('all'), MORNING + 9 * MINUTE)).not.toBe(first);
    expect(builders.near(engine, shown('all'), MORNING + 9 * MINUTE)).toBe(first);
  });

  it('let go of a day’s engine when others were asked since', () => {
    const builders = new ViewBuilders();
    const first = builders.near(engine, shown('all'), MORNING);
    for (let i = 0; i < 2; i++) builders.near(newEngine(), shown('all'), MORNING);
    expect(builders.near(engine, shown('all'), MORNING)).not.toBe(first);
  });
});
