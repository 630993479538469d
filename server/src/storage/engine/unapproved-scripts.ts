import { mayRun, type Decided } from '../../domain/script';
import { toTextOrNull } from './rows';
import { marks, query, type Row, type Session } from './session';

/**
 * Of these scripts those to whose bytes, as the catalogue last saw them, nobody consents: documentId → path. Of what is
 * not there the attempt itself says so.
 */
export const findUnapproved = async (
  session: Session,
  documentIds: readonly string[]
): Promise<Map<string, string>> => {
  const { scripts, scriptApprovals } = session.tables;
  const distinct = [...new Set(documentIds)];
  const rows = await query(
    session,
    `SELECT s.document_id, s.path, s.digest, s.is_missing, a.decision
     FROM ${scripts} s LEFT JOIN ${scriptApprovals} a ON a.script_id = s.document_id AND a.digest = s.digest
     WHERE s.document_id IN (${marks(distinct)}) ORDER BY a.id DESC`,
    distinct
  );
  const ofScript = new Map<string, Row[]>();
  for (const row of rows.filter((one) => !one['is_missing'])) {
    const id = String(row['document_id']);
    ofScript.set(id, [...(ofScript.get(id) ?? []), row]);
  }
  const unapproved = [...ofScript].filter(([, decisions]) => !isApproved(decisions));
  return new Map(unapproved.map(([id, [row]]) => [id, String(row?.['path'])]));
};

/** A script's row once for each decision about its present bytes, the newest first. */
const isApproved = (rows: Row[]): boolean => {
  const digest = String(rows[0]?.['digest']);
  return mayRun(digest, rows.flatMap(toDecided));
};

const toDecided = (row: Row): Decided[] => {
  const decision = toTextOrNull(row['decision']);
  if (decision !== 'approved' && decision !== 'rejected') return [];
  return [{ decision, digest: String(row['digest']) }];
};
