import type { Pagination } from '../contract/api';
import type { JobMeta, JobView } from '../contract/job';
import { findFor } from './access';
import { answerJob, describe, viewJobs } from './job-view';
import { pagination } from './pagination';
import type { Caller, JobQuery, ServicePorts } from './ports';

export interface JobListMeta {
  pagination: Pagination;
  /** documentId → schedule key → words */
  descriptions: Record<string, Record<string, string>>;
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
    },
  };
};

export const readJob = async (
  ports: ServicePorts,
  caller: Caller,
  id: string
): Promise<{ data: JobView; meta: JobMeta }> => {
  const job = await findFor(caller, { needed: 'jobs-read', read: 'jobs-read' }, (scope) =>
    ports.store.findJob(id, scope)
  );
  return answerJob(ports, job, caller.language);
};
