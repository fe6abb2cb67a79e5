// Readings of a floor as it is told: the metrics' own formulas over its sums.
import { levelOf } from '#core/level.ts';
import { ownGoal, type Metric, type Rules, type Subject } from '#core/metric.ts';
import type { Reading } from '#core/reading.ts';
import type { WindowName } from '#core/window.ts';
import { sumsOf, type StorySums } from './sums.ts';
import type { StoryFloor } from './story-floor.ts';

const found = import.meta.glob<Metric>('../../core/metrics/*.ts', { eager: true, import: 'default' });
export const METRICS: ReadonlyMap<string, Metric> = new Map(
  Object.entries(found).map(([path, metric]) => [path.replace(/^.*\/|\.ts$/g, ''), metric]),
);

/** Things that are there at an instant: a longer window has no more of them. */
const NOW: ReadonlySet<Subject> = new Set<Subject>(['waiting', 'agents', 'callbacks']);
const MINUTES: Record<WindowName, number> = {
  ...{ now: 0, '5m': 5, '15m': 15, '30m': 30, '60m': 60, interval: 26 },
  ...{ today: 866, '24h': 1440, '7d': 10_080, '28d': 40_320 },
};
const RULES: Rules = { serviceLevel: 'ignore', assistantExcludesDirect: false, thresholdS: 30, serviceTarget: 0.8 };

export class StoryReadings {
  readonly #floor: StoryFloor;
  readonly #sums: StorySums;
  readonly #made = new Map<string, Reading>();

  constructor(floor: StoryFloor) {
    this.#floor = floor;
    this.#sums = sumsOf(floor);
  }

  of(key: string, asked: WindowName): Reading {
    const metric = METRICS.get(key);
    if (!metric) throw new Error(`There is no metric "${key}".`);
    const window = metric.fixed ?? asked;
    const made = this.#made.get(`${key} ${window}`) ?? this.#read(key, metric, window);
    this.#made.set(`${key} ${window}`, made);
    return made;
  }

  #read(key: string, metric: Metric, window: WindowName): Reading {
    const value = metric.read({
      sums: mapKeys(metric.sums, (name) => this.#sum(key, metric.sums[name].over, name, window)),
      mosts: mapKeys(metric.mosts ?? {}, (name) => this.#most(name)),
      quantile: (q) => this.#quantileMs(q),
      groups: new Map(),
      spanS: MINUTES[window] * 60,
      rules: RULES,
    });
    const goal = ownGoal(metric, RULES.thresholdS);
    const state = !goal ? 'none' : metric.judge ? metric.judge(value, goal) : levelOf(value.value, goal);
    const fixed = metric.fixed ? { window: metric.fixed } : {};
    return { unit: metric.unit, state, ...(goal ? { goal } : {}), ...fixed, ...value };
  }

  #sum(key: string, over: Subject, name: string, window: WindowName): number {
    const sum = this.#sums.byMetric[key]?.[name] ?? this.#sums.bySubject[over]?.[name] ?? 0;
    const isLevel = NOW.has(over) || (over === 'streams' && name !== 'questions' && name !== 'answered');
    if (isLevel || MINUTES[window] === 0) return sum;
    // As many answers a day as are told; of people, as long as they were there.
    if (over === 'responses') return Math.round((sum * MINUTES[window]) / 1440);
    if (over === 'agenttime' && !name.endsWith('Ms')) return sum;
    return Math.round(sum * quartersIn(window, this.#floor.ofDay));
  }

  #most(name: string): number | null {
    const most = this.#sums.mosts[name];
    return most === 0 ? null : most;
  }

  /** As if waits were exponential around their mean. */
  #quantileMs(q: number): number | null {
    const { answered = 0, answeredWaitMs = 0 } = this.#sums.bySubject.visits ?? {};
    return answered === 0 ? null : (answeredWaitMs / answered) * -Math.log(1 - q);
  }
}

/** How many times what came in these 15 minutes came in the window. */
function quartersIn(window: WindowName, ofDay: number): number {
  if (MINUTES[window] <= 60) return MINUTES[window] / 15;
  const today = 1 / ofDay;
  return window === 'today' ? today : (today * 1.5 * MINUTES[window]) / 1440;
}

const mapKeys = (named: object, of: (name: string) => number | null): Record<string, never> =>
  Object.fromEntries(Object.keys(named).map((name) => [name, of(name)])) as Record<string, never>;
