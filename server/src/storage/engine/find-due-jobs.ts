import { calendarsOf } from '../../domain/calendars/job-calendars';
import type { DueJob, DueJobs } from '../../engine/ports';
import { readPauses } from './cluster';
import { readCalendars } from './read-calendars';
import { toDueJob, toNumber, toNumberOrNull } from './rows';
import { marks, query, type Row, type Session } from './session';

/** The columns of a job that the engine reads. */
export const DUE_COLUMNS = `id, document_id, revision, owner_kind, owner_id, definition, cursor_at,
  paused_until, scheduled_count`;

/** The database clock, and the jobs to be looked at at or before `now + aheadMs`, earliest first. */
export const findDueJobs = async (
  session: Session,
  { limit, aheadMs, except = [] }: { limit: number; aheadMs: number; except?: number[] }
): Promise<DueJobs> => {
  const now = session.now();
  const exceptThese = except.length === 0 ? '' : `AND id NOT IN (${marks(except)})`;
  const rows = await query(
    session,
    `SELECT clock.now, pause.paused_at AS all_paused_at, pause.paused_until AS all_paused_until,
       pause.resumed_at, due.*
     FROM (SELECT ${now} AS now) clock
     LEFT JOIN ${session.tables.cluster} pause ON pause.name = 'scheduler'
     LEFT JOIN (
       SELECT ${DUE_COLUMNS}, next_at
       FROM ${session.tables.jobs} WHERE next_at <= ${now} + ? ${exceptThese}
       ORDER BY next_at LIMIT ?
     ) due ON 1 = 1 ORDER BY due.next_at, due.id`,
    [aheadMs, ...except, limit]
  );
  const first = rows[0] ?? {};
  const pause = toPause(first);
  const answer = { now: toNumber(first['now']), pause };
  if (pause !== null && pause.until > answer.now)
    return { ...answer, jobs: [], calendars: new Map(), pauses: [] };

  const due = rows.filter((row) => row['id'] !== null);
  const jobs = due.map((row) => toDueJob(row, toNumber(row['next_at'])));
  return {
    ...answer,
    jobs,
    calendars: await calendarsOfAll(session, jobs),
    pauses: sleptThrough(first, jobs) ? await readPauses(session) : [],
  };
};

const toPause = (row: Row): DueJobs['pause'] => {
  const at = toNumberOrNull(row['all_paused_at']);
  return at === null ? null : { at, until: toNumber(row['all_paused_until']) };
};

/** Whether one of them may have had an occurrence before the newest pause of all ended. */
const sleptThrough = (row: Row, jobs: DueJob[]): boolean => {
  const resumedAt = toNumberOrNull(row['resumed_at']) ?? -Infinity;
  return jobs.some(
    ({ nextAt, cursorAt, pausedUntil }) =>
      (pausedUntil === null ? nextAt : (cursorAt ?? nextAt)) < resumedAt
  );
};

/** The calendars that these jobs refer to. */
export const calendarsOfAll = (session: Session, jobs: DueJob[]): Promise<DueJobs['calendars']> => {
  const ids = jobs.flatMap(({ definition }) => namedBy(definition));
  return readCalendars(session, [...new Set(ids)]);
};

/** Nothing where the definition cannot be understood: that comes out later, and is that job's own trouble. */
const namedBy = (definition: DueJob['definition']): string[] => {
  try {
    return calendarsOf(definition);
  } catch {
    return [];
  }
};
