import type { Admit, Advance, EngineStore } from '../../engine/ports';
import { insertExecutions } from './insert-executions';
import { lockJobs, type LockedJob } from './lock-jobs';
import type { Database, Session } from './session';
import { updateEach } from './update-each';

/**
 * One transaction: moves the cursor of each job that is still where `advance` saw it, and inserts the records that
 * the step owes. An advance that somebody else was faster with is dropped whole.
 */
export const enqueueDue = (
  database: Database,
  advances: Advance[],
  admit: Admit<Advance>
): ReturnType<EngineStore['enqueueDue']> =>
  database.transaction(async (session) => {
    const locked = await lockJobs(session, advances.map(jobIdOf));
    const steps = firstOfEachJob(advances).filter((advance) => isAtCursor(locked, advance));
    await moveCursors(session, steps);
    const inserted = await insertExecutions(session, steps, admit);
    return { advanced: steps.length, inserted: inserted.length, cancelling: [] };
  });

/** One transaction: lets jobs go on that are held since `fromNextAt`, with the records that the pause owes. */
export const releaseHeld = (database: Database, advances: Advance[]): Promise<number> =>
  database.transaction(async (session) => {
    const locked = await lockJobs(session, advances.map(jobIdOf));
    const steps = firstOfEachJob(advances).filter((advance) => isHeldSince(locked, advance));
    await endHold(session, steps);
    await insertExecutions(session, steps, ({ executions }) => ({
      executions,
      cancelsPrevious: false,
    }));
    return steps.length;
  });

const jobIdOf = ({ job }: Advance): number => job.id;

/** In the order in which the rows are locked. */
const firstOfEachJob = (advances: Advance[]): Advance[] =>
  [...new Map(advances.toReversed().map((advance) => [advance.job.id, advance])).values()].sort(
    (a, b) => a.job.id - b.job.id
  );

const isAtCursor = (locked: LockedJob[], { job, fromNextAt }: Advance): boolean =>
  locked.some(
    (row) => row.id === job.id && row.revision === job.revision && row.nextAt === fromNextAt
  );

const isHeldSince = (locked: LockedJob[], { job, fromNextAt }: Advance): boolean =>
  locked.some(
    (row) => row.id === job.id && row.revision === job.revision && row.heldAt === fromNextAt
  );

const CURSOR = {
  columns: {
    id: 'integer',
    revision: 'integer',
    from_next: 'integer',
    next_at: 'integer',
    cursor_at: 'integer',
  },
  set: { next_at: 'v.next_at', cursor_at: 'v.cursor_at' },
} as const;

const cursorRow = (advance: Advance) => ({
  id: advance.job.id,
  revision: advance.job.revision,
  from_next: advance.fromNextAt,
  next_at: advance.nextAt,
  cursor_at: advance.cursorAt,
});

const moveCursors = (session: Session, steps: Advance[]): Promise<void> =>
  updateEach(session, {
    table: session.tables.jobs,
    columns: CURSOR.columns,
    rows: steps.map(cursorRow),
    set: CURSOR.set,
    where: 't.revision = v.revision AND t.next_at = v.from_next',
  });

const endHold = (session: Session, steps: Advance[]): Promise<void> =>
  updateEach(session, {
    table: session.tables.jobs,
    columns: CURSOR.columns,
    rows: steps.map(cursorRow),
    set: { ...CURSOR.set, held_reason: 'NULL', held_at: 'NULL' },
    where: 't.revision = v.revision AND t.held_at = v.from_next',
  });
