import type { AttemptEnd } from '../../engine/ports';
import { ownedSql, REF_COLUMNS, refRow } from './fence';
import type { LockedJob } from './lock-jobs';
import { toJson } from './rows';
import type { Row, Session } from './session';
import { updateAndTell } from './update-each';

/** What is over waits for nothing, and holds nothing that others wait for. */
export const HOLDS_NOTHING = {
  claimable: 'NULL',
  overlap_key: 'NULL',
  limit_key: 'NULL',
  limit_slot: 'NULL',
  claim_token: 'NULL',
  lease_until: 'NULL',
} as const;

/**
 * First attempts that succeeded, of which nothing has to be known that only their rows say: they are written without
 * being read before. Answers those whose rows were theirs; the others go the long way. Who else locks several of these
 * rows holds their jobs first or, as the heartbeat does, goes through them in the same order.
 */
export const finishPlain = async (
  session: Session,
  ends: AttemptEnd[],
  jobs: LockedJob[]
): Promise<Set<AttemptEnd>> => {
  // MySQL and MariaDB do not say which rows they changed.
  if (session.client === 'mysql') return new Set();
  const telling = new Set(jobs.flatMap((job) => (job.hasDependents ? [job.id] : [])));
  const plain = new Map(
    ends.flatMap((end): [number, AttemptEnd][] =>
      end.isPlain === true && !telling.has(end.job.id) ? [[end.ref.id, end]] : []
    )
  );
  const written = await updateAndTell(session, {
    table: session.tables.executions,
    columns: { ...REF_COLUMNS, finished_at: 'integer', result: 'json', exit_code: 'integer' },
    rows: [...plain.values()].flatMap(plainRow),
    set: {
      status: "'succeeded'",
      reason: 'NULL',
      finished_at: 'v.finished_at',
      result: 'v.result',
      error: 'NULL',
      exit_code: 'v.exit_code',
      ...HOLDS_NOTHING,
    },
    where: `${ownedSql(session.client)} AND t.attempts IS NULL`,
  });
  return new Set(written.flatMap((id) => plain.get(id) ?? []));
};

const plainRow = ({ ref, next }: AttemptEnd): Row[] =>
  next.status === 'succeeded'
    ? [
        {
          ...refRow(ref),
          finished_at: next.finishedAt,
          result: toJson(next.result),
          exit_code: next.exitCode,
        },
      ]
    : [];
