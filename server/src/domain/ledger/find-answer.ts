import type { LedgerVerdict } from '../../contract/ledger';
import type { ExecutionStatus, KeptBackBy, Reason, Trigger } from '../../contract/execution';
import type { JobDefinition } from '../../contract/job';
import { lastOccurrences, nextOccurrence } from '../schedule/occurrences';
import type { JobTimes, Occurrence } from '../schedule/occurrences';
import { verdictAt } from '../calendars/job-calendars';
import { isSpent } from '../job-times';
import type { Timetable } from '../timetable';

/** Why a job ran at an instant, or did not. Instants are epoch milliseconds. */

/** What of an execution the answer depends on. */
export interface LedgerRecord {
  trigger: Trigger;
  slotAt: number | null;
  /** The oldest occurrence that a `missed` record stands for. */
  missedFrom: number | null;
  status: ExecutionStatus;
  reason: Reason | null;
}

/** Something that kept the job from running by itself; `until` is null where its end is not known. */
export interface Standstill {
  kind: 'paused' | 'held' | 'all-paused';
  since: number;
  until: number | null;
}

export interface LedgerQuestion<R extends LedgerRecord> {
  at: number;
  now: number;
  createdAt: number;
  /** Records that ended before it may be gone. */
  keptSince: number;
  /** The job as it was at that instant. */
  definition: Pick<JobDefinition, 'enabled' | 'schedules' | 'dependencies' | 'maxExecutions'>;
  timetable: Timetable;
  /** Records that may stand for the instant: of that slot, of slots from there on, of starts before it. */
  records: readonly R[];
  standstill: Standstill | null;
  /** The first change after the instant of when the job runs; null where there was none. */
  changedAt: number | null;
  /** Occurrences before it were put on record; null where nothing is to come. */
  nextAt: number | null;
  /** Scheduled executions so far. */
  scheduledCount: number;
}

/** What stands behind the verdict: each has a sentence. */
export type LedgerCause =
  | 'slot'
  | 'range'
  | 'start'
  | 'before-job'
  | 'forgotten'
  | 'disabled'
  | Standstill['kind']
  | 'no-schedule'
  | 'by-dependency'
  | 'before-start'
  | 'after-end'
  | 'spent'
  | 'other-time'
  | 'to-come'
  | 'to-be-skipped'
  | 'overdue'
  | 'changed'
  | 'lost';

export interface LedgerAnswer<R extends LedgerRecord> {
  verdict: LedgerVerdict;
  cause: LedgerCause;
  record: R | null;
  reason: Reason | null;
  /** The calendar that will keep what is to come back; null where none does. */
  keptBackBy: KeptBackBy | null;
  /** Occurrences next to the instant. */
  previousAt: number | null;
  nextAt: number | null;
}

/** Nobody looks further back for the occurrence before. */
const LOOK_BACK = 5 * 366 * 86_400_000;

/** The first thing that answers the question: a record, then what kept the job from having one. */
export const findAnswer = <R extends LedgerRecord>(
  question: LedgerQuestion<R>
): LedgerAnswer<R> => {
  const { at, now, timetable } = question;
  const occurrence = occurrenceAt(timetable.times, at);
  const answer = (verdict: LedgerVerdict, cause: LedgerCause, record: R | null = null) => ({
    verdict,
    cause,
    record,
    reason: record?.reason ?? null,
    keptBackBy: null,
    ...neighbours(question),
  });
  const found = recordOf(question, occurrence !== null);
  if (found !== null) return answer('recorded', found.cause, found.record);
  if (at < question.createdAt) return answer('before-job', 'before-job');
  if (at < question.keptSince) return answer('forgotten', 'forgotten');
  const stopped = standstillOf(question);
  if (stopped !== null) return answer('off', stopped);
  if (occurrence === null) return answer('not-scheduled', unscheduledCause(question));
  if (isSpentAt(question)) return answer('not-scheduled', 'spent');
  if (at > now) return { ...answer('pending', 'to-come'), ...comingVerdict(timetable, occurrence) };
  if (question.nextAt !== null && question.nextAt <= at) return answer('pending', 'overdue');
  return answer('unknown', question.changedAt === null ? 'lost' : 'changed');
};

const occurrenceAt = (times: JobTimes, at: number): Occurrence | null => {
  const next = nextOccurrence(times, at - 1);
  return next?.at === at ? next : null;
};

/** A start without an instant of its own stands for the second in which it was asked for: nobody asks more precisely. */
const recordOf = <R extends LedgerRecord>(
  { at, records }: LedgerQuestion<R>,
  isScheduled: boolean
): { record: R; cause: LedgerCause } | null => {
  const slot = records.find(({ slotAt }) => slotAt === at);
  if (slot !== undefined) return { record: slot, cause: 'slot' };
  const range = records.find(
    ({ status, missedFrom, slotAt }) =>
      status === 'missed' && slotAt !== null && (missedFrom ?? slotAt) <= at && at <= slotAt
  );
  if (range !== undefined && isScheduled) return { record: range, cause: 'range' };
  const start = records.find(({ slotAt }) => slotAt === null);
  return start !== undefined && !isScheduled ? { record: start, cause: 'start' } : null;
};

/**
 * Whether it had had all its scheduled executions by then: those known to have come later do not count. Of more than are
 * looked at, some are taken for earlier ones.
 */
const isSpentAt = ({ at, definition, records, scheduledCount }: LedgerQuestion<LedgerRecord>) => {
  const later = records.filter(
    ({ slotAt, status }) =>
      slotAt !== null && slotAt > at && status !== 'skipped' && status !== 'missed'
  );
  return isSpent(definition, { scheduledCount: scheduledCount - later.length });
};

const standstillOf = ({
  definition,
  standstill,
}: LedgerQuestion<LedgerRecord>): 'disabled' | Standstill['kind'] | null =>
  definition.enabled ? (standstill?.kind ?? null) : 'disabled';

const unscheduledCause = ({
  at,
  definition,
  timetable,
}: LedgerQuestion<LedgerRecord>): LedgerCause => {
  if (definition.schedules.length === 0)
    return definition.dependencies.jobs.length > 0 ? 'by-dependency' : 'no-schedule';
  const { startAt, endAt } = timetable.times;
  if (startAt !== null && at < startAt) return 'before-start';
  return endAt !== null && at >= endAt ? 'after-end' : 'other-time';
};

const comingVerdict = (
  { calendars }: Timetable,
  occurrence: Occurrence
): Pick<LedgerAnswer<LedgerRecord>, 'cause' | 'reason' | 'keptBackBy'> => {
  const judged = verdictAt(calendars, occurrence);
  if (judged.verdict === 'runs') return { cause: 'to-come', reason: null, keptBackBy: null };
  const { verdict: reason, calendar, entry } = judged;
  return { cause: 'to-be-skipped', reason, keptBackBy: { calendar, entry } };
};

const neighbours = ({ at, createdAt, timetable }: LedgerQuestion<LedgerRecord>) => {
  const { times } = timetable;
  const after = Math.max(createdAt - 1, at - LOOK_BACK);
  const [previous] = at - 1 > after ? lastOccurrences(times, after, at - 1, 1) : [];
  return {
    previousAt: previous?.at ?? null,
    nextAt: nextOccurrence(times, Math.max(at, createdAt - 1))?.at ?? null,
  };
};
