import type { ArtifactReads, ArtifactRecord } from '../services/artifact-ports';
import { toNumber, toTextOrNull } from './engine/rows';
import { query } from './engine/session';
import type { Row, Session } from './engine/session';
import type { Reader } from './reader';

const listArtifacts = async (
  session: Session,
  executionId: number,
  limit: number
): Promise<ArtifactRecord[]> => {
  const rows = await query(
    session,
    `SELECT a.* FROM ${session.tables.artifacts} a WHERE a.execution_id = ? ORDER BY a.id LIMIT ?`,
    [executionId, limit]
  );
  return rows.map(toArtifact);
};

const findArtifact = async (
  session: Session,
  executionId: number,
  documentId: string
): Promise<ArtifactRecord | undefined> => {
  const [row] = await query(
    session,
    `SELECT a.* FROM ${session.tables.artifacts} a WHERE a.execution_id = ? AND a.document_id = ?`,
    [executionId, documentId]
  );
  return row && toArtifact(row);
};

const toArtifact = (row: Row): ArtifactRecord => ({
  documentId: String(row['document_id']),
  name: String(row['name']),
  mime: String(row['mime']),
  size: toNumber(row['size']),
  sha256: String(row['digest']),
  file: String(row['file']),
  neededRight: toTextOrNull(row['needed_right']),
  keptAt: toNumber(row['kept_at']),
});

/** What use cases read of artifacts. */
export const artifactReads = (read: Reader): ArtifactReads => ({
  listArtifacts: read(listArtifacts),
  findArtifact: read(findArtifact),
});
