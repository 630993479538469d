import type { FinalStatus } from '../../contract/execution';
import { REFUSED, type NewestOfUpstream } from '../../domain/dependencies';
import { judgedByUpstreams } from '../../engine/dependents';
import type { LockedAdvance } from '../../engine/ports';
import { heads } from './heads';
import { toNumber } from './rows';
import { marks, query, type Row, type Session } from './session';

/**
 * Steps of jobs whose schedules say when and whose upstreams say whether: their occurrences as the newest of each
 * upstream job lets them be. The jobs' rows are locked: an end that is told later finds what waits for it.
 */
export const judgeByUpstreams = async (
  session: Session,
  steps: LockedAdvance[]
): Promise<LockedAdvance[]> => {
  const wanted = steps.flatMap(({ dependencies }) => dependencies?.jobs ?? []);
  if (wanted.length === 0) return steps;
  const newest = await findNewest(session, [...new Set(wanted)]);
  return steps.map((step) => {
    const { mode, jobs } = step.dependencies ?? { mode: 'all_success', jobs: [] };
    const upstreams = jobs.flatMap((job) => newest.get(job) ?? []);
    if (upstreams.length === 0) return step;
    return { ...step, executions: judgedByUpstreams(mode, upstreams, step.executions) };
  });
};

const findNewest = async (
  session: Session,
  documentIds: string[]
): Promise<Map<string, NewestOfUpstream>> => {
  const jobs = await query(
    session,
    `SELECT id, document_id, name FROM ${session.tables.jobs} WHERE document_id IN (${marks(documentIds)})`,
    documentIds
  );
  const ids = jobs.map((row) => toNumber(row['id']));
  // First what is on its way: one that ends in between is found twice, never not at all.
  const onTheirWay = await newestOf(session, ids, 'finished_at IS NULL');
  const ended = await newestOf(
    session,
    ids,
    `finished_at IS NOT NULL AND ${meansSomething(session)}`
  );
  // What is on its way is newer than what has ended, whenever it came.
  const found = new Map([...ended, ...onTheirWay].map((row) => [toNumber(row['job_id']), row]));
  return new Map(
    jobs.map((row) => {
      const documentId = String(row['document_id']);
      const job = { documentId, name: String(row['name']) };
      return [documentId, { job, newest: toNewest(found.get(toNumber(row['id']))) }];
    })
  );
};

const newestOf = (session: Session, jobIds: number[], where: string): Promise<Row[]> =>
  heads(session, jobIds, {
    columns: 'job_id, document_id, status, finished_at',
    where: `job_id = ? AND ${where}`,
    order: 'id DESC',
    limit: 1,
  });

/** As `outcomeOf` has it. */
const meansSomething = ({ tables }: Session): string => {
  const refused = REFUSED.map((reason) => `'${reason}'`).join(', ');
  return `(status IN ('succeeded', 'failed', 'timed_out', 'cancelled', 'lost')
    OR ${tables.executions}.trigger = 'dependency' OR (status = 'skipped' AND reason IN (${refused})))`;
};

const toNewest = (row: Row | undefined): NewestOfUpstream['newest'] => {
  if (row === undefined) return null;
  const isOver = row['finished_at'] !== null;
  return {
    execution: String(row['document_id']),
    status: isOver ? (String(row['status']) as FinalStatus) : null,
  };
};
