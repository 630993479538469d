import type { ExecutionView } from '../../../../server/src/contract/execution';
import type { JobView } from '../../../../server/src/contract/job';
import { failuresInARow } from '../jobs/failures-in-a-row';

export type Need =
  | { kind: 'failing'; job: JobView; times: number }
  | { kind: 'held'; job: JobView }
  | { kind: 'missed'; execution: ExecutionView };

/** This many failures in a row are more than bad luck. */
const FAILING_FROM = 2;

/** What a person should look at: jobs that fail in a row, held ones, occurrences that were missed. */
export const needsOf = (jobs: JobView[], missed: ExecutionView[]): Need[] => [
  ...jobs
    .map((job) => ({ kind: 'failing' as const, job, times: failuresInARow(job.recentStatuses) }))
    .filter(({ job, times }) => job.enabled && times >= FAILING_FROM)
    .toSorted((a, b) => b.times - a.times),
  ...jobs.filter(({ status }) => status === 'held').map((job) => ({ kind: 'held' as const, job })),
  ...newestOfEachJob(missed).map((execution) => ({ kind: 'missed' as const, execution })),
];

const newestOfEachJob = (executions: ExecutionView[]): ExecutionView[] =>
  executions.filter(
    ({ job }, index) =>
      executions.findIndex((other) => other.job.documentId === job.documentId) === index
  );
