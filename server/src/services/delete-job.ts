import { findFor } from './access';
import { auditEntry, diffOf, jobObject } from './audit';
import { lockForDeletion, refuseDependents } from './dependencies';
import type { Caller, ServicePorts } from './ports';

/**
 * Deletes a job on which no other depends (else Conflict). Its queued executions are cancelled, running ones asked to end; their records
 * stay.
 */
export const deleteJob = async (ports: ServicePorts, caller: Caller, id: string): Promise<void> => {
  const running = await ports.store.change(async (changes) => {
    await lockForDeletion(changes, id);
    const job = await findFor(caller, { needed: 'jobs-delete', read: 'jobs-read' }, (scope) =>
      changes.lockJob(id, scope)
    );
    await refuseDependents(changes, caller, id);
    const asked = await changes.cancelAllOf(job);
    await changes.writeUpstreams(job, []);
    await changes.writeCalendarLinks(job.id, []);
    await changes.writeSecretLinks(job.id, []);
    await changes.writeScriptLinks(job.id, []);
    await changes.deleteJob(job);
    const object = jobObject({ documentId: job.documentId, name: job.definition.name });
    const gone = Object.entries(diffOf(null, job.definition)).map(
      ([field, { after }]) => [field, { before: after, after: null }] as const
    );
    const diff = Object.fromEntries(gone);
    await changes.writeAudit(auditEntry(caller, { action: 'job.delete', object, diff }));
    return asked;
  });
  for (const execution of running) ports.engine.cancelHint(execution);
};
