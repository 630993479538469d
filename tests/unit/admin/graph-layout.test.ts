import { neighbourBy } from '../../../admin/src/features/graph/graph-keys';
import {
  edgePath,
  layoutGraph,
  NODE_HEIGHT,
  NODE_WIDTH,
  relativesOf,
} from '../../../admin/src/features/graph/graph-layout';
import type { GraphEdge, GraphView } from '../../../server/src/contract/graph';

/** `a>b a>c`: b and c wait for a. */
const aGraph = (text: string): GraphView => {
  const edges: GraphEdge[] = text.split(' ').map((edge) => {
    const [from = '', to = ''] = edge.split('>');
    return { from, to };
  });
  const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].toSorted();
  return {
    edges,
    jobs: ids.map((documentId) => ({
      documentId,
      name: documentId,
      status: 'active',
      lastStatus: null,
      nextRunAt: null,
      mode: null,
    })),
  };
};

const DIAMOND = aGraph('a>b a>c b>d c>d');

describe('the picture of dependencies', () => {
  it.each(['LR', 'TB'] as const)('puts upstreams before those that wait for them (%s)', (way) => {
    const { nodes } = layoutGraph(DIAMOND, way);
    const at = (id: string) =>
      nodes.find(({ job }) => job.documentId === id)?.[way === 'LR' ? 'x' : 'y'] ?? NaN;
    for (const { from, to } of DIAMOND.edges) expect(at(from)).toBeLessThan(at(to));
    expect(nodes.map(({ job }) => job.documentId)).toEqual(
      expect.arrayContaining(['a', 'b', 'c', 'd'])
    );
    expect(nodes[0]?.job.documentId).toBe('a');
    expect(nodes.at(-1)?.job.documentId).toBe('d');
  });

  it('lets no two boxes overlap and keeps all of them inside', () => {
    const { nodes, width, height } = layoutGraph(aGraph('a>x b>x c>x d>x e>x x>y f>g'), 'LR');
    for (const one of nodes) {
      expect(one.x).toBeGreaterThanOrEqual(0);
      expect(one.y).toBeGreaterThanOrEqual(0);
      expect(one.x + NODE_WIDTH).toBeLessThanOrEqual(width);
      expect(one.y + NODE_HEIGHT).toBeLessThanOrEqual(height);
      const overlapping = nodes.filter(
        (other) =>
          other !== one &&
          Math.abs(other.x - one.x) < NODE_WIDTH &&
          Math.abs(other.y - one.y) < NODE_HEIGHT
      );
      expect(overlapping).toEqual([]);
    }
  });

  it('draws no arrow to a job that is not there', () => {
    const view = { ...DIAMOND, jobs: DIAMOND.jobs.filter(({ documentId }) => documentId !== 'd') };
    expect(layoutGraph(view, 'LR').edges.map(({ to }) => to)).toEqual(['b', 'c']);
  });

  it.each(['LR', 'TB'] as const)(
    'leads an arrow from the middle of one side to the middle of the other (%s)',
    (way) => {
      const { nodes, edges } = layoutGraph(aGraph('a>b'), way);
      const [a, b] = nodes;
      const points = edges[0]?.points ?? [];
      const isWide = way === 'LR';
      expect(points).toEqual([
        {
          x: (a?.x ?? NaN) + (isWide ? NODE_WIDTH : NODE_WIDTH / 2),
          y: (a?.y ?? NaN) + (isWide ? NODE_HEIGHT / 2 : NODE_HEIGHT),
        },
        {
          x: (b?.x ?? NaN) + (isWide ? 0 : NODE_WIDTH / 2),
          y: (b?.y ?? NaN) + (isWide ? NODE_HEIGHT / 2 : 0),
        },
      ]);
    }
  );

  it('leads one that skips a rank around the boxes in between', () => {
    const { edges, nodes } = layoutGraph(aGraph('a>b b>c a>c'), 'LR');
    const long = edges.find(({ from, to }) => from === 'a' && to === 'c')?.points ?? [];
    const between = nodes.find(({ job }) => job.documentId === 'b');
    expect(long.length).toBeGreaterThan(2);
    const passing = long.filter(
      ({ x }) => x >= (between?.x ?? NaN) && x <= (between?.x ?? NaN) + NODE_WIDTH
    );
    expect(passing.length).toBeGreaterThan(0);
    for (const { y } of passing) {
      expect(y < (between?.y ?? NaN) || y > (between?.y ?? NaN) + NODE_HEIGHT).toBe(true);
    }
  });

  it('bends an arrow softly through its points, along its direction', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 10, y: 20 },
    ];
    expect(edgePath([], 'LR')).toBe('');
    expect(edgePath(points, 'LR')).toBe('M 0 0 C 5 0 5 20 10 20');
    expect(edgePath(points, 'TB')).toBe('M 0 0 C 0 10 10 10 10 20');
  });
});

describe('the relatives of a job', () => {
  it('are all before it and all after it, not those beside it', () => {
    const view = aGraph('a>b b>c a>z c>d y>z');
    expect(relativesOf(view, 'b').jobs.map(({ documentId }) => documentId)).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
    expect(relativesOf(view, 'b').edges).toHaveLength(3);
  });
});

describe('an arrow key in the picture', () => {
  const { nodes } = layoutGraph(DIAMOND, 'LR');
  it('goes to the next box in its direction, and nowhere where there is none', () => {
    const right = neighbourBy(nodes, 'a', 'ArrowRight');
    expect(['b', 'c']).toContain(right);
    expect(neighbourBy(nodes, 'd', 'ArrowLeft')).toMatch(/[bc]/);
    expect(neighbourBy(nodes, 'a', 'ArrowLeft')).toBeUndefined();
    const [upper, lower] = ['b', 'c'].toSorted(
      (one, other) =>
        (nodes.find(({ job }) => job.documentId === one)?.y ?? 0) -
        (nodes.find(({ job }) => job.documentId === other)?.y ?? 0)
    );
    expect(neighbourBy(nodes, String(upper), 'ArrowDown')).toBe(lower);
    expect(neighbourBy(nodes, String(lower), 'ArrowUp')).toBe(upper);
  });

  it('is no other key', () => {
    expect(neighbourBy(nodes, 'a', 'Enter')).toBeUndefined();
  });
});
