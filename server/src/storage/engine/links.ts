import { toNumber } from './rows';
import { execute, marks, query, type Session } from './session';

export type LinkKind = 'dependency' | 'calendar' | 'secret' | 'script';

/** A job, and the documentId that its definition refers to. */
export interface Link {
  jobId: number;
  target: string;
}

/**
 * Makes `targets` all that the job refers to of this kind. The job's row is locked; for dependencies the lock of the
 * name `dependencies` is held too.
 */
export const writeLinks = async (
  session: Session,
  jobId: number,
  kind: LinkKind,
  targets: readonly string[]
): Promise<void> => {
  const { links } = session.tables;
  await execute(session, `DELETE FROM ${links} WHERE job_id = ? AND kind = ?`, [jobId, kind]);
  if (targets.length === 0) return;
  await execute(
    session,
    `INSERT INTO ${links} (job_id, kind, target) VALUES ${targets.map(() => '(?, ?, ?)').join(', ')}`,
    targets.flatMap((target) => [jobId, kind, target])
  );
};

/** How many jobs refer to it. */
export const countLinks = async (
  session: Session,
  kind: LinkKind,
  target: string
): Promise<number> => {
  const [row] = await query(
    session,
    `SELECT COUNT(*) AS total FROM ${session.tables.links} WHERE kind = ? AND target = ?`,
    [kind, target]
  );
  return toNumber(row?.['total']);
};

/** The jobs that refer to one of these. */
export const findLinks = async (
  session: Session,
  kind: LinkKind,
  targets: readonly string[]
): Promise<Link[]> => {
  if (targets.length === 0) return [];
  const rows = await query(
    session,
    `SELECT job_id, target FROM ${session.tables.links}
     WHERE kind = ? AND target IN (${marks(targets)}) ORDER BY job_id`,
    [kind, ...targets]
  );
  return rows.map((row) => ({ jobId: toNumber(row['job_id']), target: String(row['target']) }));
};
