// Runs in the browser: the chart of walls and a bare uPlot, given the same data by turns.
import uPlot from 'uplot';
import { createTimeChart, type TimeChartData } from '#lib/charts/time-chart.ts';
import { secondsScale } from '#lib/charts/ticks.ts';
import type { ChartBench } from './chart-bench.ts';

const SIZE = { width: 560, height: 260 };
const [POINTS, STEP_S, UPDATES] = [120, 30, 8];
const FONT = 18;

const host = (): HTMLElement => {
  const element = document.body.appendChild(document.createElement('div'));
  Object.assign(element.style, { width: `${SIZE.width}px`, height: `${SIZE.height}px`, font: `${FONT}px sans-serif` });
  return element;
};

/** An hour of waits that ends so many steps later. */
function dataAt(n: number): TimeChartData {
  const to = 1_790_000_000 + n * STEP_S;
  const from = to - POINTS * STEP_S;
  const times = Float64Array.from({ length: POINTS }, (_, i) => from + (i + 1) * STEP_S);
  const line = (factor: number) =>
    Array.from(times, (t) => factor * (20 + 12 * Math.sin(t / 400) + 4 * Math.sin(t / 70)));
  const xTicks = Array.from({ length: 4 }, (_, i) => Math.ceil(from / 900 + i) * 900);
  return { times, values: [line(1), line(1.7)], from, to, xTicks, y: secondsScale(65), goal: 30 };
}

const clock = (s: number): string => new Date(s * 1000).toISOString().slice(11, 16);
const ours = host();
const chart = createTimeChart(ours, {
  lines: [
    { colour: '--data1', width: 0.15, headed: true },
    { colour: '--dim', width: 0.09, dashed: true },
  ],
  bad: 'above',
  yWords: (value) => `${value} s`,
  xWords: clock,
});
chart.draw(dataAt(0));

const bare = host();
const first = dataAt(0);
const plot = new uPlot(
  {
    ...SIZE,
    legend: { show: false },
    cursor: { show: false },
    series: [
      {},
      { stroke: '#1f6fd1', width: 0.15 * FONT, points: { show: false } },
      { stroke: '#5c6b79', width: 0.09 * FONT, dash: [0.3 * FONT, 0.24 * FONT], points: { show: false } },
    ],
  },
  [first.times, ...first.values],
  bare,
);

let steps = 0;
/** @returns ms of one update, mean of a few */
async function batch(element: HTMLElement, update: (data: TimeChartData) => void): Promise<number> {
  const context = element.querySelector('canvas')?.getContext('2d');
  if (!context) throw new Error('there is no canvas');
  const all = Array.from({ length: UPDATES }, () => dataAt(++steps));
  await new Promise(requestAnimationFrame);
  const startedAt = performance.now();
  for (const data of all) {
    update(data);
    // uPlot draws when what runs now has ended; to read a pixel is to have it drawn.
    await Promise.resolve();
    await Promise.resolve();
    context.getImageData(0, 0, 1, 1);
  }
  return (performance.now() - startedAt) / UPDATES;
}

const bench: ChartBench = {
  ours: () => batch(ours, (data) => chart.draw(data)),
  bare: () => batch(bare, ({ times, values }) => plot.setData([times, ...values])),
};
Object.assign(window, { bench });
