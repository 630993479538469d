import fc from 'fast-check';

import { circleThrough, findCircle } from '../../../server/src/domain/circle';
import type { Graph } from '../../../server/src/domain/circle';

/** What each job waits for; the words are its upstreams. */
const graph = (jobs: Record<string, string>): Graph =>
  new Map(Object.entries(jobs).map(([job, on]) => [job, on.split(' ').filter(Boolean)]));

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

/** Whether each job of the circle waits for the one before it, and the first for the last. */
const isCircle = (circle: readonly string[], on: Graph): boolean =>
  circle.every((job, at) => on.get(job)?.includes(circle.at(at + 1) ?? circle[0] ?? ''));

describe('a circle', () => {
  it('is told in the order in which its jobs run, the shortest way', () => {
    const jobs = graph({ a: '', b: 'a', c: 'b', d: 'c a', other: 'd' });
    expect(circleThrough(jobs, 'a', 'c')).toEqual(['a', 'b', 'c']);
    expect(circleThrough(jobs, 'a', 'd')).toEqual(['a', 'd']);
    expect(circleThrough(jobs, 'd', 'a')).toBeNull();
    expect(circleThrough(jobs, 'a', 'a')).toEqual(['a']);
  });

  it('is found where there is one, not among those that wait for it', () => {
    expect(findCircle(graph({ a: '', b: 'a', c: 'a b' }))).toEqual([]);
    const circle = findCircle(graph({ behind: 'a', a: 'b', b: 'c free', c: 'a', free: '' }));
    expect(circle.toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('is found in any jobs where a walk back comes round, and nowhere else', () => {
    const someJobs = fc.uniqueArray(fc.constantFrom(...LETTERS), { minLength: 0, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(someJobs, { minLength: 7, maxLength: 7 }), (upstreams) => {
        const jobs: Graph = new Map(LETTERS.map((job, at) => [job, upstreams[at] ?? []]));
        const circle = findCircle(jobs);
        const hasOne = [...jobs].some(([job, on]) =>
          on.some((upstream) => circleThrough(jobs, job, upstream) !== null)
        );
        expect(circle.length > 0).toBe(hasOne);
        expect(isCircle(circle, jobs)).toBe(true);
      })
    );
  });

  it('of a hundred thousand jobs is found as well', () => {
    const many = 100_000;
    const chain = (first: string[]): Graph =>
      new Map(Array.from({ length: many }, (_, at) => [`${at}`, at === 0 ? first : [`${at - 1}`]]));
    expect(findCircle(chain([]))).toEqual([]);
    expect(findCircle(chain([`${many - 1}`]))).toHaveLength(many);
    expect(circleThrough(chain([]), '0', `${many - 1}`)).toHaveLength(many);
  });
});
