import { registerFirstAdmin } from '../../support/accounts';
import { addPlace, type Cluster } from '../cluster/cluster';
import { crossChanges, partOf, type Travellers } from '../cluster/cross-changes';
import { keepNaming } from '../cluster/keep-naming';
import { LEASE_MS, PROCESS_ZONES } from '../cluster/launch-engine';
import { startStrapi, type StrapiProcess } from '../cluster/launch-strapi';
import type { Stage, StageRequest } from '../stage';

const NAME = 'server-clock-changes';

/** As fast as the longest lease that a site may have allows. */
const SPEED = 100;
const NODES = { minute: 3, short: 3, long: 5 } as const;
const nodesOf = ({ database, size }: StageRequest): number =>
  database === 'sqlite' ? 1 : NODES[size];

/** Whole Strapi processes cross changes of the clocks in a time of their own; some are killed in the middle. */
export const serverClockChanges: Stage = {
  name: NAME,
  sentence:
    'daylight saving time begins and ends for whole Strapi processes, which are killed meanwhile',
  isLight: true,
  run: async (request) => {
    const names = new Map<string, string>();
    let isOver = false;
    try {
      return await crossChanges(request, {
        stage: NAME,
        speed: SPEED,
        // All databases' processes boot at once.
        headStartMs: request.size === 'long' ? 30_000 : 15_000,
        durationMs: 300,
        changes: request.size === 'long' ? partOf(request) : partOf(request).slice(0, 1),
        launch: launchFast,
        start: async (cluster) => {
          await startStrapis(cluster, nodesOf(request));
          void keepNaming(cluster, names, () => !isOver);
        },
        nodeOf: (node) => (node === null ? null : (names.get(node) ?? null)),
      });
    } finally {
      isOver = true;
    }
  },
};

/** Strapi makes its tables without a lock: the first one alone, then the others. The jobs are the first admin's. */
const startStrapis = async (cluster: Cluster, count: number): Promise<void> => {
  await addPlace(cluster, 0);
  await registerFirstAdmin((cluster.places[0]!.process as StrapiProcess).url);
  const others = Array.from({ length: count - 1 }, (_, other) => other + 1);
  await Promise.all(others.map((index) => addPlace(cluster, index)));
};

const launchFast: Travellers['launch'] = (time, cluster, index, env) =>
  startStrapi(cluster, index, {
    preloads: ['tests/torture/node/live-in-fast-time.cjs'],
    env: {
      ...env,
      TZ: PROCESS_ZONES[index % PROCESS_ZONES.length] ?? 'UTC',
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
