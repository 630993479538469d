import type { FinalStatus, Reason, Trigger } from '../../contract/execution';
import { outcomeOf, type UpstreamEvent } from '../../domain/dependencies';
import { readNow } from './database-clock';
import { latest } from './latest';
import { toNumber, toTextOrNull } from './rows';
import {
  execute,
  forUpdate,
  forUpdateOfFree,
  marks,
  query,
  type Row,
  type Session,
} from './session';

/** An execution that came to its end. */
export interface Ended {
  jobId: number;
  /** documentId */
  execution: string;
  status: FinalStatus;
  reason: Reason | null;
  trigger: Trigger;
  /** It was on record before, and others may wait for this very one: its end is told, whatever it means. */
  waited?: true;
}

/** An execution that is on its way again, or that makes good for another one. */
export interface Replaced {
  jobId: number;
  execution: string;
  replaces: string;
}

/**
 * Writes what jobs that depend on others have to know, in the transaction of the end itself: crash or not, both or
 * none are there. The jobs' rows are locked. Ends that mean nothing to others are left out, unless somebody may wait for
 * them. Answers whether any was written.
 */
export const writeUpstreamEnds = (session: Session, ended: Ended[]): Promise<boolean> =>
  write(
    session,
    ended.flatMap((end): NewEvent[] => {
      const { jobId, execution, status } = end;
      if (outcomeOf(end) !== null) return [{ jobId, execution, status, replaces: null }];
      return end.waited ? [{ jobId, execution, status, replaces: execution }] : [];
    })
  );

export const writeReplaced = (session: Session, replaced: Replaced[]): Promise<boolean> =>
  write(
    session,
    replaced.map((one) => ({ ...one, status: null }))
  );

interface NewEvent extends Omit<UpstreamEvent, 'job'> {
  jobId: number;
}

/** A whole queue may be cancelled at once: the bindings of one statement stay below the limits of all databases. */
const ROWS_PER_STATEMENT = 1_000;

const write = async (session: Session, events: NewEvent[]): Promise<boolean> => {
  if (events.length === 0) return false;
  const upstreams = await findUpstreams(session, [...new Set(events.map(({ jobId }) => jobId))]);
  const told = events.flatMap((event) => {
    const job = upstreams.get(event.jobId);
    return job === undefined ? [] : [{ ...event, job }];
  });
  if (told.length === 0) return false;
  const now = await readNow(session);
  for (let from = 0; from < told.length; from += ROWS_PER_STATEMENT) {
    const rows = told.slice(from, from + ROWS_PER_STATEMENT);
    await execute(
      session,
      `INSERT INTO ${session.tables.upstreamEnds}
         (job_document_id, execution_document_id, status, replaces, at)
       VALUES ${rows.map(() => '(?, ?, ?, ?, ?)').join(', ')}`,
      rows.flatMap((row) => [row.job, row.execution, row.status, row.replaces, now])
    );
  }
  return true;
};

/** Those of these jobs on which others depend. */
const findUpstreams = async (session: Session, ids: number[]): Promise<Map<number, string>> => {
  const rows = await query(
    session,
    `SELECT id, document_id FROM ${session.tables.jobs}
     WHERE id IN (${marks(ids)}) AND dependents_count > 0 ${latest(session)}`,
    ids
  );
  return new Map(rows.map((row) => [toNumber(row['id']), String(row['document_id'])]));
};

/** An event in its row. */
export interface StoredEvent extends UpstreamEvent {
  id: number;
}

const COLUMNS = 'id, job_document_id, execution_document_id, status, replaces';

/** The oldest events that nobody has dealt with, but for those of these jobs, or those `of` one job. */
export const findEvents = async (
  session: Session,
  { limit, except, of }: { limit: number; except: string[]; of?: string | undefined }
): Promise<StoredEvent[]> => {
  const conditions = [
    ...(except.length === 0 ? [] : [`job_document_id NOT IN (${marks(except)})`]),
    ...(of === undefined ? [] : ['job_document_id = ?']),
  ];
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const rows = await query(
    session,
    `SELECT ${COLUMNS} FROM ${session.tables.upstreamEnds} ${where} ORDER BY id LIMIT ?`,
    [...except, ...(of === undefined ? [] : [of]), limit]
  );
  return rows.map(toEvent);
};

/** Those that are still there, locked, in their order. */
export const lockEvents = async (
  session: Session,
  ids: number[],
  skipsLocked: boolean
): Promise<StoredEvent[]> => {
  const how = skipsLocked ? forUpdateOfFree(session) : forUpdate(session);
  const rows = await query(
    session,
    `SELECT ${COLUMNS} FROM ${session.tables.upstreamEnds}
     WHERE id IN (${marks(ids)}) ORDER BY id ${how}`,
    ids
  );
  return rows.map(toEvent);
};

export const removeEvents = (session: Session, ids: number[]): Promise<void> =>
  execute(session, `DELETE FROM ${session.tables.upstreamEnds} WHERE id IN (${marks(ids)})`, ids);

const toEvent = (row: Row): StoredEvent => ({
  id: toNumber(row['id']),
  job: String(row['job_document_id']),
  execution: String(row['execution_document_id']),
  status: toTextOrNull(row['status']) as FinalStatus | null,
  replaces: toTextOrNull(row['replaces']),
});
