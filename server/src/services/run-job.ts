import type { ExecutionMeta, ExecutionView } from '../contract/execution';
import type { FieldError } from '../contract/schedule';
import type { TemplatePreview } from '../contract/template';
import { hooksOf } from '../domain/hooks';
import { onItsOwn, planOf, queueingOf } from '../engine/plan';
import type { NewExecution } from '../engine/ports';
import { findFor, requireHookRights, requireRights } from './access';
import { auditEntry, diffOf, jobObject } from './audit';
import { templateMissing } from './create-job';
import { Invalid } from './errors';
import { answerExecution } from './execution-view';
import { refuseLocked } from './locked-parameters';
import type { Caller, Changes, ServicePorts } from './ports';
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
  const { parameters: replaced, note, dryRun } = request;
  if (dryRun) return { kind: 'preview', data: await preview(ports, caller, id, replaced) };
  const started = await start(ports, caller, id, async (changes, job) => {
    const parameters = runParameters(ports, caller, job, replaced);
    if (isSome(replaced)) await checkNamed(changes, ports, job, parameters);
    return newExecution(ports, caller, job, { parameters, note });
  });
  return { kind: 'started', ...started };
};

const preview = async (
  ports: ServicePorts,
  caller: Caller,
  id: string,
  replaced: Record<string, unknown>
): Promise<TemplatePreview> => {
  const job = await findFor(caller, RIGHTS, (scope) => ports.store.findJob(id, scope));
  const parameters = runParameters(ports, caller, job, replaced);
  if (isSome(replaced))
    await ports.store.change((changes) => checkNamed(changes, ports, job, parameters));
  return previewOf(ports, { uid: job.definition.template, parameters, caller, field: 'dryRun' });
};

const RIGHTS = { needed: 'jobs-run', read: 'jobs-read' } as const;

const isSome = (replaced: Record<string, unknown>): boolean => Object.keys(replaced).length > 0;

/** Throws Invalid where new parameters name what is not there. What the job itself names is kept for it. */
const checkNamed = (
  changes: Changes,
  { catalogue }: ServicePorts,
  { definition: { template } }: JobRecord,
  parameters: Record<string, unknown>
): Promise<void> => checkReferences(changes, catalogue, { template, parameters, schedules: [] });

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
  ...onItsOwn(),
  startedBy: { kind: caller.kind, id: caller.id, name: caller.name },
  note,
});

/**
 * Records the start of what `make` makes of the locked job, under its overlap rule, with its entry in the audit log, and
 * wakes the engine.
 */
export const start = async (
  ports: ServicePorts,
  caller: Caller,
  documentId: string,
  make: (changes: Changes, job: JobRecord) => Promise<Omit<NewExecution, 'readyAt'>>
): Promise<{ data: ExecutionView; meta: ExecutionMeta }> => {
  const { started, cancelling } = await ports.store.change(async (changes) => {
    const job = await findFor(caller, RIGHTS, (scope) => changes.lockJob(documentId, scope));
    const execution = await make(changes, job);
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
