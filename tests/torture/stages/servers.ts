import { setTimeout as sleep } from 'node:timers/promises';

import { registerFirstAdmin } from '../../support/accounts';
import {
  addJobs,
  addPlace,
  leaveAll,
  recover,
  withCluster,
  type Cluster,
} from '../cluster/cluster';
import {
  blockingJob,
  floodOf,
  HARMFUL,
  poisonJobs,
  steadyJobs,
  type ClusterJob,
} from '../cluster/cluster-jobs';
import { judge } from '../cluster/judge';
import { keepNaming } from '../cluster/keep-naming';
import { LEASE_MS } from '../cluster/launch-engine';
import { launchStrapi, strapisOf, type StrapiProcess } from '../cluster/launch-strapi';
import { makeMischief } from '../cluster/mischief';
import { namedIn } from '../cluster/name-nodes';
import type { Stage } from '../stage';

const NAME = 'servers';

const SECONDS = { minute: 12, short: 30, long: 180 } as const;
/** For so many that follow one another there is time besides. */
const BOOTS = 3;

/** Time, besides that of two starts, in which the jobs are made over HTTP before the first of them is due. */
const HEAD_START_MS = 5_000;
/** Whole Strapi processes on one database, with wrong clocks, under the same mischief. */
export const servers: Stage = {
  name: NAME,
  sentence:
    'Strapi processes killed, stopped past their lease and cut off, the database brought down, clocks wrong, 10,000 due at once, poison jobs',
  run: (request) =>
    withCluster(request, { launch: launchStrapi, privateServer: true }, async (cluster) => {
      // Strapi makes its tables without a lock: the first one alone, then the others.
      const aloneMs = await timed(addPlace(cluster, 0));
      const others = Array.from({ length: strapisOf(request) - 1 }, (_, other) => other + 1);
      const togetherMs = await timed(Promise.all(others.map((index) => addPlace(cluster, index))));
      const bootMs = Math.max(aloneMs, togetherMs);
      const from = Math.ceil((Date.now() + HEAD_START_MS + 2 * bootMs) / 1_000) * 1_000;
      // A machine on which nobody is back soon needs more time for as much mischief.
      const lastingMs = SECONDS[request.size] * 1_000 + BOOTS * bootMs;
      const to = from + Math.ceil(lastingMs / 1_000) * 1_000;
      await createJobs(cluster, [
        ...steadyJobs(from, to),
        ...poisonJobs(from, to),
        ...blockingJob(from + 1_000, LEASE_MS + 2_000),
      ]);
      // What lies in the past is owed by no job that is made over HTTP. Their owner is the first admin.
      await addJobs(cluster, floodOf(request));
      const names = new Map<string, string>();
      const naming = keepNaming(cluster, names, () => Date.now() < to);
      await sleep(from - Date.now() + 2_000);
      await makeMischief(cluster, to, { relaunchAfterMs: 500, everyMs: 2_500 });
      await naming;
      await recover(cluster);
      await leaveAll(cluster);
      const isServed = request.database !== 'sqlite';
      return judge(
        NAME,
        cluster,
        {
          kills: Math.max(1, Math.floor(SECONDS[request.size] / 15)),
          pauses: 1,
          harmful: HARMFUL,
          dbRestarts: cluster.server === undefined ? 0 : 2,
          outages: isServed && request.size !== 'minute' ? 1 : 0,
          returns: cluster.server === undefined || request.size === 'minute' ? 0 : 1,
        },
        namedIn(names)
      );
    }),
};

const timed = async (work: Promise<unknown>): Promise<number> => {
  const begin = Date.now();
  await work;
  return Date.now() - begin;
};

/** Jobs as people make them; their ids are the site's. */
const createJobs = async (cluster: Cluster, jobs: ClusterJob[]): Promise<void> => {
  const { url } = cluster.places[0]!.process as StrapiProcess;
  const token = await registerFirstAdmin(url);
  for (const job of jobs) {
    const { name, template, parameters, schedules, overlap, concurrency } = job.definition;
    const { missed, onLost, retry, priority } = job.definition;
    const body = {
      name,
      template,
      parameters,
      schedules,
      overlap,
      concurrency,
      missed,
      onLost,
      retry,
      priority,
    };
    const response = await fetch(`${url}/job-scheduler/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ ...body, enabled: true }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    const { documentId } = (JSON.parse(text) as { data: { documentId: string } }).data;
    const limit = job.limit && { ...job.limit, name: job.definition.concurrency.key ?? documentId };
    cluster.jobs.push({ ...job, documentId, limit });
  }
};
