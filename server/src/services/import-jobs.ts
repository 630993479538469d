import type { ImportedJob, ImportMeta, ImportWarning } from '../contract/job-document';
import { IMPORT_OUTCOMES } from '../contract/job-document';
import type { FieldError } from '../contract/schedule';
import { calendarsOf } from '../domain/calendars/job-calendars';
import { findFor } from './access';
import { requireCalendars } from './calendars-of-job';
import { checkAllDependencies, keepDependencies } from './dependencies';
import type { DependentJob } from './dependencies';
import { Invalid } from './errors';
import { refuseLocked } from './locked-parameters';
import { aboutJob, isWritten, planImport } from './plan-import';
import type { PlannedJob } from './plan-import';
import type { Caller, Changes, ServicePorts, Store } from './ports';
import { readImport } from './read-job-document';
import type { JobRecord } from './records';
import { checkReferences, referencesOf } from './references-of-job';
import { mustCover, writeNewJob, writeOverJob } from './write-job';
import type { Writing } from './write-job';

/**
 * Makes the jobs of a document, or changes those that are there, all of them or none. They belong to the caller where
 * they are new, and are switched off. With `dryRun` it says what would become of each and keeps nothing of it.
 */
export const importJobs = async (
  ports: ServicePorts,
  caller: Caller,
  body: unknown
): Promise<{ data: ImportedJob[]; meta: ImportMeta }> => {
  const request = readImport(body);
  const { dryRun } = request;
  const plan = await planImport(ports, caller, request);
  const work = (changes: Changes) => writeAll(ports, caller, changes, plan.filter(isWritten));
  if (dryRun) await rehearse(ports.store, work);
  else await ports.store.change(work);
  if (!dryRun) ports.engine.wake();
  const data = plan.map((job) => viewImported(ports, job, dryRun));
  return { data, meta: { dryRun, ...countOutcomes(plan) } };
};

class Rehearsed extends Error {
  override readonly name = 'Rehearsed';
}

/** Does all of it, with the same locks and the same checks, and takes it back. */
const rehearse = async (store: Store, work: (changes: Changes) => Promise<void>): Promise<void> => {
  const done = new Rehearsed();
  try {
    await store.change(async (changes) => {
      await work(changes);
      throw done;
    });
  } catch (error) {
    if (error !== done) throw error;
  }
};

type Written = PlannedJob & { documentId: string };

const writeAll = async (
  ports: ServicePorts,
  caller: Caller,
  changes: Changes,
  plan: PlannedJob[]
): Promise<void> => {
  const { catalogue } = ports;
  const jobs = plan.map(withId);
  // The same order as for one job: calendars, who depends on whom, what jobs name, the jobs.
  const named = new Set(jobs.flatMap(({ definition }) => calendarsOf(definition)));
  const calendars = await changes.lockCalendars([...named]);
  await ofEach(jobs, ({ definition }) => requireCalendars(definition, calendars));
  await checkAllDependencies(changes, caller, jobs.map(dependentOf));
  await ofEach(jobs, ({ definition }) => checkReferences(changes, catalogue, definition));
  const writing = { changes, catalogue, caller, calendars };
  const stored: [JobRecord, DependentJob][] = [];
  for (const job of jobs)
    stored.push([await aboutJob(job, () => write(writing, job)), dependentOf(job)]);
  // They may depend on each other: all of them have to be there.
  for (const [job, dependent] of stored) await keepDependencies(changes, job, dependent);
};

const withId = (job: PlannedJob): Written => {
  const { documentId } = job;
  if (documentId === null) throw new Error('A job to be written has no documentId');
  return { ...job, documentId };
};

const dependentOf = ({ index, documentId, definition, present }: Written): DependentJob => ({
  documentId,
  definition,
  present: present?.definition.dependencies.jobs ?? [],
  path: ['jobs', String(index)],
});

/** Every wrong field of every job. */
const ofEach = async (
  jobs: readonly Written[],
  check: (job: Written) => unknown
): Promise<void> => {
  const errors: FieldError[] = [];
  for (const job of jobs)
    try {
      await aboutJob(job, () => check(job));
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      errors.push(...error.errors);
    }
  if (errors.length > 0) throw new Invalid(errors);
};

const write = async (writing: Writing, job: Written): Promise<JobRecord> => {
  const { changes, caller } = writing;
  const stored =
    job.present === null
      ? await writeNewJob(writing, { ...job, action: 'job.import' })
      : await writeOver(writing, job);
  await mustCover(changes, caller, 'jobs-import', job.documentId);
  return stored;
};

const writeOver = async (
  writing: Writing,
  { documentId, definition }: Written
): Promise<JobRecord> => {
  const { changes, catalogue, caller } = writing;
  const rights = { needed: 'jobs-update', read: 'jobs-read' } as const;
  const job = await findFor(caller, rights, (scope) => changes.lockJob(documentId, scope));
  await mustCover(changes, caller, 'jobs-import', documentId);
  refuseLocked(catalogue, caller, job, definition);
  return writeOverJob(writing, job, { definition, changeNote: 'Imported' });
};

const viewImported = (ports: ServicePorts, job: PlannedJob, isDryRun: boolean): ImportedJob => {
  const { index, outcome, documentId, definition } = job;
  const isYetToBe = isDryRun && (outcome === 'created' || outcome === 'copied');
  return {
    index,
    outcome,
    documentId: isYetToBe ? null : documentId,
    name: definition.name,
    warnings: isWritten(job) ? warningsOf(ports, job) : [],
  };
};

const warningsOf = (
  { catalogue }: ServicePorts,
  { definition, present, wasEnabled }: PlannedJob
): ImportWarning[] => {
  const { secrets, scripts } = referencesOf(catalogue, definition);
  const names = [...new Set(secrets.map(({ target }) => target))];
  const isSwitchedOff = wasEnabled || present?.definition.enabled === true;
  return [
    ...(isSwitchedOff ? [warning('switched-off', SWITCHED_OFF)] : []),
    ...(names.length > 0
      ? [warning('secrets', `Uses secrets of this site: ${names.join(', ')}`, names)]
      : []),
    ...(scripts.length > 0 ? [warning('scripts', RUNS_SCRIPTS)] : []),
  ];
};

const SWITCHED_OFF = 'Is switched off: look at it, then switch it on';
const RUNS_SCRIPTS = 'Runs scripts: somebody else has to approve them here';

const warning = (
  code: ImportWarning['code'],
  message: string,
  names: string[] = []
): ImportWarning => ({ code, message, names });

const countOutcomes = (plan: readonly PlannedJob[]): Omit<ImportMeta, 'dryRun'> =>
  Object.fromEntries(
    IMPORT_OUTCOMES.map((wanted) => [
      wanted,
      plan.filter(({ outcome }) => outcome === wanted).length,
    ])
  ) as Omit<ImportMeta, 'dryRun'>;
