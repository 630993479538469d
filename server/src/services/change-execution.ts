import type { ExecutionMeta, ExecutionView } from '../contract/execution';
import type { Right } from '../contract/rights';
import { hooksOf } from '../domain/hooks';
import { findFor, requireHookRights, requireRights } from './access';
import { auditEntry, executionObject } from './audit';
import { Conflict, NotFound } from './errors';
import { answerExecution } from './execution-view';
import type { Caller, Changes, ServicePorts } from './ports';
import { refuseOtherStartOfToken } from './input-of-token';
import type { ExecutionRecord, JobRecord } from './records';
import { keepStarter } from './references-of-job';

type Answer = { data: ExecutionView; meta: ExecutionMeta };

/** Ends a waiting execution, asks a running one to end. Throws Conflict where it is over. */
export const cancelExecution = async (
  ports: ServicePorts,
  caller: Caller,
  id: string
): Promise<Answer> => {
  const answer = await changeExecution(ports, caller, {
    id,
    right: 'executions-cancel',
    action: 'execution.cancel',
    change: async (changes) => {
      const outcome = await changes.requestCancel(id);
      if (outcome === 'unknown') throw new NotFound();
      if (outcome === 'finished') throw new Conflict('It is over already');
    },
  });
  ports.engine.cancelHint(id);
  ports.engine.wake();
  return answer;
};

const NO_RETRY = {
  'not-finished': 'It is still on its way',
  'not-unsuccessful': 'Only what ran without success can be retried; replay it instead',
  overlap: 'Another execution of the job is in progress',
  unknown: 'Its job was deleted',
} as const;

/**
 * One more attempt of a finished unsuccessful execution: same record, same occurrence; skipped at once where nobody consents
 * to its script any more. Throws Conflict where not.
 */
export const retryExecution = async (
  ports: ServicePorts,
  caller: Caller,
  id: string
): Promise<Answer> => {
  const answer = await changeExecution(ports, caller, {
    id,
    right: 'jobs-run',
    action: 'execution.retry',
    change: async (changes, execution) => {
      const job = await changes.lockJob(execution.jobDocumentId, { jobs: 'all' });
      if (job === undefined) throw new Conflict(NO_RETRY.unknown);
      requireExecutionRights(ports, caller, { execution, job });
      const outcome = await changes.retryExecution(id);
      if (outcome !== 'queued' && outcome !== 'refused') throw new Conflict(NO_RETRY[outcome]);
      await keepStarter({ changes, catalogue: ports.catalogue, caller }, job, execution);
    },
  });
  ports.engine.wake();
  return answer;
};

/**
 * Who repeats an execution must hold what its template and hooks need for these very parameters; a token may repeat only
 * what it could start. Throws Conflict where the template is gone.
 */
export const requireExecutionRights = (
  { catalogue }: Pick<ServicePorts, 'catalogue'>,
  caller: Caller,
  { execution: { plan, parameters }, job }: { execution: ExecutionRecord; job: JobRecord }
): void => {
  const template = catalogue.find(plan.template);
  if (template === undefined) throw new Conflict(`The template "${plan.template}" is gone`);
  const checked = template.check(parameters, plan.templateVersion);
  if (!checked.ok) throw new Conflict('Its parameters are not sound any more');
  requireRights(caller, template, { wanted: checked.value, present: checked.value });
  const hooks = hooksOf(plan);
  requireHookRights(caller, { wanted: hooks, present: hooks });
  refuseOtherStartOfToken(catalogue, caller, job, { plan, checked: checked.value });
};

const changeExecution = async (
  ports: ServicePorts,
  caller: Caller,
  request: {
    id: string;
    right: Right;
    action: string;
    change: (changes: Changes, execution: ExecutionRecord) => Promise<void>;
  }
): Promise<Answer> => {
  const { id, right, action, change } = request;
  const execution = await ports.store.change(async (changes) => {
    const before = await findFor(caller, { needed: right, read: 'executions-read' }, (scope) =>
      changes.findExecution(id, scope)
    );
    await change(changes, before);
    const after = (await changes.findExecution(id, { jobs: 'all' })) ?? before;
    const diff = { status: { before: before.status, after: after.status } };
    await changes.writeAudit(auditEntry(caller, { action, object: executionObject(before), diff }));
    return after;
  });
  return answerExecution(ports, caller, execution);
};
