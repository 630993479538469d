import type { DatabaseName } from '../../support/databases';
import { spawnNode } from '../node/spawn-node';
import type { Launch } from './cluster';

/** So short that what a dead node ran is found within the run. */
export const LEASE_MS = 6_000;
/** What the node clocks are wrong by, by place. */
const SKEWS_MS = [0, 600_000, -600_000, 3_600_000, -3_600_000];
/** The zones that processes are in where clocks change, by place. */
const PROCESS_ZONES = ['UTC', 'America/New_York', 'Asia/Hong_Kong'];

/** The wrong clock, in milliseconds, and the zone of a place's machine. Where there is one place it is not the first's. */
export const machineOf = (
  database: DatabaseName,
  index: number
): { shiftMs: number; zone: string } => {
  const place = database === 'sqlite' ? index + 1 : index;
  return {
    shiftMs: SKEWS_MS[place % SKEWS_MS.length] ?? 0,
    zone: PROCESS_ZONES[place % PROCESS_ZONES.length] ?? 'UTC',
  };
};

let launched = 0;

/** The engine alone: up in a third of a second. Each place is a machine of its own, or all are one. */
export const launchEngine: Launch = async ({ request, witnessFile }, index, env) => {
  launched += 1;
  const id = `e${index}-${launched}`;
  return spawnNode({
    client: request.database,
    env,
    witnessFile,
    id,
    ...(index === 0 ? {} : { host: `machine-${index}` }),
    options: { leaseMs: LEASE_MS },
    shiftMs: machineOf(request.database, index).shiftMs,
    bug: request.bug?.name,
  });
};
