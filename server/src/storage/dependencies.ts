import type { Scope } from '../services/ports';
import { findLinks, writeLinks } from './engine/links';
import { lockJobs } from './engine/lock-jobs';
import { lockNames } from './engine/lock-names';
import { toNumber } from './engine/rows';
import { execute, marks, query, queryInParts } from './engine/session';
import type { Row, Session } from './engine/session';
import type { ScopedSession } from './jobs';
import { scopeCondition, whereAll } from './scope';

/** Which jobs depend on which. Whoever changes that holds this name, so that no two changes make a circle together. */
const GRAPH = 'dependencies';
const LOCKED_AT_ONCE = 1_000;

/**
 * Locks the graph of dependencies, and then the rows of these jobs and of those that they depend on, in the order of
 * their ids. Nothing may be read before without a lock: on MySQL the first plain read fixes what later ones see. Answers which of the jobs are there.
 */
export const lockGraph = async (session: Session, documentIds: string[]): Promise<Set<string>> => {
  await lockNames(session, [GRAPH]);
  const upstreams = await findUpstreams(session, documentIds);
  const wanted = [...new Set([...documentIds, ...upstreams.map(({ from }) => from)])];
  const rows = await findByDocumentId(session, wanted);
  const ids = rows.map((row) => toNumber(row['id'])).toSorted((a, b) => a - b);
  const isLocked = new Set<number>();
  for (let from = 0; from < ids.length; from += LOCKED_AT_ONCE)
    for (const { id } of await lockJobs(session, ids.slice(from, from + LOCKED_AT_ONCE)))
      isLocked.add(id);
  const there = rows.filter((row) => isLocked.has(toNumber(row['id'])));
  return new Set(there.map((row) => String(row['document_id'])));
};

const findByDocumentId = (session: Session, documentIds: string[]): Promise<Row[]> =>
  queryInParts(documentIds, (some) =>
    query(
      session,
      `SELECT id, document_id FROM ${session.tables.jobs} WHERE document_id IN (${marks(some)})`,
      some
    )
  );

/** One job waits for another; both as documentIds. */
export interface Edge {
  from: string;
  to: string;
}

/** What these jobs depend on. */
export const findUpstreams = async (session: Session, documentIds: string[]): Promise<Edge[]> => {
  const rows = await queryInParts(documentIds, (some) =>
    query(
      session,
      `SELECT j.document_id, l.target FROM ${session.tables.jobs} j
       JOIN ${session.tables.links} l ON l.job_id = j.id AND l.kind = 'dependency'
       WHERE j.document_id IN (${marks(some)}) ORDER BY l.id`,
      some
    )
  );
  return rows.map((row) => ({ from: String(row['target']), to: String(row['document_id']) }));
};

/** Makes these all that the job depends on, and counts anew who depends on whom. The graph is locked. */
export const writeUpstreams = async (
  session: Session,
  job: { id: number; documentId: string },
  upstreams: string[]
): Promise<void> => {
  const before = (await findUpstreams(session, [job.documentId])).map(({ from }) => from);
  await writeLinks(session, job.id, 'dependency', upstreams);
  const touched = [...new Set([...before, ...upstreams])];
  if (touched.length === 0) return;
  const { jobs, links } = session.tables;
  await execute(
    session,
    `UPDATE ${jobs} SET dependents_count = (
       SELECT COUNT(*) FROM ${links} l WHERE l.kind = 'dependency' AND l.target = ${jobs}.document_id
     ) WHERE document_id IN (${marks(touched)})`,
    touched
  );
};

/** documentId → name, of those that the scope covers. */
export const nameJobs = async (
  session: ScopedSession,
  documentIds: string[],
  scope: Scope
): Promise<Map<string, string>> => {
  if (documentIds.length === 0) return new Map();
  const where = whereAll([
    { sql: `j.document_id IN (${marks(documentIds)})`, bindings: documentIds },
    ...scopeCondition(scope, 'j.id', session.jobIdsWhere),
  ]);
  const rows = await query(
    session,
    `SELECT j.document_id, j.name FROM ${session.tables.jobs} j ${where.sql} ORDER BY j.name`,
    where.bindings
  );
  return new Map(rows.map((row) => [String(row['document_id']), String(row['name'])]));
};

/** documentIds of the jobs that depend on this one. */
export const findDependents = async (session: Session, documentId: string): Promise<string[]> => {
  const links = await findLinks(session, 'dependency', [documentId]);
  if (links.length === 0) return [];
  const ids = links.map(({ jobId }) => jobId);
  const rows = await query(
    session,
    `SELECT document_id FROM ${session.tables.jobs} WHERE id IN (${marks(ids)}) ORDER BY id`,
    ids
  );
  return rows.map((row) => String(row['document_id']));
};

/** Dependencies between jobs of the scope, at most `limit`. */
export const listEdges = async (
  session: ScopedSession,
  scope: Scope,
  limit: number
): Promise<Edge[]> => {
  const where = whereAll([
    { sql: `l.kind = 'dependency'`, bindings: [] },
    ...scopeCondition(scope, 'j.id', session.jobIdsWhere),
    ...scopeCondition(scope, 'u.id', session.jobIdsWhere),
  ]);
  const rows = await query(
    session,
    `SELECT u.document_id AS upstream, j.document_id AS dependent FROM ${session.tables.links} l
     JOIN ${session.tables.jobs} j ON j.id = l.job_id
     JOIN ${session.tables.jobs} u ON u.document_id = l.target
     ${where.sql} ORDER BY l.id LIMIT ?`,
    [...where.bindings, limit]
  );
  return rows.map((row) => ({ from: String(row['upstream']), to: String(row['dependent']) }));
};
