// Every person of the floor as one cell coloured by state. A pool of rects that only grows; an update touches the cells
// whose state changed and no other.
import { select } from 'd3-selection';
import { cellsOf, gridFor, type MosaicGrid } from './mosaic-grid.ts';

export interface Mosaic {
  draw(states: readonly number[]): void;
  destroy(): void;
}

const NOBODY = 255;

/** @param order codes of states, in the order they are drawn @param classOf class of a cell by its code */
export function createMosaic(svg: SVGSVGElement, order: readonly number[], classOf: (code: number) => string): Mosaic {
  let shown = new Uint8Array(0);
  let wanted = new Uint8Array(0);
  let cells: SVGRectElement[] = [];
  let grid: MosaicGrid | undefined;
  let states: readonly number[] = [];

  // Sizes are read when they change, never while drawing: that would make the browser lay the page out twice.
  let width = 0;
  let height = 0;
  let largest = 0;
  const observer = new ResizeObserver(() => {
    ({ clientWidth: width, clientHeight: height } = svg);
    largest = parseFloat(getComputedStyle(svg).fontSize) * 1.6;
    grid = undefined;
    draw(states);
  });
  observer.observe(svg);

  function draw(next: readonly number[]): void {
    states = next;
    if (width === 0 || height === 0) return;
    const fit = gridFor(states.length, width, height, largest, grid);
    if (fit !== grid) arrange(fit);
    wanted.fill(NOBODY);
    cellsOf(states, order, wanted);
    for (let i = 0; i < cells.length; i++) {
      if (shown[i] === wanted[i]) continue;
      shown[i] = wanted[i];
      cells[i].setAttribute('class', shown[i] === NOBODY ? 'nobody' : classOf(shown[i]));
    }
  }

  function arrange(fit: MosaicGrid): void {
    grid = fit;
    const { columns, pitch, pitchX, side, capacity } = fit;
    const joined = select(svg)
      .selectAll<SVGRectElement, number>('rect')
      .data(Array.from({ length: capacity }, (_, i) => i));
    joined.exit().remove();
    const all = joined.join('rect').attr('class', 'nobody');
    all
      .attr('x', (i) => round((i % columns) * pitchX))
      .attr('y', (i) => round(Math.floor(i / columns) * pitch))
      .attr('width', round(side))
      .attr('height', round(side))
      .attr('rx', round(side * 0.22));
    cells = all.nodes();
    shown = new Uint8Array(capacity).fill(NOBODY);
    wanted = new Uint8Array(capacity);
  }

  return {
    draw,
    destroy() {
      observer.disconnect();
      select(svg).selectAll('rect').remove();
      cells = [];
    },
  };
}

const round = (n: number): number => Math.round(n * 100) / 100;
