import { groupBy } from '../group-by';
import type { History, JobFacts, RecordFacts } from '../history';
import { iso, nameOf } from './names';

/** What began although something forbade it: a calendar, a pause, a circuit breaker, a number of executions. */
export const againstTheGuards = (history: History): string[] => {
  const recordsOf = groupBy(
    history.records.filter(({ slotAt, status }) => slotAt !== null && status !== 'missed'),
    ({ job }) => job
  );
  return history.jobs.flatMap((job) => {
    const own = recordsOf.get(job.documentId) ?? [];
    return [
      ...againstCalendars(job, own),
      ...beyondMost(job, own),
      ...inPauses(history, job, own),
      ...throughBreaker(history, job, own),
    ];
  });
};

const KEPT_BACK: readonly (string | null)[] = ['blackout', 'outside-window'];

const againstCalendars = ({ keptBack = [] }: JobFacts, own: RecordFacts[]): string[] => {
  const excluded = new Set(keptBack);
  return own.flatMap((record) => {
    const isKeptBack = record.status === 'skipped' && KEPT_BACK.includes(record.reason);
    const shouldBe = excluded.has(record.slotAt ?? 0);
    if (isKeptBack === shouldBe) return [];
    return [
      shouldBe
        ? `${nameOf(record)} is ${record.status}, and a calendar keeps it back`
        : `${nameOf(record)} was kept back, and no calendar does that`,
    ];
  });
};

const beyondMost = ({ most, documentId }: JobFacts, own: RecordFacts[]): string[] => {
  const counted = own.filter(({ status }) => status !== 'skipped').length;
  return most !== undefined && counted > most
    ? [`${documentId} had ${counted} executions of at most ${most}`]
    : [];
};

/** More than the engine's own: so much before its instant an occurrence may be on record. */
const AHEAD_MS = 50;

const inPauses = ({ pauses = [] }: History, job: JobFacts, own: RecordFacts[]): string[] => {
  const ofJob = pauses.filter((pause) => pause.job === null || pause.job === job.documentId);
  return own.flatMap((record) => {
    const at = record.slotAt ?? 0;
    const pause = ofJob.find(({ from, to }) => from + AHEAD_MS <= at && at < to);
    return pause === undefined
      ? []
      : [`${nameOf(record)} is ${record.status}, and was paused from ${iso(pause.from)}`];
  });
};

const throughBreaker = ({ breakers }: History, job: JobFacts, own: RecordFacts[]): string[] => {
  if (breakers === undefined) return [];
  const changes = breakers.filter((change) => change.job === job.documentId);
  return own.flatMap((record) => {
    const { queuedAt: now, status, reason } = record;
    // Which of the two came first in that millisecond nobody can tell.
    if (changes.some(({ at }) => at === now)) return [];
    const until = changes.findLast(({ at }) => at < now)?.until ?? null;
    if (until === null)
      return reason === 'breaker-open' ? [`${nameOf(record)}: its breaker was closed`] : [];
    if (status === 'skipped') return [];
    if (until > now) return [`${nameOf(record)} is ${status}: its breaker was open`];
    const other = own.find((one) => one !== record && isUnderWay(one, now));
    return other === undefined ? [] : [`${nameOf(record)} is a probe beside ${nameOf(other)}`];
  });
};

const isUnderWay = ({ status, queuedAt, finishedAt }: RecordFacts, at: number): boolean =>
  status !== 'skipped' && queuedAt <= at && (finishedAt ?? Infinity) > at;
