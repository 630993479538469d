import type { Admit, NewExecution, Owed } from '../../engine/ports';
import { insertExecutions } from './insert-executions';
import { lockJobs } from './lock-jobs';
import type { Session } from './session';

/**
 * A start by hand, by API or as a replay, under the job's lock: `admit` may make it a skipped record. Answers what became
 * of it, and the documentIds of running executions that were asked to make room. Throws where the job is gone.
 */
export const startExecution = async (
  session: Session,
  { job, execution, admit }: { job: Owed['job']; execution: NewExecution; admit: Admit }
): Promise<{ documentId: string; status: NewExecution['status']; cancelling: string[] }> => {
  const locked = await lockJobs(session, [job.id]);
  if (locked.length === 0) throw new Error(`job ${job.documentId} is gone`);
  const owed = [{ job, executions: [execution] }];
  const { executions, cancelling } = await insertExecutions(session, owed, admit);
  const [inserted] = executions;
  if (!inserted) throw new Error(`the occurrence ${execution.slotAt} has its record already`);
  return { documentId: inserted.documentId, status: inserted.status, cancelling };
};
