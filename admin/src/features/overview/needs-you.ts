import type { ExecutionView } from '../../../../server/src/contract/execution';
import type { JobView } from '../../../../server/src/contract/job';
import { UNSUCCESSFUL_STATUSES } from '../../../../server/src/contract/execution';

export type Need =
  | { kind: 'failing'; job: JobView; times: number }
  | { kind: 'held'; job: JobView }
  | { kind: 'missed'; execution: ExecutionView };

/** This many failures in a row are more than bad luck. */
const FAILING_FROM = 2;

/** What a person should look at: jobs that fail in a row, held ones, occurrences that were missed. */
export const needsOf = (jobs: JobView[], missed: ExecutionView[]): Need[] => [
  ...jobs
    .map((job) => ({ kind: 'failing' as const, job, times: failuresInARow(job) }))
    .filter(({ job, times }) => job.enabled && times >= FAILING_FROM)
    .toSorted((a, b) => b.times - a.times),
  ...jobs.filter(({ status }) => status === 'held').map((job) => ({ kind: 'held' as const, job })),
  ...newestOfEachJob(missed).map((execution) => ({ kind: 'missed' as const, execution })),
];

const UNSUCCESSFUL: ReadonlySet<string> = new Set(UNSUCCESSFUL_STATUSES);

/** Skipped, missed and unfinished ones neither break a row of failures nor make it longer. */
const failuresInARow = ({ recentStatuses }: Pick<JobView, 'recentStatuses'>): number => {
  const ran = recentStatuses.filter((status) => status === 'succeeded' || UNSUCCESSFUL.has(status));
  const end = ran.indexOf('succeeded');
  return end === -1 ? ran.length : end;
};

const newestOfEachJob = (executions: ExecutionView[]): ExecutionView[] =>
  executions.filter(
    ({ job }, index) =>
      executions.findIndex((other) => other.job.documentId === job.documentId) === index
  );
