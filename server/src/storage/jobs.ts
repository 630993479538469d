import type { JobPlace } from '../domain/job-times';
import { Conflict } from '../services/errors';
import type { JobWrite, NewJob, Pause, Scope } from '../services/ports';
import type { JobRecord } from '../services/records';
import { noteNow, readNow } from './engine/database-clock';
import { execute, forUpdate, marks, query, queryInParts } from './engine/session';
import type { Row, Session } from './engine/session';
import { fromPause, fromPlace, fromWrite, toJob } from './job-rows';
import { scopeCondition } from './scope';
import type { JobIdsWhere } from './scope';
import { isUniqueViolation } from './unique-violation';

/** A session that can also tell which jobs a right covers. */
export interface ScopedSession extends Session {
  jobIdsWhere: JobIdsWhere;
}

/** The job of that documentId, if the scope covers it. */
export const findJob = (
  session: ScopedSession,
  documentId: string,
  scope: Scope
): Promise<JobRecord | undefined> => selectJob(session, documentId, scope, '');

/** The same, locked until the end of the transaction. */
export const lockJob = async (
  session: ScopedSession,
  documentId: string,
  scope: Scope
): Promise<JobRecord | undefined> => {
  // The lock comes first and alone: a condition joins other tables, whose rows are none of our business.
  const lock = forUpdate(session);
  const locked = await selectJob(session, documentId, { jobs: 'all' }, lock);
  if (locked === undefined || scope.jobs === 'all') return locked;
  // MySQL: a plain read may answer what was there before the lock; it says only whether the job is covered.
  const covered = await selectJob(session, documentId, scope, '');
  return covered && locked;
};

const selectJob = async (
  session: ScopedSession,
  documentId: string,
  scope: Scope,
  lock: string
): Promise<JobRecord | undefined> => {
  const [inScope = { sql: '1 = 1', bindings: [] }] = scopeCondition(
    scope,
    'j.id',
    session.jobIdsWhere
  );
  const [row] = await query(
    session,
    `SELECT j.*, ${session.now()} AS now FROM ${session.tables.jobs} j WHERE j.document_id = ? AND ${inScope.sql} ${lock}`,
    [documentId, ...inScope.bindings]
  );
  if (row === undefined) return undefined;
  noteNow(session, row['now']);
  return toJob(row);
};

export const insertJob = async (session: Session, job: NewJob): Promise<void> => {
  const now = new Date(await readNow(session));
  const row: Row = {
    ...fromWrite(job),
    document_id: job.documentId,
    created_at: now,
    updated_at: now,
    published_at: now,
    created_by_id: job.createdBy,
    updated_by_id: job.createdBy,
    revision: 1,
    owner_kind: job.owner.kind,
    owner_id: job.owner.id,
    failure_streak: 0,
    execution_count: 0,
    failure_count: 0,
    scheduled_count: 0,
    dependents_count: 0,
  };
  const columns = Object.keys(row);
  const sql = `INSERT INTO ${session.tables.jobs} (${columns.map(() => '??').join(', ')})
    VALUES (${marks(columns)})`;
  await orNameTaken(execute(session, sql, [...columns, ...Object.values(row)]));
};

/** Writes a new definition over a locked job, counts its revision up and ends a hold. */
export const updateJob = async (
  session: Session,
  job: JobRecord,
  { write, updatedBy }: { write: JobWrite; updatedBy: number | null }
): Promise<void> => {
  const row: Row = {
    ...fromWrite(write),
    revision: job.revision + 1,
    updated_at: new Date(await readNow(session)),
    updated_by_id: updatedBy,
  };
  const set = Object.keys(row).map(() => '?? = ?');
  const sql = `UPDATE ${session.tables.jobs} SET ${set.join(', ')} WHERE id = ?`;
  await orNameTaken(execute(session, sql, [...Object.entries(row).flat(), job.id]));
};

/** Pauses a locked job, or ends its pause, and moves it to its new place. */
export const writePause = async (
  session: Session,
  { id }: JobRecord,
  pause: Pause | null,
  place: JobPlace
): Promise<void> => {
  const row = { ...fromPause(pause), ...fromPlace(place) };
  const set = Object.keys(row).map(() => '?? = ?');
  const sql = `UPDATE ${session.tables.jobs} SET ${set.join(', ')} WHERE id = ?`;
  await execute(session, sql, [...Object.entries(row).flat(), id]);
};

/** Its executions stay: the foreign key sets their job to NULL. */
export const deleteJob = async (session: Session, { id }: JobRecord): Promise<void> => {
  await execute(session, `DELETE FROM ${session.tables.jobs} WHERE id = ?`, [id]);
};

/** The jobs of these documentIds, without regard to any scope. */
export const findJobs = async (session: Session, documentIds: string[]): Promise<JobRecord[]> => {
  if (documentIds.length === 0) return [];
  const rows = await query(
    session,
    `SELECT j.* FROM ${session.tables.jobs} j WHERE j.document_id IN (${marks(documentIds)}) ORDER BY j.name`,
    documentIds
  );
  return rows.map(toJob);
};

/** Names that begin with `prefix`. */
export const findJobNames = async (session: Session, prefix: string): Promise<string[]> => {
  const rows = await query(
    session,
    `SELECT name FROM ${session.tables.jobs} WHERE name LIKE ? ESCAPE '!'`,
    [`${prefix.replace(/[!%_]/g, '!$&')}%`]
  );
  return rows.map((row) => String(row['name']));
};

/** name → documentId of the jobs of these names, without regard to any scope. */
export const findJobIds = async (
  session: Session,
  names: string[]
): Promise<Map<string, string>> => {
  const rows = await queryInParts(names, (some) =>
    query(
      session,
      `SELECT name, document_id FROM ${session.tables.jobs} WHERE name IN (${marks(some)})`,
      some
    )
  );
  return new Map(rows.map((row) => [String(row['name']), String(row['document_id'])]));
};

/** The name is the only thing about a job that is unique. */
const orNameTaken = async (statement: Promise<void>): Promise<void> => {
  try {
    await statement;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new Conflict('Another job has this name', {
      errors: [{ path: ['name'], message: 'is taken by another job' }],
    });
  }
};
