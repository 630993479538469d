import type { Ports } from './ports';
import type { Guard } from './repeat';
import { triggerDependentsOf, type Triggered } from './trigger-dependents';

/** After so many passes in vain the jobs that are to be told are queued for: whoever skips them never outruns others. */
const SKIPS = 4;

export interface HeldUpstreams {
  /** Takes the upstream jobs (documentId) whose ends a pass had to keep. */
  keep(kept: string[]): void;
}

/**
 * Ends that were kept, because somebody holds a job that is to be told of them. Passes do not wait for it; one wait at a
 * time, so that they take one connection of the pool.
 */
export const createHeldUpstreams = (
  ports: Ports,
  guard: Guard,
  onTold: (triggered: Triggered) => void
): HeldUpstreams => {
  let passes = new Map<string, number>();
  let isWaiting = false;

  const waitFor = async (upstream: string): Promise<void> => {
    isWaiting = true;
    await guard.run('dependents', async () => onTold(await triggerDependentsOf(ports, upstream)));
    isWaiting = false;
  };

  return {
    keep: (kept) => {
      passes = new Map(kept.map((job) => [job, (passes.get(job) ?? 0) + 1]));
      const [longest] = [...passes].sort(([, a], [, b]) => b - a);
      if (isWaiting || longest === undefined || longest[1] < SKIPS) return;
      passes.delete(longest[0]);
      void waitFor(longest[0]);
    },
  };
};
