import type { SchedulerStatus } from '../../../../server/src/contract/scheduler';

/** How many attempts all nodes that are at work run at once, at most. */
export const placesOf = ({ nodes, limits }: Pick<SchedulerStatus, 'nodes' | 'limits'>): number => {
  const atWork = nodes.filter(
    ({ state, role }) => state === 'running' && (role === 'all' || role === 'worker')
  );
  const places = atWork.reduce((sum, { maxConcurrent }) => sum + maxConcurrent, 0);
  return Math.min(places, limits.maxConcurrentTotal ?? Infinity);
};
