// What a time chart does not draw again: anything that nobody could see.
import { describe, expect, it } from 'vitest';
import { looksTheSame } from '#lib/charts/same-picture.ts';
import type { TimeChartData } from '#lib/charts/time-chart.ts';

const BOX = { width: 400, height: 200 };
const hour = (change: Partial<TimeChartData> = {}): TimeChartData => ({
  times: Float64Array.of(0, 1800, 3600),
  values: [[10, null, 30]],
  from: 0,
  to: 3600,
  xTicks: [0, 1800],
  y: { min: 0, max: 100, ticks: [0, 50, 100] },
  goal: 40,
  ...change,
});

describe('a chart looks the same', () => {
  it.each<[string, Partial<TimeChartData>]>([
    ['nothing changed', {}],
    ['a line moved by less than half a pixel', { values: [[10.2, null, 29.8]] }],
    ['an instant moved by less than half a pixel', { times: Float64Array.of(0, 1803, 3600) }],
  ])('where %s', (_, change) => expect(looksTheSame(hour(), hour(change), BOX)).toBe(true));

  it.each<[string, Partial<TimeChartData>]>([
    ['a line moved by half a pixel', { values: [[10, null, 30.25]] }],
    ['a gap was filled', { values: [[10, 20, 30]] }],
    ['something is not known any more', { values: [[10, null, null]] }],
    ['an instant moved by half a pixel', { times: Float64Array.of(0, 1804.5, 3600) }],
    ['there is a point more', { times: Float64Array.of(0, 1800, 3599, 3600), values: [[10, null, 30, 30]] }],
    [
      'there is a line more',
      {
        values: [
          [10, null, 30],
          [1, 2, 3],
        ],
      },
    ],
    ['the window moved on', { from: 1, to: 3601 }],
    ['the marks are others', { xTicks: [0, 900] }],
    ['the scale is another', { y: { min: 0, max: 100, ticks: [0, 100] } }],
    ['the goal is another', { goal: 41 }],
    ['nothing is promised any more', { goal: null }],
  ])('no more where %s', (_, change) => expect(looksTheSame(hour(), hour(change), BOX)).toBe(false));
});
