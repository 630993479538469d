import type { JobDefinition } from '../contract/job';
import type { ImportOutcome, OnConflict } from '../contract/job-document';
import type { FieldError } from '../contract/schedule';
import { findFor } from './access';
import { checkJob } from './check-job';
import { requireJobRights } from './create-job';
import { withReferences } from './document-references';
import { Conflict, Forbidden, Invalid, NotFound } from './errors';
import { freeName } from './free-name';
import type { Caller, ServicePorts } from './ports';
import type { DocumentJob, ImportRequest } from './read-job-document';
import type { JobRecord } from './records';
import { withKnownAnchors } from './replace-job';
import { resolveReferences } from './resolve-references';
import { refuse } from './shape';

/** What is to become of a job of the document. */
interface Place {
  outcome: ImportOutcome;
  /** Of the job that it becomes, or is already; null where the caller may not read that. */
  documentId: string | null;
  name: string | null;
  /** The job that is written over. */
  present: JobRecord | null;
}

/** A job of the document that was looked through and may be written. Imported jobs are switched off. */
export interface PlannedJob {
  index: number;
  outcome: ImportOutcome;
  documentId: string | null;
  present: JobRecord | null;
  definition: JobDefinition;
  /** As the document has it. */
  wasEnabled: boolean;
}

/**
 * What an import will do with each job, all of it checked by what the jobs' own routes check, but for what has to be
 * locked first. Throws Invalid with every wrong field, Forbidden for what the caller may not make or change.
 */
export const planImport = async (
  ports: ServicePorts,
  caller: Caller,
  { jobs, names, onConflict }: ImportRequest
): Promise<PlannedJob[]> => {
  const places = await findPlaces(ports, caller, jobs, onConflict);
  const own = ownIds(jobs, places);
  const turn = await resolveReferences(ports, caller, { jobs, names, own });
  const checks = {
    catalogue: ports.catalogue,
    zone: ports.options.timezone,
    now: await ports.store.now(),
  };
  const errors: FieldError[] = [];
  const planned = jobs.flatMap(({ index, body }) => {
    const { name, ...place } = placeOf(places, index);
    const turned = withReferences(body, ports.catalogue, turn);
    const renamed = name === null ? turned : { ...turned, name };
    const { present } = place;
    const checked = checkJob(
      present === null ? renamed : withKnownAnchors(renamed, present),
      checks
    );
    if (!checked.ok) errors.push(...checked.errors.map((error) => inJob(index, error)));
    if (!checked.ok) return [];
    const definition = { ...checked.value, enabled: false };
    return [{ index, ...place, definition, wasEnabled: checked.value.enabled }];
  });
  if (errors.length > 0) throw new Invalid(errors);
  for (const job of planned.filter(isWritten))
    await aboutJob(job, () => requireJobRights(ports, caller, job.definition));
  return planned;
};

export const isWritten = ({ outcome }: Pick<PlannedJob, 'outcome'>): boolean =>
  outcome !== 'skipped';

const placeOf = (places: readonly Place[], index: number): Place => {
  const place = places[index];
  if (place === undefined) throw new Error('A job of a document has no place');
  return place;
};

