import { setTimeout as sleep } from 'node:timers/promises';

import { realAt, type FastTime } from '../node/fast-time';
import type { StageRequest, StageResult } from '../stage';
import type { Change } from './clock-changes';
import { addJobs, kill, leaveAll, recover, relaunch, withCluster } from './cluster';
import type { Cluster, ClusterProcess, Launch } from './cluster';
import { judgeCrossings, type Crossing } from './judge-crossings';
import { localJobs } from './local-jobs';
import type { NodeNaming } from './name-nodes';

/** Who crosses what, and in which time. */
export interface CrossingPlan {
  stage: string;
  /** Virtual milliseconds in a true one. */
  speed: number;
  /** True time until all processes are up. */
  headStartMs: number;
  /** Of each attempt, in true time: so long that somebody who is killed has begun something. */
  durationMs: number;
  changes: readonly Change[];
  /** Starts the process of a place in this time, and in its database's. */
  launch: (time: FastTime, ...where: Parameters<Launch>) => Promise<ClusterProcess>;
  /** Starts all places for the first time. */
  start: (cluster: Cluster) => Promise<void>;
  /** What the witness calls the node of a record; the same where left out. */
  nodeOf?: NodeNaming;
}

const MINUTE = 60_000;
const BEFORE_MS = 50 * MINUTE;
const AFTER_MS = 80 * MINUTE;
/**
 * The kills of a crossing, counted from the change: while it comes, and before what was moved is due. Where there is one
 * process, which would see neither, after both.
 */
const KILLS_AT_MS = [-2 * MINUTE, 29 * MINUTE];
const KILLS_OF_ONE_AT_MS = [50 * MINUTE];

/** One change after the other is crossed by all of them; some are killed in the middle. All is judged at the end. */
export const crossChanges = async (
  request: StageRequest,
  plan: CrossingPlan
): Promise<StageResult> => {
  const { stage, speed, headStartMs, nodeOf } = plan;
  const crossings: Crossing[] = [];
  const times = new Map<string, FastTime>();
  const launch: Launch = async (...where) => {
    const { time } = crossings.at(-1)!;
    const launched = await plan.launch(time, ...where);
    times.set(launched.id, time);
    return launched;
  };
  return withCluster(request, { launch }, async (cluster) => {
    for (const change of plan.changes) {
      const virtual = Date.parse(change.at) - BEFORE_MS - headStartMs * speed;
      const crossing = { ...change, time: { real: Date.now(), virtual, speed } };
      crossings.push(crossing);
      if (cluster.places.length === 0) await plan.start(cluster);
      else for (const place of cluster.places) await relaunch(cluster, place);
      await cross(cluster, crossing, plan.durationMs);
    }
    return judgeCrossings({ stage, cluster, crossings, times, nodeOf });
  });
};

const cross = async (
  cluster: Cluster,
  { zone, at, time }: Crossing,
  durationMs: number
): Promise<void> => {
  const change = Date.parse(at);
  const [from, to] = [change - BEFORE_MS, change + AFTER_MS];
  await addJobs(cluster, localJobs({ zone, from, to, durationMs }));
  for (const afterMs of cluster.places.length > 1 ? KILLS_AT_MS : KILLS_OF_ONE_AT_MS) {
    // In the middle of what began with that minute.
    await sleep(realAt(time, change + afterMs) + durationMs / 2 - Date.now());
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
