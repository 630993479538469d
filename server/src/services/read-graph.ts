import type { GraphNode, GraphView } from '../contract/graph';
import { jobStatus } from '../domain/job-status';
import { isoOrNull } from './job-view';
import type { Caller, ServicePorts } from './ports';
import type { JobRecord, JobSummary } from './records';

/** More than people can look at. */
const MAX_EDGES = 2_000;
/** Jobs whose newest executions one statement reads. */
const BATCH = 100;

/** The jobs that depend on others or are depended on, as far as the caller may read both ends. */
export const readGraph = async (
  { store, clock }: Pick<ServicePorts, 'store' | 'clock'>,
  caller: Caller
): Promise<{ data: GraphView; meta: { isComplete: boolean } }> => {
  const edges = await store.listEdges(caller.scopeOf('jobs-read'), MAX_EDGES + 1);
  const shown = edges.slice(0, MAX_EDGES);
  const ids = [...new Set(shown.flatMap(({ from, to }) => [from, to]))];
  const jobs: GraphNode[] = [];
  for (let from = 0; from < ids.length; from += BATCH) {
    const records = await store.findJobs(ids.slice(from, from + BATCH));
    const summaries = await store.summariseJobs(records.map(({ id }) => id));
    const now = clock.now();
    jobs.push(...records.map((job) => nodeOf(job, summaries.get(job.id), now)));
  }
  return { data: { jobs, edges: shown }, meta: { isComplete: edges.length <= MAX_EDGES } };
};

const nodeOf = (job: JobRecord, summary: JobSummary | undefined, now: number): GraphNode => {
  const { status, nextRunAt } = jobStatus(job, now);
  const { name, dependencies } = job.definition;
  return {
    documentId: job.documentId,
    name,
    status,
    lastStatus: summary?.last.status ?? null,
    nextRunAt: isoOrNull(nextRunAt),
    mode: dependencies.jobs.length === 0 ? null : dependencies.mode,
  };
};
