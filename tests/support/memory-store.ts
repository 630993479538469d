import type {
  BreakerChange,
  EngineStore,
  NewExecution,
  NewLogLine,
} from '../../server/src/engine/ports';
import {
  ownedBy,
  toClaimed,
  type Consent,
  type ExecutionRow,
  type JobRow,
  type NodeRow,
  type Tables,
} from './memory-rows';
import { giveOn, inClaimOrder, ripen, roomFor } from './memory-queue';
import { consumeUpstreamEnds } from './memory-upstreams';
import {
  cancelAllOf,
  claimRow,
  endPause,
  enqueueDue,
  findDueJobs,
  heldJobs,
  holdJobsWithout,
  insertByHand,
  prune,
  recordEnd,
  refuseClaimed,
  releaseHeld,
  requestCancel,
} from './memory-writes';

/** An EngineStore without a database, and doors for tests to look inside. Every call is one transaction. */
export interface MemoryStore extends EngineStore {
  addJob(job: Partial<JobRow> & Pick<JobRow, 'definition'>): JobRow;
  /** Inserts a start by hand, under the rule of overlap as the services apply it. */
  addExecution(jobId: number, execution: NewExecution): ExecutionRow;
  /** Cancels what of a job waits, asks what runs to cancel. */
  cancelAllOf(jobId: number): void;
  /** Deletes the job as the services do: what waits is cancelled, what runs is asked to cancel. */
  removeJob(id: number): void;
  /** Cancels what waits, asks what runs to cancel. */
  requestCancel(documentId: string): void;
  job(id: number): JobRow;
  execution(documentId: string): ExecutionRow;
  /** In the order of their instants. */
  executionsOf(jobId: number): ExecutionRow[];
  logOf(documentId: string): NewLogLine[];
  readonly tables: Tables;
}

export const createMemoryStore = (
  clock: { now: () => number },
  consent: Consent | null = null
): MemoryStore => {
  const tables: Tables = {
    jobs: [],
    executions: [],
    logs: new Map(),
    nodes: [],
    calendars: new Map(),
    pause: null,
    pauses: [],
    audit: [],
    upstreamEnds: [],
    consent,
    lastId: 0,
  };
  return { ...engineHalf(tables, clock.now), ...testHalf(tables, clock.now), tables };
};

