import { Graph, layout } from '@dagrejs/dagre';

import type { GraphEdge, GraphNode, GraphView } from '../../../../server/src/contract/graph';

/** Size of a job's box; its text is cut where it is longer. */
export const NODE_WIDTH = 220;
export const NODE_HEIGHT = 96;

const MARGIN = 16;
const BESIDE = 32;
const BETWEEN = 56;

/** Where the upstreams are: at the left, or above where the screen is narrow. */
export type Direction = 'LR' | 'TB';

export interface PlacedNode {
  job: GraphNode;
  /** Upper left corner. */
  x: number;
  y: number;
}

interface Point {
  x: number;
  y: number;
}

export interface PlacedEdge extends GraphEdge {
  points: Point[];
}

export interface PlacedGraph {
  width: number;
  height: number;
  /** Upstreams before those that wait for them: the order in which the keyboard goes. */
  nodes: PlacedNode[];
  edges: PlacedEdge[];
}

/** Places jobs in ranks, upstreams first, with as few crossing arrows as the layouter finds. */
export const layoutGraph = ({ jobs, edges }: GraphView, direction: Direction): PlacedGraph => {
  const graph = new Graph();
  graph.setGraph({
    rankdir: direction,
    nodesep: BESIDE,
    ranksep: BETWEEN,
    marginx: MARGIN,
    marginy: MARGIN,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { documentId } of jobs) {
    graph.setNode(documentId, { width: NODE_WIDTH, height: NODE_HEIGHT });
  }
  const drawn = edges.filter(({ from, to }) => graph.hasNode(from) && graph.hasNode(to));
  for (const { from, to } of drawn) graph.setEdge(from, to);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const nodes = jobs.map((job) => {
    const { x = 0, y = 0 } = graph.node(job.documentId);
    return { job, x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 };
  });
  const boxOf = (id: string) => nodes.find(({ job }) => job.documentId === id) ?? { x: 0, y: 0 };
  return {
    width,
    height,
    nodes: nodes.toSorted((a, b) =>
      direction === 'LR' ? a.x - b.x || a.y - b.y : a.y - b.y || a.x - b.x
    ),
    edges: drawn.map(({ from, to }) => ({
      from,
      to,
      points: [
        sideOf(boxOf(from), direction, 'end'),
        ...aroundBoxes(graph.edge(from, to).points ?? []),
        sideOf(boxOf(to), direction, 'start'),
      ],
    })),
  };
};

/** The middle of the side where arrows come in (`start`) or leave (`end`). */
const sideOf = ({ x, y }: Point, direction: Direction, side: 'start' | 'end'): Point =>
  direction === 'LR'
    ? { x: side === 'start' ? x : x + NODE_WIDTH, y: y + NODE_HEIGHT / 2 }
    : { x: x + NODE_WIDTH / 2, y: side === 'start' ? y : y + NODE_HEIGHT };

/** The layouter's way has one point between neighbouring ranks, which needs no bend, and more past the boxes of others. */
const aroundBoxes = (points: readonly Point[]): readonly Point[] =>
  points.length <= 3 ? [] : points.slice(1, -1);

/**
 * An arrow's way as an SVG path: it leaves the middle of one side, comes in at the middle of the other and bends softly
 * around the boxes in between.
 */
export const edgePath = (points: readonly Point[], direction: Direction): string => {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let from = first;
  const bends = rest.map((to) => {
    const bend = bendBetween(from, to, direction);
    from = to;
    return bend;
  });
  return [`M ${first.x} ${first.y}`, ...bends].join(' ');
};

const bendBetween = (from: Point, to: Point, direction: Direction): string => {
  const half = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  return direction === 'LR'
    ? `C ${half.x} ${from.y} ${half.x} ${to.y} ${to.x} ${to.y}`
    : `C ${from.x} ${half.y} ${to.x} ${half.y} ${to.x} ${to.y}`;
};

/** The job, all that go before it and all that come after it. */
export const relativesOf = (view: GraphView, documentId: string): GraphView => {
  const kept = new Set([
    ...reach(documentId, (id) => view.edges.filter(({ to }) => to === id).map(({ from }) => from)),
    ...reach(documentId, (id) => view.edges.filter(({ from }) => from === id).map(({ to }) => to)),
  ]);
  return {
    jobs: view.jobs.filter((job) => kept.has(job.documentId)),
    edges: view.edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
  };
};

const reach = (start: string, next: (id: string) => string[]): Set<string> => {
  const seen = new Set([start]);
  for (const id of seen) for (const other of next(id)) seen.add(other);
  return seen;
};
