// Slope of a line through noisy points: the median of the slopes of all pairs, and its 95 % interval (Theil 1950,
// Sen 1968: the interval by the normal approximation of Kendall's S).

export interface Slope {
  slope: number;
  low: number;
  high: number;
}

/** @param points [x, y], at least 10, no two with the same x */
export function theilSen(points: readonly (readonly [number, number])[]): Slope {
  const slopes: number[] = [];
  for (const [i, [x, y]] of points.entries())
    for (const [x2, y2] of points.slice(i + 1)) slopes.push((y2 - y) / (x2 - x));
  slopes.sort((a, b) => a - b);
  const n = points.length;
  const spread = 1.96 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const at = (rank: number): number => slopes[Math.max(0, Math.min(slopes.length - 1, Math.round(rank)))];
  return {
    slope: at((slopes.length - 1) / 2),
    low: at((slopes.length - spread) / 2 - 1),
    high: at((slopes.length + spread) / 2),
  };
}
