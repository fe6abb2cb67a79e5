// The registry of metrics as others may read it: names, formulas, units, windows.
import { kindBehind, type Kind } from './behind.ts';
import { REFERENCE } from './directory.ts';
import { ownGoal, subjectsOf, type Metric, type Subject, type Words } from './metric.ts';
import type { Unit } from './reading.ts';
import type { WindowName } from './window.ts';

export interface Definition {
  key: string;
  names: Words;
  formula: Words;
  unit: Unit;
  better: Metric['better'];
  usual: WindowName;
  fixed?: WindowName;
  /** the metric's own where T is the usual 30 s; settings may have others */
  goal?: { look: number; act: number };
  over: Subject[];
  /** what a list of things behind the number shows */
  behind: Kind | null;
}

/** In the order of the map. */
export function definitionsOf(metrics: ReadonlyMap<string, Metric>): Definition[] {
  return [...metrics].map(([key, metric]) => {
    const { names, formula, unit, better, usual, fixed } = metric;
    const goal = ownGoal(metric, REFERENCE.thresholdS);
    const over = subjectsOf(metric);
    const definition = { key, names, formula, unit, better, usual, over, behind: kindBehind(metric) };
    return {
      ...definition,
      ...(fixed ? { fixed } : {}),
      ...(goal ? { goal: { look: goal.look, act: goal.act } } : {}),
    };
  });
}
