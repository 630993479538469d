import { setTimeout as sleep } from 'node:timers/promises';

import { addJobs, leaveAll, recover, startPlaces, withCluster } from '../cluster/cluster';
import { blockingJob, floodOf, HARMFUL, poisonJobs, steadyJobs } from '../cluster/cluster-jobs';
import { judge } from '../cluster/judge';
import { launchEngine, LEASE_MS } from '../cluster/launch-engine';
import { makeMischief } from '../cluster/mischief';
import type { Stage, StageRequest } from '../stage';

const NAME = 'nodes';

const SECONDS = { minute: 8, short: 30, long: 120 } as const;
const NODES = { minute: 3, short: 3, long: 5 } as const;
/** SQLite belongs to one process at a time: a dead one is followed by the next. */
const nodesOf = ({ database, size }: StageRequest): number =>
  database === 'sqlite' ? 1 : NODES[size];

/**
 * Processes with wrong clocks on one database, ten thousand occurrences due at once, jobs that do harm; and all the
 * time somebody is killed, stopped past its lease, or cut off.
 */
export const nodes: Stage = {
  name: NAME,
  sentence:
    'processes killed, stopped past their lease and cut off, the database brought down, clocks wrong, 10,000 due at once, poison jobs',
  run: (request) =>
    withCluster(request, { launch: launchEngine, privateServer: true }, async (cluster) => {
      const { size } = request;
      await addJobs(cluster, floodOf(request));
      await startPlaces(cluster, nodesOf(request));
      const from = Math.ceil(Date.now() / 1_000 + 1) * 1_000;
      const to = from + SECONDS[size] * 1_000;
      await addJobs(cluster, steadyJobs(from, to));
      await addJobs(cluster, poisonJobs(from, to));
      await addJobs(cluster, blockingJob(from + 1_000, LEASE_MS + 2_000));
      await sleep(500);
      await makeMischief(cluster, to);
      await recover(cluster);
      await leaveAll(cluster);
      const isServed = request.database !== 'sqlite';
      return judge(NAME, cluster, {
        harmful: HARMFUL,
        // One alone is killed when it has stood still, and stands still when it was killed.
        kills: Math.max(1, Math.floor(SECONDS[size] / (isServed ? 8 : 12))),
        pauses: Math.floor(SECONDS[size] / 30),
        dbRestarts: cluster.server === undefined ? 0 : 2,
        outages: isServed && size !== 'minute' ? 1 : 0,
        returns: cluster.server === undefined || size === 'minute' ? 0 : 1,
      });
    }),
};
