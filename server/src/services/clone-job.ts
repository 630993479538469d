import type { JobMeta, JobView } from '../contract/job';
import type { FieldError } from '../contract/schedule';
import { findFor } from './access';
import { insertJob, requireJobRights } from './create-job';
import { Forbidden, Invalid } from './errors';
import type { Caller, ServicePorts } from './ports';
import { line, optional, nullable, shape } from './shape';

const BODY = shape({ name: optional(nullable(line(1, 255)), null) });
const MAX_NAME = 255;

/** A copy of a job that belongs to the caller. It starts disabled, so that nothing runs twice unasked. */
export const cloneJob = async (
  ports: ServicePorts,
  caller: Caller,
  { id, body }: { id: string; body: unknown }
): Promise<{ data: JobView; meta: JobMeta }> => {
  const errors: FieldError[] = [];
  const given = BODY(body, [], errors);
  if (given === undefined) throw new Invalid(errors);
  const job = await findFor(caller, { needed: 'jobs-update', read: 'jobs-read' }, (scope) =>
    ports.store.findJob(id, scope)
  );
  if (caller.scopeOf('jobs-create').jobs === 'none') throw new Forbidden();
  requireJobRights(ports, caller, job.definition);
  const name = given.name ?? (await freeName(ports, job.definition.name));
  const definition = { ...job.definition, name, enabled: false };
  const present = definition.dependencies.jobs;
  return insertJob(ports, caller, { definition, action: 'job.clone', present });
};

/** `Nightly cleanup (2)`, `(3)`, … */
const freeName = async ({ store }: Pick<ServicePorts, 'store'>, name: string): Promise<string> => {
  const base = name.replace(/ \(\d{1,6}\)$/, '').slice(0, MAX_NAME - 10);
  const taken = new Set(await store.findJobNames(`${base} (`));
  let number = 2;
  while (taken.has(`${base} (${number})`)) number += 1;
  return `${base} (${number})`;
};
