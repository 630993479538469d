import type { DueJob } from '../../engine/ports';
import { toDueJob, toNumber } from './rows';
import { execute, forUpdate, marks, query, type Database, type Session } from './session';
import { takeWriteLock } from './lock-jobs';

/**
 * Holds the jobs of templates that are gone: nothing is due for them any more. Answers how many, and the ones held
 * for that reason whose template is back. Releases none.
 */
export const holdJobsWithout = async (
  database: Database,
  templates: string[]
): Promise<{ held: number; back: DueJob[] }> => ({
  held: await hold(database, templates),
  back: await findBack(database, templates),
});

const hold = (database: Database, templates: string[]): Promise<number> =>
  database.transaction(async (session) => {
    await takeWriteLock(session);
    const rows = await query(
      session,
      `SELECT id FROM ${session.tables.jobs}
       WHERE held_reason IS NULL ${among('NOT IN', templates)} ORDER BY id ${forUpdate(session)}`,
      templates
    );
    const ids = rows.map((row) => toNumber(row['id']));
    if (ids.length > 0) await holdThese(session, ids);
    return ids.length;
  });

const holdThese = (session: Session, ids: number[]): Promise<void> =>
  execute(
    session,
    `UPDATE ${session.tables.jobs}
     SET held_reason = 'template-missing', held_at = ${session.now()}, next_at = NULL
     WHERE id IN (${marks(ids)})`,
    ids
  );

const findBack = async (session: Session, templates: string[]): Promise<DueJob[]> => {
  if (templates.length === 0) return [];
  const rows = await query(
    session,
    `SELECT id, document_id, revision, owner_kind, owner_id, definition, cursor_at, paused_until, held_at
     FROM ${session.tables.jobs}
     WHERE held_reason = 'template-missing' ${among('IN', templates)} ORDER BY id`,
    templates
  );
  return rows.map((row) => toDueJob(row, toNumber(row['held_at'])));
};

const among = (operator: 'IN' | 'NOT IN', templates: string[]): string =>
  templates.length === 0 ? '' : `AND template ${operator} (${marks(templates)})`;
