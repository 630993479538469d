import type { UpstreamView } from '../contract/execution';
import type { Caller, ServicePorts } from './ports';
import type { JobRecord } from './records';

interface Named {
  documentId: string;
  name: string;
}
type Ports = Pick<ServicePorts, 'store'>;
type Reader = Pick<Caller, 'scopeOf'>;

/** The jobs that it depends on, in its own order, as far as the caller may read them. */
export const namedUpstreams = async (
  { store }: Ports,
  caller: Reader,
  { definition }: JobRecord
): Promise<Named[]> => {
  const ids = definition.dependencies.jobs;
  const names = await store.nameJobs(ids, caller.scopeOf('jobs-read'));
  return ids.flatMap((documentId) => {
    const name = names.get(documentId);
    return name === undefined ? [] : [{ documentId, name }];
  });
};

/** The jobs that depend on it, by name, as far as the caller may read them. */
export const namedDependents = async (
  { store }: Ports,
  caller: Reader,
  { documentId }: JobRecord
): Promise<Named[]> => {
  const ids = await store.findDependents(documentId);
  const names = await store.nameJobs(ids, caller.scopeOf('jobs-read'));
  return [...names].map(([id, name]) => ({ documentId: id, name }));
};

/** Those upstreams of an execution whose jobs the caller may read. */
export const readableUpstreams = async (
  { store }: Ports,
  caller: Reader,
  upstreams: UpstreamView[]
): Promise<UpstreamView[]> => {
  const ids = upstreams.map(({ job }) => job.documentId);
  const names = await store.nameJobs(ids, caller.scopeOf('jobs-read'));
  return upstreams.filter(({ job }) => names.has(job.documentId));
};
