import type { JobDefinition } from '../contract/job';
import { NEW_JOB, placeAfterEdit, placeOf } from '../domain/job-times';
import type { JobPlace } from '../domain/job-times';
import type { Calendars } from '../domain/timetable';
import { auditEntry, diffOf, jobObject } from './audit';
import { keepCalendars } from './calendars-of-job';
import { Forbidden } from './errors';
import type { Caller, Catalogue, Changes } from './ports';
import type { JobRecord } from './records';
import { keepReferences } from './references-of-job';

/** What writing a job goes on with: what it refers to is locked and checked. */
export interface Writing {
  changes: Changes;
  catalogue: Catalogue;
  caller: Caller;
  calendars: Calendars;
}

/** Writes a sound definition down as a job of the caller, with its entry in the audit log. */
export const writeNewJob = async (
  writing: Writing,
  {
    documentId,
    definition,
    action,
  }: {
    documentId: string;
    definition: JobDefinition;
    action: 'job.create' | 'job.clone' | 'job.import';
  }
): Promise<JobRecord> => {
  const { changes, caller, calendars } = writing;
  const now = await changes.now();
  await changes.insertJob({
    documentId,
    definition,
    ...placeOf(definition, NEW_JOB, { now, calendars }),
    owner: { kind: caller.kind, id: caller.id },
    createdBy: caller.userId,
  });
  const object = jobObject({ documentId, name: definition.name });
  await changes.writeAudit(auditEntry(caller, { action, object, diff: diffOf(null, definition) }));
  return keepWhatItNames(writing, await mustCover(changes, caller, 'jobs-create', documentId));
};

/** Writes a sound definition over a locked job, with its entry in the audit log. */
export const writeOverJob = async (
  writing: Writing,
  job: JobRecord,
  { definition, changeNote }: { definition: JobDefinition; changeNote: string | null }
): Promise<JobRecord> => {
  const { changes, caller, calendars } = writing;
  const { documentId } = job;
  const place = placeAfter(job, definition, { now: await changes.now(), calendars });
  await changes.updateJob(job, { definition, ...place }, caller.userId);
  const object = jobObject({ documentId, name: definition.name });
  const diff = { ...diffOf(job.definition, definition), ...noteDiff(changeNote) };
  await changes.writeAudit(auditEntry(caller, { action: 'job.update', object, diff }));
  return keepWhatItNames(writing, await mustCover(changes, caller, 'jobs-update', documentId));
};

const keepWhatItNames = async (writing: Writing, stored: JobRecord): Promise<JobRecord> => {
  await keepCalendars(writing.changes, stored);
  await keepReferences(writing, stored);
  return stored;
};

/** A condition on a right holds for the job as it was, and as it becomes. */
export const mustCover = async (
  changes: Changes,
  caller: Caller,
  right: 'jobs-create' | 'jobs-update' | 'jobs-import',
  documentId: string
): Promise<JobRecord> => {
  const job = await changes.lockJob(documentId, caller.scopeOf(right));
  if (job === undefined) throw new Forbidden();
  return job;
};

/** A job that was held for its template has one now: it goes on from this edit. */
export const placeAfter = (
  job: JobRecord,
  after: JobDefinition,
  rules: { now: number; calendars: Calendars }
): JobPlace => {
  const state = { ...job, heldReason: null };
  if (job.heldReason !== null) return placeOf(after, state, rules);
  return placeAfterEdit({ before: job.definition, after, place: job }, state, rules);
};

const noteDiff = (note: string | null) =>
  note === null ? {} : { changeNote: { before: null, after: note } };
