import { admitApproved } from '../../server/src/domain/approval';
import { claimOrderAgain, shiftOf } from '../../server/src/domain/claim-order';
import { grantSeats } from '../../server/src/domain/limits';
import { afterItsTurn, placeNew } from '../../server/src/domain/place';
import type { Admit, InProgress, Owed } from '../../server/src/engine/ports';
import { CLAIMABLE } from '../../server/src/storage/engine/claimable';
import { countInJob } from './memory-count';
import { toRow, type ExecutionRow, type Tables } from './memory-rows';
import { writeEnd } from './memory-upstream-ends';

/** Who may be claimed when, in the memory store: the same rules on plain rows. */

export const overlapKeyOf = (jobId: number): string => `job:${jobId}`;

const onTheirWay = (tables: Tables, jobId: number): ExecutionRow[] =>
  tables.executions.filter((row) => row.jobId === jobId && row.finishedAt === null);

const isRunning = ({ status }: ExecutionRow): boolean => status === 'running';
const isQueued = ({ status }: ExecutionRow): boolean => status === 'queued';
const isWaiting = ({ status }: ExecutionRow): boolean => status === 'waiting';

export const queueOf = (
  tables: Tables,
  jobId: number
): InProgress & { lastOrder: number | null } => {
  const rows = onTheirWay(tables, jobId);
  const orders = rows.flatMap((row) =>
    isQueued(row) && row.claimable !== CLAIMABLE.time ? row.claimOrder - shiftOf(row.priority) : []
  );
  return {
    running: rows.filter(isRunning).length,
    queued: rows.filter(isQueued).length,
    waiting: rows.filter(isWaiting).length,
    lastOrder: orders.length === 0 ? null : Math.max(...orders),
  };
};

/** What `admit` lets in of new records, each with all that it needs to wait for. */
export const insertAdmitted = <T extends Owed>(
  tables: Tables,
  now: number,
  owed: T,
  admit: Admit<T>
): { rows: ExecutionRow[]; cancelling: string[] } => {
  const { job } = owed;
  const fresh = owed.executions.filter(
    ({ slotAt }) =>
      slotAt === null ||
      !tables.executions.some((row) => row.jobId === job.id && row.slotAt === slotAt)
  );
  if (fresh.length === 0) return { rows: [], cancelling: [] };
  const { consent } = tables;
  const asked =
    consent === null ? fresh : admitApproved(fresh, consent.scriptsOf, consent.unapproved());
  const { executions, cancelsPrevious } = admit(
    { ...owed, executions: asked },
    queueOf(tables, job.id)
  );
  const cancelling = cancelsPrevious ? cancelPrevious(tables, now, job.id) : [];
  const queued = executions.filter(({ status }) => status === 'queued');
  const places = placeNew(job.overlap, queueOf(tables, job.id), queued, now);
  const rows = executions.map((execution) => {
    const row = toRow(execution.id ?? ++tables.lastId, job, structuredClone(execution), now);
    const place = places.find((one) => one.execution === execution);
    if (place) {
      row.claimable = CLAIMABLE[place.waitsFor];
      row.claimOrder = place.claimOrder;
      row.overlapKey = place.hasTurn ? overlapKeyOf(job.id) : null;
    }
    return row;
  });
  tables.executions.push(...rows);
  const waited = new Set(executions.flatMap(({ id }) => id ?? []));
  for (const row of rows) writeEnd(tables, row, waited.has(row.id) || undefined);
  giveSeats(tables);
  return { rows, cancelling };
};

const cancelPrevious = (tables: Tables, now: number, jobId: number): string[] => {
  const rows = onTheirWay(tables, jobId).filter((row) => !isWaiting(row));
  for (const row of rows) {
    if (isRunning(row)) askToCancel(row, now, 'overlap');
    else cancelQueued(tables, now, row, 'overlap');
  }
  return rows.filter(isRunning).map(({ documentId }) => documentId);
};

