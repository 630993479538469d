import type { Admit, Advance, EngineStore, LockedAdvance } from '../../engine/ports';
import { limitsOnTheWay } from './cancel-previous';
import { readNow } from './database-clock';
import { insertExecutions } from './insert-executions';
import { judgeByUpstreams } from './judge-upstreams';
import { lockFreeJobs, lockJobs, type LockedJob } from './lock-jobs';
import { lockFreeLimits } from './lock-limits';
import { execute, marks, type Database, type Session } from './session';
import { auditedJob, writeSystemAudit } from './system-audit';
import { updateEach } from './update-each';

/**
 * One transaction: inserts the records that the step owes, and moves the cursor of each job that is still where
 * `advance` saw it. An advance that somebody else was faster with is dropped whole. `busy`: jobs that somebody holds, who
 * may be gone or stand still; nobody waits for that.
 */
export const enqueueDue = async (
  database: Database,
  advances: Advance[],
  admit: Admit<LockedAdvance>
): ReturnType<EngineStore['enqueueDue']> => {
  const skipsLocked = await database.skipsLocked();
  return database.transaction(async (session) => {
    const { locked, busy } = await lockFreeJobs(session, advances.map(jobIdOf), skipsLocked);
    const seen = await lockedSteps(session, advances, locked, isAtCursor);
    const moved = await withFreeLimits(session, seen, skipsLocked);
    const steps = await judgeByUpstreams(session, moved);
    const queued = new Map<number, number>();
    const { executions, cancelling } = await insertExecutions(
      session,
      steps,
      (step, inProgress) => {
        const admission = admit(step, inProgress);
        queued.set(step.job.id, admission.executions.filter(isScheduled).length);
        return admission;
      }
    );
    await moveCursors(session, steps, queued);
    await endPauses(session, steps, locked);
    const left = seen.filter((step) => !moved.includes(step)).map(jobIdOf);
    busy.push(...left);
    return { advanced: steps.length, inserted: executions.length, cancelling, busy };
  });
};

/** Those whose shared limits are not in somebody else's hands. */
const withFreeLimits = async (
  session: Session,
  steps: LockedAdvance[],
  skipsLocked: boolean
): Promise<LockedAdvance[]> => {
  const replacing = steps.filter(({ job }) => job.overlap === 'cancel-previous');
  const onTheWay = await limitsOnTheWay(session, replacing.map(jobIdOf));
  const keysOf = (step: LockedAdvance): string[] => [
    ...step.executions.flatMap(({ limit }) => limit?.key ?? []),
    ...(replacing.includes(step) ? onTheWay : []),
  ];
  const busy = await lockFreeLimits(session, steps.flatMap(keysOf), skipsLocked);
  return steps.filter((step) => !keysOf(step).some((key) => busy.has(key)));
};

/** One transaction: lets jobs go on that are held since `fromNextAt`, with the records that the hold owes. */
export const releaseHeld = (database: Database, advances: Advance[]): Promise<number> =>
  database.transaction(async (session) => {
    const locked = await lockJobs(session, advances.map(jobIdOf));
    const steps = await lockedSteps(session, advances, locked, isHeldSince);
    const asTheyAre = ({ executions }: LockedAdvance) => ({ executions, cancelsPrevious: false });
    await insertExecutions(session, steps, asTheyAre);
    await endHold(session, steps);
    await endPauses(session, steps, locked);
    return steps.length;
  });

const jobIdOf = ({ job }: Advance): number => job.id;

/** What `maxExecutions` counts. */
const isScheduled = ({ trigger, status }: Advance['executions'][number]): boolean =>
  trigger === 'schedule' && (status === 'queued' || status === 'waiting');

