import type { FinalStatus } from '../../server/src/contract/execution';
import { afterEnds } from '../../server/src/domain/breaker';
import type { BreakerChange } from '../../server/src/engine/ports';
import { isUnsuccessful } from '../../server/src/storage/engine/count-in-jobs';
import type { ExecutionRow, Tables } from './memory-rows';

/** Counts an execution that has just ended in its job; answers what that did to the job's circuit breaker. */
export const countInJob = (tables: Tables, row: ExecutionRow, now: number): BreakerChange[] => {
  const job = tables.jobs.find((other) => other.id === row.jobId);
  if (!job) return [];
  const before = { failures: job.failureStreak, until: job.breakerUntil };
  const streak = afterEnds(before, [row.status as FinalStatus], job.definition.breaker, now);
  job.executionCount += 1;
  job.failureCount += isUnsuccessful(row.status) ? 1 : 0;
  job.failureStreak = streak.failures;
  job.breakerUntil = streak.until;
  if (streak.until === before.until) return [];
  const action = streak.until === null ? 'job.breaker-close' : 'job.breaker-open';
  tables.audit.push({ action, job: job.documentId });
  return [{ job: { documentId: job.documentId, name: job.name }, until: streak.until }];
};
