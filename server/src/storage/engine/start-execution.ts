import type { Admit, NewExecution, Owed } from '../../engine/ports';
import { insertExecutions } from './insert-executions';
import { lockJobs } from './lock-jobs';
import type { Session } from './session';

/**
 * A start by hand, by API or as a replay, under the job's lock: where the job does not overlap and one is in progress,
 * `admit` makes it a skipped record. Throws where the job is gone.
 */
export const startExecution = async (
  session: Session,
  { job, execution, admit }: { job: Owed['job']; execution: NewExecution; admit: Admit }
): Promise<{ documentId: string; status: NewExecution['status'] }> => {
  const locked = await lockJobs(session, [job.id]);
  if (locked.length === 0) throw new Error(`job ${job.documentId} is gone`);
  const [inserted] = await insertExecutions(session, [{ job, executions: [execution] }], admit);
  if (!inserted) throw new Error(`the occurrence ${execution.slotAt} has its record already`);
  return { documentId: inserted.documentId, status: inserted.status };
};
