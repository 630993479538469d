import { attemptKey } from '../checks/names';
import type { History, WitnessEvent } from '../history';
import type { ClusterJob } from './cluster-jobs';

/** While a job lets nothing else happen on its node, what else runs there stands still. */
export const blocked = (
  witness: WitnessEvent[],
  jobs: Pick<ClusterJob, 'documentId' | 'definition'>[]
): History['stops'] => {
  const blocking = new Set(
    jobs
      .filter(({ definition }) => definition.template === 'torture-block')
      .map(({ documentId }) => documentId)
  );
  return witness
    .filter(({ event, job }) => event === 'start' && blocking.has(job))
    .map((start) => ({
      node: start.node,
      from: start.at,
      to:
        witness.find((end) => end.event === 'end' && attemptKey(end) === attemptKey(start))?.at ??
        Infinity,
    }));
};
