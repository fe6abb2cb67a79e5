// Draws the flow of requests into an svg that keeps its elements: made once, moved when the picture changes, labels
// beside the nodes and never on each other.
import { select } from 'd3-selection';
import type { FlowCounts } from '#core/view/floor-view.ts';
import {
  layOutFlow,
  linkKey,
  LINKS,
  looksTheSame,
  NODES,
  type FlowLink,
  type FlowNode,
  type NodeId,
} from './flow-graph.ts';
import { stackLabels } from './label-stack.ts';

export interface FlowWords {
  /** of a node */
  name(id: NodeId): string;
  count(value: number): string;
  handedOver: string;
}

export interface FlowChart {
  draw(counts: FlowCounts): void;
  destroy(): void;
}

type Label = 'handedOver' | NodeId;
const LEFT = ['assistant', 'direct'] as const;
const RIGHT = ['kept', 'left', 'answered', 'moved', 'lost'] as const;
const LABELS: readonly Label[] = [...LEFT, ...RIGHT, 'handedOver'];
/** room for the labels on the right, in sizes of their text */
const RIGHT_EM = 9.2;
/** beside the name and the count: the space before and between them */
const AROUND_EM = 1.4;
/** an average figure or letter, in sizes of its text; on the safe side */
const LETTER_EM = 0.58;

export function createFlow(svg: SVGSVGElement, words: FlowWords): FlowChart {
  const root = select(svg);
  const links = root
    .append('g')
    .selectAll('path')
    .data(LINKS)
    .join('path')
    .attr('class', ([s, t]) => `link ${s} to-${t}`);
  const nodes = root
    .append('g')
    .selectAll('rect')
    .data(NODES)
    .join('rect')
    .attr('class', (id) => `node ${id}`);
  const labels = root
    .append('g')
    .selectAll('text')
    .data(LABELS)
    .join<SVGTextElement>('text')
    .attr('class', (id) => `label ${id}`);
  const names = labels.append('tspan').attr('class', 'name');
  const numbers = labels.append('tspan').attr('class', 'count').attr('dx', '0.35em');
  let counts: FlowCounts | null = null;
  let drawn: FlowCounts | null = null;
  // Sizes are read when they change, never while drawing: that would make the browser lay the page out twice.
  let width = 0;
  let height = 0;
  let size = 0;
  const observer = new ResizeObserver(() => {
    ({ clientWidth: width, clientHeight: height } = svg);
    size = parseFloat(getComputedStyle(svg).fontSize);
    drawn = null;
    if (counts) draw(counts);
  });
  observer.observe(svg);

  function draw(next: FlowCounts): void {
    counts = next;
    write(next);
    if (looksTheSame(drawn, next)) return;
    if (width === 0 || height === 0) return;
    drawn = next;
    const box = { width: width - size * rightEm(next), height, nodeWidth: size * 0.34, gap: size * 0.55 };
    const layout = layOutFlow(next, box);
    move(layout.nodes, layout.links);
    placeLabels(layout.nodes, layout.links);
  }

  /** In steps: one figure more must not move all bands. */
  function rightEm(next: FlowCounts): number {
    const lengths = RIGHT.map((id) => words.name(id).length + words.count(valueOf(next, id)).length);
    return Math.max(RIGHT_EM, Math.ceil(Math.max(...lengths) * LETTER_EM + AROUND_EM));
  }

  function write(next: FlowCounts): void {
    names.each(function (id) {
      setText(this, id === 'handedOver' ? words.handedOver : words.name(id));
    });
    numbers.each(function (id) {
      setText(this, words.count(valueOf(next, id)));
    });
  }

  function move(placed: FlowNode[], bands: FlowLink[]): void {
    const node = new Map(placed.map((n) => [n.id, n]));
    const band = new Map(bands.map((l) => [l.key, l]));
    nodes.each(function (id) {
      const { x0 = 0, x1 = 0, y0 = 0, y1 = 0 } = node.get(id) ?? {};
      const self = select(this);
      self
        .attr('x', round(x0))
        .attr('y', round(y0))
        .attr('width', round(x1 - x0));
      self.attr('height', node.has(id) ? round(Math.max(1, y1 - y0)) : 0);
    });
    links.each(function ([source, target]) {
      const link = band.get(linkKey(source, target));
      select(this)
        .attr('d', link ? linkPath(link) : null)
        .attr('stroke-width', link ? round(Math.max(1, link.width ?? 0)) : 0);
    });
  }

  function placeLabels(placed: FlowNode[], bands: FlowLink[]): void {
    const node = new Map<Label, FlowNode>(placed.map((n) => [n.id, n]));
    const line = size * 1.3;
    const column = (ids: readonly NodeId[], wish: (n: FlowNode) => number): Map<Label, number> => {
      const present = ids.filter((id) => node.has(id));
      const ys = stackLabels(
        present.map((id) => wish(node.get(id) as FlowNode)),
        line,
        line / 2,
        height - line / 2,
      );
      return new Map(present.map((id, i) => [id, ys[i]]));
    };
    const middle = (n: FlowNode): number => ((n.y0 ?? 0) + (n.y1 ?? 0)) / 2;
    const top = (n: FlowNode): number => Math.min(middle(n), (n.y0 ?? 0) + line * 0.75);
    const left = column(LEFT, top);
    const right = column(RIGHT, middle);
    const handed = handedPlace(bands, left, line);
    labels.each(function (id) {
      const y = left.get(id) ?? right.get(id) ?? (id === 'handedOver' ? handed?.y : undefined);
      const x = id === 'handedOver' ? (handed?.x ?? 0) - size * 0.5 : (node.get(id)?.x1 ?? 0) + size * 0.5;
      const self = select(this).attr('visibility', y === undefined ? 'hidden' : null);
      if (y !== undefined) self.attr('x', round(x)).attr('y', round(y));
    });
  }

  /** On its band where that is broad enough and no label of the left column is near; otherwise nowhere. */
  function handedPlace(bands: FlowLink[], left: Map<Label, number>, line: number): { x: number; y: number } | null {
    const link = bands.find((l) => l.key === linkKey('assistant', 'queues'));
    if (!link || (link.width ?? 0) < line) return null;
    const x = (link.target as FlowNode).x0 ?? 0;
    const y = link.y1 ?? 0;
    const text = `${words.handedOver} ${counts ? words.count(counts.handedOver) : ''}`;
    const fits = (text.length * LETTER_EM + 0.8) * (line / 1.3) < x;
    return fits && [...left.values()].every((other) => Math.abs(other - y) >= line) ? { x, y } : null;
  }

  return {
    draw,
    destroy() {
      observer.disconnect();
      root.selectAll('*').remove();
    },
  };
}

function valueOf(counts: FlowCounts, id: Label): number {
  if (id === 'kept') return counts.resolved;
  if (id === 'left') return counts.leftAssistant;
  return id in counts ? counts[id as keyof FlowCounts] : 0;
}

/** Level where it leaves and where it arrives. */
function linkPath({ source, target, y0 = 0, y1 = 0 }: FlowLink): string {
  const [from, to] = [round((source as FlowNode).x1 ?? 0), round((target as FlowNode).x0 ?? 0)];
  const middle = round((from + to) / 2);
  return `M${from},${round(y0)}C${middle},${round(y0)},${middle},${round(y1)},${to},${round(y1)}`;
}

function setText(element: SVGElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

const round = (n: number): number => Math.round(n * 10) / 10;
