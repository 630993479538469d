import type { DependentStep } from '../../engine/dependent-job';
import type { Admit, LockedOwed, NewExecution } from '../../engine/ports';
import { insertExecutions } from './insert-executions';
import type { Dependent } from './read-dependents';
import { toJson } from './rows';
import { execute, marks, type Session } from './session';
import { updateEach } from './update-each';
import { writeReplaced } from './upstream-ends';

/** A dependent job and what becomes of its rounds. */
export interface Stepped {
  dependent: Dependent;
  step: DependentStep;
  breakerUntil: number | null;
}

/**
 * Writes what becomes of the rounds of jobs whose rows are locked: in the queue they stand under the same rules as
 * whatever else starts the job. Answers what was queued or skipped, and the running ones that are to make room.
 */
export const writeDependents = async (
  session: Session,
  stepped: Stepped[],
  admit: Admit<LockedOwed>
): Promise<{ executions: NewExecution[]; cancelling: string[] }> => {
  await updateEach(session, {
    table: session.tables.executions,
    columns: { id: 'integer', upstreams: 'json', open_upstreams: 'integer' },
    rows: stepped.flatMap(({ dependent, step }) =>
      step.tokens.map(({ execution, upstreams, openUpstreams }) => ({
        id: dependent.rows.get(execution),
        upstreams: toJson(upstreams),
        open_upstreams: openUpstreams,
      }))
    ),
    set: { upstreams: 'v.upstreams', open_upstreams: 'v.open_upstreams' },
  });
  // What waited takes its place in the queue as if it came now, in the row that it had.
  const rows = stepped.flatMap(({ step }) => step.letGo.map(({ id }) => id));
  if (rows.length > 0)
    await execute(
      session,
      `DELETE FROM ${session.tables.executions} WHERE id IN (${marks(rows)})`,
      rows
    );
  const inserted = await insertExecutions(session, stepped.map(owedOf), admit);
  await writeReplaced(
    session,
    stepped.flatMap(({ dependent, step }) =>
      step.replaced.map((one) => ({ ...one, jobId: dependent.job.id }))
    )
  );
  return inserted;
};

const owedOf = ({ dependent: { job }, step, breakerUntil }: Stepped): LockedOwed => {
  const { name, overlap } = job.definition;
  return {
    job: { id: job.id, documentId: job.documentId, name, overlap },
    executions: [...step.letGo, ...step.begun],
    now: job.now,
    breakerUntil,
  };
};
