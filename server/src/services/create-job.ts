import type { JobDefinition, JobMeta, JobView } from '../contract/job';
import { hooksOf } from '../domain/hooks';
import { requireHookRights, requireRights } from './access';
import { lockCalendarsOf } from './calendars-of-job';
import { checkJob } from './check-job';
import { parameterSetsOf } from './check-schedule-parameters';
import { checkDependencies, keepDependencies } from './dependencies';
import { Invalid } from './errors';
import { answerJob } from './job-view';
import type { Caller, ServicePorts } from './ports';
import { checkReferences } from './references-of-job';
import { writeNewJob } from './write-job';

/** Makes a job of the caller. Throws Invalid with every wrong field, Conflict where the name is taken. */
export const createJob = async (
  ports: ServicePorts,
  caller: Caller,
  body: unknown
): Promise<{ data: JobView; meta: JobMeta }> => {
  const now = await ports.store.now();
  const checked = checkJob(body, { catalogue: ports.catalogue, zone: ports.options.timezone, now });
  if (!checked.ok) throw new Invalid(checked.errors);
  const definition = checked.value;
  requireJobRights(ports, caller, definition);
  return insertJob(ports, caller, { definition, action: 'job.create', present: [] });
};

/**
 * Inserts a sound definition as a job of the caller, in the caller's name and with its entry in the audit log. It may
 * depend on jobs that the caller may not read only where these are `present` in what it was copied from.
 */
export const insertJob = async (
  ports: ServicePorts,
  caller: Caller,
  {
    definition,
    action,
    present,
  }: { definition: JobDefinition; action: 'job.create' | 'job.clone'; present: string[] }
): Promise<{ data: JobView; meta: JobMeta }> => {
  const documentId = ports.ids.documentId();
  const dependent = { documentId, definition, present };
  const job = await ports.store.change(async (changes) => {
    const calendars = await lockCalendarsOf(changes, definition);
    await checkDependencies(changes, caller, dependent);
    await checkReferences(changes, ports.catalogue, definition);
    const writing = { changes, catalogue: ports.catalogue, caller, calendars };
    const stored = await writeNewJob(writing, { documentId, definition, action });
    await keepDependencies(changes, stored, dependent);
    return stored;
  });
  ports.engine.wake();
  return answerJob(ports, job, caller);
};

/** What the job's template and hooks do must be allowed to the caller, with the parameters of each schedule too. */
export const requireJobRights = (
  { catalogue }: Pick<ServicePorts, 'catalogue'>,
  caller: Caller,
  definition: JobDefinition
): void => {
  const template = catalogue.find(definition.template);
  if (template === undefined) throw templateMissing(definition.template, ['template']);
  for (const wanted of parameterSetsOf(definition)) requireRights(caller, template, { wanted });
  requireHookRights(caller, { wanted: hooksOf(definition) });
};

export const templateMissing = (uid: string, path: string[]): Invalid =>
  new Invalid([{ path, message: 'is not a template of this site', value: uid }]);
