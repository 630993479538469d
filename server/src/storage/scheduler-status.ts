import { UNSUCCESSFUL_STATUSES } from '../contract/execution';
import type { ExecutionStatus } from '../contract/execution';
import type { NodeState, NodeView, Role } from '../contract/scheduler';
import { readNow } from './engine/database-clock';
import { toNumber, toNumberOrNull } from './engine/rows';
import { marks, query } from './engine/session';
import type { Client, Row, Session } from './engine/session';

/** Nodes show themselves once a minute (`engine/open-shift`); who did not for so long is gone. */
const GONE_AFTER_MS = 150_000;

type Node = NodeView & { lastTickAt: number | null };

/** What was not seen for longer than this is of no interest any more, and at most so many are shown. */
const SHOWN_MS = 86_400_000;
const MAX_SHOWN = 100;

/** The processes that take part or did within the last day, oldest first. */
export const listNodes = async (session: Session): Promise<Node[]> => {
  const now = await readNow(session);
  const rows = await query(
    session,
    `SELECT n.* FROM ${session.tables.nodes} n WHERE n.last_seen_at >= ?
     ORDER BY n.id DESC LIMIT ${MAX_SHOWN}`,
    [now - SHOWN_MS]
  );
  return rows.toReversed().map((row) => toNode(row, now - GONE_AFTER_MS));
};

const toNode = (row: Row, goneBefore: number): Node => {
  const lastSeenAt = toNumber(row['last_seen_at']);
  const state = String(row['state']) as NodeState;
  return {
    id: String(row['node_id']),
    host: String(row['host']),
    pid: toNumber(row['pid']),
    role: String(row['role']) as Role,
    state: state !== 'stopped' && lastSeenAt < goneBefore ? 'gone' : state,
    startedAt: new Date(toNumber(row['started_at'])).toISOString(),
    lastSeenAt: new Date(lastSeenAt).toISOString(),
    running: toNumber(row['running']),
    maxConcurrent: toNumber(row['max_concurrent']),
    version: String(row['version']),
    zoneData: String(row['zone_data']),
    clockSkewMs: toNumber(row['skew_ms']),
    lastTickAt: toNumberOrNull(row['last_tick_at']),
  };
};

/** What is due and waits, and what runs. */
export const countQueue = async (
  session: Session
): Promise<{ queued: number; running: number; oldestReadyAt: number | null }> => {
  const { executions } = session.tables;
  const [waiting] = await query(
    session,
    `SELECT COUNT(*) AS queued, MIN(e.ready_at) AS oldest FROM ${executions} e
     WHERE e.status = 'queued' AND e.ready_at <= ${session.now()}`
  );
  const [running] = await query(
    session,
    `SELECT COUNT(*) AS running FROM ${executions} e WHERE e.status IN ('dispatched', 'running')`
  );
  return {
    queued: toNumber(waiting?.['queued']),
    running: toNumber(running?.['running']),
    oldestReadyAt: toNumberOrNull(waiting?.['oldest']),
  };
};

/** What a job has in progress: waiting for its turn, and running. */
export const countInProgress = async (
  session: Session,
  jobId: number
): Promise<{ queued: number; running: number }> => {
  const [row] = await query(
    session,
    `SELECT COUNT(*) AS unfinished,
       SUM(CASE WHEN e.status IN ('dispatched', 'running') THEN 1 ELSE 0 END) AS running
     FROM ${session.tables.executions} e WHERE e.job_id = ? AND e.finished_at IS NULL`,
    [jobId]
  );
  const running = toNumberOrNull(row?.['running']) ?? 0;
  return { queued: toNumber(row?.['unfinished']) - running, running };
};

const HOUR_OF: Record<Client, string> = {
  sqlite: 'e.finished_at / 3600000',
  postgres: 'e.finished_at / 3600000',
  mysql: 'e.finished_at DIV 3600000',
};

/** Executions that ended since `from`, per hour since the epoch and final status. */
export const countOutcomes = async (
  session: Session,
  from: number
): Promise<{ hour: number; status: ExecutionStatus; count: number }[]> => {
  // Nothing is said about the status: SQLite would walk its index instead, past every execution there is.
  const rows = await query(
    session,
    `SELECT ${HOUR_OF[session.client]} AS hour_of, e.status, COUNT(*) AS ended
     FROM ${session.tables.executions} e WHERE e.finished_at >= ?
     GROUP BY ${HOUR_OF[session.client]}, e.status`,
    [from]
  );
  return rows.map((row) => ({
    hour: toNumber(row['hour_of']),
    status: String(row['status']) as ExecutionStatus,
    count: toNumber(row['ended']),
  }));
};

/** Executions that ran and ended since `from`, and those of them without success. */
export const countFinished = async (
  session: Session,
  from: number
): Promise<{ finished: number; failed: number }> => {
  const sum = `SUM(CASE WHEN e.status IN (${marks(UNSUCCESSFUL_STATUSES)}) THEN 1 ELSE 0 END)`;
  const [row] = await query(
    session,
    `SELECT SUM(CASE WHEN e.status = 'succeeded' THEN 1 ELSE 0 END) AS succeeded, ${sum} AS failed
     FROM ${session.tables.executions} e WHERE e.finished_at >= ?`,
    [...UNSUCCESSFUL_STATUSES, from]
  );
  const failed = toNumberOrNull(row?.['failed']) ?? 0;
  return { finished: failed + (toNumberOrNull(row?.['succeeded']) ?? 0), failed };
};
