import type { Dropped, DueOccurrence } from '../domain/due';
import { jitterOf } from '../domain/jitter';
import { nextOccurrence } from '../domain/schedule/occurrences';
import type { Timetable } from '../domain/timetable';
import { onItsOwn, planOf, queueingOf } from './plan';
import type { DueJob, NewExecution, Ports } from './ports';

/** The records that a job's schedules make. */

interface Makings {
  ids: Pick<Ports['ids'], 'documentId'>;
  options: { defaultTimeoutMs: number };
}
type Job = Pick<DueJob, 'id' | 'documentId' | 'owner' | 'definition'>;

/** Of an occurrence that runs, or that a calendar keeps back. */
export const occurrenceRecord = (
  makings: Makings,
  job: Job,
  { times }: Timetable,
  occurrence: DueOccurrence
): NewExecution => {
  const { at, key, merged } = occurrence;
  const { definition } = job;
  const own = definition.schedules.find((schedule) => schedule.key === key)?.parameters ?? {};
  const record = recordAt(makings, job, at);
  return {
    ...record,
    readyAt: at + (definition.jitterMs > 0 ? jitter(job, at, nextOccurrence(times, at)?.at) : 0),
    parameters: { ...record.parameters, ...own },
    scheduleKey: key,
    mergedKeys: merged,
    ...(occurrence.verdict === 'runs' ? {} : keptBack(occurrence)),
  };
};

const keptBack = ({
  verdict,
  keptBackBy,
}: Exclude<DueOccurrence, { verdict: 'runs' }>): Pick<
  NewExecution,
  'status' | 'reason' | 'keptBackBy'
> => ({ status: 'skipped', reason: verdict, keptBackBy });

/** Of occurrences that nobody ran: one for all of them. */
export const missedRecord = (
  makings: Makings,
  job: Job,
  { reason, from, slotAt, count }: Dropped
): NewExecution => ({
  ...recordAt(makings, job, slotAt),
  status: 'missed',
  reason,
  missedFrom: from,
  missedCount: count,
});

const jitter = ({ documentId, definition }: Job, at: number, next: number | undefined): number =>
  jitterOf({ documentId, jitterMs: definition.jitterMs }, at, next ?? null);

const recordAt = ({ ids, options }: Makings, job: Job, slotAt: number): NewExecution => ({
  documentId: ids.documentId(),
  trigger: 'schedule',
  slotAt,
  readyAt: slotAt,
  status: 'queued',
  reason: null,
  ...queueingOf(job.id, job.definition),
  plan: planOf(job.definition, job.owner, options.defaultTimeoutMs),
  parameters: job.definition.parameters,
  ...onItsOwn(),
  startedBy: null,
  note: null,
});
