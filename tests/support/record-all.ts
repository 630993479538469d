import type { AttemptEnd, EngineStore, Ref } from '../../server/src/engine/ports';

/** As the engine does: what somebody else holds is tried again until it is written. */
export const recordAll = async (
  store: Pick<EngineStore, 'record'>,
  ends: AttemptEnd[]
): Promise<{ stale: Ref[] }> => {
  const stale: Ref[] = [];
  for (let left = ends; left.length > 0;) {
    const answer = await store.record(left);
    const busy = new Set(answer.busy);
    stale.push(...answer.stale);
    left = left.filter(({ ref }) => busy.has(ref));
  }
  return { stale };
};
