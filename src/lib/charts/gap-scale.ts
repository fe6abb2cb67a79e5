// Too few and to spare on one scale around "just enough": where the number lies, and within which bounds.
export interface GapScale {
  /** of the middle, to both sides, people */
  reach: number;
  /** shares of the width, 0 = most to spare, 1 = most too few */
  low: number;
  value: number;
  high: number;
}

const REACHES = [10, 20, 50];

/** Round, and not smaller than 10: two people are no trouble that fills a scale. */
export function gapScale(value: number, low: number, high: number): GapScale {
  const most = Math.max(Math.abs(value), Math.abs(low), Math.abs(high), 1);
  const power = 10 ** Math.max(0, Math.floor(Math.log10(most)) - 1);
  const reach = REACHES.map((step) => step * power).find((one) => one >= most) ?? 100 * power;
  const at = (people: number): number => 0.5 + people / reach / 2;
  return { reach, low: at(low), value: at(value), high: at(high) };
}
