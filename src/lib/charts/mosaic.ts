// Every person of the floor as one cell, its colour and shape by state. A pool of paths that only grows; an update
// touches the cells whose state changed and no other.
import { select } from 'd3-selection';
import type { AgentState } from '#core/vocabulary.ts';
import { cellPath } from './cell-shapes.ts';
import { cellsOf, gridFor, type MosaicGrid } from './mosaic-grid.ts';

export interface Mosaic {
  draw(states: readonly number[]): void;
  destroy(): void;
}

const NOBODY = 255;
const LARGEST_EM = 2.2;

/** @param order codes of states, in the order they are drawn @param stateOf state by its code: a cell's class and shape */
export function createMosaic(
  svg: SVGSVGElement,
  order: readonly number[],
  stateOf: (code: number) => AgentState,
): Mosaic {
  let shown = new Uint8Array(0);
  let wanted = new Uint8Array(0);
  let cells: SVGPathElement[] = [];
  let shapes = new Map<number, string>();
  let grid: MosaicGrid | undefined;
  let states: readonly number[] = [];

  // Sizes are read when they change, never while drawing: that would make the browser lay the page out twice.
  let width = 0;
  let height = 0;
  let largest = 0;
  const observer = new ResizeObserver(() => {
    ({ clientWidth: width, clientHeight: height } = svg);
    largest = parseFloat(getComputedStyle(svg).fontSize) * LARGEST_EM;
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
      cells[i].setAttribute('class', shown[i] === NOBODY ? 'nobody' : stateOf(shown[i]));
      cells[i].setAttribute('d', shapes.get(shown[i]) ?? '');
    }
  }

  function arrange(fit: MosaicGrid): void {
    grid = fit;
    const { columns, pitch, pitchX, side, capacity } = fit;
    const joined = select(svg)
      .selectAll<SVGPathElement, number>('path')
      .data(Array.from({ length: capacity }, (_, i) => i));
    joined.exit().remove();
    const all = joined.join('path').attr('class', 'nobody');
    all
      .attr('d', '')
      .attr(
        'transform',
        (i) => `translate(${round((i % columns) * pitchX)} ${round(Math.floor(i / columns) * pitch)})`,
      );
    shapes = new Map(order.map((code) => [code, cellPath(stateOf(code), side)]));
    cells = all.nodes();
    shown = new Uint8Array(capacity).fill(NOBODY);
    wanted = new Uint8Array(capacity);
  }

  return {
    draw,
    destroy() {
      observer.disconnect();
      select(svg).selectAll('path').remove();
      cells = [];
    },
  };
}

const round = (n: number): number => Math.round(n * 100) / 100;
