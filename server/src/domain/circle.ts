/** Jobs, by documentId, and those that each of them waits for; it knows all of them. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * How `job` would come to wait for itself if it depended on `upstream`: the jobs in the order in which they run, from
 * `job` to `upstream`; null where it would not. The shortest way, however deep.
 */
export const circleThrough = (graph: Graph, job: string, upstream: string): string[] | null => {
  const next = new Map<string, string | null>([[upstream, null]]);
  // It grows while it is walked through.
  for (const at of next.keys()) {
    if (at === job) break;
    for (const from of graph.get(at) ?? []) if (!next.has(from)) next.set(from, at);
  }
  if (!next.has(job)) return null;
  const path: string[] = [];
  for (let at: string | null = job; at !== null; at = next.get(at) ?? null) path.push(at);
  return path;
};

/** Jobs that wait for themselves in one circle; none where there is none. Takes each dependency once. */
export const findCircle = (graph: Graph): string[] => {
  const open = openUpstreams(graph);
  const left = [...open].find(([, count]) => count > 0)?.[0];
  if (left === undefined) return [];
  // Whoever is left waits for another that is left: a walk back among them comes round.
  const stepBack = (job: string): string =>
    graph.get(job)?.find((upstream) => (open.get(upstream) ?? 0) > 0) ?? job;
  const walked = new Set<string>();
  let at = left;
  for (; !walked.has(at); at = stepBack(at)) walked.add(at);
  const walk = [...walked];
  return walk.slice(walk.indexOf(at));
};

/** For how many of its upstreams each job still waits when all that can run has run. */
const openUpstreams = (graph: Graph): Map<string, number> => {
  const open = new Map<string, number>();
  const dependents = new Map<string, string[]>();
  for (const [job, upstreams] of graph) {
    open.set(job, upstreams.length);
    for (const upstream of upstreams) {
      const known = dependents.get(upstream) ?? [];
      known.push(job);
      dependents.set(upstream, known);
    }
  }
  const free = [...open].filter(([, count]) => count === 0).map(([job]) => job);
  for (const job of free)
    for (const dependent of dependents.get(job) ?? []) {
      const count = (open.get(dependent) ?? 0) - 1;
      open.set(dependent, count);
      if (count === 0) free.push(dependent);
    }
  return open;
};
