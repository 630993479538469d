import type { Reason, Trigger } from '../../contract/execution';
import { claimOrderAgain } from '../../domain/claim-order';
import { afterItsTurn } from '../../domain/place';
import type { AfterAttempt } from '../../domain/transition';
import type { AttemptEnd, BreakerChange, EngineStore, Ref } from '../../engine/ports';
import { saysAllOf } from './attempts';
import { auditRefusals } from './audit-refusals';
import { CLAIMABLE } from './claimable';
import { countInJobs, type Counted } from './count-in-jobs';
import { readNow } from './database-clock';
import { finishPlain, HOLDS_NOTHING } from './finish-plain';
import { lockOwned, ownedSql, REF_COLUMNS, refRow } from './fence';
import { forgetAttempts } from './forget-attempts';
import { grantSeats } from './grant-seats';
import { lockForEnds } from './lock-for-ends';
import { lockInTime } from './lock-in-time';
import type { LockedJob } from './lock-jobs';
import { promoteTurns } from './promote-turns';
import { isOwnedBy, toAttempts, toJson, toNumber, toNumberOrNull, toTextOrNull } from './rows';
import type { Database, Row, Session } from './session';
import { updateEach } from './update-each';
import { writeUpstreamEnds, type Ended } from './upstream-ends';

type Final = Exclude<AfterAttempt, { status: 'queued' | 'released' }>;
type Requeued = Extract<AfterAttempt, { status: 'queued' }>;

/** An end whose row is ours, with what becomes of the row. */
interface Owned<Next extends AfterAttempt = AfterAttempt> {
  ref: Ref;
  jobId: number | null;
  row: Row;
  now: number;
  /** JSON of all attempts so far, this one included; null where the row says it all. */
  attempts: string | null;
  isAttempt: boolean;
  next: Next;
}

/**
 * One transaction for many ends: a handful of statements, however many they are. Answers the refs that no longer own
 * their attempt; nothing of those is written. `tells`: jobs that depend on others are to be told. `busy`: what needs
 * rows that somebody else holds. `waits`: for those rows, if not for long.
 */
export const record = async (
  database: Database,
  given: AttemptEnd[],
  { waits = false }: { waits?: boolean } = {}
): Recorded => {
  const skipsLocked = await database.skipsLocked();
  if (!waits || !skipsLocked)
    return database.transaction((session) => writeEnds(session, given, skipsLocked));
  const written = await lockInTime(database, (session) => writeEnds(session, given, false));
  return written ?? { stale: [], busy: given.map(({ ref }) => ref), tells: false, gives: false };
};

type Recorded = ReturnType<EngineStore['record']>;

/** The same in a transaction of the caller's. */
export const writeEnds = async (
  session: Session,
  given: AttemptEnd[],
  skipsLocked: boolean
): Recorded => {
  const { ends, jobs, turning, limits } = await lockForEnds(session, given, skipsLocked);
  const isOurs = new Set(ends);
  const busy = given.filter((end) => !isOurs.has(end)).map(({ ref }) => ref);
  if (ends.length === 0) return { stale: [], busy, tells: false, gives: false };
  const plain = await finishPlain(session, ends, jobs);
  const others = plain.size === 0 ? ends : ends.filter((end) => !plain.has(end));
  const refs = others.map(({ ref }) => ref);
  const owned = firstOfEachRow(others, await lockOwned(session, refs)).map(toOwned);
  await release(session, owned.filter(isReleased));
  await requeue(session, owned.filter(isRequeued));
  await finish(session, owned.filter(isFinal));
  const givenBack = owned.filter(isCancelledUnbegun).map(({ ref }) => ref.id);
  await forgetAttempts(session, givenBack, 'cancelled');
  const breakers = await count(session, { ends, plain, owned, jobs });
  await auditRefusals(session, owned);
  const upstreams = new Set(jobs.filter(({ hasDependents }) => hasDependents).map(({ id }) => id));
  const told = owned.filter(isFinal).flatMap(toEnded);
  const tells = await writeUpstreamEnds(
    session,
    told.filter(({ jobId }) => upstreams.has(jobId))
  );
  await promoteTurns(session, turning);
  await grantSeats(session, limits);
  const isWritten = new Set(owned.map(({ ref }) => ref));
  const stale = refs.filter((ref) => !isWritten.has(ref));
  return { stale, busy, tells, gives: turning.length + limits.length > 0, breakers };
};

