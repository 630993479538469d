import type { LedgerView } from '../contract/ledger';
import { calendarsOf } from '../domain/calendars/job-calendars';
import { UNTIL_RESUMED } from '../domain/job-times';
import { definitionBefore, firstChangeOfTimes } from '../domain/ledger/definition-then';
import { explain } from '../domain/ledger/explain';
import { findAnswer } from '../domain/ledger/find-answer';
import type { LedgerQuestion } from '../domain/ledger/find-answer';
import { standstillAt } from '../domain/ledger/standstill-at';
import type { RecordFacts } from '../domain/ledger/words';
import { retentionLimits } from '../domain/retention';
import { formatLocal, localAt } from '../domain/time/local-time';
import { timetableOf } from '../domain/timetable';
import { findFor } from './access';
import { viewExecution } from './execution-view';
import { iso, isoOrNull } from './job-view';
import type { Caller, ServicePorts } from './ports';
import type { ExecutionRecord, JobRecord } from './records';

const RIGHTS = { needed: 'executions-read', read: 'jobs-read' } as const;

/**
 * Why the job ran at an instant, or did not: from its records, its definition as the audit log tells it, and the pauses
 * of then. The work is bounded, whatever the instant.
 */
export const readLedger = async (
  ports: Pick<ServicePorts, 'store' | 'options'>,
  caller: Caller,
  { id, at }: { id: string; at: number }
): Promise<{ data: LedgerView }> => {
  const job = await findFor(caller, RIGHTS, (scope) => ports.store.findJob(id, scope));
  const question = await questionOf(ports, job, at);
  const answer = findAnswer(question);
  const { executionsDays } = ports.options.retention;
  const zone = question.definition.schedules[0]?.timezone ?? ports.options.timezone;
  const write = (instant: number): string => written(zone, instant);
  const explanation = explain(question, answer, {
    language: caller.language,
    write,
    factsOf: (record) => factsOf(record, write),
    keptDays: executionsDays,
  });
  return {
    data: {
      at: iso(at),
      verdict: answer.verdict,
      explanation,
      execution: answer.record === null ? null : viewExecution(answer.record),
      reason: answer.reason,
      previousAt: isoOrNull(answer.previousAt),
      nextAt: isoOrNull(answer.nextAt),
    },
  };
};

const questionOf = async (
  { store, options }: Pick<ServicePorts, 'store' | 'options'>,
  job: JobRecord,
  at: number
): Promise<LedgerQuestion<ExecutionRecord>> => {
  const now = await store.now();
  const changes = at < now ? await store.findChanges(job, at) : [];
  const definition = definitionBefore(job.definition, changes);
  const calendars = await store.readCalendars(calendarsOf(definition));
  const { executionsBefore } = retentionLimits({ ...FOREVER, ...options.retention }, now);
  return {
    at,
    now,
    createdAt: job.createdAt,
    keptSince: executionsBefore,
    definition,
    timetable: timetableOf(definition, calendars),
    records: at <= now ? await store.findLedgerRecords(job, at) : [],
    standstill: standstillAt(at, {
      paused: await store.findPauseAt(job, at),
      heldAt: job.heldReason === null ? null : job.heldAt,
      allPaused: await allPauses(store),
    }),
    changedAt: firstChangeOfTimes(changes),
    nextAt: job.nextAt,
    scheduledCount: job.scheduledCount,
  };
};

const FOREVER = { logsDays: 0, auditDays: 0 };

const allPauses = async (
  store: ServicePorts['store']
): Promise<{ from: number; to: number | null }[]> => {
  const present = await store.readPause();
  const over = await store.readPauses();
  if (present === null) return over;
  return [...over, { from: present.at, to: present.until >= UNTIL_RESUMED ? null : present.until }];
};

/** `2026-01-05 02:00:00 (Asia/Hong_Kong)` */
const written = (zone: string, instant: number): string =>
  `${formatLocal(localAt(zone, instant)).replace('T', ' ')} (${zone})`;

const factsOf = (record: ExecutionRecord, write: (at: number) => string): RecordFacts => {
  const { slotAt, missedFrom, missedCount, firstStartedAt, finishedAt, queuedAt } = record;
  return {
    status: record.status,
    reason: record.reason,
    trigger: record.trigger,
    startedAt: firstStartedAt === null ? null : write(firstStartedAt),
    delayMs: firstStartedAt === null ? null : Math.max(0, firstStartedAt - (slotAt ?? queuedAt)),
    durationMs: firstStartedAt === null || finishedAt === null ? null : finishedAt - firstStartedAt,
    attempts: record.attempt,
    schedule: record.scheduleKey,
    merged: record.mergedKeys,
    keptBackBy: record.keptBackBy,
    missed:
      slotAt === null || missedCount === null
        ? null
        : { count: missedCount, from: write(missedFrom ?? slotAt), to: write(slotAt) },
    startedBy: record.startedBy?.name ?? null,
  };
};
