import {
  outcomeOf,
  type NewestOfUpstream,
  type Round,
  type UpstreamEvent,
} from '../../server/src/domain/dependencies';
import { judgedByUpstreams } from '../../server/src/engine/dependents';
import { FINAL_STATUSES } from '../../server/src/contract/execution';
import type { DependentJob } from '../../server/src/engine/dependent-job';
import type { Advance, EngineStore } from '../../server/src/engine/ports';
import { insertAdmitted } from './memory-queue';
import type { ExecutionRow, JobRow, Tables } from './memory-rows';
import { dependentsOf, writeEvent } from './memory-upstream-ends';

/** Jobs that depend on others, in the memory store. */

type Request = Parameters<EngineStore['consumeUpstreamEnds']>[0];

export const consumeUpstreamEnds = (
  tables: Tables,
  now: number,
  { limit, answer, admit, except = [], of }: Request
): Awaited<ReturnType<EngineStore['consumeUpstreamEnds']>> => {
  const events = tables.upstreamEnds
    .filter(({ job }) => !except.includes(job) && (of === undefined || job === of))
    .slice(0, limit);
  const told: Awaited<ReturnType<EngineStore['consumeUpstreamEnds']>>['told'] = [];
  const cancelling: string[] = [];
  if (tables.pause !== null && tables.pause.until > now) return { consumed: 0, told, cancelling };
  const ids = new Set(events.flatMap(({ job }) => dependentsOf(tables, job).map(({ id }) => id)));
  for (const job of tables.jobs.filter(({ id }) => ids.has(id)).sort((a, b) => a.id - b.id)) {
    const own = events.filter((event) => job.definition.dependencies.jobs.includes(event.job));
    const step = answer(structuredClone(dependentJob(tables, job, own, now)), own);
    for (const { execution, ...tokens } of step.tokens)
      Object.assign(
        tables.executions.find((row) => row.documentId === execution) ?? {},
        structuredClone(tokens)
      );
    const gone = new Set(step.letGo.map(({ id }) => id));
    tables.executions = tables.executions.filter(({ id }) => !gone.has(id));
    const owed = {
      job: { ...job, overlap: job.definition.overlap },
      executions: [...step.letGo, ...step.begun],
      now,
      breakerUntil: job.breakerUntil,
    };
    const inserted = insertAdmitted(tables, now, owed, admit);
    cancelling.push(...inserted.cancelling);
    for (const { documentId, status, reason, slotAt } of inserted.rows) {
      const execution = owed.executions.find((one) => one.documentId === documentId);
      if (execution)
        told.push({
          job: { documentId: job.documentId, name: job.name },
          execution: { ...execution, status: status as 'queued', reason, slotAt },
        });
    }
    for (const { execution, replaces } of step.replaced)
      writeEvent(tables, { job: job.documentId, execution, status: null, replaces });
  }
  tables.upstreamEnds = tables.upstreamEnds.filter((event) => !events.includes(event));
  return { consumed: events.length, told, cancelling };
};

const dependentJob = (
  tables: Tables,
  job: JobRow,
  events: UpstreamEvent[],
  now: number
): DependentJob => {
  const replaced = events.flatMap(({ replaces }) => replaces ?? []);
  const isHolder = ({ upstreams }: ExecutionRow): boolean =>
    upstreams.some(({ execution }) => execution !== null && replaced.includes(execution));
  const rows = tables.executions
    .filter((row) => row.jobId === job.id)
    .filter((row) => (row.openUpstreams ?? 0) > 0 || isHolder(row))
    .sort((a, b) => a.id - b.id);
  return {
    id: job.id,
    documentId: job.documentId,
    owner: job.owner,
    definition: job.definition,
    heldReason: job.heldReason,
    pausedUntil: job.pausedUntil,
    now,
    upstreams: job.definition.dependencies.jobs.flatMap((documentId) => {
      const upstream = tables.jobs.find((one) => one.documentId === documentId);
      return upstream ? [{ documentId, name: upstream.name }] : [];
    }),
    rounds: rows.map(toRound),
    waiting: rows.flatMap((row) =>
      row.status === 'waiting' ? [{ ...row, status: row.status }] : []
    ),
  };
};

const toRound = (row: ExecutionRow): Round => ({
  execution: row.documentId,
  trigger: row.trigger,
  state: stateOf(row),
  tokens: row.upstreams,
  replaces: null,
});

const stateOf = ({ status, reason }: ExecutionRow): Round['state'] => {
  if (status === 'waiting') return 'waits';
  return status === 'skipped' && reason === 'dependency-failed' ? 'failed' : 'let-go';
};

/** Occurrences of a job with dependencies, judged by what its upstream jobs last came to. */
export const judgeByUpstreams = (tables: Tables, advance: Advance): Advance => {
  const { dependencies } = advance;
  if (dependencies === undefined) return advance;
  const newest = dependencies.jobs.flatMap((documentId): NewestOfUpstream[] => {
    const job = tables.jobs.find((one) => one.documentId === documentId);
    return job ? [{ job: { documentId, name: job.name }, newest: newestOf(tables, job) }] : [];
  });
  return {
    ...advance,
    executions: judgedByUpstreams(dependencies.mode, newest, advance.executions),
  };
};

const newestOf = (tables: Tables, job: JobRow): NewestOfUpstream['newest'] => {
  const rows = tables.executions
    .filter(({ jobId }) => jobId === job.id)
    .sort((a, b) => b.id - a.id);
  const open = rows.find(({ finishedAt }) => finishedAt === null);
  if (open) return { execution: open.documentId, status: null };
  for (const row of rows) {
    const status = FINAL_STATUSES.find((one) => one === row.status);
    if (status !== undefined && outcomeOf({ ...row, status }) !== null)
      return { execution: row.documentId, status };
  }
  return null;
};
