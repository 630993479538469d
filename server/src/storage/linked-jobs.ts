import type { Scope } from '../services/ports';
import type { JobRecord } from '../services/records';
import type { LinkKind } from './engine/links';
import { query } from './engine/session';
import { toJob } from './job-rows';
import type { ScopedSession } from './jobs';
import { scopeCondition } from './scope';

interface Request {
  kind: LinkKind;
  target: string;
  scope: Scope;
  limit: number;
}

/** At most `limit` jobs of the scope that refer to the target, by name. */
export const findLinkedJobs = async (
  session: ScopedSession,
  { kind, target, scope, limit }: Request
): Promise<JobRecord[]> => {
  const { jobs, links } = session.tables;
  const [inScope = { sql: '1 = 1', bindings: [] }] = scopeCondition(
    scope,
    'j.id',
    session.jobIdsWhere
  );
  const rows = await query(
    session,
    `SELECT j.* FROM ${jobs} j
     WHERE j.id IN (SELECT l.job_id FROM ${links} l WHERE l.kind = ? AND l.target = ?) AND ${inScope.sql}
     ORDER BY j.name LIMIT ?`,
    [kind, target, ...inScope.bindings, limit]
  );
  return rows.map(toJob);
};
