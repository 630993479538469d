import { FINAL_STATUSES } from '../../server/src/contract/execution';
import { outcomeOf, type UpstreamEvent } from '../../server/src/domain/dependencies';
import type { ExecutionRow, JobRow, Tables } from './memory-rows';

/** What jobs that depend on others are to be told, in the memory store. */

export const dependentsOf = (tables: Tables, documentId: string): JobRow[] =>
  tables.jobs
    .filter(({ definition }) => definition.dependencies.jobs.includes(documentId))
    .sort((a, b) => a.id - b.id);

/** Nothing where no job depends on it. */
export const writeEvent = (tables: Tables, event: UpstreamEvent): void => {
  if (dependentsOf(tables, event.job).length === 0) return;
  tables.upstreamEnds.push({ ...event, id: ++tables.lastId });
};

/** To be called with whatever may have come to its end. */
export const writeEnd = (tables: Tables, row: ExecutionRow, waited?: true): void => {
  const status = FINAL_STATUSES.find((one) => one === row.status);
  if (status === undefined || row.jobId === null) return;
  const means = outcomeOf({ ...row, status }) !== null;
  if (!means && !waited) return;
  writeEvent(tables, {
    job: row.job.documentId,
    execution: row.documentId,
    status,
    replaces: means ? null : row.documentId,
  });
};
