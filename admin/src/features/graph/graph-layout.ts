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

export interface PlacedEdge extends GraphEdge {
  points: { x: number; y: number }[];
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
  return {
    width,
    height,
    nodes: jobs
      .map((job) => {
        const { x = 0, y = 0 } = graph.node(job.documentId);
        return { job, x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 };
      })
      .toSorted((a, b) => (direction === 'LR' ? a.x - b.x || a.y - b.y : a.y - b.y || a.x - b.x)),
    edges: drawn.map((edge) => ({ ...edge, points: graph.edge(edge.from, edge.to).points ?? [] })),
  };
};

/** An arrow's way as an SVG path that bends softly through its points. */
export const edgePath = (points: PlacedEdge['points']): string => {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return '';
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? last;
    const isLast = index === rest.length - 2;
    const end = isLast ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q ${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  const way = bends.length === 0 ? [`L ${last.x} ${last.y}`] : bends;
  return [`M ${first.x} ${first.y}`, ...way].join(' ');
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
