import { afterJobEdit } from '../../engine/dependents';
import type { Admit, LockedOwed } from '../../engine/ports';
import { lockJobs } from './lock-jobs';
import { readDependents } from './read-dependents';
import type { Session } from './session';
import { writeDependents } from './write-dependents';

/** After an edit of what a job depends on: lets go what waits only for jobs that it no longer depends on. */
export const settleWaiting = async (
  session: Session,
  jobId: number,
  admit: Admit<LockedOwed>
): Promise<void> => {
  const [locked] = await lockJobs(session, [jobId]);
  const [dependent] = await readDependents(session, [jobId], []);
  if (locked === undefined || dependent === undefined) return;
  const step = afterJobEdit(dependent.job);
  await writeDependents(session, [{ dependent, step, breakerUntil: locked.breakerUntil }], admit);
};
