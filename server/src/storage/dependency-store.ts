import { admission } from '../engine/admission';
import type { Changes, Store } from '../services/ports';
import {
  findDependents,
  findUpstreams,
  listEdges,
  lockGraph,
  nameJobs,
  writeUpstreams,
} from './dependencies';
import { settleWaiting } from './engine/settle-waiting';
import { findJobs } from './jobs';
import type { ScopedSession } from './jobs';

type Reader = <Given extends unknown[], Answer>(
  statement: (session: ScopedSession, ...given: Given) => Promise<Answer>
) => (...given: Given) => Promise<Answer>;

/** What use cases read of who depends on whom. */
export const dependencyReads = (
  read: Reader
): Pick<Store, 'nameJobs' | 'findDependents' | 'listEdges' | 'findJobs'> => ({
  nameJobs: read(nameJobs),
  findDependents: read(findDependents),
  listEdges: read(listEdges),
  findJobs: read(findJobs),
});

/** What use cases change of it. */
export const dependencyChanges = (
  session: ScopedSession,
  maxQueuedPerJob: number
): Pick<
  Changes,
  'lockGraph' | 'findUpstreams' | 'writeUpstreams' | 'settleWaiting' | 'findDependents' | 'nameJobs'
> => ({
  lockGraph: (documentIds) => lockGraph(session, documentIds),
  findUpstreams: (documentIds) => findUpstreams(session, documentIds),
  writeUpstreams: (job, upstreams) => writeUpstreams(session, job, upstreams),
  settleWaiting: ({ id }) => settleWaiting(session, id, admission({ maxQueuedPerJob })),
  findDependents: (documentId) => findDependents(session, documentId),
  nameJobs: (documentIds, scope) => nameJobs(session, documentIds, scope),
});
