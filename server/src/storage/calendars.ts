import type { CalendarDefinition } from '../contract/calendar';
import { Conflict } from '../services/errors';
import type {
  CalendarChanges,
  CalendarQuery,
  CalendarReads,
  CalendarRecord,
} from '../services/calendar-ports';
import type { Found, Scope } from '../services/ports';
import type { JobRecord } from '../services/records';
import { readNow } from './engine/database-clock';
import { fromJson, toJson, toNumber } from './engine/rows';
import { execute, forUpdate, marks, query, queryInParts } from './engine/session';
import type { Row, Session } from './engine/session';
import { updateEach } from './engine/update-each';
import { toJob } from './job-rows';
import type { ScopedSession } from './jobs';
import { writeLinks } from './engine/links';
import { readCalendars } from './engine/read-calendars';
import { findLinkedJobs } from './linked-jobs';
import { contains, whereAll } from './scope';
import type { Reader } from './reader';
import { isUniqueViolation } from './unique-violation';
import { toInstant } from './values';

export const findCalendar = (
  session: Session,
  documentId: string
): Promise<CalendarRecord | undefined> => selectCalendar(session, documentId, '');

export const lockCalendar = (
  session: Session,
  documentId: string
): Promise<CalendarRecord | undefined> => selectCalendar(session, documentId, forUpdate(session));

const selectCalendar = async (
  session: Session,
  documentId: string,
  lock: string
): Promise<CalendarRecord | undefined> => {
  const [row] = await query(
    session,
    `SELECT * FROM ${session.tables.calendars} WHERE document_id = ? ${lock}`,
    [documentId]
  );
  return row && toCalendar(row);
};

/** documentId → definition of those that exist, locked in the order of their ids. */
export const lockCalendars = async (
  session: Session,
  documentIds: readonly string[]
): Promise<Map<string, CalendarDefinition>> => {
  const ids = [...new Set(documentIds)];
  if (ids.length === 0) return new Map();
  const rows = await query(
    session,
    `SELECT document_id, definition FROM ${session.tables.calendars}
     WHERE document_id IN (${marks(ids)}) ORDER BY id ${forUpdate(session)}`,
    ids
  );
  return new Map(
    rows.map((row) => [
      String(row['document_id']),
      fromJson(row['definition']) as CalendarDefinition,
    ])
  );
};

/** name → documentId of the calendars of these names. */
const findCalendarIds = async (session: Session, names: string[]): Promise<Map<string, string>> => {
  const rows = await queryInParts(names, (some) =>
    query(
      session,
      `SELECT name, document_id FROM ${session.tables.calendars} WHERE name IN (${marks(some)})`,
      some
    )
  );
  return new Map(rows.map((row) => [String(row['name']), String(row['document_id'])]));
};

const SORT_COLUMNS = { name: 'c.name', createdAt: 'c.created_at', updatedAt: 'c.updated_at' };

export const listCalendars = async (
  session: Session,
  request: CalendarQuery
): Promise<Found<CalendarRecord>> => {
  const where = whereAll(request.q === null ? [] : [contains(['c.name'], request.q)]);
  const from = `FROM ${session.tables.calendars} c ${where.sql}`;
  const [counted] = await query(session, `SELECT COUNT(*) AS total ${from}`, where.bindings);
  const order = `${SORT_COLUMNS[request.sort.field]} ${request.sort.descending ? 'DESC' : 'ASC'}, c.id`;
  const rows = await query(session, `SELECT c.* ${from} ORDER BY ${order} LIMIT ? OFFSET ?`, [
    ...where.bindings,
    request.limit,
    request.offset,
  ]);
  return { rows: rows.map(toCalendar), total: toNumber(counted?.['total']) };
};

export const countCalendarUses = async (
  session: Session,
  documentIds: readonly string[]
): Promise<Map<string, number>> => {
  if (documentIds.length === 0) return new Map();
  const rows = await query(
    session,
    `SELECT target, COUNT(*) AS uses FROM ${session.tables.links}
     WHERE kind = 'calendar' AND target IN (${marks(documentIds)}) GROUP BY target`,
    documentIds
  );
  return new Map(rows.map((row) => [String(row['target']), toNumber(row['uses'])]));
};

export const insertCalendar = async (
  session: Session,
  { documentId, definition, createdBy }: Parameters<CalendarChanges['insertCalendar']>[0]
): Promise<void> => {
  const now = new Date(await readNow(session));
  const row: Row = {
    document_id: documentId,
    name: definition.name,
    definition: toJson(definition),
    revision: 1,
    created_at: now,
    updated_at: now,
    published_at: now,
    created_by_id: createdBy,
    updated_by_id: createdBy,
  };
  const columns = Object.keys(row);
  const sql = `INSERT INTO ${session.tables.calendars} (${columns.map(() => '??').join(', ')})
    VALUES (${marks(columns)})`;
  await orNameTaken(execute(session, sql, [...columns, ...Object.values(row)]));
};

