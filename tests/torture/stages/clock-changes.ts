import { setTimeout as sleep } from 'node:timers/promises';

import { DATABASES, isAvailable } from '../../support/databases';
import {
  addJobs,
  kill,
  leaveAll,
  recover,
  relaunch,
  startPlaces,
  withCluster,
  type Cluster,
} from '../cluster/cluster';
import { localJobs } from '../cluster/local-jobs';
import { LEASE_MS, SKEWS_MS } from '../cluster/launch-engine';
import { judgeCrossings, type Crossing } from '../cluster/judge-crossings';
import { realAt, type FastTime } from '../node/fast-time';
import { spawnNode } from '../node/spawn-node';
import type { Stage, StageRequest } from '../stage';

const NAME = 'clock-changes';

/** Spring and autumn, an hour and half an hour; all of them over, in the order in which they came. */
const CHANGES: readonly Omit<Crossing, 'time'>[] = [
  { zone: 'America/New_York', change: '2025-03-09T07:00Z' },
  { zone: 'Europe/Berlin', change: '2025-03-30T01:00Z' },
  { zone: 'Australia/Lord_Howe', change: '2025-04-05T15:00Z' },
  { zone: 'Australia/Lord_Howe', change: '2025-10-04T15:30Z' },
  { zone: 'Europe/Berlin', change: '2025-10-26T01:00Z' },
  { zone: 'America/New_York', change: '2025-11-02T06:00Z' },
];

const MINUTE = 60_000;
/** Ten minutes in a second. */
const SPEED = 600;
const BEFORE_MS = 50 * MINUTE;
const AFTER_MS = 80 * MINUTE;
/** Until the processes are up. */
const HEAD_START_MS = 2_000;
/** The kills of a crossing, counted from the change: while it comes, and when what was moved is due. */
const KILLS_AT_MS = [-2 * MINUTE, 29 * MINUTE];
const NODES = 3;
const PROCESS_ZONES = ['UTC', 'America/New_York', 'Asia/Hong_Kong'];

/** A part for each database, or all for each. */
const changesFor = ({ database, size }: StageRequest): typeof CHANGES => {
  const databases = DATABASES.filter(isAvailable);
  const mine = (_: unknown, index: number): boolean =>
    databases[index % databases.length] === database;
  return size === 'long' ? CHANGES : CHANGES.filter(mine).slice(0, size === 'minute' ? 1 : 6);
};

/**
 * Processes whose time, and whose database's, goes 600 times as fast crosses changes of the clocks; some are killed in
 * the middle.
 */
export const clockChanges: Stage = {
  name: NAME,
  sentence: 'daylight saving time begins and ends, at speed, and processes are killed meanwhile',
  isLight: true,
  run: (request) => {
    const crossings: Crossing[] = [];
    const times = new Map<string, FastTime>();
    return withCluster(request, { launch: launchFast(crossings, times) }, async (cluster) => {
      for (const change of changesFor(request)) {
        const virtual = Date.parse(change.change) - BEFORE_MS - HEAD_START_MS * SPEED;
        crossings.push({ ...change, time: { real: Date.now(), virtual, speed: SPEED } });
        await cross(cluster, crossings.at(-1)!);
      }
      return judgeCrossings(NAME, cluster, crossings, times);
    });
  },
};

const cross = async (cluster: Cluster, { zone, change, time }: Crossing): Promise<void> => {
  const at = Date.parse(change);
  await addJobs(cluster, localJobs(zone, at - BEFORE_MS, at + AFTER_MS));
  if (cluster.places.length === 0) {
    await startPlaces(cluster, cluster.request.database === 'sqlite' ? 1 : NODES);
  } else for (const place of cluster.places) await relaunch(cluster, place);
  for (const afterMs of KILLS_AT_MS) {
    await sleep(realAt(time, at + afterMs) - Date.now());
    const place = cluster.random.oneOf(cluster.places);
    await kill(cluster, place);
    await relaunch(cluster, place);
  }
  await sleep(realAt(time, at + AFTER_MS) - Date.now());
  await recover(cluster);
  await leaveAll(cluster);
  // The next ones live in another time.
  for (const place of cluster.places) place.state = 'dead';
};

let launched = 0;

/** All its times but its handlers' are the fast ones; the clocks of its machine are wrong besides, and in another zone. */
const launchFast =
  (crossings: Crossing[], times: Map<string, FastTime>) =>
  async ({ request, witnessFile }: Cluster, index: number, env: Record<string, string>) => {
    launched += 1;
    const id = `c${index}-${launched}`;
    const { time } = crossings.at(-1)!;
    times.set(id, time);
    return spawnNode({
      client: request.database,
      env,
      witnessFile,
      id,
      options: {
        leaseMs: LEASE_MS * SPEED,
        pollIntervalMs: 1_000 * SPEED,
        drainMs: 2_000 * SPEED,
        missedAfterMs: 10_000 * SPEED,
        defaultTimeoutMs: 60_000 * SPEED,
        // Autumn is half a year after spring: the records of both are judged at the end.
        retention: { executionsDays: 36_500, logsDays: 36_500, auditDays: 36_500 },
      },
      time,
      shiftMs: SKEWS_MS[index % SKEWS_MS.length] ?? 0,
      processZone: PROCESS_ZONES[index % PROCESS_ZONES.length],
    });
  };
