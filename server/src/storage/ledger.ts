import type { Change } from '../domain/ledger/definition-then';
import type { Store } from '../services/ports';
import type { ExecutionRecord, JobRecord } from '../services/records';
import { readPauses } from './engine/cluster';
import { fromJson, toNumber } from './engine/rows';
import { query } from './engine/session';
import type { Row, Session } from './engine/session';
import { toExecution } from './executions';
import type { ScopedSession } from './jobs';

/** Records of slots from an instant on among which one is looked for that stands for it. */
const RECORDS_AHEAD = 100;
/** Starts without a slot among which the one of just that instant is looked for. */
const STARTS = 50;
/** Changes of a job after an instant that are looked through. */
const CHANGES = 500;
/** Changes of one pause that are looked through. */
const PAUSES = 50;
/** Nobody asks for a start more precisely. */
const PRECISION_MS = 1_000;

/**
 * Records that may stand for an instant: of that slot, the next ones (a missed one may reach back), and the start without
 * a slot that was asked for just then, else the newest one where it was on its way. Three short walks along indexes.
 */
const findLedgerRecords = async (
  session: Session,
  { id }: JobRecord,
  at: number
): Promise<ExecutionRecord[]> => {
  const { executions } = session.tables;
  const slots = await query(
    session,
    `SELECT * FROM ${executions} WHERE job_id = ? AND slot_at >= ? ORDER BY slot_at LIMIT ?`,
    [id, at, RECORDS_AHEAD]
  );
  const starts = await query(
    session,
    `SELECT * FROM ${executions} WHERE job_id = ? AND slot_at IS NULL AND queued_at < ?
     ORDER BY id DESC LIMIT ?`,
    [id, at + PRECISION_MS, STARTS]
  );
  const [newest] = starts.slice(0, 1).filter((row) => wasOnItsWay(row, at));
  const start = starts.find((row) => toNumber(row['queued_at']) === at) ?? newest;
  return [...slots, ...(start === undefined ? [] : [start])].map(toExecution);
};

const wasOnItsWay = (row: Row, at: number): boolean =>
  row['finished_at'] === null || toNumber(row['finished_at']) >= at;

/** Changes of a job from an instant on, the earliest first. */
const findChanges = async (
  session: Session,
  { documentId }: JobRecord,
  from: number
): Promise<Change[]> => {
  const rows = await query(
    session,
    `SELECT at, diff FROM ${session.tables.audit}
     WHERE object_kind = 'job' AND object_id = ? AND at >= ?
       AND action IN ('job.update', 'job.enable', 'job.disable') ORDER BY id LIMIT ?`,
    [documentId, from, CHANGES]
  );
  return rows.map((row) => ({ at: toNumber(row['at']), before: beforeOf(row) }));
};

const beforeOf = (row: Row): Record<string, unknown> =>
  Object.fromEntries(Object.entries(changesOf(row)).map(([field, { before }]) => [field, before]));

const changesOf = (row: Row): Record<string, { before: unknown; after: unknown }> =>
  (fromJson(row['diff']) ?? {}) as Record<string, { before: unknown; after: unknown }>;

/** The pause of a job that was begun by then; null where there was none, or it was ended by then. */
const findPauseAt = async (
  session: Session,
  { documentId }: JobRecord,
  at: number
): Promise<{ since: number; until: number | null } | null> => {
  const rows = await query(
    session,
    `SELECT at, action, diff FROM ${session.tables.audit}
     WHERE object_kind = 'job' AND object_id = ? AND at <= ?
       AND action IN ('job.pause', 'job.resume') ORDER BY id DESC LIMIT ?`,
    [documentId, at, PAUSES]
  );
  const resumed = rows.findIndex((row) => row['action'] === 'job.resume');
  const pauses = resumed < 0 ? rows : rows.slice(0, resumed);
  const first = pauses.at(-1);
  if (first === undefined) return null;
  // A pause that is paused again takes a new end; where only its note was changed, it keeps the one that it had.
  const ends = pauses.flatMap((row) => changesOf(row)['pausedUntil'] ?? []);
  const until = Date.parse(String(ends[0]?.after));
  return { since: toNumber(first['at']), until: Number.isNaN(until) ? null : until };
};

type Reader = <Given extends unknown[], Answer>(
  statement: (session: ScopedSession, ...given: Given) => Promise<Answer>
) => (...given: Given) => Promise<Answer>;

/** What the ledger is read from. */
export const ledgerReads = (
  read: Reader
): Pick<Store, 'findLedgerRecords' | 'findChanges' | 'findPauseAt' | 'readPauses'> => ({
  findLedgerRecords: read(findLedgerRecords),
  findChanges: read(findChanges),
  findPauseAt: read(findPauseAt),
  readPauses: read(readPauses),
});
