import { releaseAdvanceOf } from './enqueue-due';
import { announce } from './events';
import type { Ports } from './ports';

/** Holds the jobs whose template is gone, and lets those go on whose template is back. */
export const holdJobs = async (ports: Ports): Promise<void> => {
  const { held, back } = await ports.store.holdJobsWithout(ports.templates.uids());
  if (held > 0) announce(ports, { type: 'jobs.held', count: held });
  if (back.length === 0) return;
  const now = await ports.store.now();
  const steps = back.map((job) => releaseAdvanceOf(ports, job, now));
  const count = await ports.store.releaseHeld(steps);
  if (count > 0) announce(ports, { type: 'jobs.released', count });
};
