import type { ExecutionView } from '../../../../server/src/contract/execution';
import type { BreakerView, JobView } from '../../../../server/src/contract/job';
import { failuresInARow } from '../jobs/failures-in-a-row';

export type Need =
  | { kind: 'failing'; job: JobView; times: number }
  | { kind: 'breaker'; job: JobView; breaker: BreakerView }
  | { kind: 'held'; job: JobView }
  | { kind: 'paused'; job: JobView }
  | { kind: 'missed'; execution: ExecutionView };

/** This many failures in a row are more than bad luck. */
const FAILING_FROM = 2;

interface Facts {
  jobs: JobView[];
  missed: ExecutionView[];
  /** job documentId → its breaker, of those whose breaker is not closed */
  breakers: Record<string, BreakerView>;
}

/**
 * What a person should look at: jobs that their breaker stopped, that fail in a row, that are held or paused, and
 * occurrences that were missed. A stopped job is not named a second time for its failures.
 */
export const needsOf = ({ jobs, missed, breakers }: Facts): Need[] => [
  ...jobs.flatMap((job) => {
    const breaker = breakers[job.documentId];
    return breaker === undefined ? [] : [{ kind: 'breaker' as const, job, breaker }];
  }),
  ...jobs
    .filter(({ documentId }) => !Object.hasOwn(breakers, documentId))
    .map((job) => ({ kind: 'failing' as const, job, times: failuresInARow(job.recentStatuses) }))
    .filter(({ job, times }) => job.enabled && times >= FAILING_FROM)
    .toSorted((a, b) => b.times - a.times),
  ...jobs.filter(({ status }) => status === 'held').map((job) => ({ kind: 'held' as const, job })),
  ...jobs
    .filter(({ status }) => status === 'paused')
    .map((job) => ({ kind: 'paused' as const, job })),
  ...newestOfEachJob(missed).map((execution) => ({ kind: 'missed' as const, execution })),
];

const newestOfEachJob = (executions: ExecutionView[]): ExecutionView[] =>
  executions.filter(
    ({ job }, index) =>
      executions.findIndex((other) => other.job.documentId === job.documentId) === index
  );
