import type { JobMeta, JobView, OwnerView } from '../contract/job';
import { jobStatus } from '../domain/job-status';
import { describeSchedule } from '../domain/schedule/describe';
import type { Language, ServicePorts } from './ports';
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
  language: Language
): Promise<{ data: JobView; meta: JobMeta }> => {
  const [data] = await viewJobs(ports, [job]);
  if (data === undefined) throw new Error('A job has no view');
  return { data, meta: { descriptions: describe(job, language), heldReason: job.heldReason } };
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
  pausedUntil: isoOrNull(job.pausedUntil),
  pauseNote: job.pauseNote,
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
