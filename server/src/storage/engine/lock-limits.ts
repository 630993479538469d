import { isShared } from '../../domain/limits';
import { lockNames } from './lock-names';
import type { Session } from './session';

/**
 * Locks the limits that several jobs share until the end of the transaction: after the rows of jobs, before those of
 * executions. A job's own limit is kept by the lock of its row.
 */
export const lockLimits = (session: Session, keys: Iterable<string | null>): Promise<void> =>
  lockNames(
    session,
    [...keys].flatMap((key) => (key !== null && isShared(key) ? [`limit:${key}`] : []))
  );
