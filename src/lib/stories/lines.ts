// Lines of a floor as it is told: from what was an hour ago to what is now, with noise, and a gap where nothing was heard.
import type { Unit } from '#core/reading.ts';
import type { ShownLine } from '#core/view/show.ts';
import type { Series } from '#core/view/floor-view.ts';
import { chance, STORY_AT } from './story-floor.ts';

/** 0 = long ago, 1 = now: what grew did so in the last third */
const grown = (share: number): number => 1 / (1 + Math.exp(-(share - 0.72) * 14));

/**
 * @param now what the line comes to
 * @param before as a share of what is now, of waits; shares and scores move a little the other way
 * @param gap as shares of the span: nothing is known between
 */
export function lineOf(
  { metric, stepS, spanS }: Pick<ShownLine, 'metric' | 'stepS' | 'spanS'>,
  now: number,
  unit: Unit,
  before: number,
  gap: readonly [number, number] | null,
): Series {
  const series: Series = {};
  const points = Math.round(spanS / stepS);
  const end = Math.floor(STORY_AT / 1000 / stepS) * stepS;
  let noise = 0;
  for (let i = 0; i <= points; i++) {
    const share = i / points;
    noise = noise * 0.8 + (chance(metric, i) - 0.5) * 0.4;
    if (gap && share > gap[0] && share < gap[1]) continue;
    series[end - (points - i) * stepS] = valueAt(
      now,
      unit,
      before + (1 - before) * grown(share),
      noise * Math.min(1, (1 - share) * 20),
    );
  }
  return series;
}

function valueAt(now: number, unit: Unit, level: number, noise: number): number {
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  if (unit === 'ratio') return round(clamp(now + (1 - level) * 0.12 + noise * 0.06, 0, 1));
  if (unit === 'score') return round(clamp(now + (1 - level) * 6 + noise * 5, -100, 100));
  const value = now * level * (1 + noise * 0.5);
  return round(unit === 'people' ? value : Math.max(0, value));
}

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));
