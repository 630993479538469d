import { randomUUID } from 'node:crypto';

import type { NewAuditEntry } from '../../services/ports';
import { writeAudit } from '../audit';
import type { Session } from './session';

/** Adds an entry of something that the scheduler did by itself, in the transaction in which it does it. */
export const writeSystemAudit = (
  session: Session,
  event: Pick<NewAuditEntry, 'action' | 'object' | 'diff'>
): Promise<void> =>
  writeAudit(session, `a${randomUUID().replaceAll('-', '').slice(0, 23)}`, {
    ...event,
    actor: { kind: 'system', id: null, name: null },
    outcome: 'ok',
    ip: null,
    requestId: null,
  });

/** A job as the object of an entry. */
export const auditedJob = (job: { documentId: string; name: string }): NewAuditEntry['object'] => ({
  kind: 'job',
  documentId: job.documentId,
  name: job.name,
});
