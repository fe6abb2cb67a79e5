// Every person of the floor as one cell, its colour and shape by state. Cells of one state that stand side by side in a row
// are one path: a browser paints thousands of elements anew for one that changed. Only paths that changed are written.
import { select, type Selection } from 'd3-selection';
import type { AgentState } from '#core/vocabulary.ts';
import { cellPath } from './cell-shapes.ts';
import { gridFor, runsOf, type MosaicGrid, type Run } from './mosaic-grid.ts';

export interface Mosaic {
  draw(states: readonly number[]): void;
  destroy(): void;
}

const LARGEST_EM = 2.2;

/** @param order codes of states, in the order they are drawn @param stateOf state by its code: a cell's class and shape */
export function createMosaic(
  svg: SVGSVGElement,
  order: readonly number[],
  stateOf: (code: number) => AgentState,
): Mosaic {
  /** by row and state */
  const drawn = new Map<string, { path: Selection<SVGPathElement, unknown, null, undefined>; run: Run }>();
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
    if (fit !== grid) clear();
    grid = fit;
    const gone = new Set(drawn.keys());
    for (const run of runsOf(states, order, fit.columns)) {
      const key = `${run.row} ${run.code}`;
      gone.delete(key);
      drawRun(key, run, fit);
    }
    for (const key of gone) remove(key);
  }

  function drawRun(key: string, run: Run, fit: MosaicGrid): void {
    const last = drawn.get(key);
    if (last?.run.from === run.from && last.run.to === run.to) return;
    const state = stateOf(run.code);
    const path = last?.path ?? select(svg).append('path').attr('class', state);
    path.attr('d', pathOf(state, run, fit));
    drawn.set(key, { path, run });
  }

  function remove(key: string): void {
    drawn.get(key)?.path.remove();
    drawn.delete(key);
  }

  function clear(): void {
    for (const key of [...drawn.keys()]) remove(key);
  }

  return {
    draw,
    destroy() {
      observer.disconnect();
      clear();
    },
  };
}

function pathOf(state: AgentState, { row, from, to }: Run, { pitch, pitchX, side }: MosaicGrid): string {
  const columns = Array.from({ length: to - from }, (_, i) => from + i);
  return columns.map((column) => cellPath(state, side, column * pitchX, row * pitch)).join('');
}
