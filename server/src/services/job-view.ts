import type { BreakerView, JobMeta, JobView, OwnerView, PauseView } from '../contract/job';
import { breakerState } from '../domain/breaker';
import { calendarsOf } from '../domain/calendars/job-calendars';
import { jobStatus } from '../domain/job-status';
import { UNTIL_RESUMED } from '../domain/job-times';
import { describeSchedule } from '../domain/schedule/describe';
import { namedDependents, namedUpstreams } from './named-dependencies';
import type { Caller, Language, Pause, ServicePorts } from './ports';
import type { JobRecord, JobSummary } from './records';

/** Jobs as clients see them, with what a page of them needs read in a fixed number of statements. */
export const viewJobs = async (
  { store, clock }: Pick<ServicePorts, 'store' | 'clock'>,
  jobs: JobRecord[]
): Promise<JobView[]> => {
  const summaries = await store.summariseJobs(jobs.map(({ id }) => id));
  const names = await store.nameOwners(jobs.flatMap(({ owner }) => owner ?? []));
  const now = clock.now();
  return jobs.map((job) => viewJob(job, { summary: summaries.get(job.id), names, now }));
};

/** One job and the words beside it. */
export const answerJob = async (
  ports: Pick<ServicePorts, 'store' | 'clock'>,
  job: JobRecord,
  caller: Pick<Caller, 'language' | 'scopeOf'>
): Promise<{ data: JobView; meta: JobMeta }> => {
  const [data] = await viewJobs(ports, [job]);
  if (data === undefined) throw new Error('A job has no view');
  const now = ports.clock.now();
  const meta: JobMeta = {
    descriptions: describe(job, caller.language),
    heldReason: job.heldReason,
    breaker: breakerView(job, now),
    pause: pauseOf(job, now),
    upstreams: await namedUpstreams(ports, caller, job),
    dependents: await namedDependents(ports, caller, job),
    calendars: await namedCalendars(ports, job),
    scheduledCount: job.scheduledCount,
    ...(await ports.store.countInProgress(job.id)),
  };
  return { data, meta };
};

/** documentId → name of the calendars that the job or one of its schedules uses. */
const namedCalendars = async (
  { store }: Pick<ServicePorts, 'store'>,
  { definition }: JobRecord
): Promise<JobMeta['calendars']> => {
  const known = await store.readCalendars(calendarsOf(definition));
  return Object.fromEntries([...known].map(([documentId, { name }]) => [documentId, name]));
};

/** Null where the job has no circuit breaker. */
export const breakerView = (job: JobRecord, now: number): BreakerView | null => {
  if (job.definition.breaker === null) return null;
  const state = breakerState(job.breakerUntil, now);
  return {
    state,
    failuresInARow: job.failureStreak,
    until: isoOrNull(job.breakerUntil),
  };
};

const pauseOf = (job: JobRecord, now: number): PauseView | null => {
  const { pausedAt: at, pausedUntil: until, pauseNote: note, pausedBy: by } = job;
  return until === null ? null : pauseView({ at: at ?? now, until, note, by }, now);
};

/** Null where there is none, or it is over. */
export const pauseView = (pause: Pause | null, now: number): PauseView | null => {
  if (pause === null || pause.until <= now) return null;
  const until = pause.until >= UNTIL_RESUMED ? null : iso(pause.until);
  return { since: iso(pause.at), until, note: pause.note, by: pause.by };
};

/** schedule key → words */
export const describe = (job: JobRecord, language: Language): Record<string, string> =>
  Object.fromEntries(
    job.definition.schedules.map((schedule) => [schedule.key, describeSchedule(schedule, language)])
  );

const viewJob = (
  job: JobRecord,
  known: { summary: JobSummary | undefined; names: Map<string, string>; now: number }
): JobView => ({
  ...job.definition,
  documentId: job.documentId,
  revision: job.revision,
  owner: ownerView(job, known.names),
  ...statusView(job, known.now),
  pausedUntil: pauseOf(job, known.now)?.until ?? null,
  pauseNote: pauseOf(job, known.now)?.note ?? null,
  lastExecution: lastView(known.summary),
  recentStatuses: known.summary?.recentStatuses ?? [],
  executionCount: job.executionCount,
  failureCount: job.failureCount,
  createdAt: iso(job.createdAt),
  updatedAt: iso(job.updatedAt),
});

const statusView = (job: JobRecord, now: number): Pick<JobView, 'status' | 'nextRunAt'> => {
  const { status, nextRunAt } = jobStatus(job, now);
  return { status, nextRunAt: isoOrNull(nextRunAt) };
};

const ownerView = ({ owner }: JobRecord, names: Map<string, string>): OwnerView | null =>
  owner === null ? null : { ...owner, name: names.get(`${owner.kind}:${owner.id}`) ?? null };

const lastView = (summary: JobSummary | undefined): JobView['lastExecution'] => {
  if (summary === undefined) return null;
  const { documentId, status, startedAt, finishedAt } = summary.last;
  return {
    documentId,
    status,
    startedAt: isoOrNull(startedAt),
    durationMs: startedAt === null || finishedAt === null ? null : finishedAt - startedAt,
  };
};

/** ISO 8601 UTC with milliseconds. */
export const iso = (at: number): string => new Date(at).toISOString();
export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));
