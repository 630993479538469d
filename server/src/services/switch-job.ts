import type { JobMeta, JobView } from '../contract/job';
import { placeOf } from '../domain/job-times';
import { findFor } from './access';
import { auditEntry, diffOf, jobObject } from './audit';
import { requireJobRights } from './create-job';
import { answerJob } from './job-view';
import type { Caller, ServicePorts } from './ports';

/**
 * Switches a job on or off, at once on every node. Switching on looks forward only: nothing is owed from before.
 * Doing it twice changes nothing.
 */
export const switchJob = async (
  ports: ServicePorts,
  caller: Caller,
  { id, to }: { id: string; to: 'enable' | 'disable' }
): Promise<{ data: JobView; meta: JobMeta }> => {
  const enabled = to === 'enable';
  const after = await ports.store.change(async (changes) => {
    const job = await findFor(caller, { needed: 'jobs-update', read: 'jobs-read' }, (scope) =>
      changes.lockJob(id, scope)
    );
    if (job.definition.enabled === enabled) return job;
    if (enabled) requireJobRights(ports, caller, job.definition);
    const definition = { ...job.definition, enabled };
    const rules = { now: await changes.now(), calendars: await changes.calendarsOf(definition) };
    const place = placeOf(definition, { ...job, heldReason: null }, rules);
    await changes.updateJob(job, { definition, ...place }, caller.userId);
    const object = jobObject({ documentId: job.documentId, name: definition.name });
    const diff = diffOf({ enabled: !enabled }, { enabled });
    await changes.writeAudit(auditEntry(caller, { action: `job.${to}`, object, diff }));
    return (await changes.lockJob(job.documentId, { jobs: 'all' })) ?? job;
  });
  ports.engine.wake();
  return answerJob(ports, after, caller);
};
