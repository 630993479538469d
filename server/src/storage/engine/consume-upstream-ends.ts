import type { EngineStore, NewExecution } from '../../engine/ports';
import { readPause } from './cluster';
import { readNow } from './database-clock';
import { findLinks } from './links';
import { lockInTime } from './lock-in-time';
import { lockFreeJobs, takeWriteLock } from './lock-jobs';
import { readDependents, type Dependent } from './read-dependents';
import type { Database, Session } from './session';
import { findEvents, lockEvents, removeEvents, type StoredEvent } from './upstream-ends';
import { writeDependents, type Stepped } from './write-dependents';

type Request = Parameters<EngineStore['consumeUpstreamEnds']>[0];
type Consumed = Awaited<ReturnType<EngineStore['consumeUpstreamEnds']>>;

const NOTHING: Consumed = { consumed: 0, told: [], cancelling: [] };

/**
 * Tells jobs what became of those that they depend on, the oldest first, each once on whichever node: the rows of the
 * dependent jobs are locked before it is looked what is still to be told. While all nodes are paused it is kept.
 */
export const consumeUpstreamEnds = async (database: Database, request: Request): Answer => {
  const { limit, except = [], of } = request;
  const seen = await findEvents(database, { limit, except, of });
  if (seen.length === 0) return NOTHING;
  const pause = await readPause(database);
  const skipsLocked = await database.skipsLocked();
  const told = { ...request, seen, pausedUntil: pause?.until ?? null };
  if (of === undefined || !skipsLocked)
    return database.transaction((session) => consume(session, told, skipsLocked));
  const consumed = await lockInTime(database, (session) => consume(session, told, false));
  return consumed ?? { ...NOTHING, kept: [of] };
};

type Answer = Promise<Consumed>;

interface Seen extends Request {
  seen: StoredEvent[];
  pausedUntil: number | null;
}

const consume = async (
  session: Session,
  { seen, pausedUntil, answer, admit }: Seen,
  skipsLocked: boolean
): Answer => {
  await takeWriteLock(session);
  const upstreams = [...new Set(seen.map(({ job }) => job))];
  const links = await findLinks(session, 'dependency', upstreams);
  const jobIds = [...new Set(links.map(({ jobId }) => jobId))];
  const { locked, busy } = await lockFreeJobs(session, jobIds, skipsLocked);
  // Whoever holds a dependent job may be gone: the ends of its upstreams stay for later, in their order.
  const kept = new Set(links.flatMap(({ jobId, target }) => (busy.includes(jobId) ? target : [])));
  const events = await lockEvents(
    session,
    idsOf(seen.filter(({ job }) => !kept.has(job))),
    skipsLocked
  );
  const dependents = await readDependents(session, idsOf(locked), events);
  if (pausedUntil !== null && pausedUntil > (await readNow(session))) return NOTHING;
  const stepped = dependents.map((dependent): Stepped => {
    const step = answer(dependent.job, eventsOf(dependent, events));
    const { breakerUntil = null } = locked.find(({ id }) => id === dependent.job.id) ?? {};
    return { dependent, step, breakerUntil };
  });
  const { executions, cancelling } = await writeDependents(session, stepped, admit);
  await removeEvents(session, idsOf(events));
  const told = toldOf(stepped, executions);
  return { consumed: events.length, told, cancelling, kept: [...kept] };
};

const idsOf = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id);

const eventsOf = ({ job }: Dependent, events: StoredEvent[]): StoredEvent[] =>
  events.filter((event) => job.upstreams.some(({ documentId }) => documentId === event.job));

/** What was written, with the names of its jobs. */
const toldOf = (stepped: Stepped[], executions: NewExecution[]): Consumed['told'] => {
  const jobs = new Map(
    stepped.flatMap(({ dependent: { job }, step }) =>
      [...step.letGo, ...step.begun].map(({ documentId }) => [documentId, job] as const)
    )
  );
  return executions.flatMap((execution) => {
    const job = jobs.get(execution.documentId);
    if (job === undefined) return [];
    return [{ job: { documentId: job.documentId, name: job.definition.name }, execution }];
  });
};
