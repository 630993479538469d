import type { JobDefinition } from '../contract/job';
import type { FieldError } from '../contract/schedule';
import { Conflict, Invalid } from './errors';
import type { Caller, Changes } from './ports';
import type { JobRecord } from './records';
import { refuse } from './shape';

/** A job as it is about to be stored, and the jobs that it depended on before. */
interface DependentJob {
  documentId: string;
  definition: Pick<JobDefinition, 'name' | 'dependencies'>;
  present: string[];
}

const PATH = ['dependencies', 'jobs'];
const NO_JOB = 'is not a job that you may read';
const UNREADABLE = 'a job that you may not read';

/** Nothing to lock or to check: it depends on nothing and did not before. */
const isAlone = ({ definition, present }: DependentJob): boolean =>
  definition.dependencies.jobs.length === 0 && present.length === 0;

/**
 * Locks all that a change of what a job depends on touches, and checks it; nothing is read before without a lock. Throws
 * Invalid for what is no job to the caller, for the job itself, and for a circle, which it names.
 */
export const checkDependencies = async (
  changes: Changes,
  caller: Caller,
  job: DependentJob
): Promise<void> => {
  if (isAlone(job)) return;
  const { documentId, definition, present } = job;
  const upstreams = definition.dependencies.jobs;
  const there = await changes.lockGraph([documentId, ...upstreams]);
  const readable = await changes.nameJobs(upstreams, caller.scopeOf('jobs-read'));
  const errors: FieldError[] = [];
  for (const [index, upstream] of upstreams.entries()) {
    const path = [...PATH, String(index)];
    const isKnown = there.has(upstream) && (readable.has(upstream) || present.includes(upstream));
    if (upstream === documentId) refuse(errors, path, 'is the job itself', upstream);
    else if (!isKnown) refuse(errors, path, NO_JOB, upstream);
    else await refuseCircle(changes, caller, job, { upstream, path, errors });
  }
  if (errors.length > 0) throw new Invalid(errors);
};

const refuseCircle = async (
  changes: Changes,
  caller: Caller,
  { documentId, definition }: DependentJob,
  { upstream, path, errors }: { upstream: string; path: string[]; errors: FieldError[] }
): Promise<void> => {
  const circle = await changes.findCircle(documentId, upstream);
  if (circle === null) return;
  const names = await changes.nameJobs(circle, caller.scopeOf('jobs-read'));
  const words = [...circle, documentId].map((job) =>
    job === documentId ? definition.name : (names.get(job) ?? UNREADABLE)
  );
  refuse(errors, path, `would make a circle: ${words.join(' → ')}`, upstream);
};

/** Writes what `checkDependencies` has let through, and decides anew about what waits. */
export const keepDependencies = async (
  changes: Changes,
  stored: Pick<JobRecord, 'id' | 'documentId'>,
  job: DependentJob
): Promise<void> => {
  if (isAlone(job)) return;
  await changes.writeUpstreams(stored, job.definition.dependencies.jobs);
  await changes.settleWaiting(stored);
};

/** Before a job is deleted; nothing is read before without a lock. */
export const lockForDeletion = (changes: Changes, documentId: string): Promise<unknown> =>
  changes.lockGraph([documentId]);

/** Throws Conflict where others depend on it, naming those that the caller may read. */
export const refuseDependents = async (
  changes: Changes,
  caller: Caller,
  documentId: string
): Promise<void> => {
  const dependents = await changes.findDependents(documentId);
  if (dependents.length === 0) return;
  const names = await changes.nameJobs(dependents, caller.scopeOf('jobs-read'));
  const hidden = dependents.length - names.size;
  const words = [
    ...[...names.values()].map((name) => `“${name}”`),
    ...(hidden === 0 ? [] : [hidden === 1 ? UNREADABLE : `${hidden} jobs that you may not read`]),
  ];
  throw new Conflict(`Other jobs depend on it: ${words.join(', ')}`, {
    dependents: [...names].map(([id, name]) => ({ documentId: id, name })),
  });
};