/** The steps whose jobs still stand where they were seen, in the order in which the rows are locked. */
const lockedSteps = async (
  session: Session,
  advances: Advance[],
  locked: LockedJob[],
  stands: (row: LockedJob, advance: Advance) => boolean
): Promise<LockedAdvance[]> => {
  const firstOfEach = new Map(advances.toReversed().map((advance) => [advance.job.id, advance]));
  const now = await readNow(session);
  return locked.flatMap((row) => {
    const advance = firstOfEach.get(row.id);
    if (advance === undefined || row.revision !== advance.job.revision || !stands(row, advance))
      return [];
    return [{ ...advance, now, breakerUntil: row.breakerUntil }];
  });
};

const isAtCursor = ({ nextAt }: LockedJob, { fromNextAt }: Advance): boolean =>
  nextAt === fromNextAt;

const isHeldSince = ({ heldAt }: LockedJob, { fromNextAt }: Advance): boolean =>
  heldAt === fromNextAt;

const COLUMNS = {
  id: 'integer',
  revision: 'integer',
  from_next: 'integer',
  next_at: 'integer',
  next_run_at: 'integer',
  cursor_at: 'integer',
} as const;
const PLACE = { next_at: 'v.next_at', next_run_at: 'v.next_run_at', cursor_at: 'v.cursor_at' };

const cursorRow = (advance: Advance) => ({
  id: advance.job.id,
  revision: advance.job.revision,
  from_next: advance.fromNextAt,
  next_at: advance.nextAt,
  next_run_at: advance.nextRunAt === undefined ? advance.nextAt : advance.nextRunAt,
  cursor_at: advance.cursorAt,
});

/** A job that has had as many scheduled executions as it may has no next one. */
const unlessSpent = (column: string): string =>
  `CASE WHEN t.scheduled_count + v.queued >= v.most THEN NULL ELSE v.${column} END`;

const moveCursors = (
  session: Session,
  steps: LockedAdvance[],
  queued: Map<number, number>
): Promise<void> =>
  updateEach(session, {
    table: session.tables.jobs,
    columns: { ...COLUMNS, queued: 'integer', most: 'integer', held: 'text', held_at: 'integer' },
    rows: steps.map((step) => ({
      ...cursorRow(step),
      queued: queued.get(step.job.id) ?? 0,
      most: step.maxExecutions ?? null,
      held: step.holds ?? null,
      held_at: step.holds === undefined ? null : step.now,
    })),
    // MySQL sets from left to right: what a later column looks at comes after it.
    set: {
      next_at: unlessSpent('next_at'),
      next_run_at: unlessSpent('next_run_at'),
      cursor_at: 'v.cursor_at',
      scheduled_count: 't.scheduled_count + v.queued',
      held_reason: 'v.held',
      held_at: 'v.held_at',
    },
    where: 't.revision = v.revision AND t.next_at = v.from_next',
  });

const endHold = (session: Session, steps: LockedAdvance[]): Promise<void> =>
  updateEach(session, {
    table: session.tables.jobs,
    columns: COLUMNS,
    rows: steps.map(cursorRow),
    set: { ...PLACE, held_reason: 'NULL', held_at: 'NULL' },
    where: 't.revision = v.revision AND t.held_at = v.from_next',
  });

/** Of jobs whose pause is over. */
const endPauses = async (
  session: Session,
  steps: LockedAdvance[],
  locked: LockedJob[]
): Promise<void> => {
  const paused = new Map(locked.map((row) => [row.id, row.pausedUntil]));
  const ended = steps.filter(({ job, resumes }) => resumes && paused.get(job.id) !== null);
  if (ended.length === 0) return;
  await execute(
    session,
    `UPDATE ${session.tables.jobs}
     SET paused_at = NULL, paused_until = NULL, pause_note = NULL, paused_by = NULL
     WHERE id IN (${marks(ended)})`,
    ended.map(jobIdOf)
  );
  for (const { job } of ended) {
    const until = paused.get(job.id) ?? 0;
    await writeSystemAudit(session, {
      action: 'job.resume',
      object: auditedJob(job),
      diff: { pausedUntil: { before: new Date(until).toISOString(), after: null } },
    });
  }
};
