import type { AttemptEnd } from '../../engine/ports';
import { lockFreeJobs, type LockedJob } from './lock-jobs';
import { lockFreeLimits } from './lock-limits';
import { limitsOfTurns } from './promote-turns';
import type { Session } from './session';

interface Lockable {
  /** Those of which everything is ours until the end of the transaction. */
  ends: AttemptEnd[];
  jobs: LockedJob[];
  /** Jobs of which something waits for its turn. */
  turning: number[];
  limits: string[];
}

/** Locks jobs and limits, but for what somebody else holds. Of most jobs nothing waits for the end of another. */
export const lockForEnds = async (
  session: Session,
  given: AttemptEnd[],
  skipsLocked: boolean
): Promise<Lockable> => {
  const jobIds = [...new Set(given.map(({ job }) => job.id))];
  const { locked, busy } = await lockFreeJobs(session, jobIds, skipsLocked);
  const ofFreeJobs = busy.length === 0 ? given : given.filter(({ job }) => !busy.includes(job.id));
  const turns = locked.filter(({ hasTurns }) => hasTurns).map(({ id }) => id);
  const limitsOf = await limitsOfTurns(session, turns);
  const keysOf = ({ job, limitKey }: AttemptEnd): string[] => [
    ...(limitKey === null ? [] : [limitKey]),
    ...(limitsOf.get(job.id) ?? []),
  ];
  const held = await lockFreeLimits(session, ofFreeJobs.flatMap(keysOf), skipsLocked);
  const isHeld = (end: AttemptEnd): boolean => keysOf(end).some((key) => held.has(key));
  const ends = held.size === 0 ? ofFreeJobs : ofFreeJobs.filter((end) => !isHeld(end));
  const left = new Set(ends.map(({ job }) => job.id));
  return {
    ends,
    jobs: locked.filter(({ id }) => left.has(id)),
    turning: turns.filter((id) => left.has(id)),
    limits: ends.flatMap(keysOf),
  };
};
