import type { DueJob } from '../../engine/ports';
import { toDueJob, toNumber } from './rows';
import { query, type Session } from './session';

/** The database clock, and the jobs with an occurrence at or before `now + aheadMs`, earliest first. */
export const findDueJobs = async (
  session: Session,
  { limit, aheadMs }: { limit: number; aheadMs: number }
): Promise<{ now: number; jobs: DueJob[] }> => {
  const now = session.now();
  const rows = await query(
    session,
    `SELECT clock.now, due.* FROM (SELECT ${now} AS now) clock LEFT JOIN (
       SELECT id, document_id, revision, owner_kind, owner_id, definition, next_at, cursor_at, paused_until
       FROM ${session.tables.jobs} WHERE next_at <= ${now} + ? ORDER BY next_at LIMIT ?
     ) due ON 1 = 1 ORDER BY due.next_at, due.id`,
    [aheadMs, limit]
  );
  const jobs = rows.filter((row) => row['id'] !== null);
  return {
    now: toNumber(rows[0]?.['now']),
    jobs: jobs.map((row) => toDueJob(row, toNumber(row['next_at']))),
  };
};
