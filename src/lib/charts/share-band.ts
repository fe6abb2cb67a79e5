// Parts of a whole over time: a band for each, one on the other, from 0 to 100 %. Elements are made once and moved.
import { select } from 'd3-selection';
import type { Column } from './columns.ts';
import { bandPath, type Slice } from './path.ts';
import { looksTheSame } from './same-picture.ts';

export interface ShareBandData {
  /** epoch seconds */
  times: Float64Array;
  /** of each part, from below: 0–1; null = not known */
  shares: Column[];
  from: number;
  to: number;
  xTicks: number[];
}

export interface ShareBand {
  draw(data: ShareBandData | null): void;
  destroy(): void;
}

const LINES = [0.25, 0.5, 0.75];
const WHOLE = { min: 0, max: 1, ticks: LINES };
/** half of "05:00": what begins before the picture is left out */
const HALF_CLOCK_EM = 1.5;

/** @param classes of the parts, from below @param xWords of an instant, epoch seconds */
export function createShareBand(
  svg: SVGSVGElement,
  classes: readonly string[],
  xWords: (at: number) => string,
): ShareBand {
  const root = select(svg);
  const bands = root
    .append('g')
    .selectAll('path')
    .data(classes)
    .join('path')
    .attr('class', (name) => `band ${name}`);
  const lines = root.append('g').selectAll('line').data(LINES).join('line').attr('class', 'grid');
  const ticks = root.append('g');
  let width = 0;
  let height = 0;
  let size = 0;
  let data: ShareBandData | null = null;
  // Sizes are read when they change, never while drawing: that would make the browser lay the page out twice.
  const observer = new ResizeObserver(() => {
    ({ clientWidth: width, clientHeight: height } = svg);
    size = parseFloat(getComputedStyle(svg).fontSize);
    drawAnew();
  });
  observer.observe(svg);

  const bottomOf = (): number => height - size * 1.5;

  function draw(next: ShareBandData | null): void {
    if (data && next && width > 0 && bottomOf() > 0 && isSeenAlike(data, next, width, bottomOf())) return;
    data = next;
    drawAnew();
  }

  function drawAnew(): void {
    if (width === 0 || height === 0) return;
    const bottom = bottomOf();
    const from = data?.from ?? 0;
    const span = (data?.to ?? 1) - from;
    const x = (at: number): number => round(((at - from) / span) * width);
    bands.each(function (_, part) {
      select(this).attr('d', data ? partPath(data, part, x, bottom) : null);
    });
    lines
      .attr('x1', 0)
      .attr('x2', width)
      .attr('y1', (share) => round(bottom * share))
      .attr('y2', (share) => round(bottom * share));
    ticks
      .selectAll<SVGTextElement, number>('text')
      .data((data?.xTicks ?? []).filter((at) => x(at) >= size * HALF_CLOCK_EM))
      .join('text')
      .attr('x', x)
      .attr('y', height - size * 0.25)
      .text(xWords);
  }

  return {
    draw,
    destroy() {
      observer.disconnect();
      root.selectAll('*').remove();
    },
  };
}

/** Parts stand on each other: together they must not move by what can be seen. */
function isSeenAlike(drawn: ShareBandData, next: ShareBandData, width: number, height: number): boolean {
  const asLines = (data: ShareBandData) => ({ ...data, values: data.shares, y: WHOLE, goal: null });
  return looksTheSame(asLines(drawn), asLines(next), { width, height: height * next.shares.length });
}

function partPath({ times, shares }: ShareBandData, part: number, x: (at: number) => number, bottom: number): string {
  const isKnown = (i: number): boolean => shares.every((share) => share[i] !== null);
  const below = (i: number, upTo: number): number =>
    shares.slice(0, upTo).reduce((sum, share) => sum + (share[i] ?? 0), 0);
  const y = (i: number, upTo: number): number => bottom * (1 - below(i, upTo));
  const slices = Array.from(times, (at, i): Slice | null => (isKnown(i) ? [x(at), y(i, part), y(i, part + 1)] : null));
  return bandPath(slices, 1);
}

const round = (n: number): number => Math.round(n * 10) / 10;
