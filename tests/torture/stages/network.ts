import { setTimeout as sleep } from 'node:timers/promises';

import {
  addJobs,
  leaveAll,
  recover,
  setNetwork,
  startPlaces,
  withCluster,
} from '../cluster/cluster';
import { steadyJobs } from '../cluster/cluster-jobs';
import { judge } from '../cluster/judge';
import { launchEngine } from '../cluster/launch-engine';
import type { Stage } from '../stage';

const NAME = 'network';

/** What the network does to everybody at once, and for how long. Longer than the lease: all attempts are given up. */
const OUTAGES = [
  { mode: 'forget', ms: 6_000 },
  { mode: 'hold', ms: 7_000 },
  { mode: 'cut', ms: 3_000 },
  { mode: 'slow', ms: 6_000 },
] as const;
const ROUNDS = { minute: 1, short: 1, long: 6 } as const;
/** Between two outages work goes on. */
const CALM_MS = 6_000;
/** After the last one there is still work, so that its return can be timed. */
const TAIL_MS = 6_000;

/** All nodes lose their database at once, in every way in which a network fails; work must go on within five seconds. */
export const network: Stage = {
  name: NAME,
  sentence:
    'the network to the database cut, holding everything back, forgetting its connections, or slow, for all nodes at once',
  isLight: true,
  databases: ['postgres', 'mysql'],
  run: (request) =>
    withCluster(request, { launch: launchEngine }, async (cluster) => {
      const all = Array.from({ length: ROUNDS[request.size] }, () => OUTAGES).flat();
      const outages = request.bug ? all.slice(0, 1) : all;
      const lasting = outages.reduce((sum, { ms }) => sum + ms + CALM_MS, CALM_MS + TAIL_MS);
      await startPlaces(cluster, 3);
      const from = Math.ceil(Date.now() / 1_000 + 1) * 1_000;
      await addJobs(cluster, steadyJobs(from, from + lasting));
      await sleep(from - Date.now() + CALM_MS);
      for (const { mode, ms } of outages) {
        setNetwork(cluster, cluster.places, mode);
        await sleep(ms);
        setNetwork(cluster, cluster.places, 'pass');
        cluster.backAt.push({ what: `the network (${mode})`, at: Date.now() });
        await sleep(CALM_MS);
      }
      await recover(cluster);
      await leaveAll(cluster);
      return judge(NAME, cluster, {
        kills: 0,
        pauses: 0,
        dbRestarts: 0,
        harmful: 0,
        outages: outages.length,
        returns: outages.length,
      });
    }),
};
