import type { HeldJobs } from '../../engine/ports';
import { calendarsOfAll, DUE_COLUMNS } from './find-due-jobs';
import { toDueJob, toNumber, toTextOrNull } from './rows';
import { execute, forUpdate, marks, query, type Database, type Session } from './session';
import { takeWriteLock } from './lock-jobs';

/**
 * Holds the jobs of templates that are gone: nothing is due for them any more. Answers how many, and the first of those
 * held for that reason whose template is back. Releases none.
 */
export const holdJobsWithout = async (
  database: Database,
  templates: string[]
): Promise<{ held: number; back: HeldJobs }> => ({
  held: await hold(database, templates),
  back: await findBack(database, templates),
});

/** Jobs that one transaction holds, and that are offered at once. */
const PAGE = 1_000;

const hold = async (database: Database, templates: string[]): Promise<number> => {
  let held = 0;
  for (const template of await findGone(database, templates))
    held += await holdAllOf(database, template);
  return held;
};

/**
 * Templates that are gone, of jobs that are not held: a step in the index for each template, however many jobs it has,
 * and no job's row is locked or waited for because of what others do with it.
 */
const findGone = async (session: Session, templates: string[]): Promise<string[]> => {
  const gone: string[] = [];
  for (let last = ''; ;) {
    const [row] = await query(
      session,
      `SELECT MIN(template) AS template FROM ${session.tables.jobs}
       WHERE held_reason IS NULL AND template > ?`,
      [last]
    );
    const template = toTextOrNull(row?.['template']);
    if (template === null) return gone;
    if (!templates.includes(template)) gone.push(template);
    last = template;
  }
};

const holdAllOf = async (database: Database, template: string): Promise<number> => {
  for (let held = 0; ;) {
    const count = await holdSome(database, template);
    held += count;
    if (count < PAGE) return held;
  }
};

const holdSome = (database: Database, template: string): Promise<number> =>
  database.transaction(async (session) => {
    await takeWriteLock(session);
    const rows = await query(
      session,
      `SELECT id FROM ${session.tables.jobs}
       WHERE held_reason IS NULL AND template = ? ORDER BY id LIMIT ${PAGE} ${forUpdate(session)}`,
      [template]
    );
    const ids = rows.map((row) => toNumber(row['id']));
    if (ids.length > 0) await holdThese(session, ids);
    return ids.length;
  });

/**
 * What was due and not yet on record stays behind the cursor: whoever lets the job go on counts it. MySQL sets from left
 * to right: the cursor looks at `next_at` before it goes.
 */
const holdThese = (session: Session, ids: number[]): Promise<void> =>
  execute(
    session,
    `UPDATE ${session.tables.jobs}
     SET held_reason = 'template-missing', held_at = ${session.now()},
       cursor_at = CASE
         WHEN paused_until IS NOT NULL THEN cursor_at
         WHEN next_at IS NOT NULL AND next_at <= ${session.now()} THEN next_at - 1
         WHEN cursor_at > ${session.now()} THEN cursor_at
         ELSE ${session.now()} END,
       next_at = NULL, next_run_at = NULL
     WHERE id IN (${marks(ids)})`,
    ids
  );

const findBack = async (session: Session, templates: string[]): Promise<HeldJobs> =>
  templates.length === 0
    ? { jobs: [], calendars: new Map() }
    : findHeld(
        session,
        `'template-missing' AND template IN (${marks(templates)})`,
        templates,
        `LIMIT ${PAGE}`
      );

/** At once, so that a table full of them cannot hold up a node. */
const MAX_UNREADABLE = 100;

/** Jobs that some node could not understand. Releases none. */
export const findUnreadable = (session: Session): Promise<HeldJobs> =>
  findHeld(session, `'unreadable'`, [], `LIMIT ${MAX_UNREADABLE}`);

const findHeld = async (
  session: Session,
  reason: string,
  bindings: string[],
  limit = ''
): Promise<HeldJobs> => {
  const rows = await query(
    session,
    `SELECT ${DUE_COLUMNS}, held_at FROM ${session.tables.jobs}
     WHERE held_reason = ${reason} ORDER BY id ${limit}`,
    bindings
  );
  const jobs = rows.map((row) => toDueJob(row, toNumber(row['held_at'])));
  return { jobs, calendars: await calendarsOfAll(session, jobs) };
};
