import { CHANGES, partOf, type Change } from '../cluster/clock-changes';
import { startPlaces } from '../cluster/cluster';
import { crossChanges, type CrossingPlan } from '../cluster/cross-changes';
import { LEASE_MS, machineOf } from '../cluster/launch-engine';
import { spawnNode } from '../node/spawn-node';
import type { Stage, StageRequest } from '../stage';

const NAME = 'clock-changes';

/** Ten minutes in a second. */
const SPEED = 600;
const NODES = 3;

/** A part for each database, or all for each. */
const changesFor = ({ database, size }: StageRequest): readonly Change[] =>
  size === 'long' ? CHANGES : partOf(database).slice(0, size === 'minute' ? 1 : 6);

/**
 * Engines whose time, and whose database's, goes 600 times as fast cross changes of the clocks; some are killed in the
 * middle.
 */
export const clockChanges: Stage = {
  name: NAME,
  sentence: 'daylight saving time begins and ends, at speed, and processes are killed meanwhile',
  isLight: true,
  run: (request) =>
    crossChanges(request, {
      stage: NAME,
      speed: SPEED,
      headStartMs: 2_000,
      durationMs: 20,
      changes: changesFor(request),
      launch: launchFast,
      start: (cluster) => startPlaces(cluster, request.database === 'sqlite' ? 1 : NODES),
    }),
};

let launched = 0;

/** All its times but its handlers' are the fast ones; the clocks of its machine are wrong besides, and in another zone. */
const launchFast: CrossingPlan['launch'] = async (time, { request, witnessFile }, index, env) => {
  launched += 1;
  const { shiftMs, zone } = machineOf(request.database, index);
  return spawnNode({
    client: request.database,
    env,
    witnessFile,
    id: `c${index}-${launched}`,
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
    shiftMs,
    processZone: zone,
  });
};
