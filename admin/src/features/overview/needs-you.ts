import type { ExecutionView } from '../../../../server/src/contract/execution';
import type { BreakerView, JobView } from '../../../../server/src/contract/job';
import type { ScriptsMeta, ScriptView } from '../../../../server/src/contract/script';
import { failuresInARow } from '../jobs/failures-in-a-row';

export type Need =
  | { kind: 'failing'; job: JobView; times: number }
  | { kind: 'breaker'; job: JobView; breaker: BreakerView }
  | { kind: 'held'; job: JobView }
  | { kind: 'approvals'; count: number }
  | { kind: 'paused'; job: JobView }
  | { kind: 'missed'; execution: ExecutionView };

/** This many failures in a row are more than bad luck. */
const FAILING_FROM = 2;

interface Facts {
  jobs: JobView[];
  missed: ExecutionView[];
  /** job documentId → its breaker, of those whose breaker is not closed */
  breakers: Record<string, BreakerView>;
  /** Undefined for who may not decide about them. */
  scripts: ListedScripts | undefined;
}

interface ListedScripts {
  data: Pick<ScriptView, 'status' | 'usedBy'>[];
  meta: Pick<ScriptsMeta, 'state' | 'requireApproval'>;
}

/**
 * What a person should look at: jobs that their breaker stopped, that fail in a row, that are held or paused, scripts that
 * wait for consent, and occurrences that were missed. A stopped job is not named a second time for its failures.
 */
export const needsOf = ({ jobs, missed, breakers, scripts }: Facts): Need[] => [
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
  ...approvalsOf(scripts),
  ...jobs
    .filter(({ status }) => status === 'paused')
    .map((job) => ({ kind: 'paused' as const, job })),
  ...newestOfEachJob(missed).map((execution) => ({ kind: 'missed' as const, execution })),
];

/** Scripts that jobs would run and nobody has decided about: as long as they wait, those jobs are skipped. */
const approvalsOf = (scripts: ListedScripts | undefined): Need[] => {
  if (scripts?.meta.state !== 'ready' || !scripts.meta.requireApproval) return [];
  const count = scripts.data.filter(
    ({ status, usedBy }) => (status === 'new' || status === 'changed') && usedBy > 0
  ).length;
  return count === 0 ? [] : [{ kind: 'approvals', count }];
};

const newestOfEachJob = (executions: ExecutionView[]): ExecutionView[] =>
  executions.filter(
    ({ job }, index) =>
      executions.findIndex((other) => other.job.documentId === job.documentId) === index
  );
