import { retentionLimits } from '../domain/retention';
import { announce } from './events';
import type { Ports } from './ports';
import { sleep } from './timers';

const BATCH = 500;
/** Between batches others get the database. */
const PAUSE_MS = 200;

/** Deletes the records that have been kept long enough, in small batches; then the artifacts that went with them. */
export const prune = async (ports: Ports, signal: AbortSignal): Promise<void> => {
  const limits = retentionLimits(ports.options.retention, ports.clock.now());
  let count = 0;
  for (let gone = BATCH; gone >= BATCH && !signal.aborted;) {
    gone = await ports.store.prune({ ...limits, limit: BATCH });
    count += gone;
    if (gone >= BATCH) await sleep(ports.clock, PAUSE_MS, signal);
  }
  if (!signal.aborted) count += (await ports.artifacts?.prune(signal)) ?? 0;
  if (count > 0) announce(ports, { type: 'records.pruned', count });
};
