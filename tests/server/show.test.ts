// What a topic may ask to be shown, and that each of it comes.
import { describe, expect, it } from 'vitest';
import { parseEvent } from '#core/event.ts';
import { queueRows } from '#core/queue-rows.ts';
import { FloorViewBuilder } from '#core/view/build-floor-view.ts';
import { MOST_ON_LADDER, type FloorView } from '#core/view/floor-view.ts';
import { parseTopic } from '../../server/topics.ts';
import { newEngine } from '../support/engine.ts';
import { MINUTE, MORNING, simulate } from '../support/simulated-floor.ts';

const engine = newEngine();
for (const event of simulate(30, { agents: 200, load: 4 })) {
  const parsed = parseEvent(event, MORNING + 60 * MINUTE);
  if (parsed.ok) engine.apply(parsed.value);
}
const AT = MORNING + 20 * MINUTE;

function shown(show: string, scope = 'all'): FloorView {
  const topic = parseTopic(`floor?scope=${scope}&show=${show}`, engine.metrics);
  if (!topic.ok) throw new Error(topic.problem.message);
  return new FloorViewBuilder(engine, scope, topic.value.scope, { show: topic.value.show }).build(AT, []);
}
const refusal = (show: string): string => {
  const topic = parseTopic(`floor?scope=all&show=${show}`, engine.metrics);
  return topic.ok ? '' : `${topic.problem.code}: ${topic.problem.message}`;
};

describe('[P19] what a screen asks for', () => {
  it('is all that comes', () => {
    const view = shown('waiting@now,ladder');
    expect(Object.keys(view.readings)).toEqual(['waiting@now']);
    expect(view.lines).toEqual({});
    expect(Object.keys(view)).toContain('ladder');
    for (const part of ['queues', 'agents', 'flow', 'sites', 'streams']) expect(view).not.toHaveProperty(part);
  });

  it('has the numbers and lines of any metric', () => {
    const keys = [...engine.metrics.keys()];
    const view = shown(
      keys
        .slice(0, 40)
        .map((key) => `${key}@15m`)
        .join(),
    );
    expect(Object.keys(view.readings)).toHaveLength(40);
    const lines = ['answered@5m/60/1200', 'agents.available@now/60/1200', 'occupancy@15m/60/1200'];
    for (const [key, line] of Object.entries(shown(lines.join()).lines))
      expect(Object.keys(line).length, key).toBeGreaterThan(10);
  });

  it('has a line that says at each point what the number said then', () => {
    const key = 'agents.available@now/60/600';
    const line = shown(key).lines[key];
    for (const [t, value] of Object.entries(line)) {
      const then = new FloorViewBuilder(engine, 'all', {}).build(Number(t) * 1000, []);
      expect(value, t).toBe(then.readings['agents.available@now'].value);
    }
  });

  it('lists everybody who waits, each queue by its name', () => {
    const { ladder, readings } = shown('ladder,waiting@now,wait.longest@now');
    expect(ladder?.waiting).toBe(readings['waiting@now'].value);
    expect(Object.keys(ladder?.people ?? {})).toHaveLength(Math.min(MOST_ON_LADDER, ladder?.waiting ?? -1));
    expect(ladder?.waiting).toBeGreaterThan(1);
    const first = Math.min(...Object.keys(ladder?.people ?? {}).map(parseFloat));
    expect((AT - Math.floor(first)) / 1000).toBe(readings['wait.longest@now'].value);
    for (const queue of Object.values(ladder?.people ?? {})) expect(ladder?.queues[queue].name).toBeTruthy();
  });

  it.each(['5m', '60m', 'today'] as const)(
    'has rows of queues at another window, %s, and says more of them',
    (window) => {
      const { queues } = shown(`queues@${window}`);
      expect(queues?.length).toBeGreaterThan(5);
      expect(queues).toEqual(queueRows(engine, {}, window, AT).map((row) => expect.objectContaining(row) as unknown));
      for (const { id, more } of queues ?? []) {
        const keys = [`wait.p90@${window}`, `service.level.live@${window}`, 'staff.gap@15m'];
        const { readings } = shown(keys.join(), `queue:${id}`);
        expect([more?.p90S, more?.serviceLevelLive, more?.staffGap], id).toEqual(
          keys.map((key) => readings[key].value),
        );
      }
      expect(queues?.some(({ more }) => more?.staffGap)).toBe(true);
      expect(shown('queues').queues?.[0]).not.toHaveProperty('more');
    },
  );

  it('has a row for each site with the numbers of its scope', () => {
    const { sites } = shown('sites');
    expect(sites?.length).toBeGreaterThan(0);
    for (const { id, readings } of sites ?? []) {
      const own = shown('waiting@now,asa@5m,nps@24h', `site:${id}`);
      for (const key of ['waiting@now', 'asa@5m', 'nps@24h']) expect(readings[key], id).toEqual(own.readings[key]);
    }
  });

  it('is refused with a sentence where it is not understood', () => {
    expect(refusal('agents,nonsense')).toMatch(/^bad_show: .*"nonsense".*agents, queues/);
    expect(refusal('nonsense@5m')).toMatch(/no metric "nonsense"/);
    expect(refusal('asa@5y')).toMatch(/window "5y"/);
    expect(refusal('queues@5y')).toMatch(/"queues@5y".*window "5y"/);
    expect(refusal('queues@28d')).toMatch(/"queues@28d": rows of queues are over 7d at most/);
    expect(refusal('queues@5m,queues@60m')).toMatch(/rows of queues at one window/);
    expect(refusal('asa@5m/1/3600')).toMatch(/step/);
    expect(refusal('asa@5m/10/86400')).toMatch(/points/);
    expect(refusal('nps~margin@24h')).toMatch(/margin/);
    expect(refusal(Array.from({ length: 81 }, (_, i) => `asa@5m/10/${i + 10}`).join())).toMatch(/at most 80/);
  });
});
