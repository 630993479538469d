import type { Scope } from '../services/ports';
import type { NewDecision, ScriptChanges, ScriptReads } from '../services/script-ports';
import { readNow } from './engine/database-clock';
import { toText, toTextOrNull } from './engine/rows';
import { writeLinks } from './engine/links';
import { execute, marks, query } from './engine/session';
import type { Row, Session } from './engine/session';
import { findScript, listScripts, lockScript } from './find-scripts';
import { findLinkedJobs } from './linked-jobs';
import type { Reader } from './reader';
import { findScriptAuthors, writeScriptAuthor } from './script-authors';
import { syncScripts } from './sync-scripts';

export const insertDecision = async (
  session: Session,
  documentId: string,
  decision: NewDecision
): Promise<void> => {
  const now = await readNow(session);
  const at = new Date(now);
  const row: Row = {
    document_id: documentId,
    created_at: at,
    updated_at: at,
    published_at: at,
    created_by_id: decision.userId,
    script_id: decision.scriptId,
    digest: decision.digest,
    decision: decision.decision,
    comment: toText(decision.comment),
    by_id: decision.by.id,
    by_name: toText(decision.by.name),
    at: now,
    files: JSON.stringify(decision.files),
  };
  const columns = Object.keys(row);
  await execute(
    session,
    `INSERT INTO ${session.tables.scriptApprovals} (${columns.map(() => '??').join(', ')})
     VALUES (${marks(columns)})`,
    [...columns, ...Object.values(row)]
  );
};

/** Path → text of the files that were last approved; undefined where none ever were. */
export const readApprovedFiles = async (
  session: Session,
  scriptId: string
): Promise<Record<string, string | null> | undefined> => {
  const [row] = await query(
    session,
    `SELECT files FROM ${session.tables.scriptApprovals}
     WHERE script_id = ? AND decision = 'approved' ORDER BY id DESC LIMIT 1`,
    [scriptId]
  );
  const files = toTextOrNull(row?.['files']);
  return files === null ? undefined : (JSON.parse(files) as Record<string, string | null>);
};

const findScriptIds = async (
  session: Session,
  documentIds: readonly string[]
): Promise<string[]> => {
  if (documentIds.length === 0) return [];
  const rows = await query(
    session,
    `SELECT document_id FROM ${session.tables.scripts} WHERE document_id IN (${marks(documentIds)})`,
    documentIds
  );
  return rows.map((row) => String(row['document_id']));
};

/** What use cases read of scripts. */
export const scriptReads = (read: Reader): ScriptReads => ({
  listScripts: read(listScripts),
  findScript: read(findScript),
  findScriptAuthors: read(findScriptAuthors),
  findJobsWithScript: read((session, target: string, scope: Scope, limit: number) =>
    findLinkedJobs(session, { kind: 'script', target, scope, limit })
  ),
  readApprovedFiles: read(readApprovedFiles),
});

/** What use cases change of scripts. */
export const scriptChanges = (session: Session, newId: () => string): ScriptChanges => ({
  lockScript: (documentId) => lockScript(session, documentId),
  findScriptAuthors: (documentId) => findScriptAuthors(session, documentId),
  insertDecision: (decision) => insertDecision(session, newId(), decision),
  syncScripts: (seen, idOf) => syncScripts(session, seen, idOf),
  findScriptIds: (documentIds) => findScriptIds(session, documentIds),
  writeScriptAuthor: (userId, documentIds) => writeScriptAuthor(session, userId, documentIds),
  writeScriptLinks: (jobId, documentIds) => writeLinks(session, jobId, 'script', documentIds),
});
