import fc from 'fast-check';

import { DEPENDENCY_MODES } from '../../../server/src/contract/dependency';
import type { DependencyMode } from '../../../server/src/contract/dependency';
import { afterEvent } from '../../../server/src/domain/dependencies';
import type { Dependent, Round, UpstreamEvent } from '../../../server/src/domain/dependencies';
import { SEED } from '../../support/time-arbitraries';

const UPSTREAMS = ['a', 'b', 'c'].map((name) => ({ documentId: name, name }));

type Ends = ('succeeded' | 'failed')[];

/** Ends of each upstream job in their order, and in which order the jobs take turns. */
const story = fc
  .array(fc.array(fc.constantFrom<Ends[number]>('succeeded', 'failed'), { maxLength: 6 }), {
    minLength: 1,
    maxLength: 3,
  })
  .chain((ends) =>
    fc.record({
      ends: fc.constant(ends),
      turns: fc.shuffledSubarray(
        ends.flatMap((of, job) => of.map((_, at) => ({ job, at }))),
        { minLength: ends.flat().length }
      ),
      mode: fc.constantFrom(...DEPENDENCY_MODES),
    })
  );

const play = (mode: DependencyMode, ends: Ends[], turns: { job: number }[]): Round[] => {
  const upstreams = UPSTREAMS.slice(0, ends.length);
  const dependent: Dependent = { mode, upstreams, begins: true };
  const told = ends.map(() => 0);
  return turns.reduce<Round[]>((rounds, { job }, at) => {
    const number = told[job] ?? 0;
    told[job] = number + 1;
    const event: UpstreamEvent = {
      job: upstreams[job]?.documentId ?? '',
      execution: `${job}-${number}`,
      status: ends[job]?.[number] ?? 'failed',
      replaces: null,
    };
    return afterEvent(dependent, rounds, event, `round-${at}`);
  }, []);
};

/** What the n-th round comes to, said another way. */
const expected = (mode: DependencyMode, ends: Ends[], round: number): Round['state'] => {
  const came = ends.map((of) => of[round]);
  const wins = came.filter((status) => status === 'succeeded').length;
  const open = came.filter((status) => status === undefined).length;
  if (mode === 'all_success') {
    if (wins + open < came.length) return 'failed';
    return open > 0 ? 'waits' : 'let-go';
  }
  if (mode === 'any_success' && wins > 0) return 'let-go';
  if (open > 0) return 'waits';
  return mode === 'any_success' ? 'failed' : 'let-go';
};

it('the n-th ends of all upstream jobs make the n-th round, in whichever order they come', () => {
  fc.assert(
    fc.property(story, ({ mode, ends, turns }) => {
      const rounds = play(mode, ends, turns);
      const most = Math.max(...ends.map((of) => of.length));
      expect(rounds).toHaveLength(most);
      rounds.forEach((round, at) => {
        expect(round.state).toBe(expected(mode, ends, at));
        expect(round.tokens.map(({ execution }) => execution)).toEqual(
          ends.map((of, job) => (at < of.length ? `${job}-${at}` : null))
        );
      });
    }),
    { seed: SEED, numRuns: 500 }
  );
});
