import type { ExecutionMeta, ExecutionView } from '../contract/execution';
import type { FieldError } from '../contract/schedule';
import type { TemplatePreview } from '../contract/template';
import { hooksOf } from '../domain/hooks';
import { planOf, queueingOf } from '../engine/plan';
import type { NewExecution } from '../engine/ports';
import { findFor, requireHookRights, requireRights } from './access';
import { auditEntry, diffOf, jobObject } from './audit';
import { templateMissing } from './create-job';
import { Invalid } from './errors';
import { answerExecution } from './execution-view';
import { refuseLocked } from './locked-parameters';
import type { Caller, ServicePorts } from './ports';
import { previewOf } from './preview-template';
import type { JobRecord } from './records';
import { checkReferences, keepStarter } from './references-of-job';
import { refuseOtherInputOfToken } from './input-of-token';
import { anyObject, flag, nullable, optional, paragraph, shape } from './shape';

const BODY = shape({
  parameters: optional(anyObject, {}),
  note: optional(nullable(paragraph(1_000)), null),
  dryRun: optional(flag, false),
});

export type RunAnswer =
  | { kind: 'started'; data: ExecutionView; meta: ExecutionMeta }
  | { kind: 'preview'; data: TemplatePreview };

/**
 * Starts a job now, with some parameters replaced. `enabled`, pause and calendars do not matter, its overlap rule does.
 * With `dryRun` it says what it would do instead.
 */
export const runJob = async (
  ports: ServicePorts,
  caller: Caller,
  { id, body }: { id: string; body: unknown }
): Promise<RunAnswer> => {
  const errors: FieldError[] = [];
  const request = BODY(body, [], errors);
  if (request === undefined) throw new Invalid(errors);
  const job = await findFor(caller, { needed: 'jobs-run', read: 'jobs-read' }, (scope) =>
    ports.store.findJob(id, scope)
  );
  const parameters = runParameters(ports, caller, job, request.parameters);
  const { template } = job.definition;
  // What the job itself names is kept for it.
  if (Object.keys(request.parameters).length > 0)
    await ports.store.change((changes) =>
      checkReferences(changes, ports.catalogue, { template, parameters, schedules: [] })
    );
  if (request.dryRun) {
    const data = await previewOf(ports, { uid: template, parameters, caller, field: 'dryRun' });
    return { kind: 'preview', data };
  }
  const execution = newExecution(ports, caller, job, { parameters, note: request.note });
  return { kind: 'started', ...(await start(ports, caller, execution, job)) };
};

/** The job's parameters with some replaced: sound, allowed to the caller, locked ones untouched. */
const runParameters = (
  { catalogue }: ServicePorts,
  caller: Caller,
  job: JobRecord,
  replaced: Record<string, unknown>
): Record<string, unknown> => {
  const { template: uid, templateVersion, parameters: present } = job.definition;
  const template = catalogue.find(uid);
  if (template === undefined) throw templateMissing(uid, ['template']);
  const checked = template.check({ ...present, ...replaced }, templateVersion);
  if (!checked.ok) throw new Invalid(checked.errors);
  requireRights(caller, template, { wanted: checked.value, present });
  const hooks = hooksOf(job.definition);
  requireHookRights(caller, { wanted: hooks, present: hooks });
  if (template.requires(checked.value).length > 0)
    refuseOtherInputOfToken(caller, present, replaced);
  const parameters = { ...present, ...replaced };
  refuseLocked(catalogue, caller, job, { template: uid, parameters });
  return checked.value;
};

const newExecution = (
  { ids, options, catalogue }: ServicePorts,
  caller: Caller,
  job: JobRecord,
  { parameters, note }: { parameters: Record<string, unknown>; note: string | null }
): Omit<NewExecution, 'readyAt'> => ({
  documentId: ids.documentId(),
  trigger: caller.trigger,
  slotAt: null,
  status: 'queued',
  reason: null,
  ...queueingOf(job.id, job.definition),
  plan: {
    ...planOf(job.definition, job.owner, options.defaultTimeoutMs),
    // The parameters were brought up to the template's present version.
    templateVersion:
      catalogue.find(job.definition.template)?.version ?? job.definition.templateVersion,
  },
  parameters,
  scheduleKey: null,
  mergedKeys: [],
  missedFrom: null,
  missedCount: null,
  upstreams: [],
  openUpstreams: null,
  startedBy: { kind: caller.kind, id: caller.id, name: caller.name },
  note,
});

/** Records the start under the job's overlap rule, with its entry in the audit log, and wakes the engine. */
export const start = async (
  ports: ServicePorts,
  caller: Caller,
  execution: Omit<NewExecution, 'readyAt'>,
  { documentId }: Pick<JobRecord, 'documentId'>
): Promise<{ data: ExecutionView; meta: ExecutionMeta }> => {
  const { started, cancelling } = await ports.store.change(async (changes) => {
    const job = await findFor(caller, { needed: 'jobs-run', read: 'jobs-read' }, (scope) =>
      changes.lockJob(documentId, scope)
    );
    const cancelling = await changes.startExecution(job, {
      ...execution,
      readyAt: await changes.now(),
    });
    await keepStarter({ changes, catalogue: ports.catalogue, caller }, job, execution);
    const { parameters } = execution;
    await changes.writeAudit(
      auditEntry(caller, {
        action: execution.trigger === 'replay' ? 'execution.replay' : 'job.run',
        object: jobObject({ documentId, name: job.definition.name }),
        diff: {
          execution: { before: null, after: execution.documentId },
          ...diffOf({ parameters: job.definition.parameters }, { parameters }),
        },
      })
    );
    const record = await changes.findExecution(execution.documentId, { jobs: 'all' });
    if (record === undefined) throw new Error('An execution vanished while it was being started');
    return { started: record, cancelling };
  });
  for (const running of cancelling) ports.engine.cancelHint(running);
  ports.engine.wake();
  return answerExecution(ports, caller, started);
};
