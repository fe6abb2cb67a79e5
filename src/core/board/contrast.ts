// Contrast of two colours as WCAG 2.2 has it (success criteria 1.4.3 and 1.4.6).

/** Text that must be read on a wall, and the least of any text. */
export const CONTRAST = { good: 7, least: 4.5 } as const;

/** @param colours "#rrggbb" @returns 1 to 21 */
export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Relative, 0 (black) to 1 (white). @param colour "#rrggbb" */
export function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => linear(parseInt(colour.slice(at, at + 2), 16) / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
