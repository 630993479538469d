import type { Pagination } from '../contract/api';
import type { BreakerView, JobMeta, JobView } from '../contract/job';
import { findFor } from './access';
import { answerJob, breakerView, describe, viewJobs } from './job-view';
import { pagination } from './pagination';
import type { Caller, JobQuery, ServicePorts } from './ports';
import type { JobRecord } from './records';

export interface JobListMeta {
  pagination: Pagination;
  /** documentId → schedule key → words */
  descriptions: Record<string, Record<string, string>>;
  /** documentId → circuit breaker, of those that are not closed */
  breakers: Record<string, BreakerView>;
}

/** The jobs that the caller may read. */
export const listJobs = async (
  ports: ServicePorts,
  caller: Caller,
  query: JobQuery
): Promise<{ data: JobView[]; meta: JobListMeta }> => {
  const { rows, total } = await ports.store.listJobs(query, caller.scopeOf('jobs-read'));
  const descriptions = rows.map((job) => [job.documentId, describe(job, caller.language)]);
  return {
    data: await viewJobs(ports, rows),
    meta: {
      pagination: pagination(query, total),
      descriptions: Object.fromEntries(descriptions) as JobListMeta['descriptions'],
      breakers: trippedBreakers(rows, ports.clock.now()),
    },
  };
};

const trippedBreakers = (jobs: JobRecord[], now: number): JobListMeta['breakers'] =>
  Object.fromEntries(
    jobs.flatMap((job) => {
      const breaker = breakerView(job, now);
      return breaker === null || breaker.state === 'closed' ? [] : [[job.documentId, breaker]];
    })
  );

export const readJob = async (
  ports: ServicePorts,
  caller: Caller,
  id: string
): Promise<{ data: JobView; meta: JobMeta }> => {
  const job = await findFor(caller, { needed: 'jobs-read', read: 'jobs-read' }, (scope) =>
    ports.store.findJob(id, scope)
  );
  return answerJob(ports, job, caller);
};
