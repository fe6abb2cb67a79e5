// The theme: what is a colour in the dark is one in the light, and the heat's steps are told apart without hue: in grey,
// and so under every kind of colour blindness.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { STEPS } from '#lib/charts/week-grid.ts';

const css = readFileSync(join(import.meta.dirname, '../../src/lib/theme.css'), 'utf8');

/** @returns the steps of each theme, as relative luminance (WCAG) */
function themes(): number[][] {
  const found = [...css.matchAll(/--heat(\d): #([0-9a-f]{6});/g)].map(([, , hex]) => luminance(hex));
  return Array.from({ length: found.length / STEPS }, (_, i) => found.slice(i * STEPS, (i + 1) * STEPS));
}

function luminance(hex: string): number {
  const [r, g, b] = [0, 2, 4].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

it('each colour stands once for the dark, on walls and by the system, and once for the light', () => {
  const tokens = (block: string) => [...block.matchAll(/--([\w-]+): #[0-9a-f]{6};/g)].map(([, name]) => name);
  const [dark, light] = css.split('@media').map(tokens);
  expect(dark.length).toBeGreaterThan(15);
  expect(light).toEqual(dark);
  expect(new Set(light).size).toBe(light.length);
});

it('each step of the heat differs from the next in lightness, always the same way', () => {
  expect(themes()).toHaveLength(2);
  for (const steps of themes()) {
    const grows = steps[STEPS - 1] > steps[0];
    steps.slice(1).forEach((step, i) => {
      const [light, dark] = grows ? [step, steps[i]] : [steps[i], step];
      expect((light + 0.05) / (dark + 0.05), `step ${i + 1} of ${steps.join()}`).toBeGreaterThan(1.25);
    });
  }
});
