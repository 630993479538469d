import type { DependencyMode } from '../../../server/src/contract/dependency';
import { groupBy } from '../group-by';
import { isFinal, type History, type JobFacts, type RecordFacts } from '../history';

/** Each end of a job is told to each job that waits for it once, and a round does what its ends let it do. */
export const roundsOf = (history: History): { lost: string[]; doubled: string[] } => {
  const lost: string[] = [];
  const doubled: string[] = [];
  for (const job of history.jobs) {
    if (job.after === undefined) continue;
    const rounds = history.records.filter((record) => record.job === job.documentId);
    const told = toldTo(rounds);
    const ends = history.records.filter((record) => isEndFor(job, record));
    for (const { documentId, status } of ends) {
      const times = told.get(documentId) ?? [];
      const what = `${documentId}, an end that ${job.documentId} waits for`;
      if (times.length === 0) lost.push(`${what}, was never told`);
      if (times.length > 1) doubled.push(`${what}, was told ${times.length} times`);
      if (times.some((one) => one !== status)) lost.push(`${what}, was told as ${times[0]}`);
    }
    const known = new Set(ends.map(({ documentId }) => documentId));
    for (const documentId of told.keys())
      if (!known.has(documentId)) doubled.push(`${job.documentId} was told of ${documentId}`);
    for (const round of rounds) {
      const wrong = wrongAbout(job.after.mode, round);
      if (wrong !== null) lost.push(`${job.documentId} (${round.documentId}) ${wrong}`);
    }
  }
  return { lost, doubled };
};

/** How each execution is said to have ended, as often as it is said. */
const toldTo = (rounds: RecordFacts[]): Map<string, string[]> => {
  const tokens = rounds.flatMap(({ upstreams }) => upstreams);
  const came = tokens.flatMap(({ execution, status }) =>
    execution === null || status === null ? [] : [{ execution, status }]
  );
  return new Map(
    [...groupBy(came, ({ execution }) => execution)].map(([execution, all]) => [
      execution,
      all.map(({ status }) => status),
    ])
  );
};

/** Reasons for which an occurrence was not run that are failures to those who wait for it. */
const REFUSED: readonly (string | null)[] = ['dependency-failed', 'breaker-open'];

const isEndFor = ({ after }: JobFacts, record: RecordFacts): boolean => {
  const { job, status, reason, slotAt } = record;
  if (!after?.jobs.includes(job) || !isFinal(status)) return false;
  if (status !== 'skipped' && status !== 'missed') return true;
  return slotAt === null || (status === 'skipped' && REFUSED.includes(reason));
};

const wrongAbout = (mode: DependencyMode, round: RecordFacts): string | null => {
  const { status, reason, upstreams } = round;
  // Who cancels decides.
  if (status === 'cancelled') return null;
  const ends = upstreams.map((token) => token.status);
  const isRefused = reason === 'dependency-failed';
  switch (verdictOf(mode, ends)) {
    case 'failed':
      return isRefused ? null : `is ${status}, and its ends forbid it`;
    case 'runs':
      if (isRefused) return 'was refused, and its ends allow it';
      return status === 'waiting' ? 'waits, and its ends allow it' : null;
    case 'waits':
      return status === 'waiting' ? null : `is ${status}, and lacks an end`;
  }
};

const verdictOf = (mode: DependencyMode, ends: (string | null)[]): 'runs' | 'failed' | 'waits' => {
  const isGood = (end: string | null): boolean => end === 'succeeded';
  const isOpen = ends.includes(null);
  switch (mode) {
    case 'all_success':
      if (ends.some((end) => end !== null && !isGood(end))) return 'failed';
      return isOpen ? 'waits' : 'runs';
    case 'any_success':
      if (ends.some(isGood)) return 'runs';
      return isOpen ? 'waits' : 'failed';
    case 'all_complete':
      return isOpen ? 'waits' : 'runs';
  }
};

/** It waits for an end that never came, because the job that it waits for runs less often than others. */
export const isAwaiting = ({ status, upstreams }: RecordFacts): boolean =>
  status === 'waiting' &&
  upstreams.some((token) => token.execution === null && token.status === null);
