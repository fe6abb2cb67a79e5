// The one place that touches uPlot: lines over time with a goal, its bad side, and a band. Made once, given new data
// when there is any, made again only when its box changes size.
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Column } from './columns.ts';
import { looksTheSame } from './same-picture.ts';
import type { Scale } from './ticks.ts';

export interface Line {
  /** a custom property: --data1 */
  colour: string;
  /** in units of the axis text's size */
  width: number;
  dashed?: boolean;
  /** the newest point is marked */
  headed?: boolean;
  hidden?: boolean;
}

export interface TimeChartSpec {
  lines: Line[];
  /** two hidden lines, upper and lower, filled between */
  band?: { upper: number; lower: number; colour: string };
  bad?: 'above' | 'below';
  yWords(value: number): string;
  xWords(epochS: number): string;
}

export interface TimeChartData {
  times: Float64Array;
  /** one a line */
  values: Column[];
  /** epoch seconds */
  from: number;
  to: number;
  xTicks: number[];
  y: Scale;
  /** null where nothing is promised */
  goal: number | null;
}

export interface TimeChart {
  draw(data: TimeChartData): void;
  destroy(): void;
}

export function createTimeChart(host: HTMLElement, spec: TimeChartSpec): TimeChart {
  let data: TimeChartData | null = null;
  let plot: uPlot | null = null;
  const rebuild = (): void => {
    plot?.destroy();
    const room = host.clientWidth > 0 && host.clientHeight > 0;
    plot = data && room ? makePlot(host, spec, () => data as TimeChartData) : null;
  };
  const observer = new ResizeObserver(() => {
    if (plot?.width !== host.clientWidth || plot.height !== host.clientHeight) rebuild();
  });
  observer.observe(host);
  // Words measured in a fallback font would stay too wide or too narrow.
  const remeasure = (): void => void (plot && rebuild());
  document.fonts.addEventListener('loadingdone', remeasure);
  return {
    draw(next) {
      if (plot && data && looksTheSame(data, next, plot.bbox)) return;
      data = next;
      if (plot) plot.setData([next.times, ...next.values]);
      else rebuild();
    },
    destroy() {
      observer.disconnect();
      document.fonts.removeEventListener('loadingdone', remeasure);
      plot?.destroy();
      plot = null;
      data = null;
    },
  };
}

function makePlot(host: HTMLElement, spec: TimeChartSpec, data: () => TimeChartData): uPlot {
  const style = getComputedStyle(host);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  // uPlot scales whole pixels only.
  const size = Math.round(parseFloat(style.fontSize));
  const font = `500 ${size}px ${style.fontFamily}`;
  const hairline = Math.max(1, size / 20);
  const axis: uPlot.Axis = {
    font,
    stroke: colour('--dim'),
    grid: { stroke: colour('--line'), width: hairline },
    ticks: { show: false },
    border: { show: false },
  };
  return new uPlot(
    {
      width: host.clientWidth,
      height: host.clientHeight,
      padding: [size * 0.6, size * 0.45, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [data().from, data().to] },
        y: { range: () => [data().y.min, data().y.max] },
      },
      axes: [
        {
          ...axis,
          size: size * 1.5,
          gap: size * 0.5,
          splits: () => data().xTicks,
          values: (_, ticks) => ticks.map(spec.xWords),
        },
        {
          ...axis,
          size: (plot, words) => widest(plot, words, font) + size * 0.6,
          gap: size * 0.5,
          splits: () => data().y.ticks,
          values: (_, ticks) => ticks.map(spec.yWords),
        },
      ],
      series: [{}, ...spec.lines.map((line) => lineOf(line, colour(line.colour), size))],
      bands: spec.band && [
        { series: [spec.band.upper + 1, spec.band.lower + 1], fill: `${colour(spec.band.colour)}38` },
      ],
      hooks: {
        drawAxes: [(plot) => drawGoal(plot, data().goal, spec.bad, colour('--look'), hairline)],
        draw: [(plot) => drawHeads(plot, spec.lines, colour, size)],
      },
    },
    [data().times, ...data().values],
    host,
  );
}

/** CSS pixels; uPlot's own canvas measures, in its text size */
function widest({ ctx }: uPlot, words: string[] | null, font: string): number {
  ctx.save();
  ctx.font = font;
  const widths = (words ?? []).map((word) => ctx.measureText(word).width);
  ctx.restore();
  return Math.ceil(Math.max(0, ...widths));
}

function lineOf(line: Line, stroke: string, size: number): uPlot.Series {
  return {
    stroke: line.hidden ? undefined : stroke,
    width: line.hidden ? 0 : line.width * size,
    dash: line.dashed ? [size * 0.3, size * 0.24] : undefined,
    points: { show: false },
    cap: 'round',
  };
}

/** The bad side faintly, the goal as a dotted line. */
function drawGoal(plot: uPlot, goal: number | null, bad: TimeChartSpec['bad'], colour: string, hairline: number): void {
  const { min = 0, max = 0 } = plot.scales.y;
  if (goal === null || goal < min || goal > max) return;
  const { left, top, width, height } = plot.bbox;
  const y = plot.valToPos(goal, 'y', true);
  const { ctx } = plot;
  const ratio = uPlot.pxRatio;
  ctx.save();
  ctx.fillStyle = `${colour}14`;
  if (bad === 'above') ctx.fillRect(left, top, width, y - top);
  if (bad === 'below') ctx.fillRect(left, y, width, top + height - y);
  ctx.strokeStyle = colour;
  ctx.lineWidth = hairline * 1.6 * ratio;
  ctx.setLineDash([hairline * 2.5 * ratio, hairline * 4 * ratio]);
  ctx.beginPath();
  ctx.moveTo(left, y);
  ctx.lineTo(left + width, y);
  ctx.stroke();
  ctx.restore();
}

function drawHeads(plot: uPlot, lines: readonly Line[], colour: (name: string) => string, size: number): void {
  lines.forEach((line, i) => {
    if (!line.headed) return;
    const values = plot.data[i + 1];
    const last = values.length - 1;
    const value = values[last];
    if (value === null || value === undefined) return;
    const { ctx } = plot;
    ctx.beginPath();
    ctx.arc(
      plot.valToPos(plot.data[0][last], 'x', true),
      plot.valToPos(value, 'y', true),
      size * 0.26 * uPlot.pxRatio,
      0,
      7,
    );
    ctx.fillStyle = colour(line.colour);
    ctx.fill();
  });
}
