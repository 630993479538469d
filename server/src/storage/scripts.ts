import type { ScriptType } from '../contract/script';
import type { ScriptBytes } from '../domain/script';
import type { NewDecision, ScriptChanges, ScriptReads } from '../services/script-ports';
import type { ScriptDecisionRecord, ScriptRecord } from '../services/script-ports';
import { readNow } from './engine/database-clock';
import { toNumber, toText, toTextOrNull } from './engine/rows';
import { writeLinks } from './engine/links';
import { execute, forUpdate, marks, query } from './engine/session';
import type { Row, Session } from './engine/session';
import type { Reader } from './reader';

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

/** Writes down what was seen: new and changed ones, and those that are there no more. Locks the catalogue. */
export const syncScripts = async (
  session: Session,
  seen: ScriptBytes[],
  newId: () => string
): Promise<void> => {
  const now = await readNow(session);
  const known = await query(
    session,
    `SELECT id, path FROM ${session.tables.scripts} ${forUpdate(session)}`
  );
  const idOf = new Map(known.map((row) => [String(row['path']), toNumber(row['id'])]));
  for (const script of seen) {
    const id = idOf.get(script.path);
    idOf.delete(script.path);
    const row = toRow(script, now);
    // oxlint-disable-next-line no-await-in-loop -- one transaction has one connection
    await (id === undefined
      ? insert(session, { ...row, document_id: newId() }, now)
      : update(session, id, row));
  }
  const gone = [...idOf.values()];
  if (gone.length > 0)
    await execute(
      session,
      `UPDATE ${session.tables.scripts} SET is_missing = ? WHERE id IN (${marks(gone)})`,
      [true, ...gone]
    );
};

const toRow = (script: ScriptBytes, now: number): Row => ({
  path: script.path,
  type: script.type,
  interpreter: script.interpreter,
  digest: script.digest,
  size: script.size,
  takes_options: script.manifest.options,
  description: toText(script.manifest.description),
  is_missing: false,
  seen_at: now,
});

const insert = (session: Session, row: Row, now: number): Promise<void> => {
  const at = new Date(now);
  const full: Row = { ...row, created_at: at, updated_at: at, published_at: at };
  const columns = Object.keys(full);
  return execute(
    session,
    `INSERT INTO ${session.tables.scripts} (${columns.map(() => '??').join(', ')})
     VALUES (${marks(columns)})`,
    [...columns, ...Object.values(full)]
  );
};

const update = (session: Session, id: number, row: Row): Promise<void> =>
  execute(
    session,
    `UPDATE ${session.tables.scripts} SET ${Object.keys(row)
      .map(() => '?? = ?')
      .join(', ')} WHERE id = ?`,
    [...Object.entries(row).flat(), id]
  );

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

/** Row ids of the admins who made or last changed a job that names the script. */
export const findScriptAuthors = async (session: Session, scriptId: string): Promise<number[]> => {
  const { jobs, links } = session.tables;
  const rows = await query(
    session,
    `SELECT j.created_by_id, j.updated_by_id FROM ${jobs} j
     JOIN ${links} l ON l.job_id = j.id WHERE l.kind = 'script' AND l.target = ?`,
    [scriptId]
  );
  return rows.flatMap((row) =>
    [row['created_by_id'], row['updated_by_id']].flatMap((id) =>
      id === null || id === undefined ? [] : [toNumber(id)]
    )
  );
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
  readApprovedFiles: read(readApprovedFiles),
});

/** What use cases change of scripts. */
export const scriptChanges = (session: Session, newId: () => string): ScriptChanges => ({
  lockScript: (documentId) => lockScript(session, documentId),
  findScriptAuthors: (documentId) => findScriptAuthors(session, documentId),
  insertDecision: (decision) => insertDecision(session, newId(), decision),
  syncScripts: (seen, idOf) => syncScripts(session, seen, idOf),
  findScriptIds: (documentIds) => findScriptIds(session, documentIds),
  writeScriptLinks: (jobId, documentIds) => writeLinks(session, jobId, 'script', documentIds),
});
