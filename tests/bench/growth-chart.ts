// Small pictures of how cost grows with what a server is given to do, as one SVG that is readable by day and by night.
import { grouped } from './figure.ts';

export interface Course {
  name: string;
  /** what grows: "screens at 1 Hz" */
  title: string;
  /** what it costs: "ms of processor a second" */
  cost: string;
  /** [how much, its cost], rising */
  points: readonly (readonly [amount: number, cost: number])[];
}

/** Where a step costs more than this power of what it adds, growth has turned from a slope into a wall. */
const STEEP = 1.5;

const [WIDTH, HEIGHT, COLUMNS] = [330, 262, 3];
const BOX = { left: 52, right: 24, top: 58, bottom: 64 };
const STYLE = `text { font: 12px sans-serif; fill: #33404c } .title { font-size: 14px; font-weight: 600 } .dim { fill: #5c6b79 }
    .line { fill: none; stroke: #1f6fd1; stroke-width: 2 } .dot { fill: #1f6fd1 } .even { fill: none; stroke: #8a97a3; stroke-dasharray: 4 4 }
    .axis { stroke: #c3ccd4 } .ground { fill: #fff } .knee { fill: #9a4a00; font-weight: 600 }
    @media (prefers-color-scheme: dark) { text { fill: #dbe3ea } .dim { fill: #909eac } .line { stroke: #5fb0ff } .dot { fill: #5fb0ff }
    .axis { stroke: #3a4651 } .ground { fill: #10161c } .knee { fill: #ffb066 } }`;

/** The last amount before a steep step; null: there is none. */
export function kneeOf({ points }: Course): number | null {
  const steep = points.findIndex(([amount, cost], i) => {
    const [before, costBefore] = points[i - 1] ?? [];
    if (before === undefined || costBefore === undefined) return false;
    return Math.log(cost / costBefore) / Math.log(amount / before) > STEEP;
  });
  return steep < 0 ? null : points[steep - 1][0];
}

export function kneeWords(course: Course): string {
  const knee = kneeOf(course);
  const most = course.points[course.points.length - 1][0];
  return knee === null ? `no knee up to ${grouped(most)}` : `knee at ${grouped(knee)}`;
}

/** @param footing where and when this was measured */
export function growthChart(courses: readonly Course[], footing: string): string {
  const rows = Math.ceil(courses.length / COLUMNS);
  const [width, height] = [COLUMNS * WIDTH, rows * HEIGHT + 70];
  const panels = courses.map((course, i) => {
    const place = `translate(${(i % COLUMNS) * WIDTH} ${40 + Math.floor(i / COLUMNS) * HEIGHT})`;
    return `<g transform="${place}">${panel(course)}</g>`;
  });
  const rule = `Dashed: in proportion to the first point. Knee: the last point before a step whose cost grows faster than the amount to the power of ${STEEP}.`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="How cost grows">
  <style>${STYLE}</style>
  <rect class="ground" width="${width}" height="${height}"/>
  <text class="title" x="16" y="26">How cost grows: each of these ten times as much, all else as it was</text>
  ${panels.join('\n  ')}
  <text class="dim" x="16" y="${height - 26}">${escaped(rule)}</text>
  <text class="dim" x="16" y="${height - 8}">${escaped(footing)}</text>
</svg>
`;
}

/** Both axes are linear and begin at nothing: a straight line is growth in proportion. */
function panel(course: Course): string {
  const { title, cost, points } = course;
  const [firstAmount, firstCost] = points[0];
  const most = points[points.length - 1][0];
  const top = Math.max(...points.map(([, value]) => value), (firstCost * most) / firstAmount) * 1.05;
  const [right, bottom] = [WIDTH - BOX.right, HEIGHT - BOX.bottom];
  const x = (amount: number): string => (BOX.left + (amount / most) * (right - BOX.left)).toFixed(1);
  const y = (value: number): string => (bottom - (value / top) * (bottom - BOX.top)).toFixed(1);
  const path = points.map(([amount, value]) => `${x(amount)},${y(value)}`).join(' ');
  const ticks = [0, 0.5, 1].map((part) => part * niceTop(top));
  return [
    `<text class="title" x="16" y="18">${escaped(title)}</text>`,
    `<text class="dim" x="16" y="36">${escaped(cost)}</text>`,
    ...ticks.map(
      (tick) =>
        `<line class="axis" x1="${BOX.left}" x2="${right}" y1="${y(tick)}" y2="${y(tick)}"/><text class="dim" text-anchor="end" x="${BOX.left - 6}" y="${y(tick)}" dy="4">${shortly(tick)}</text>`,
    ),
    `<polyline class="even" points="${x(0)},${y(0)} ${x(most)},${y((firstCost * most) / firstAmount)}"/>`,
    `<polyline class="line" points="${path}"/>`,
    ...points.map(([amount, value]) => `<circle class="dot" r="4" cx="${x(amount)}" cy="${y(value)}"/>`),
    ...spaced(points.map(([amount]) => amount)).map(
      (amount) =>
        `<text class="dim" text-anchor="middle" x="${x(amount)}" y="${bottom + 18}">${grouped(amount)}</text>`,
    ),
    `<text class="${kneeOf(course) === null ? '' : 'knee'}" x="${BOX.left}" y="${bottom + 40}">${escaped(kneeWords(course))}</text>`,
  ].join('\n    ');
}

/** Those whose words have room beside each other: the last, and the first before it that are far enough. */
function spaced(amounts: readonly number[]): number[] {
  const most = amounts[amounts.length - 1];
  let free = Infinity;
  return amounts.toReversed().filter((amount) => {
    if (amount > free - most * 0.16) return false;
    free = amount;
    return true;
  });
}

function niceTop(top: number): number {
  const power = 10 ** Math.floor(Math.log10(top));
  return ([8, 6, 5, 4, 3, 2, 1].find((factor) => factor * power <= top) ?? 1) * power;
}

const shortly = (n: number): string => (n >= 10 || n === 0 ? grouped(n) : String(Number(n.toPrecision(2))));
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
