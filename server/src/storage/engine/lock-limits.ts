import { isShared } from '../../domain/limits';
import { lockFreeNames, lockNames } from './lock-names';
import type { Session } from './session';

/**
 * Locks the limits that several jobs share until the end of the transaction: after the rows of jobs, before those of
 * executions. A job's own limit is kept by the lock of its row.
 */
export const lockLimits = (session: Session, keys: Iterable<string | null>): Promise<void> =>
  lockNames(session, [...keys].flatMap(sharedName));

/** Locks those that nobody else holds; answers those that somebody does. Servers that cannot skip rows wait. */
export const lockFreeLimits = async (
  session: Session,
  keys: string[],
  skipsLocked: boolean
): Promise<Set<string>> => {
  if (!skipsLocked) {
    await lockLimits(session, keys);
    return new Set();
  }
  const shared = keys.filter(isShared);
  const free = await lockFreeNames(session, shared.flatMap(sharedName));
  return new Set(shared.filter((key) => !sharedName(key).every((name) => free.has(name))));
};

const sharedName = (key: string | null): string[] =>
  key !== null && isShared(key) ? [`limit:${key}`] : [];
