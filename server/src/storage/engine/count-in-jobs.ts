import { UNSUCCESSFUL_STATUSES, type FinalStatus } from '../../contract/execution';
import type { Session } from './session';
import { updateEach } from './update-each';

/** An execution that came to its end, or (`reopened`) was counted and goes on. */
export interface Counted {
  jobId: number;
  status: FinalStatus;
}

/** Adds what ended, in this order, to the counters of its job: all that ran, those without success, and the streak. */
export const countInJobs = async (session: Session, ended: Counted[]): Promise<void> => {
  const jobIds = [...new Set(ended.map(({ jobId }) => jobId))];
  await updateEach(session, {
    table: session.tables.jobs,
    columns: { id: 'integer', ran: 'integer', failed: 'integer', streak: 'integer', ok: 'integer' },
    rows: jobIds.map((id) => ({ id, ...tally(ended.filter(({ jobId }) => jobId === id)) })),
    set: {
      execution_count: 't.execution_count + v.ran',
      failure_count: 't.failure_count + v.failed',
      failure_streak: 'CASE WHEN v.ok > 0 THEN v.streak ELSE t.failure_streak + v.streak END',
    },
  });
};

/** Takes back the count of an execution that is about to have another attempt. */
export const uncountInJob = (session: Session, jobId: number): Promise<void> =>
  updateEach(session, {
    table: session.tables.jobs,
    columns: { id: 'integer' },
    rows: [{ id: jobId }],
    set: {
      execution_count: 'CASE WHEN t.execution_count > 0 THEN t.execution_count - 1 ELSE 0 END',
      failure_count: 'CASE WHEN t.failure_count > 0 THEN t.failure_count - 1 ELSE 0 END',
    },
  });

export const isUnsuccessful = (status: string): boolean =>
  (UNSUCCESSFUL_STATUSES as readonly string[]).includes(status);

const tally = (ended: Counted[]) => {
  const failures = ended.map(({ status }) => isUnsuccessful(status));
  const lastSuccess = failures.lastIndexOf(false);
  return {
    ran: ended.length,
    failed: failures.filter(Boolean).length,
    streak: failures.length - 1 - lastSuccess,
    ok: lastSuccess + 1,
  };
};
