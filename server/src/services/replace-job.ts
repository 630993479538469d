import type { JobDefinition, JobMeta, JobView } from '../contract/job';
import type { FieldError } from '../contract/schedule';
import { findFor } from './access';
import { lockCalendarsOf } from './calendars-of-job';
import { checkJob } from './check-job';
import { checkDependencies, keepDependencies } from './dependencies';
import { requireJobRights } from './create-job';
import { Conflict, Invalid } from './errors';
import { answerJob } from './job-view';
import { refuseLocked } from './locked-parameters';
import type { Caller, ServicePorts } from './ports';
import type { JobRecord } from './records';
import { checkReferences } from './references-of-job';
import { isObject, paragraph, refuse, whole } from './shape';
import { writeOverJob } from './write-job';

const RIGHTS = { needed: 'jobs-update', read: 'jobs-read' } as const;

/**
 * Replaces a job's whole definition. `revision` must be the one that the caller read (else Conflict with the present
 * one); `changeNote` goes into the audit log.
 */
export const replaceJob = async (
  ports: ServicePorts,
  caller: Caller,
  request: { id: string; body: unknown }
): Promise<{ data: JobView; meta: JobMeta }> => {
  const { store } = ports;
  const before = await findFor(caller, RIGHTS, (scope) => store.findJob(request.id, scope));
  const { revision, changeNote, definition } = await checkReplacement(ports, before, request.body);
  if (revision !== before.revision) throw stale(before);
  requireJobRights(ports, caller, definition);
  refuseLocked(ports.catalogue, caller, before, definition);

  const { documentId } = before;
  const dependent = { documentId, definition, present: before.definition.dependencies.jobs };
  const after = await store.change(async (changes) => {
    const calendars = await lockCalendarsOf(changes, definition);
    await checkDependencies(changes, caller, dependent);
    await checkReferences(changes, ports.catalogue, definition);
    const job = await findFor(caller, RIGHTS, (scope) => changes.lockJob(request.id, scope));
    if (job.revision !== revision) throw stale(job);
    const writing = { changes, catalogue: ports.catalogue, caller, calendars };
    const stored = await writeOverJob(writing, job, { definition, changeNote });
    await keepDependencies(changes, stored, dependent);
    return stored;
  });
  ports.engine.wake();
  return answerJob(ports, after, caller);
};

export const stale = (job: JobRecord): Conflict =>
  new Conflict('The job was changed by somebody else', { revision: job.revision });

const checkReplacement = async (
  { store, catalogue, options }: ServicePorts,
  job: JobRecord,
  body: unknown
): Promise<{ revision: number; changeNote: string | null; definition: JobDefinition }> => {
  const errors: FieldError[] = [];
  const { revision, changeNote, rest } = splitBody(body, errors);
  const checked = checkJob(withKnownAnchors(rest, job), {
    catalogue,
    zone: options.timezone,
    now: await store.now(),
  });
  if (!checked.ok) errors.push(...checked.errors);
  if (errors.length > 0 || !checked.ok || revision === undefined) throw new Invalid(errors);
  return { revision, changeNote, definition: checked.value };
};

const splitBody = (body: unknown, errors: FieldError[]) => {
  if (!isObject(body)) return { revision: undefined, changeNote: null, rest: body };
  const { revision: given, changeNote: note, ...rest } = body;
  const revision =
    given === undefined
      ? refuse(errors, ['revision'], 'is required: the revision that you read')
      : whole(1, Number.MAX_SAFE_INTEGER)(given, ['revision'], errors);
  const changeNote =
    note === undefined || note === null ? null : paragraph(500)(note, ['changeNote'], errors);
  return { revision, changeNote: changeNote ?? null, rest };
};

/** An interval without an anchor keeps the one that it got when it was made. */
export const withKnownAnchors = (body: unknown, job: JobRecord): unknown => {
  if (!isObject(body) || !Array.isArray(body['schedules'])) return body;
  const anchors = new Map(
    job.definition.schedules.flatMap((schedule) =>
      schedule.kind === 'interval' && 'anchor' in schedule ? [[schedule.key, schedule.anchor]] : []
    )
  );
  const schedules = body['schedules'].map((schedule: unknown) => {
    if (!isObject(schedule) || schedule['kind'] !== 'interval') return schedule;
    if ('anchor' in schedule || 'start' in schedule || 'time' in schedule) return schedule;
    const anchor = anchors.get(String(schedule['key']));
    return anchor === undefined ? schedule : { ...schedule, anchor };
  });
  return { ...body, schedules };
};
