import type { ScriptType } from '../contract/script';
import type { ScriptDecisionRecord, ScriptRecord } from '../services/script-ports';
import { toNumber, toTextOrNull } from './engine/rows';
import { forUpdate, marks, query } from './engine/session';
import type { Row, Session } from './engine/session';

/** All scripts that were ever seen, by path, with what was decided about each. */
export const listScripts = async (session: Session): Promise<ScriptRecord[]> => {
  const { scripts, links } = session.tables;
  const rows = await query(
    session,
    `SELECT s.*, (SELECT COUNT(*) FROM ${links} l WHERE l.kind = 'script' AND l.target = s.document_id) AS used_by
     FROM ${scripts} s ORDER BY s.path`
  );
  return withDecisions(session, rows);
};

export const findScript = async (
  session: Session,
  documentId: string
): Promise<ScriptRecord | undefined> => {
  const [found] = await selectOne(session, documentId, '');
  return found;
};

/** The same, locked until the end of the transaction. */
export const lockScript = async (
  session: Session,
  documentId: string
): Promise<ScriptRecord | undefined> => {
  const [found] = await selectOne(session, documentId, forUpdate(session));
  return found;
};

const selectOne = async (
  session: Session,
  documentId: string,
  lock: string
): Promise<ScriptRecord[]> => {
  const { scripts, links } = session.tables;
  const rows = await query(
    session,
    `SELECT s.*, (SELECT COUNT(*) FROM ${links} l WHERE l.kind = 'script' AND l.target = s.document_id) AS used_by
     FROM ${scripts} s WHERE s.document_id = ? ${lock}`,
    [documentId]
  );
  return withDecisions(session, rows);
};

const withDecisions = async (session: Session, rows: Row[]): Promise<ScriptRecord[]> => {
  const decisions = await findDecisions(
    session,
    rows.map((row) => String(row['document_id']))
  );
  return rows.map((row) => ({
    id: toNumber(row['id']),
    documentId: String(row['document_id']),
    path: String(row['path']),
    type: String(row['type']) as ScriptType,
    interpreter: String(row['interpreter']),
    digest: String(row['digest']),
    size: toNumber(row['size']),
    takesOptions: Boolean(row['takes_options']),
    description: toTextOrNull(row['description']),
    isMissing: Boolean(row['is_missing']),
    seenAt: toNumber(row['seen_at']),
    usedBy: toNumber(row['used_by']),
    decisions: decisions.get(String(row['document_id'])) ?? [],
  }));
};

const findDecisions = async (
  session: Session,
  scriptIds: string[]
): Promise<Map<string, ScriptDecisionRecord[]>> => {
  const found = new Map<string, ScriptDecisionRecord[]>();
  if (scriptIds.length === 0) return found;
  const rows = await query(
    session,
    `SELECT script_id, digest, decision, comment, by_id, by_name, at
     FROM ${session.tables.scriptApprovals} WHERE script_id IN (${marks(scriptIds)}) ORDER BY id DESC`,
    scriptIds
  );
  for (const row of rows) {
    const id = String(row['script_id']);
    found.set(id, [...(found.get(id) ?? []), toDecision(row)]);
  }
  return found;
};

const toDecision = (row: Row): ScriptDecisionRecord => ({
  decision: row['decision'] === 'approved' ? 'approved' : 'rejected',
  digest: String(row['digest']),
  comment: toTextOrNull(row['comment']) ?? '',
  by: { id: toTextOrNull(row['by_id']), name: toTextOrNull(row['by_name']) },
  at: toNumber(row['at']),
});
