// Where requests went, as nodes and links for d3-sankey: assistant and direct → kept, left, queues → answered, lost,
// moved on. Which of the answered came from the assistant is not known, so the queues are one node.
import { sankey, type SankeyLink, type SankeyNode } from 'd3-sankey';
import type { FlowCounts } from '#core/view/floor-view.ts';

/** "…Through" are room for what passes beside the queues */
export const NODES = [
  'assistant',
  'direct',
  'keptThrough',
  'leftThrough',
  'queues',
  'kept',
  'left',
  'answered',
  'moved',
  'lost',
] as const;
export type NodeId = (typeof NODES)[number];

export const LINKS = [
  ['assistant', 'keptThrough', 'resolved'],
  ['keptThrough', 'kept', 'resolved'],
  ['assistant', 'leftThrough', 'leftAssistant'],
  ['leftThrough', 'left', 'leftAssistant'],
  ['assistant', 'queues', 'handedOver'],
  ['direct', 'queues', 'direct'],
  ['queues', 'answered', 'answered'],
  ['queues', 'moved', 'moved'],
  ['queues', 'lost', 'lost'],
] as const satisfies readonly (readonly [NodeId, NodeId, keyof FlowCounts])[];

interface NodeExtra {
  id: NodeId;
}
interface LinkExtra {
  key: string;
}
export type FlowNode = SankeyNode<NodeExtra, LinkExtra>;
export type FlowLink = SankeyLink<NodeExtra, LinkExtra>;

export interface Box {
  width: number;
  height: number;
  nodeWidth: number;
  gap: number;
}

export const linkKey = (source: NodeId, target: NodeId): string => `${source}-${target}`;

/** Positions of what is there; nodes and links of nothing are left out. */
export function layOutFlow(counts: FlowCounts, box: Box): { nodes: FlowNode[]; links: FlowLink[] } {
  const links = LINKS.filter(([, , count]) => counts[count] > 0).map(([source, target, count]) => ({
    key: linkKey(source, target),
    source,
    target,
    value: counts[count],
  }));
  if (links.length === 0) return { nodes: [], links: [] };
  const used = new Set<string>(links.flatMap(({ source, target }) => [source, target]));
  const nodes = NODES.filter((id) => used.has(id)).map((id) => ({ id }));
  const graph = sankey<NodeExtra, LinkExtra>()
    .nodeId((node) => node.id)
    .nodeAlign((node, layers) => (FIRST.has(node.id) ? 0 : MIDDLE.has(node.id) ? 1 : Math.min(2, layers - 1)))
    .nodeSort((a, b) => NODES.indexOf(a.id) - NODES.indexOf(b.id))
    .nodeWidth(box.nodeWidth)
    .nodePadding(box.gap)
    .extent([
      [0, 1],
      [box.width, box.height - 1],
    ])({ nodes, links });
  // Labels stand in the first half: it gets more of the width.
  const shift = box.width * (MIDDLE_AT - 0.5);
  for (const node of graph.nodes) {
    if (!MIDDLE.has(node.id)) continue;
    node.x0 = (node.x0 ?? 0) + shift;
    node.x1 = (node.x1 ?? 0) + shift;
  }
  return graph;
}

const MIDDLE_AT = 0.58;

const FIRST: ReadonlySet<NodeId> = new Set<NodeId>(['assistant', 'direct']);
const MIDDLE: ReadonlySet<NodeId> = new Set<NodeId>(['keptThrough', 'leftThrough', 'queues']);

/** Whether a drawing of `before` still stands for `after`: a thread thinner than a hair moves nothing. */
export function looksTheSame(before: FlowCounts | null, after: FlowCounts): boolean {
  if (before === null) return false;
  const hair = (after.assistant + after.direct) / 500;
  return LINKS.every(([, , count]) => {
    const appeared = (before[count] === 0) !== (after[count] === 0);
    return !appeared && Math.abs(after[count] - before[count]) <= hair;
  });
}
