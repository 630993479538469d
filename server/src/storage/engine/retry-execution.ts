import { FINAL_STATUSES, type Trigger } from '../../contract/execution';
import type { JobDefinition } from '../../contract/job';
import type { Refusal } from '../../domain/approval';
import { claimOrderAgain } from '../../domain/claim-order';
import { limitOf } from '../../domain/limits';
import { mayRetry } from '../../domain/overlap';
import { isUnsuccessful, uncountInJob } from './count-in-jobs';
import { CLAIMABLE } from './claimable';
import { countQueues, NO_QUEUE } from './count-queues';
import { readNow } from './database-clock';
import { grantSeats } from './grant-seats';
import { latest } from './latest';
import { lockExecution } from './lock-execution';
import { lockLimits } from './lock-limits';
import { noteTurns, overlapKeyOf } from './promote-turns';
import { refusalOfStored } from './refuse-unapproved';
import { fromJson, toJson, toNumber } from './rows';
import { execute, query, type Row, type Session } from './session';
import { writeReplaced, writeUpstreamEnds } from './upstream-ends';

/**
 * `queued`: it gets one more attempt; `refused`: nobody consents to its script any more, so that it is skipped instead;
 * `not-finished`: it is still on its way; `not-unsuccessful`: it succeeded or
 * never ran; `overlap`: others of the job are in its way; `unknown`: it, or its job, is gone.
 */
export type Retried =
  'queued' | 'refused' | 'not-finished' | 'not-unsuccessful' | 'overlap' | 'unknown';

/** One more attempt of an execution that ended without success: same record, same occurrence. */
export const retryExecution = async (
  session: Session,
  executionDocumentId: string
): Promise<Retried> => {
  const locked = await lockExecution(session, executionDocumentId);
  if (!locked || locked.jobId === null) return 'unknown';
  const { jobId, row } = locked;
  const status = String(row['status']);
  if (!(FINAL_STATUSES as readonly string[]).includes(status)) return 'not-finished';
  if (!isUnsuccessful(status)) return 'not-unsuccessful';
  const refusal = await refusalOfStored(session, toNumber(row['id']));
  if (refusal !== null) {
    await refuse(session, row, { jobId, refusal });
    return 'refused';
  }
  const definition = await readDefinition(session, jobId);
  const queue = (await countQueues(session, [jobId])).get(jobId) ?? NO_QUEUE;
  if (!mayRetry(definition.overlap, queue)) return 'overlap';
  const isFree = queue.running + queue.queued === 0;
  await reopen(session, row, { jobId, definition, isFree });
  // A waiting one that was cancelled had not been counted.
  if (toNumber(row['attempt']) > 0) await uncountInJob(session, jobId);
  const execution = String(row['document_id']);
  await writeReplaced(session, [{ jobId, execution, replaces: execution }]);
  return 'queued';
};

/** The job's rules of today: the execution may be of a time when they were others. */
const readDefinition = async (session: Session, jobId: number): Promise<JobDefinition> => {
  const [job] = await query(
    session,
    `SELECT definition FROM ${session.tables.jobs} WHERE id = ? ${latest(session)}`,
    [jobId]
  );
  return fromJson(job?.['definition']) as JobDefinition;
};

/** As if it had been queued, and claimed at once: but it never waits for that. */
const refuse = async (
  session: Session,
  row: Row,
  { jobId, refusal }: { jobId: number; refusal: Refusal }
): Promise<void> => {
  const { reason, error = null } = refusal;
  await execute(
    session,
    `UPDATE ${session.tables.executions} SET status = 'skipped', reason = ?, error = ?,
       finished_at = ?, cancel_requested_at = NULL, result = NULL, exit_code = NULL
     WHERE id = ?`,
    [reason, toJson(error), await readNow(session), toNumber(row['id'])]
  );
  if (toNumber(row['attempt']) > 0) await uncountInJob(session, jobId);
  const execution = String(row['document_id']);
  const trigger = String(row['trigger']) as Trigger;
  await writeReplaced(session, [{ jobId, execution, replaces: execution }]);
  await writeUpstreamEnds(session, [{ jobId, execution, status: 'skipped', reason, trigger }]);
};

// One more attempt means one: what the policy had left over is not taken up again.
const reopen = async (
  session: Session,
  row: Row,
  { jobId, definition, isFree }: { jobId: number; definition: JobDefinition; isFree: boolean }
): Promise<void> => {
  const limit = limitOf(jobId, definition.concurrency);
  await lockLimits(session, [limit?.key ?? null]);
  const now = await readNow(session);
  const isAlone = definition.overlap !== 'allow';
  const hasTurn = !isAlone || isFree;
  const claimable = limit === null ? CLAIMABLE.nothing : CLAIMABLE.seat;
  await execute(
    session,
    `UPDATE ${session.tables.executions} SET status = 'queued', reason = NULL, claimable = ?,
       claim_order = ?, overlap_key = ?, limit_key = ?, limit_count = ?, ready_at = ?,
       finished_at = NULL, cancel_requested_at = NULL, result = NULL, exit_code = NULL,
       max_attempts = attempt + 1
     WHERE id = ?`,
    [
      hasTurn ? claimable : CLAIMABLE.turn,
      claimOrderAgain({ readyAt: now, priority: toNumber(row['priority']), had: null }),
      isAlone && hasTurn ? overlapKeyOf(jobId) : null,
      limit?.key ?? null,
      limit?.count ?? null,
      now,
      toNumber(row['id']),
    ]
  );
  if (!hasTurn) await noteTurns(session, [jobId]);
  await grantSeats(session, limit === null ? [] : [limit.key]);
};
