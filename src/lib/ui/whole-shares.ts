// Shares of a whole in words: rounded so that what stands on the screen adds up to 100.

/** @param counts of all parts @param digits after the decimal sign of a per cent @returns ratios; [] of nothing */
export function wholeShares(counts: readonly number[], digits = 0): number[] {
  const total = counts.reduce((sum, one) => sum + one, 0);
  if (!(total > 0)) return [];
  const whole = 100 * 10 ** digits;
  const exact = counts.map((one) => (one / total) * whole);
  const rounded = exact.map(Math.floor);
  // Those that lost most by rounding down get what is missing.
  const byLoss = exact.map((one, i) => ({ i, loss: one - rounded[i] })).sort((a, b) => b.loss - a.loss || a.i - b.i);
  const missing = Math.round(whole - rounded.reduce((sum, one) => sum + one, 0));
  for (const { i } of byLoss.slice(0, missing)) rounded[i]++;
  return rounded.map((one) => one / whole);
}
