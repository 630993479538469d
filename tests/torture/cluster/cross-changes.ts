import { setTimeout as sleep } from 'node:timers/promises';

import { DATABASES, isAvailable } from '../../support/databases';
import { realAt, type FastTime } from '../node/fast-time';
import type { StageRequest, StageResult } from '../stage';
import { addJobs, kill, leaveAll, recover, relaunch, withCluster, type Cluster } from './cluster';
import type { ClusterProcess } from './cluster';
import { judgeCrossings, type Crossing } from './judge-crossings';
import { localJobs } from './local-jobs';

/** Processes that all live in one time, which is not the true one. */
export interface Travellers {
  stage: string;
  /** Virtual milliseconds in a true one. */
  speed: number;
  /** True time until all of them are up. */
  headStartMs: number;
  /** Of each attempt, in true time: so long that somebody who is killed has begun something. */
  durationMs: number;
  changes: readonly Change[];
  launch: (
    time: FastTime,
    ...place: [cluster: Cluster, index: number, env: Record<string, string>]
  ) => Promise<ClusterProcess>;
  /** Starts all of them for the first time. */
  start: (cluster: Cluster) => Promise<void>;
  /** What the witness calls the node of a record; the same where left out. */
  nodeOf?: (node: string | null) => string | null;
}

/** A change of a zone's clocks, by its instant. */
export type Change = Omit<Crossing, 'time'>;

/** Spring and autumn, an hour and half an hour; all of them over, in the order in which they came. */
export const CHANGES: readonly Change[] = [
  { zone: 'America/New_York', change: '2025-03-09T07:00Z' },
  { zone: 'Europe/Berlin', change: '2025-03-30T01:00Z' },
  { zone: 'Australia/Lord_Howe', change: '2025-04-05T15:00Z' },
  { zone: 'Australia/Lord_Howe', change: '2025-10-04T15:30Z' },
  { zone: 'Europe/Berlin', change: '2025-10-26T01:00Z' },
  { zone: 'America/New_York', change: '2025-11-02T06:00Z' },
];

/** Each database's part of them, one of spring and one of autumn where there are three. */
export const partOf = ({ database }: Pick<StageRequest, 'database'>): readonly Change[] => {
  const databases = DATABASES.filter(isAvailable);
  return CHANGES.filter((_, index) => databases[index % databases.length] === database);
};

const MINUTE = 60_000;
const BEFORE_MS = 50 * MINUTE;
const AFTER_MS = 80 * MINUTE;
/**
 * The kills of a crossing, counted from the change: while it comes, and before what was moved is due. Each in the
 * middle of what began with its minute.
 */
const KILLS_AT_MS = [-2 * MINUTE + 15_000, 29 * MINUTE + 15_000];

/** One change after the other is crossed by all of them; some are killed in the middle. All is judged at the end. */
export const crossChanges = async (
  request: StageRequest,
  travellers: Travellers
): Promise<StageResult> => {
  const { stage, speed, headStartMs, durationMs, changes } = travellers;
  const crossings: Crossing[] = [];
  const times = new Map<string, FastTime>();
  const launch = async (...place: [Cluster, number, Record<string, string>]) => {
    const { time } = crossings.at(-1)!;
    const process = await travellers.launch(time, ...place);
    times.set(process.id, time);
    return process;
  };
  return withCluster(request, { launch }, async (cluster) => {
    for (const change of changes) {
      const virtual = Date.parse(change.change) - BEFORE_MS - headStartMs * speed;
      const crossing = { ...change, time: { real: Date.now(), virtual, speed } };
      crossings.push(crossing);
      if (cluster.places.length === 0) await travellers.start(cluster);
      else await Promise.all(cluster.places.map((place) => relaunch(cluster, place)));
      await cross(cluster, crossing, durationMs);
    }
    return judgeCrossings({ stage, cluster, crossings, times, nodeOf: travellers.nodeOf });
  });
};

const cross = async (
  cluster: Cluster,
  { zone, change, time }: Crossing,
  durationMs: number
): Promise<void> => {
  const at = Date.parse(change);
  const [from, to] = [at - BEFORE_MS, at + AFTER_MS];
  await addJobs(cluster, localJobs({ zone, from, to, durationMs }));
  for (const afterMs of KILLS_AT_MS) {
    await sleep(realAt(time, at + afterMs) - Date.now());
    const place = cluster.random.oneOf(cluster.places);
    await kill(cluster, place);
    await relaunch(cluster, place);
  }
  await sleep(realAt(time, to) - Date.now());
  await recover(cluster);
  await leaveAll(cluster);
  // The next ones live in another time.
  for (const place of cluster.places) place.state = 'dead';
};