const findPlaces = async (
  ports: ServicePorts,
  caller: Caller,
  jobs: readonly DocumentJob[],
  onConflict: OnConflict
): Promise<Place[]> => {
  const { store } = ports;
  const byName = await store.findJobIds(jobs.flatMap(({ name }) => name ?? []));
  const given = jobs.flatMap(({ documentId }) => documentId ?? []);
  const readable = await store.nameJobs(
    [...given, ...byName.values()],
    caller.scopeOf('jobs-read')
  );
  const names = new Set(jobs.flatMap(({ name }) => name ?? []));
  const places: Place[] = [];
  for (const { index, documentId, name } of jobs) {
    const namesake = name === null ? undefined : byName.get(name);
    const itself = documentId !== null && readable.has(documentId) ? documentId : undefined;
    const match = itself ?? namesake;
    if (match === undefined) places.push(newPlace(ports, caller, 'created', { index, name }));
    else if (onConflict === 'skip') {
      const seen = readable.has(match) ? match : null;
      places.push({ outcome: 'skipped', documentId: seen, name, present: null });
    } else if (onConflict === 'copy') {
      const free =
        name === null || namesake === undefined ? name : await freeName(ports, name, names);
      if (free !== null) names.add(free);
      places.push(newPlace(ports, caller, 'copied', { index, name: free }));
    } else {
      if (!readable.has(match) || (namesake ?? match) !== match) throw nameTaken(index, name);
      const present = await aboutJob({ index, definition: { name } }, () =>
        findFor(caller, { needed: 'jobs-update', read: 'jobs-read' }, (scope) =>
          store.findJob(match, scope)
        )
      );
      places.push({ outcome: 'updated', documentId: match, name, present });
    }
  }
  refuseSameTarget(places);
  return places;
};

const newPlace = (
  { ids }: ServicePorts,
  caller: Caller,
  outcome: 'created' | 'copied',
  { index, name }: { index: number; name: string | null }
): Place => {
  if (caller.scopeOf('jobs-create').jobs === 'none')
    throw placed(new Forbidden('This needs the right to create jobs'), {
      index,
      definition: { name },
    });
  return { outcome, documentId: ids.documentId(), name, present: null };
};

const nameTaken = (index: number, name: string | null): Invalid =>
  new Invalid([
    { path: ['jobs', String(index), 'name'], message: 'is taken by another job', value: name },
  ]);

/** One by its documentId, another by the name that the same job has here. */
const refuseSameTarget = (places: readonly Place[]): void => {
  const errors: FieldError[] = [];
  const seen = new Map<string, number>();
  for (const [index, { outcome, documentId }] of places.entries()) {
    if (outcome !== 'updated' || documentId === null) continue;
    const earlier = seen.get(documentId);
    if (earlier !== undefined)
      refuse(errors, ['jobs', String(index)], `would change the same job as jobs.${earlier}`);
    seen.set(documentId, index);
  }
  if (errors.length > 0) throw new Invalid(errors);
};

/** What jobs of the document are called in it → what they are here. A documentId wins over a name. */
const ownIds = (jobs: readonly DocumentJob[], places: readonly Place[]): Map<string, string> => {
  const own = new Map<string, string>();
  const add = (word: string | null, index: number): void => {
    const { documentId } = placeOf(places, index);
    if (word !== null && documentId !== null) own.set(word, documentId);
  };
  for (const { name, index } of jobs) add(name, index);
  for (const { documentId, index } of jobs) add(documentId, index);
  return own;
};

const inJob = (index: number, error: FieldError): FieldError => ({
  ...error,
  path: ['jobs', String(index), ...error.path],
});

type Whose = { index: number; definition: { name: string | null } };

/** What refuses one job refuses the document, and says which job it was. */
export const aboutJob = async <T>(job: Whose, work: () => T | Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw placed(error, job);
  }
};

const placed = (error: unknown, { index, definition }: Whose): unknown => {
  if (error instanceof Invalid) return new Invalid(error.errors.map((one) => inJob(index, one)));
  const message = (said: string): string => `jobs.${index} (${definition.name ?? ''}): ${said}`;
  if (error instanceof Forbidden)
    return new Forbidden(message(error.message), placedDetails(error.details, index));
  if (error instanceof Conflict)
    return new Conflict(message(error.message), placedDetails(error.details, index));
  // It was there when the import was planned.
  if (error instanceof NotFound) return new Conflict(message('It was taken away meanwhile'));
  return error;
};

const placedDetails = (details: Record<string, unknown>, index: number) => {
  const errors = details['errors'] as FieldError[] | undefined;
  return errors === undefined
    ? details
    : { ...details, errors: errors.map((one) => inJob(index, one)) };
};
