import type { ExecutionError, ExecutionStatus, Reason } from '../contract/execution';
import { describeFailure, JobRefused } from './failure';

/** A script that an execution would run: its job's own, or one of a hook around it. */
export interface UsedScript {
  /** documentId */
  script: string;
  by: 'job' | 'hook';
}

/** Why an execution does not run; of a hook it says which. */
export interface Refusal {
  reason: 'approval-missing';
  error?: ExecutionError;
}

/** Null where it may run. `unapproved`: documentId → path of the scripts to whose bytes nobody consents. */
export const refusalOf = (
  used: readonly UsedScript[],
  unapproved: ReadonlyMap<string, string>
): Refusal | null => {
  const refused = used.find(({ script }) => unapproved.has(script));
  if (refused === undefined) return null;
  const reason = 'approval-missing';
  if (refused.by === 'job') return { reason };
  const { error } = describeFailure(new JobRefused(reason));
  const hook = unapproved.get(refused.script) ?? refused.script;
  return { reason, error: { ...error, message: `Hook ${hook}: ${error.message}` } };
};

/** The part of a new record that this rule looks at and may change. */
interface Admissible {
  status: ExecutionStatus;
  reason: Reason | null;
  error?: ExecutionError | null;
}

/**
 * What lacks somebody's consent neither runs nor waits, for upstreams neither: it never starts by itself later. Answers
 * the same records, some `skipped: approval-missing`.
 */
export const admitApproved = <T extends Admissible>(
  executions: T[],
  scriptsOf: (execution: T) => readonly UsedScript[],
  unapproved: ReadonlyMap<string, string>
): T[] =>
  executions.map((one) => {
    if (one.status !== 'queued' && one.status !== 'waiting') return one;
    const refusal = refusalOf(scriptsOf(one), unapproved);
    return refusal === null ? one : { ...one, status: 'skipped', ...refusal };
  });
