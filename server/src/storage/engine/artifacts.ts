import type { Ref } from '../../engine/ports';
import { lockOwned } from './fence';
import { toNumber, toText } from './rows';
import { execute, marks, query, type Database, type Row, type Session } from './session';

/** A file that is complete, to be put on record. */
export interface NewArtifact {
  documentId: string;
  ref: Ref;
  jobDocumentId: string;
  name: string;
  mime: string;
  /** Bytes. */
  size: number;
  sha256: string;
  file: string;
  versions: { of: string; keep: number } | null;
  neededRight: string | null;
}

/** Bounds of one execution. */
export interface ArtifactBounds {
  maxFiles: number;
  maxBytes: number;
}

export type AddedArtifact =
  /** `replaced`: files of earlier versions that are no longer on record. */
  | { kind: 'kept'; replaced: string[] }
  | { kind: 'too-many' | 'too-large' }
  /** Somebody else owns the attempt. */
  | { kind: 'stale' };

/** One transaction: puts a file on record, if the attempt is still owned and its execution has room for it. */
export const addArtifact = (
  database: Database,
  artifact: NewArtifact,
  bounds: ArtifactBounds
): Promise<AddedArtifact> =>
  database.transaction(async (session) => {
    const owned = await lockOwned(session, [artifact.ref]);
    const now = owned.get(artifact.ref.id)?.['now'];
    if (now === undefined) return { kind: 'stale' };
    const { count, bytes } = await sumOf(session, artifact.ref.id);
    if (count >= bounds.maxFiles) return { kind: 'too-many' };
    if (bytes + artifact.size > bounds.maxBytes) return { kind: 'too-large' };
    await insert(session, artifact, toNumber(now));
    return { kind: 'kept', replaced: await takeOlderVersions(session, artifact) };
  });

/** How many artifacts an execution has, and their bytes. */
export const sumOf = async (
  session: Session,
  executionId: number
): Promise<{ count: number; bytes: number }> => {
  const [row] = await query(
    session,
    `SELECT COUNT(*) AS count, COALESCE(SUM(size), 0) AS bytes FROM ${session.tables.artifacts}
     WHERE execution_id = ?`,
    [executionId]
  );
  return { count: toNumber(row?.['count']), bytes: toNumber(row?.['bytes']) };
};

const insert = (session: Session, artifact: NewArtifact, now: number): Promise<void> => {
  const at = new Date(now);
  const row: Row = {
    document_id: artifact.documentId,
    created_at: at,
    updated_at: at,
    published_at: at,
    execution_id: artifact.ref.id,
    job_document_id: artifact.jobDocumentId,
    attempt: artifact.ref.attempt,
    name: toText(artifact.name),
    mime: artifact.mime,
    size: artifact.size,
    digest: artifact.sha256,
    file: artifact.file,
    versions_of: toText(artifact.versions?.of ?? null),
    needed_right: artifact.neededRight,
    kept_at: now,
  };
  const columns = Object.keys(row);
  return execute(
    session,
    `INSERT INTO ${session.tables.artifacts} (${columns.map(() => '??').join(', ')})
     VALUES (${marks(columns)})`,
    [...columns, ...Object.values(row)]
  );
};

const takeOlderVersions = async (
  session: Session,
  { jobDocumentId, versions }: NewArtifact
): Promise<string[]> => {
  if (versions === null) return [];
  const rows = await query(
    session,
    `SELECT id, file FROM ${session.tables.artifacts}
     WHERE job_document_id = ? AND versions_of = ? ORDER BY id DESC LIMIT ? OFFSET ?`,
    [jobDocumentId, versions.of, MOST_VERSIONS, versions.keep]
  );
  return take(session, rows);
};

/** No more go at a time. */
const MOST_VERSIONS = 1_000;

/** What is kept no longer; null = for ever. */
export interface ArtifactLimits {
  keptBefore: number | null;
  /** The newest so many of each job stay. */
  perJob: number | null;
  /** At most so many go. */
  limit: number;
}

/**
 * SQL: artifact `a` is a version of something that its job still makes. Only newer versions end it: whoever keeps seven
 * yearly backups means seven years.
 */
export const isVersion = ({ tables }: Session): string =>
  `a.versions_of IS NOT NULL
     AND EXISTS (SELECT 1 FROM ${tables.jobs} j WHERE j.document_id = a.job_document_id)`;

/**
 * Takes artifacts off the record whose execution is gone or whose time is over, versions excepted; answers their files.
 */
export const takeArtifacts = async (
  session: Session,
  { keptBefore, perJob, limit }: ArtifactLimits
): Promise<string[]> => {
  const { artifacts } = session.tables;
  const ordinary = `${artifacts} a WHERE NOT (${isVersion(session)})`;
  const select = `SELECT a.id, a.file FROM ${ordinary}`;
  const gone = await query(session, `${select} AND a.execution_id IS NULL LIMIT ?`, [limit]);
  const old =
    keptBefore === null
      ? []
      : await query(session, `${select} AND a.kept_at < ? LIMIT ?`, [keptBefore, limit]);
  const surplus =
    perJob === null
      ? []
      : await query(
          session,
          `SELECT id, file FROM (SELECT a.id, a.file, ROW_NUMBER() OVER
             (PARTITION BY a.job_document_id ORDER BY a.id DESC) AS place FROM ${ordinary}) t
           WHERE place > ? LIMIT ?`,
          [perJob, limit]
        );
  return take(session, [...gone, ...old, ...surplus].slice(0, limit));
};

const take = async (session: Session, rows: Row[]): Promise<string[]> => {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => toNumber(row['id']));
  await execute(
    session,
    `DELETE FROM ${session.tables.artifacts} WHERE id IN (${marks(ids)})`,
    ids
  );
  return [...new Set(rows.map((row) => String(row['file'])))];
};

/** Which of these files are on record. */
export const findKnownFiles = async (session: Session, files: string[]): Promise<string[]> => {
  if (files.length === 0) return [];
  const rows = await query(
    session,
    `SELECT file FROM ${session.tables.artifacts} WHERE file IN (${marks(files)})`,
    files
  );
  return rows.map((row) => String(row['file']));
};
