// Hour × weekday as cells: brighter is more, in steps that differ in lightness and not in hue alone. What is not known
// has a frame and no colour.
import { select } from 'd3-selection';
import './heat.css';
import { STEPS, stepOf, type HourOfWeek, type WeekGrid } from './week-grid.ts';

export interface HeatSpec {
  /** of 0 = Monday */
  weekday(day: number): string;
  hour(hour: number): string;
  value(value: number): string;
  /** what a cell says to who points at it; absent: nothing */
  title?(day: number, hour: number, value: number | null): string;
}

export interface HeatData {
  grid: WeekGrid;
  /** the least is brightest */
  isLessBright: boolean;
  now: HourOfWeek | null;
}

export interface HeatChart {
  draw(data: HeatData): void;
  destroy(): void;
}

interface Cell {
  day: number;
  hour: number;
  value: number | null;
}

const LETTER = 0.62;

export function createHeat(svg: SVGSVGElement, { weekday, hour, value, title }: HeatSpec): HeatChart {
  let data: HeatData | null = null;
  const layer = select(svg).append('g');
  const observer = new ResizeObserver(draw);
  observer.observe(svg);

  function draw(): void {
    const { clientWidth: width, clientHeight: height } = svg;
    if (!data || width === 0 || height === 0) return;
    const size = parseFloat(getComputedStyle(svg).fontSize);
    const left = (Math.max(...days().map((name) => name.length)) * LETTER + 0.7) * size;
    const bottom = size * 1.5;
    const [cellWidth, cellHeight] = [(width - left) / 24, (height - bottom) / 7];
    const { grid, isLessBright, now } = data;
    const { least, most } = grid;
    const cells: Cell[] = grid.cells.flatMap((hours, day) => hours.map((one, h) => ({ day, hour: h, value: one })));
    const gap = Math.max(1, size * 0.1);
    const isNow = ({ day, hour: h }: Cell): boolean => now?.day === day && now.hour === h;
    const x = ({ hour: h }: Cell): number => left + h * cellWidth;
    const y = ({ day }: Cell): number => day * cellHeight;
    const step = (one: number): number => {
      const up = stepOf(one, least ?? 0, most ?? 0);
      return isLessBright ? STEPS - 1 - up : up;
    };
    const rects = layer
      .selectAll<SVGRectElement, Cell>('rect')
      .data(cells)
      .join('rect')
      .attr('class', (cell) => `${cell.value === null ? 'gap' : `step${step(cell.value)}`} ${isNow(cell) ? 'now' : ''}`)
      .attr('x', (cell) => x(cell) + gap / 2)
      .attr('y', (cell) => y(cell) + gap / 2)
      .attr('width', Math.max(1, cellWidth - gap))
      .attr('height', Math.max(1, cellHeight - gap));
    if (title)
      rects
        .selectAll<SVGTitleElement, Cell>('title')
        .data((cell) => [cell])
        .join('title')
        .text((cell) => title(cell.day, cell.hour, cell.value));
    const written = cells.filter((cell): cell is Cell & { value: number } => cell.value !== null);
    const widest = Math.max(0, ...written.map((cell) => value(cell.value).length));
    const hasWords = (widest * LETTER + 0.6) * size <= cellWidth && cellHeight >= size * 1.3;
    layer
      .selectAll<SVGTextElement, Cell & { value: number }>('text.value')
      .data(hasWords ? written : [])
      .join('text')
      .attr('class', (cell) => `value ${step(cell.value) >= STEPS - 3 ? 'bright' : ''}`)
      .attr('x', (cell) => x(cell) + cellWidth / 2)
      .attr('y', (cell) => y(cell) + cellHeight / 2)
      .text((cell) => value(cell.value));
    drawAxes(size, left, cellWidth, cellHeight, now);
  }

  const days = (): string[] => Array.from({ length: 7 }, (_, day) => weekday(day));

  function drawAxes(size: number, left: number, cellWidth: number, cellHeight: number, now: HourOfWeek | null): void {
    layer
      .selectAll<SVGTextElement, string>('text.day')
      .data(days())
      .join('text')
      .attr('class', (_, day) => `day ${now?.day === day ? 'now' : ''}`)
      .attr('x', left - size * 0.5)
      .attr('y', (_, day) => (day + 0.5) * cellHeight)
      .text((name) => name);
    const every = [1, 2, 3, 6, 12].find((n) => n * cellWidth >= size * (hour(0).length * LETTER + 0.9)) ?? 12;
    const hours = Array.from({ length: 24 / every }, (_, i) => i * every);
    layer
      .selectAll<SVGTextElement, number>('text.hour')
      .data(hours)
      .join('text')
      .attr('class', (h) => `hour ${now?.hour === h ? 'now' : ''}`)
      .attr('x', (h) => left + (h + 0.5) * cellWidth)
      .attr('y', 7 * cellHeight + size * 0.9)
      .text(hour);
  }

  return {
    draw(next) {
      data = next;
      draw();
    },
    destroy() {
      observer.disconnect();
      select(svg).selectAll('*').remove();
    },
  };
}
