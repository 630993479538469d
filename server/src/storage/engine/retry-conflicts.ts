/** Deadlocks, lock waits and serialisation failures: the database undid the work and asks for it again. */
const CONFLICTS = new Set([
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_CHECKREAD',
  '40P01',
  '40001',
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
  'SQLITE_BUSY_TIMEOUT',
]);

const TRIES = 10;

/** Does the work again, at once, while the database answers that it got in the way of another's. */
export const retryConflicts = async <T>(work: () => Promise<T>, tries = TRIES): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (tries <= 1 || !isConflict(error)) throw error;
    return retryConflicts(work, tries - 1);
  }
};

const isConflict = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (CONFLICTS.has(String(error.code)) || isTakenSeat(error));

/** Two that gave the same seat of a limit, or the same turn of a job, to two executions: the index stopped the second. */
const isTakenSeat = ({ message }: Error): boolean =>
  /unique|duplicate/i.test(message) &&
  /exec_seat|limit_slot|exec_overlap|overlap_key/.test(message);
