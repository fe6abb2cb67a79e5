// The simulated floor is the same whenever it is run with the same seed and start; an incident is felt where it should.
import { describe, expect, it } from 'vitest';
import { asaOf, MINUTE, MORNING, settings, simulate, visitsIn } from '../support/simulated-floor.ts';
import { createFloor } from '../../server/simulation/floor.ts';

const small = { agents: 300 };
const text = (events: object[]) => JSON.stringify(events);

describe('the simulated floor', () => {
  it('gives the same events byte for byte for one seed and start', () => {
    expect(text(simulate(40, small))).toBe(text(simulate(40, small)));
  });

  it('does not depend on the steps in which it is run', () => {
    expect(text(simulate(40, small, 0.5))).toBe(text(simulate(40, small)));
    const floor = createFloor(settings(small));
    const events = [];
    for (;;) {
      const batch = floor.run(MORNING + 40 * MINUTE, 700);
      if (batch.length === 0) break;
      expect(batch.length).toBeLessThan(800);
      events.push(...batch);
    }
    expect(text(events)).toBe(text(simulate(40, small)));
  });

  it('differs with the seed and with the start', () => {
    const types = (over: object) => simulate(10, { ...small, ...over }).map(({ type, time }) => type + time.slice(14));
    const later = {
      realStartAt: MORNING + 7 * 24 * 60 * MINUTE,
      worldStartAt: MORNING + 7 * 24 * 60 * MINUTE,
      speed: 1,
    };
    expect(types({ seed: '2' })).not.toEqual(types({}));
    expect(types({ timeline: later })).not.toEqual(types({}));
  });

  it('passes sixty times as fast with speed 60, at real times', () => {
    const timeline = { realStartAt: MORNING, worldStartAt: MORNING, speed: 60 };
    const fast = simulate(1, { ...small, timeline });
    const slow = simulate(60, small);
    expect(fast.map(({ type }) => type)).toEqual(slow.map(({ type }) => type));
    expect(Date.parse(fast[fast.length - 1].time)).toBeLessThanOrEqual(MORNING + MINUTE);
  });

  it('is quiet at night and has an empty hour for nobody', () => {
    const at = Date.UTC(2025, 5, 4, 0, 0);
    const night = simulate(60, { timeline: { realStartAt: at, worldStartAt: at, speed: 1 } });
    const day = simulate(60);
    expect(night.length).toBeGreaterThan(5000);
    expect(night.length).toBeLessThan(day.length / 8);
  });

  it('lets an outage fill the network queue', () => {
    const outageAt = MORNING + 40 * MINUTE;
    const asa = (incident: 'none' | { outageAt: number }) => {
      const network = visitsIn(simulate(70, { incident })).filter(({ queue }) => queue === 'network');
      return asaOf(network, outageAt + 5 * MINUTE, outageAt + 25 * MINUTE);
    };
    const [calm, outage] = [asa('none'), asa({ outageAt })];
    expect(calm).toBeLessThan(45);
    expect(outage).toBeGreaterThan(3 * calm);
    expect(outage).toBeGreaterThan(60);
  });

  it('has a few incidents on an ordinary day', () => {
    const QUARTER = 15 * MINUTE;
    const quarters = (incident: 'none' | 'auto') => {
      const counts = Array.from({ length: 96 }, () => 0);
      const hit = ['network', 'appchat', 'billing'];
      const visits = visitsIn(simulate(24 * 60, { ...small, incident })).filter(({ queue }) => hit.includes(queue));
      for (const { queuedAt } of visits) counts[Math.floor((queuedAt - MORNING) / QUARTER)]++;
      return counts;
    };
    const usual = quarters('none');
    const unusual = quarters('auto').filter((count, quarter) => usual[quarter] > 20 && count > 1.3 * usual[quarter]);
    expect(unusual.length).toBeGreaterThanOrEqual(2);
    expect(unusual.length).toBeLessThan(24);
  });
});
