import type { AfterAttempt } from '../../domain/transition';
import type { Ref } from '../../engine/ports';
import { toTextOrNull } from './rows';
import { marks, query, type Session } from './session';
import { writeSystemAudit } from './system-audit';

interface End {
  ref: Ref;
  next: AfterAttempt;
}

/** What hooks kept from running goes into the audit log, in the transaction that writes it down. */
export const auditRefusals = async (session: Session, ends: End[]): Promise<void> => {
  const refused = ends.filter(
    ({ next }) => next.status === 'skipped' && next.reason === 'hook-refused'
  );
  if (refused.length === 0) return;
  const rows = await query(
    session,
    `SELECT id, document_id, job_name FROM ${session.tables.executions}
     WHERE id IN (${marks(refused)}) ORDER BY id`,
    refused.map(({ ref }) => ref.id)
  );
  for (const row of rows) {
    const next = refused.find(({ ref }) => ref.id === Number(row['id']))?.next;
    const error = next !== undefined && 'error' in next ? next.error : null;
    // oxlint-disable-next-line no-await-in-loop -- one transaction has one connection
    await writeSystemAudit(session, {
      action: 'execution.hook-refuse',
      object: {
        kind: 'execution',
        documentId: toTextOrNull(row['document_id']),
        name: toTextOrNull(row['job_name']),
      },
      diff: { error: { before: null, after: error?.message ?? null } },
    });
  }
};
