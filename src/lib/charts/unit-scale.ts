// The scale of a line by its unit: durations from 0 in round minutes, shares within 0–1, all else around what there is.
import type { Unit } from '#core/reading.ts';
import { secondsScale, spanScale, type Scale } from './ticks.ts';

const BOUNDS: Partial<Record<Unit, { lowest: number; highest: number; least: number }>> = {
  ratio: { lowest: 0, highest: 1, least: 0.1 },
  score: { lowest: -100, highest: 100, least: 20 },
  people: { lowest: -Infinity, highest: Infinity, least: 8 },
};
const COUNTED = { lowest: 0, highest: Infinity, least: 4 };

/** @param known what has to be on it, the goal too; at least one */
export function unitScale(unit: Unit, known: readonly number[], most = 4): Scale {
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return unit === 's' ? secondsScale(high, most) : spanScale(low, high, BOUNDS[unit] ?? COUNTED, most);
}
