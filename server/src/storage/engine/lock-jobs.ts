import { toNumber, toNumberOrNull } from './rows';
import {
  execute,
  forUpdate,
  forUpdateOfFree,
  marks,
  query,
  type Row,
  type Session,
} from './session';

export interface LockedJob {
  id: number;
  documentId: string;
  name: string;
  revision: number;
  nextAt: number | null;
  heldAt: number | null;
  pausedUntil: number | null;
  scheduledCount: number;
  failureStreak: number;
  /** When its circuit breaker opens, and for how long; null where it has none. */
  breaker: { failures: number; coolDownMs: number } | null;
  breakerUntil: number | null;
  /** Executions wait for their turn. */
  hasTurns: boolean;
  /** Other jobs wait for its ends. */
  hasDependents: boolean;
}

/**
 * Locks job rows until the end of the transaction, always in the order of their ids; everything that adds, ends or
 * promotes an execution of a job holds its row. Jobs that are gone are left out of the answer.
 */
export const lockJobs = (session: Session, ids: number[]): Promise<LockedJob[]> =>
  lock(session, ids, forUpdate(session));

/**
 * Locks those that nobody else holds: whoever holds one may be cut off or stand still, and the others must not wait for
 * that. `busy`: the rest of those that are there. Servers that cannot skip rows wait.
 */
export const lockFreeJobs = async (
  session: Session,
  ids: number[],
  skipsLocked: boolean
): Promise<{ locked: LockedJob[]; busy: number[] }> => {
  if (!skipsLocked) return { locked: await lockJobs(session, ids), busy: [] };
  const locked = await lock(session, ids, forUpdateOfFree(session));
  const known = new Set(locked.map(({ id }) => id));
  const left = ids.filter((id) => !known.has(id));
  if (left.length === 0) return { locked, busy: [] };
  const rows = await query(
    session,
    `SELECT id FROM ${session.tables.jobs} WHERE id IN (${marks(left)})`,
    left
  );
  return { locked, busy: rows.map((row) => toNumber(row['id'])) };
};

const lock = async (session: Session, ids: number[], how: string): Promise<LockedJob[]> => {
  await takeWriteLock(session);
  if (ids.length === 0) return [];
  const rows = await query(
    session,
    `SELECT id, document_id, name, revision, next_at, held_at, paused_until, scheduled_count,
       failure_streak, breaker_failures, breaker_cool_down_ms, breaker_until, waiting_turns,
       dependents_count
     FROM ${session.tables.jobs} WHERE id IN (${marks(ids)}) ORDER BY id ${how}`,
    ids
  );
  return rows.map((row) => ({
    id: toNumber(row['id']),
    documentId: String(row['document_id']),
    name: String(row['name']),
    revision: toNumber(row['revision']),
    nextAt: toNumberOrNull(row['next_at']),
    heldAt: toNumberOrNull(row['held_at']),
    pausedUntil: toNumberOrNull(row['paused_until']),
    scheduledCount: toNumber(row['scheduled_count']),
    failureStreak: toNumber(row['failure_streak']),
    breaker: toBreaker(row),
    breakerUntil: toNumberOrNull(row['breaker_until']),
    hasTurns: toNumberOrNull(row['waiting_turns']) === 1,
    hasDependents: toNumber(row['dependents_count']) > 0,
  }));
};

const toBreaker = (row: Row): LockedJob['breaker'] => {
  const failures = toNumberOrNull(row['breaker_failures']);
  const coolDownMs = toNumberOrNull(row['breaker_cool_down_ms']);
  return failures === null || coolDownMs === null ? null : { failures, coolDownMs };
};

/**
 * SQLite: knex begins transactions as readers, and a reader cannot always become the writer. A write that changes
 * nothing makes it the writer before it reads.
 */
export const takeWriteLock = async (session: Session): Promise<void> => {
  if (session.client !== 'sqlite') return;
  await execute(session, `UPDATE ${session.tables.jobs} SET revision = revision WHERE id = 0`);
};
