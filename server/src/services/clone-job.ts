import type { JobMeta, JobView } from '../contract/job';
import type { FieldError } from '../contract/schedule';
import { findFor } from './access';
import { insertJob, requireJobRights } from './create-job';
import { Forbidden, Invalid } from './errors';
import { freeName } from './free-name';
import type { Caller, ServicePorts } from './ports';
import { line, optional, nullable, shape } from './shape';

const BODY = shape({ name: optional(nullable(line(1, 255)), null) });

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