/** Who asks first says why. */
export const askToCancel = (row: ExecutionRow, now: number, reason: 'overlap' | null): void => {
  if (row.cancelRequestedAt === null) row.reason = reason;
  row.cancelRequestedAt ??= now;
};

/** Ends one that waits; if that was for a retry, it did run. */
export const cancelQueued = (
  tables: Tables,
  now: number,
  row: ExecutionRow,
  reason: 'overlap' | null
): void => {
  Object.assign(row, { ...OVER, status: 'cancelled', reason, finishedAt: now });
  writeEnd(tables, row);
  if (row.attempt > 0) countInJob(tables, row, now);
};

/** What an execution that is over leaves behind of the queue. */
export const OVER = { claimable: null, overlapKey: null, limit: null, limitSlot: null } as const;

/** Comes back for another attempt: it keeps its turn, and gives up its seat. */
export const queueAgain = (row: ExecutionRow, readyAt: number, now: number): void => {
  const isLimited = row.limit !== null;
  Object.assign(row, {
    claimable: CLAIMABLE[afterItsTurn({ readyAt, isLimited }, now)],
    claimOrder: claimOrderAgain({ readyAt, priority: row.priority, had: row.claimOrder }),
    limitSlot: null,
  });
};

/** Turns and seats that are free go to those that wait for them. */
export const giveOn = (tables: Tables, now: number): boolean => {
  const isForSeat = tables.executions.some((row) => row.claimable === CLAIMABLE.seat);
  const waiting = tables.executions.filter((row) => row.claimable === CLAIMABLE.turn);
  for (const jobId of new Set(waiting.map((row) => row.jobId))) {
    if (jobId !== null) giveTurn(tables, jobId, now);
  }
  giveSeats(tables);
  return waiting.length > 0 || isForSeat;
};

const giveTurn = (tables: Tables, jobId: number, now: number): void => {
  const rows = onTheirWay(tables, jobId).filter((row) => !isWaiting(row));
  if (rows.some((row) => row.claimable !== CLAIMABLE.turn)) return;
  const [next] = rows.sort((a, b) => a.readyAt - b.readyAt || a.id - b.id);
  if (!next) return;
  const isLimited = next.limit !== null;
  next.claimable = CLAIMABLE[afterItsTurn({ readyAt: next.readyAt, isLimited }, now)];
  next.overlapKey = overlapKeyOf(jobId);
};

const giveSeats = (tables: Tables): void => {
  const waiting = tables.executions
    .filter((row) => row.claimable === CLAIMABLE.seat)
    .sort(inClaimOrder);
  for (const key of new Set(waiting.map(limitKeyOf))) {
    const ours = waiting.filter((row) => limitKeyOf(row) === key);
    const taken = tables.executions.flatMap((row) =>
      limitKeyOf(row) === key && row.limitSlot !== null ? row.limitSlot : []
    );
    const asking = ours.map(({ id, limit }) => ({ id, count: limit?.count ?? 0 }));
    for (const { id, seat } of grantSeats(key, asking, taken)) {
      const row = ours.find((one) => one.id === id);
      if (row) Object.assign(row, { claimable: CLAIMABLE.nothing, limitSlot: seat });
    }
  }
};

const limitKeyOf = ({ limit }: ExecutionRow): string => limit?.key ?? '';

export const inClaimOrder = (a: ExecutionRow, b: ExecutionRow): number =>
  a.claimOrder - b.claimOrder || a.id - b.id;

export const ripen = (tables: Tables, now: number, aheadMs: number): number => {
  const ripe = tables.executions.filter(
    (row) => row.claimable === CLAIMABLE.time && row.readyAt <= now + aheadMs
  );
  for (const row of ripe) {
    row.claimable = row.limit === null ? CLAIMABLE.nothing : CLAIMABLE.seat;
  }
  giveSeats(tables);
  return ripe.length;
};

/** How many more may be claimed while no more than `total` are to run. */
export const roomFor = (
  tables: Tables,
  { limit, total }: { limit: number; total: number | null }
): number =>
  total === null
    ? limit
    : Math.max(0, Math.min(limit, total - tables.executions.filter(isRunning).length));
