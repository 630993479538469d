import type { ExecutionMeta, ExecutionView } from '../contract/execution';
import { onItsOwn, queueingOf } from '../engine/plan';
import { findFor } from './access';
import { requireExecutionRights } from './change-execution';
import { Conflict } from './errors';
import type { Caller, ServicePorts } from './ports';
import { start } from './run-job';

/**
 * A new execution with the same input as a finished one: same template, parameters and policies, a new occurrence
 * without a slot. Throws Conflict where it is still on its way or its job is gone.
 */
export const replayExecution = async (
  ports: ServicePorts,
  caller: Caller,
  id: string
): Promise<{ data: ExecutionView; meta: ExecutionMeta }> => {
  const { store, ids } = ports;
  const original = await findFor(caller, { needed: 'jobs-run', read: 'executions-read' }, (scope) =>
    store.findExecution(id, scope)
  );
  if (original.finishedAt === null) throw new Conflict('It is still on its way');
  const job =
    original.jobId === null
      ? undefined
      : await store.findJob(original.jobDocumentId, { jobs: 'all' });
  if (job === undefined) throw new Conflict('Its job was deleted');
  requireExecutionRights(ports, caller, { execution: original, job });
  return start(ports, caller, job.documentId, async (_changes, locked) => ({
    documentId: ids.documentId(),
    trigger: 'replay',
    slotAt: null,
    status: 'queued',
    reason: null,
    priority: original.priority,
    limit: queueingOf(locked.id, locked.definition).limit,
    plan: { ...original.plan, owner: locked.owner },
    parameters: original.parameters,
    ...onItsOwn(),
    startedBy: { kind: caller.kind, id: caller.id, name: caller.name },
    note: null,
  }));
};
