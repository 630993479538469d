import type { Session } from './session';
import { updateEach } from './update-each';

/**
 * Executions that are over with that status, and whose last attempt never began: their records look as if nobody had
 * claimed them for it.
 */
export const forgetAttempts = (
  session: Session,
  ids: number[],
  status: 'skipped' | 'cancelled'
): Promise<void> =>
  updateEach(session, {
    table: session.tables.executions,
    columns: { id: 'integer' },
    rows: ids.map((id) => ({ id })),
    // MySQL sets from left to right: the first start looks at the attempt before that is counted down.
    set: {
      first_started_at: 'CASE WHEN t.attempt <= 1 THEN NULL ELSE t.first_started_at END',
      started_at: 'NULL',
      node: 'NULL',
      attempt: 't.attempt - 1',
    },
    where: `t.status = '${status}'`,
  });
