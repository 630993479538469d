import { registerFirstAdmin } from '../../support/accounts';
import { waitUntil } from '../../support/wait-until';
import { partOf, type Change } from '../cluster/clock-changes';
import { addPlace, type Cluster } from '../cluster/cluster';
import { crossChanges, type CrossingPlan } from '../cluster/cross-changes';
import { LEASE_MS, machineOf } from '../cluster/launch-engine';
import { startStrapi, strapisOf, type StrapiProcess } from '../cluster/launch-strapi';
import { namedIn } from '../cluster/name-nodes';
import type { Stage, StageRequest } from '../stage';

const NAME = 'server-clock-changes';

/** As fast as the longest lease that a site may have allows. */
const SPEED = 100;

/** Long: spring and autumn. */
const changesFor = ({ database, size }: StageRequest): readonly Change[] =>
  partOf(database).slice(0, size === 'long' ? 6 : 1);

/** Whole Strapi processes cross changes of the clocks in a time of their own; some are killed in the middle. */
export const serverClockChanges: Stage = {
  name: NAME,
  sentence:
    'daylight saving time begins and ends for whole Strapi processes, which are killed meanwhile',
  run: (request) => {
    const names = new Map<string, string>();
    return crossChanges(request, {
      stage: NAME,
      speed: SPEED,
      // They boot one after the other, beside those of another database.
      headStartMs: 5_000 * (1 + strapisOf(request)),
      durationMs: 300,
      changes: changesFor(request),
      launch: async (time, ...where) => {
        const launched = await launchFast(time, ...where);
        try {
          names.set(await nodeIdOf(launched, where[0]), launched.id);
        } catch (error) {
          launched.signal('SIGKILL');
          throw error;
        }
        return launched;
      },
      start: (cluster) => startStrapis(cluster, strapisOf(request)),
      nodeOf: namedIn(names),
    });
  },
};

/** Strapi makes its tables without a lock: one after the other. The jobs are the first admin's. */
const startStrapis = async (cluster: Cluster, count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) await addPlace(cluster, index);
  await registerFirstAdmin((cluster.places[0]!.process as StrapiProcess).url);
};

/** Its name in the records is random: who is behind it is in the list of nodes once its scheduler works. */
const nodeIdOf = async ({ pid }: StrapiProcess, { database }: Cluster): Promise<string> => {
  const rows = await waitUntil(
    async (): Promise<{ node_id: string }[]> =>
      database
        .knex('job_scheduler_nodes')
        .where({ pid })
        .orderBy('id', 'desc')
        .select('node_id')
        .catch(() => []),
    ({ length }) => length > 0,
    { everyMs: 100, patienceMs: 20_000 }
  );
  return rows[0]!.node_id;
};

const launchFast = (
  time: Parameters<CrossingPlan['launch']>[0],
  cluster: Cluster,
  index: number,
  env: Record<string, string>
): Promise<StrapiProcess> =>
  startStrapi(cluster, index, {
    preloads: ['tests/torture/node/live-in-fast-time.cjs'],
    env: {
      ...env,
      TZ: machineOf(cluster.request.database, index).zone,
      TORTURE_TIME: JSON.stringify(time),
      JOB_SCHEDULER_LEASE_MS: String(LEASE_MS * SPEED),
      JOB_SCHEDULER_POLL_INTERVAL_MS: String(600 * SPEED),
      JOB_SCHEDULER_DRAIN_MS: String(2_000 * SPEED),
      JOB_SCHEDULER_MISSED_AFTER_MS: String(10_000 * SPEED),
      JOB_SCHEDULER_TIMEOUT_MS: String(60_000 * SPEED),
      // Autumn is half a year after spring: the records of both are judged at the end.
      JOB_SCHEDULER_RETENTION_EXECUTIONS_DAYS: '36500',
      JOB_SCHEDULER_RETENTION_LOGS_DAYS: '36500',
      JOB_SCHEDULER_RETENTION_AUDIT_DAYS: '36500',
    },
  });
