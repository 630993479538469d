import type { Admit, NewExecution, Owed } from '../../engine/ports';
import { insertExecutions } from './insert-executions';
import type { Session } from './session';

/**
 * A start by hand, by API or as a replay, of a job whose row is locked: `admit` may make it a skipped record. Answers
 * what became of it, and the documentIds of running executions that were asked to make room.
 */
export const startExecution = async (
  session: Session,
  { job, execution, admit }: { job: Owed['job']; execution: NewExecution; admit: Admit }
): Promise<{ documentId: string; status: NewExecution['status']; cancelling: string[] }> => {
  const owed = [{ job, executions: [execution] }];
  const { executions, cancelling } = await insertExecutions(session, owed, admit);
  const [inserted] = executions;
  if (!inserted) throw new Error(`the occurrence ${execution.slotAt} has its record already`);
  return { documentId: inserted.documentId, status: inserted.status, cancelling };
};
