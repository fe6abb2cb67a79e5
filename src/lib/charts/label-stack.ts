// Labels beside marks, pushed apart until none touches another.

/** @param wanted centres, in order @returns centres at least `gap` apart, inside [from, to] as long as they fit */
export function stackLabels(wanted: readonly number[], gap: number, from: number, to: number): number[] {
  const placed: number[] = [];
  for (const [i, at] of wanted.entries()) placed.push(Math.max(at, i === 0 ? from : placed[i - 1] + gap));
  let limit = to;
  for (let i = placed.length - 1; i >= 0; i--) {
    placed[i] = Math.min(placed[i], limit);
    limit = placed[i] - gap;
  }
  return placed;
}
