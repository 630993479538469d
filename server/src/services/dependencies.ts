import type { JobDefinition } from '../contract/job';
import type { FieldError } from '../contract/schedule';
import { circleThrough, findCircle } from '../domain/circle';
import type { Graph } from '../domain/circle';
import { Conflict, Invalid } from './errors';
import type { Caller, Changes } from './ports';
import type { JobRecord } from './records';
import { refuse } from './shape';

/** A job as it is about to be stored, and the jobs that it depended on before. */
export interface DependentJob {
  documentId: string;
  definition: Pick<JobDefinition, 'name' | 'dependencies'>;
  present: string[];
  /** Where the job stands in what was sent; at its top where left out. */
  path?: string[];
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
  if (!isAlone(job)) await checkAllDependencies(changes, caller, [job]);
};

/** The same for jobs that are stored together and may depend on each other, in any order. */
export const checkAllDependencies = async (
  changes: Changes,
  caller: Caller,
  jobs: readonly DependentJob[]
): Promise<void> => {
  const upstreams = [...new Set(jobs.flatMap(({ definition }) => definition.dependencies.jobs))];
  const there = await changes.lockGraph([
    ...jobs.map(({ documentId }) => documentId),
    ...upstreams,
  ]);
  const names = await changes.nameJobs(upstreams, caller.scopeOf('jobs-read'));
  for (const { documentId, definition } of jobs) names.set(documentId, definition.name);
  const together = new Set(jobs.map(({ documentId }) => documentId));
  const isKnown = (upstream: string, { present }: DependentJob): boolean =>
    together.has(upstream) ||
    (there.has(upstream) && (names.has(upstream) || present.includes(upstream)));

  const graph = await graphBehind(changes, jobs);
  const circle = new Set(findCircle(graph));
  // What was there before has no circles: one of these jobs closes it.
  const inCircle = jobs.find(({ documentId }) => circle.has(documentId));
  const errors: FieldError[] = [];
  for (const job of jobs)
    for (const [index, upstream] of job.definition.dependencies.jobs.entries()) {
      const path = [...(job.path ?? []), ...PATH, String(index)];
      if (upstream === job.documentId) refuse(errors, path, 'is the job itself', upstream);
      else if (!isKnown(upstream, job)) refuse(errors, path, NO_JOB, upstream);
      else if (job === inCircle)
        await refuseCircle(changes, caller, job, { graph, names, upstream, path, errors });
    }
  if (errors.length > 0) throw new Invalid(errors);
};

/** All that these jobs would wait for, level by level. */
const graphBehind = async (changes: Changes, jobs: readonly DependentJob[]): Promise<Graph> => {
  const graph = new Map<string, string[]>();
  for (const { documentId, definition } of jobs)
    graph.set(
      documentId,
      definition.dependencies.jobs.filter((upstream) => upstream !== documentId)
    );
  const unknown = (found: string[]): string[] =>
    [...new Set(found)].filter((job) => !graph.has(job));
  for (let level = unknown([...graph.values()].flat()); level.length > 0;) {
    for (const job of level) graph.set(job, []);
    const edges = await changes.findUpstreams(level);
    for (const { from, to } of edges) graph.get(to)?.push(from);
    level = unknown(edges.map(({ from }) => from));
  }
  return graph;
};

const refuseCircle = async (
  changes: Changes,
  caller: Caller,
  { documentId }: DependentJob,
  {
    graph,
    names,
    upstream,
    path,
    errors,
  }: {
    graph: Graph;
    names: ReadonlyMap<string, string>;
    upstream: string;
    path: string[];
    errors: FieldError[];
  }
): Promise<void> => {
  const circle = circleThrough(graph, documentId, upstream);
  if (circle === null) return;
  const others = await changes.nameJobs(circle, caller.scopeOf('jobs-read'));
  const words = [...circle, documentId].map(
    (job) => names.get(job) ?? others.get(job) ?? UNREADABLE
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