const firstOfEachRow = (ends: AttemptEnd[], rows: Map<number, Row>) => {
  const open = new Map(rows);
  return ends.flatMap((end) => {
    const row = open.get(end.ref.id);
    if (!row || !isOwnedBy(row, end.ref)) return [];
    open.delete(end.ref.id);
    return [{ end, row }];
  });
};

const toOwned = ({ end, row }: { end: AttemptEnd; row: Row }): Owned => {
  const now = toNumber(row['now']);
  const next = withReason(unlessCancelled(end.next, row, now), row);
  const before = toAttempts(row['attempts']);
  // Refused or given back before it started: there was no attempt.
  const isAttempt = end.next.status !== 'skipped' && end.next.status !== 'released';
  // But the history shows the hook that refused it.
  const isShown = isAttempt || end.attempt.hooks !== undefined;
  const written = { ...end, next };
  return {
    ref: end.ref,
    jobId: toNumberOrNull(row['job_id']),
    row,
    now,
    attempts: saysAllOf(row, written) ? null : toJson(isShown ? [...before, end.attempt] : before),
    isAttempt,
    next,
  };
};

/** Cancel is final: whoever asked while the attempt ended, or was given back, gets no further attempt. */
const unlessCancelled = (next: AfterAttempt, row: Row, now: number): AfterAttempt => {
  const goesOn = next.status === 'queued' || next.status === 'released';
  if (!goesOn || toNumberOrNull(row['cancel_requested_at']) === null) return next;
  return {
    status: 'cancelled',
    reason: null,
    finishedAt: now,
    result: null,
    error: next.status === 'queued' ? next.error : null,
    exitCode: null,
  };
};

/** Whoever asked for the cancel left the reason in the row. */
const withReason = (next: AfterAttempt, row: Row): AfterAttempt =>
  next.status === 'cancelled'
    ? { ...next, reason: toTextOrNull(row['reason']) as Reason | null }
    : next;

const isReleased = (end: Owned): boolean => end.next.status === 'released';
const isRequeued = (end: Owned): end is Owned<Requeued> => end.next.status === 'queued';
const isFinal = (end: Owned): end is Owned<Final> =>
  end.next.status !== 'queued' && end.next.status !== 'released';

/** Whoever had it gave it back, and somebody had asked for its cancel. */
const isCancelledUnbegun = ({ isAttempt, next }: Owned): boolean =>
  !isAttempt && next.status === 'cancelled';

/** It keeps its seat: whoever claims it next sits on it. */
const release = (session: Session, ends: Owned[]): Promise<void> =>
  updateEach(session, {
    table: session.tables.executions,
    columns: REF_COLUMNS,
    rows: ends.map(({ ref }) => refRow(ref)),
    set: {
      status: "'queued'",
      claimable: `${CLAIMABLE.nothing}`,
      claim_token: 'NULL',
      lease_until: 'NULL',
      node: 'NULL',
      attempt: 'v.attempt - 1',
      started_at: 'NULL',
      first_started_at: 'CASE WHEN v.attempt <= 1 THEN NULL ELSE t.first_started_at END',
    },
    where: ownedSql(session.client),
  });

