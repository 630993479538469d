import { MAX_PAGE_SIZE } from '../contract/api';
import type { AuditEntryView } from '../contract/audit';
import type { AuditQuery, Found, NewAuditEntry } from '../services/ports';
import { readNow } from './engine/database-clock';
import { toJson, toNumber, toText, toTextOrNull } from './engine/rows';
import { execute, marks, query } from './engine/session';
import type { Client, Row, Session } from './engine/session';
import { whereAll } from './scope';
import type { Condition } from './scope';
import { toJsonOrNull } from './values';

/** Adds an entry, in the transaction of what it tells about. */
export const writeAudit = async (
  session: Session,
  documentId: string,
  entry: NewAuditEntry
): Promise<void> => insert(session, await toRow(session, documentId, entry), '');

const COUNT_UP: Record<Client, (table: string) => string> = {
  sqlite: (table) => `ON CONFLICT (fold_key) DO UPDATE SET count = ${table}.count + 1`,
  postgres: (table) => `ON CONFLICT (fold_key) DO UPDATE SET count = ${table}.count + 1`,
  mysql: (table) => `ON DUPLICATE KEY UPDATE count = ${table}.count + 1`,
};

/** Adds a denial: those of one actor, route and minute fold into one entry with a count. */
export const writeDenial = async (
  session: Session,
  documentId: string,
  { route, ...entry }: NewAuditEntry & { route: string }
): Promise<void> => {
  const row = await toRow(session, documentId, entry);
  const minute = Math.floor(Number(row['at']) / 60_000);
  const foldKey = `${entry.actor.kind}:${entry.actor.id}:${minute}:${route}`.slice(0, 255);
  const { tables, client } = session;
  await insert(session, { ...row, fold_key: foldKey }, COUNT_UP[client](tables.audit));
};

const toRow = async (session: Session, documentId: string, entry: NewAuditEntry): Promise<Row> => {
  const now = await readNow(session);
  const at = new Date(now);
  return {
    document_id: documentId,
    created_at: at,
    updated_at: at,
    published_at: at,
    at: now,
    actor_kind: entry.actor.kind,
    actor_id: entry.actor.id,
    actor_name: short(entry.actor.name),
    action: entry.action,
    object_kind: entry.object?.kind ?? null,
    object_id: short(entry.object?.documentId ?? null),
    object_name: short(entry.object?.name ?? null),
    outcome: entry.outcome,
    ip: short(entry.ip),
    request_id: short(entry.requestId),
    diff: toJson(entry.diff),
    count: 1,
  };
};

const short = (text: string | null): string | null => toText(text)?.slice(0, 255) ?? null;

const insert = (session: Session, row: Row, conflict: string): Promise<void> => {
  const columns = Object.keys(row);
  return execute(
    session,
    `INSERT INTO ${session.tables.audit} (${columns.map(() => '??').join(', ')})
     VALUES (${marks(columns)}) ${conflict}`,
    [...columns, ...Object.values(row)]
  );
};

/** A page of the log, newest first. */
export const listAudit = async (
  session: Session,
  request: AuditQuery
): Promise<Found<AuditEntryView>> => {
  const where = whereAll(filters(request));
  const from = `FROM ${session.tables.audit} a ${where.sql}`;
  const [counted] = await query(session, `SELECT COUNT(*) AS total ${from}`, where.bindings);
  const rows = await query(session, `SELECT a.* ${from} ORDER BY a.id DESC LIMIT ? OFFSET ?`, [
    ...where.bindings,
    Math.min(request.limit, MAX_PAGE_SIZE),
    request.offset,
  ]);
  return { rows: rows.map(toView), total: toNumber(counted?.['total']) };
};

const filters = ({ actor, action, object, from, to }: AuditQuery): Condition[] => [
  ...(actor === null
    ? []
    : [{ sql: 'a.actor_id = ? OR a.actor_name = ?', bindings: [actor, actor] }]),
  ...(action === null ? [] : [{ sql: 'a.action = ?', bindings: [action] }]),
  ...(object === null ? [] : [{ sql: 'a.object_id = ?', bindings: [object] }]),
  ...(from === null ? [] : [{ sql: 'a.at >= ?', bindings: [from] }]),
  ...(to === null ? [] : [{ sql: 'a.at < ?', bindings: [to] }]),
];

const toView = (row: Row): AuditEntryView => {
  const kind = toTextOrNull(row['object_kind']);
  return {
    documentId: String(row['document_id']),
    at: new Date(toNumber(row['at'])).toISOString(),
    actor: {
      kind: String(row['actor_kind']) as AuditEntryView['actor']['kind'],
      id: toTextOrNull(row['actor_id']),
      name: toTextOrNull(row['actor_name']),
    },
    action: String(row['action']),
    object:
      kind === null
        ? null
        : {
            kind,
            documentId: toTextOrNull(row['object_id']),
            name: toTextOrNull(row['object_name']),
          },
    outcome: String(row['outcome']) as AuditEntryView['outcome'],
    ip: toTextOrNull(row['ip']),
    requestId: toTextOrNull(row['request_id']),
    diff: toJsonOrNull(row['diff']) as AuditEntryView['diff'],
    count: toNumber(row['count']),
  };
};
