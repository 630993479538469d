import type { JobFacts, RecordFacts } from '../history';
import type { JobState, Simulation } from './simulation';

/** What the jobs of a simulated world owe, second by second, as arithmetic alone has it. */

const SECOND_MS = 1_000;

type Occurrence = JobState['past'][number];

/** Instants of the present schedule after `after`, up to `until`. */
export const occurrencesOf = ({ job, periodMs, after }: JobState, until: number): Occurrence[] => {
  if (periodMs === null) return [];
  const found: Occurrence[] = [];
  const first = (Math.floor(after / SECOND_MS) + 1) * SECOND_MS;
  for (let at = first; at <= until; at += SECOND_MS) {
    if (!job.isDue(at, periodMs)) continue;
    found.push({ at, isKeptBack: job.isKeptBack?.(at, periodMs) ?? false });
  }
  return found;
};

/** Gives a job another period, or disables it; what the old one owed up to the cursor stays owed. */
export const reschedule = async (
  { tables }: Simulation,
  state: JobState,
  periodMs: number | null
): Promise<void> => {
  if (periodMs === state.periodMs) return;
  const { cursorAt, now } = await tables.editJob(state.documentId, (before) => ({
    ...state.job.definition(periodMs ?? state.job.periodMs),
    enabled: periodMs !== null,
    name: before.name,
  }));
  state.past.push(...occurrencesOf(state, cursorAt ?? state.after));
  state.after = Math.max(now, cursorAt ?? now);
  state.periodMs = periodMs;
};

/** What a job owed in the end. After the last execution that it may have it owes nothing any more. */
export const factsOf = (state: JobState, records: RecordFacts[]): JobFacts => {
  const { documentId, job } = state;
  const all = state.past.toSorted((a, b) => a.at - b.at);
  const most = job.definition(job.periodMs).maxExecutions;
  const end = most === null ? Infinity : (countedSlots(documentId, records)[most - 1] ?? Infinity);
  const owed = all.filter(({ at }) => at <= end);
  return {
    documentId,
    expected: owed.filter(({ isKeptBack }) => !isKeptBack).map(({ at }) => at),
    keptBack: owed.filter(({ isKeptBack }) => isKeptBack).map(({ at }) => at),
    ...(most === null ? {} : { most }),
    ...(job.after ? { after: job.after } : {}),
  };
};

/** Whether it has had all the executions that it may. */
export const isSpent = ({ documentId, job }: JobState, records: RecordFacts[]): boolean => {
  const most = job.definition(job.periodMs).maxExecutions;
  return most !== null && countedSlots(documentId, records).length >= most;
};

const countedSlots = (documentId: string, records: RecordFacts[]): number[] =>
  records
    .filter(({ job, status }) => job === documentId && status !== 'missed' && status !== 'skipped')
    .flatMap(({ slotAt }) => slotAt ?? [])
    .sort((a, b) => a - b);