const engineHalf = (tables: Tables, now: () => number): EngineStore => ({
  now: async () => now(),
  findDueJobs: async (request) => findDueJobs(tables, now(), request),
  endPause: async (at) => endPause(tables, now(), at),
  enqueueDue: async (advances, admit) => enqueueDue(tables, now(), advances, admit),
  consumeUpstreamEnds: async (request) => consumeUpstreamEnds(tables, now(), request),
  ripen: async ({ aheadMs }) => ripen(tables, now(), aheadMs),
  claim: async (request) => {
    const rows = tables.executions
      .filter((row) => row.claimable === 1 && row.readyAt <= now() + request.aheadMs)
      .sort(inClaimOrder)
      .slice(0, roomFor(tables, request));
    const claimed = rows.map((row) => structuredClone(toClaimed(claimRow(row, request, now()))));
    const skipped = refuseClaimed(tables, now(), rows);
    const isOver = ({ ref }: { ref: { id: number } }) => skipped.some(({ id }) => id === ref.id);
    return {
      now: now(),
      executions: claimed.filter((one) => !isOver(one)),
      ...(skipped.length === 0 ? {} : { skipped: claimed.filter(isOver) }),
    };
  },
  heartbeat: async ({ refs, leaseMs }) => {
    const owned = refs.map((ref) => ({ ref, row: tables.executions.find(ownedBy(ref)) }));
    for (const { row } of owned) if (row) row.leaseUntil = now() + leaseMs;
    return {
      lost: owned.filter(({ row }) => !row).map(({ ref }) => ref),
      cancelRequested: owned.filter(({ row }) => row?.cancelRequestedAt).map(({ ref }) => ref),
    };
  },
  findCancelRequests: async (refs) =>
    refs.filter((ref) => tables.executions.find(ownedBy(ref))?.cancelRequestedAt),
  record: async (ends) => {
    const breakers: BreakerChange[] = [];
    const stale = ends.filter((end) => !recordEnd(tables, now(), end, breakers));
    const gives = giveOn(tables, now());
    const tells = tables.upstreamEnds.length > 0;
    return { stale: stale.map(({ ref }) => ref), busy: [], tells, gives, breakers };
  },
  saveProgress: async (ref, progress) => {
    const row = tables.executions.find(ownedBy(ref));
    if (row) row.progress = { ...progress };
  },
  findExpired: async ({ limit, except }) =>
    tables.executions
      .filter((row) => row.status === 'running' && (row.leaseUntil ?? 0) < now())
      .filter((row) => !except.includes(row.id))
      .sort((a, b) => (a.leaseUntil ?? 0) - (b.leaseUntil ?? 0))
      .slice(0, limit)
      .map((row) => structuredClone(toClaimed(row))),
  findRunningOf: async (nodes, { limit, except }) =>
    tables.executions
      .filter((row) => row.status === 'running' && nodes.includes(row.node ?? ''))
      .filter((row) => !except.includes(row.id))
      .slice(0, limit)
      .map((row) => structuredClone(toClaimed(row))),
  nextDueAt: async () => {
    const instants = [
      ...tables.jobs.flatMap((job) => job.nextAt ?? []),
      ...tables.executions.filter(isComing).map((row) => row.readyAt),
      ...(tables.upstreamEnds.length > 0 ? [0] : []),
    ];
    const at = instants.length === 0 ? null : Math.min(...instants);
    const unreadable = tables.jobs.some(({ heldReason }) => heldReason === 'unreadable');
    return { now: now(), at, pausedUntil: tables.pause?.until ?? null, unreadable };
  },
  appendLog: async (executionId, lines) => {
    const stored = tables.logs.get(executionId) ?? [];
    const known = new Set(stored.map((line) => line.seq));
    const added = lines.filter((line) => !known.has(line.seq));
    tables.logs.set(executionId, [...stored, ...structuredClone(added)]);
  },
  lastLogSeq: async (executionId) =>
    Math.max(0, ...(tables.logs.get(executionId) ?? []).map((line) => line.seq)),
  touchNode: async (node, state) => {
    const row: NodeRow = { ...node, ...state, lastSeenAt: now() };
    tables.nodes = [...tables.nodes.filter((other) => other.id !== node.id), row];
  },
  findNodesOf: async (host) =>
    tables.nodes
      .filter((node) => node.host === host && node.state !== 'stopped')
      .map(({ id, pid, processKey }) => ({ id, pid, processKey })),
  removeNodes: async (ids) => {
    tables.nodes = tables.nodes.filter((node) => !ids.includes(node.id));
  },
  holdJobsWithout: async (templates) => holdJobsWithout(tables, now(), templates),
  findUnreadable: async () => heldJobs(tables, now(), 'unreadable', () => true),
  releaseHeld: async (advances) => releaseHeld(tables, now(), advances),
  prune: async (request) => prune(tables, request),
});

const testHalf = (
  tables: Tables,
  now: () => number
): Omit<MemoryStore, keyof EngineStore | 'tables'> => {
  const job = (id: number): JobRow => found(tables.jobs.find((row) => row.id === id));
  const execution = (documentId: string): ExecutionRow =>
    found(tables.executions.find((row) => row.documentId === documentId));

  return {
    job,
    execution,
    executionsOf: (jobId) =>
      tables.executions
        .filter((row) => row.jobId === jobId)
        .sort((a, b) => (a.slotAt ?? a.queuedAt) - (b.slotAt ?? b.queuedAt) || a.id - b.id),
    logOf: (documentId) => tables.logs.get(execution(documentId).id) ?? [],
    addJob: (given) => {
      const id = given.id ?? ++tables.lastId;
      const row: JobRow = { ...emptyJob(id, given.definition.name), ...given };
      tables.jobs.push(row);
      return row;
    },
    addExecution: (jobId, given) => insertByHand(tables, now(), job(jobId), given),
    cancelAllOf: (jobId) => cancelAllOf(tables, now(), jobId),
    removeJob: (id) => {
      cancelAllOf(tables, now(), id);
      for (const row of tables.executions.filter((other) => other.jobId === id)) row.jobId = null;
      tables.jobs = tables.jobs.filter((row) => row.id !== id);
    },
    requestCancel: (documentId) => requestCancel(tables, now(), execution(documentId)),
  };
};

/** It may be claimed, or will be when its time comes. */
const isComing = ({ claimable }: ExecutionRow): boolean => claimable === 1 || claimable === 2;

const emptyJob = (id: number, name: string): Omit<JobRow, 'definition'> => ({
  id,
  documentId: `job${id}`.padEnd(24, '0'),
  name,
  revision: 1,
  owner: null,
  nextAt: null,
  nextRunAt: null,
  cursorAt: null,
  pausedUntil: null,
  heldReason: null,
  heldAt: null,
  failureStreak: 0,
  breakerUntil: null,
  scheduledCount: 0,
  executionCount: 0,
  failureCount: 0,
});

const found = <T>(row: T | undefined): T => {
  if (row === undefined) throw new Error('no such row');
  return row;
};
