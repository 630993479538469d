import { placesOf } from '../../../admin/src/features/overview/places';
import type { NodeView } from '../../../server/src/contract/scheduler';

const aNode = (given: Partial<NodeView> = {}): NodeView => ({
  id: 'node',
  host: 'host',
  pid: 1,
  role: 'all',
  state: 'running',
  startedAt: '2026-11-22T00:00:00.000Z',
  lastSeenAt: '2026-11-22T00:00:00.000Z',
  running: 0,
  maxConcurrent: 20,
  version: '1.0.0',
  zoneData: '2026a',
  clockSkewMs: 0,
  ...given,
});
const placesFor = (nodes: NodeView[], maxConcurrentTotal: number | null = null): number =>
  placesOf({ nodes, limits: { maxConcurrentTotal, maxQueuedPerJob: 10_000 } });

describe('how many attempts run at once, at most', () => {
  it('is what all nodes together take', () => {
    expect(placesFor([aNode(), aNode({ role: 'worker', maxConcurrent: 5 })])).toBe(25);
  });

  it('leaves out nodes that are not at work, and those that only plan', () => {
    const others = [aNode({ state: 'draining' }), aNode({ state: 'gone' })];
    expect(placesFor([aNode(), ...others, aNode({ role: 'scheduler' })])).toBe(20);
  });

  it('is no more than what all servers may run together', () => {
    expect(placesFor([aNode(), aNode()], 30)).toBe(30);
  });
});