/** It keeps its job's turn, but no seat: others may have it until the next attempt is due. */
const requeue = (session: Session, ends: Owned<Requeued>[]): Promise<void> =>
  updateEach(session, {
    table: session.tables.executions,
    columns: REQUEUED_COLUMNS,
    rows: ends.map(requeuedRow),
    set: {
      status: "'queued'",
      claimable: 'v.claimable',
      claim_order: 'v.claim_order',
      limit_slot: 'NULL',
      claim_token: 'NULL',
      lease_until: 'NULL',
      ready_at: 'v.ready_at',
      error: 'v.error',
      attempts: 'v.attempts',
    },
    where: ownedSql(session.client),
  });

const REQUEUED_COLUMNS = {
  ...REF_COLUMNS,
  claimable: 'integer',
  claim_order: 'integer',
  ready_at: 'integer',
  error: 'json',
  attempts: 'json',
} as const;

const requeuedRow = ({ ref, row, now, next, attempts }: Owned<Requeued>): Row => {
  const { readyAt, error } = next;
  const limitKey = toTextOrNull(row['limit_key']);
  const had = toNumberOrNull(row['claim_order']);
  return {
    ...refRow(ref),
    claimable: CLAIMABLE[afterItsTurn({ readyAt, isLimited: limitKey !== null }, now)],
    claim_order: claimOrderAgain({ readyAt, priority: toNumber(row['priority']), had }),
    ready_at: readyAt,
    error: toJson(error),
    attempts,
  };
};

const toEnded = ({ jobId, row, next }: Owned<Final>): Ended[] =>
  jobId === null
    ? []
    : [
        {
          jobId,
          execution: String(row['document_id']),
          status: next.status,
          reason: next.reason,
          trigger: String(row['trigger']) as Trigger,
        },
      ];

interface Written {
  ends: AttemptEnd[];
  plain: Set<AttemptEnd>;
  owned: Owned[];
  jobs: LockedJob[];
}

/** In the order in which they ended: a streak of failures depends on it. */
const count = async (
  session: Session,
  { ends, plain, owned, jobs }: Written
): Promise<BreakerChange[]> => {
  const known = new Set(jobs.map(({ id }) => id));
  const others = new Map(owned.filter(isFinal).map((end) => [end.ref, end]));
  const counted = ends.flatMap((end): Counted[] => {
    if (plain.has(end))
      return known.has(end.job.id) ? [{ jobId: end.job.id, status: 'succeeded' }] : [];
    const other = others.get(end.ref);
    if (other === undefined || other.jobId === null || !hasRun(other)) return [];
    return [{ jobId: other.jobId, status: other.next.status }];
  });
  const isAsked = jobs.some(({ breaker }) => breaker !== null);
  const now = owned[0]?.now ?? (isAsked ? await readNow(session) : 0);
  return countInJobs(session, counted, { jobs, now });
};

/** What was cancelled before its retry began did run before. */
const hasRun = (end: Owned): boolean =>
  end.isAttempt || (isCancelledUnbegun(end) && end.ref.attempt > 1);

const FINAL_COLUMNS = {
  status: 'text',
  reason: 'text',
  finished_at: 'integer',
  result: 'json',
  error: 'json',
  exit_code: 'integer',
  attempts: 'json',
} as const;

const finish = (session: Session, ends: Owned<Final>[]): Promise<void> =>
  updateEach(session, {
    table: session.tables.executions,
    columns: { ...REF_COLUMNS, ...FINAL_COLUMNS },
    rows: ends.map(finalRow),
    set: {
      ...Object.fromEntries(Object.keys(FINAL_COLUMNS).map((name) => [name, `v.${name}`])),
      ...HOLDS_NOTHING,
    },
    where: ownedSql(session.client),
  });

const finalRow = ({ ref, next, attempts }: Owned<Final>): Row => ({
  id: ref.id,
  attempt: ref.attempt,
  token: ref.token,
  status: next.status,
  reason: next.reason,
  finished_at: next.finishedAt,
  result: toJson(next.result),
  error: toJson(next.error),
  exit_code: next.exitCode,
  attempts,
});