export const updateCalendar = async (
  session: Session,
  calendar: CalendarRecord,
  { definition, updatedBy }: { definition: CalendarDefinition; updatedBy: number | null }
): Promise<void> => {
  const row: Row = {
    name: definition.name,
    definition: toJson(definition),
    revision: calendar.revision + 1,
    updated_at: new Date(await readNow(session)),
    updated_by_id: updatedBy,
  };
  const set = Object.keys(row).map(() => '?? = ?');
  const sql = `UPDATE ${session.tables.calendars} SET ${set.join(', ')} WHERE id = ?`;
  await orNameTaken(execute(session, sql, [...Object.entries(row).flat(), calendar.id]));
};

export const deleteCalendar = async (session: Session, { id }: CalendarRecord): Promise<void> => {
  await execute(session, `DELETE FROM ${session.tables.calendars} WHERE id = ?`, [id]);
};

/** Links hold the row ids of the jobs that use the calendar. */
const using = ({ tables }: Session): string =>
  `j.id IN (SELECT l.job_id FROM ${tables.links} l WHERE l.kind = 'calendar' AND l.target = ?)`;

export const findJobsUsing = (
  session: ScopedSession,
  documentId: string,
  within: { scope: Scope; limit: number }
): Promise<JobRecord[]> =>
  findLinkedJobs(session, { kind: 'calendar', target: documentId, ...within });

export const lockJobsUsing = async (
  session: Session,
  documentId: string,
  { afterId, limit }: { afterId: number; limit: number }
): Promise<JobRecord[]> => {
  const rows = await query(
    session,
    `SELECT j.* FROM ${session.tables.jobs} j WHERE ${using(session)} AND j.id > ?
     ORDER BY j.id LIMIT ? ${forUpdate(session)}`,
    [documentId, afterId, limit]
  );
  return rows.map(toJob);
};

export const moveNextRuns = (
  session: Session,
  jobs: { id: number; nextRunAt: number | null }[]
): Promise<void> =>
  updateEach(session, {
    table: session.tables.jobs,
    columns: { id: 'integer', next_run_at: 'integer' },
    rows: jobs.map(({ id, nextRunAt }) => ({ id, next_run_at: nextRunAt })),
    set: { next_run_at: 'v.next_run_at' },
  });

const toCalendar = (row: Row): CalendarRecord => ({
  id: toNumber(row['id']),
  documentId: String(row['document_id']),
  revision: toNumber(row['revision']),
  definition: fromJson(row['definition']) as CalendarDefinition,
  createdAt: toInstant(row['created_at']),
  updatedAt: toInstant(row['updated_at']),
});

/** The name is the only thing about a calendar that is unique. */
const orNameTaken = async (statement: Promise<void>): Promise<void> => {
  try {
    await statement;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new Conflict('Another calendar has this name', {
      errors: [{ path: ['name'], message: 'is taken by another calendar' }],
    });
  }
};

/** What use cases read of calendars. */
export const calendarReads = (read: Reader): CalendarReads => ({
  findCalendar: read(findCalendar),
  listCalendars: read(listCalendars),
  readCalendars: read((session, ids: readonly string[]) => readCalendars(session, [...ids])),
  findCalendarIds: read(findCalendarIds),
  findJobsUsing: read((session, documentId: string, scope: Scope, limit: number) =>
    findJobsUsing(session, documentId, { scope, limit })
  ),
  countCalendarUses: read(countCalendarUses),
});

/** What use cases change of calendars. */
export const calendarChanges = (session: ScopedSession): CalendarChanges => ({
  lockCalendar: (documentId) => lockCalendar(session, documentId),
  lockCalendars: (documentIds) => lockCalendars(session, documentIds),
  insertCalendar: (calendar) => insertCalendar(session, calendar),
  updateCalendar: (calendar, definition, updatedBy) =>
    updateCalendar(session, calendar, { definition, updatedBy }),
  deleteCalendar: (calendar) => deleteCalendar(session, calendar),
  countCalendarUses: (documentIds) => countCalendarUses(session, documentIds),
  findJobsUsing: (documentId, scope, limit) => findJobsUsing(session, documentId, { scope, limit }),
  lockJobsUsing: (documentId, afterId, limit) =>
    lockJobsUsing(session, documentId, { afterId, limit }),
  readCalendars: (documentIds) => readCalendars(session, [...documentIds]),
  writeCalendarLinks: (jobId, documentIds) => writeLinks(session, jobId, 'calendar', documentIds),
  moveNextRuns: (jobs) => moveNextRuns(session, jobs),
});
