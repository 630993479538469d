import fc from 'fast-check';

import { OVERLAPS, type Overlap } from '../../../server/src/contract/job';
import { admitUpTo, mayRetry } from '../../../server/src/domain/overlap';
import { SEED } from '../../support/time-arbitraries';

/** A job's executions come, begin and end as they like; a model says how many may be on their way. */

type Command = { do: 'come'; count: number } | { do: 'begin' | 'end' | 'retry' };

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant('come' as const), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constantFrom('begin' as const, 'end' as const, 'retry' as const) })
);

const story = fc.record({
  overlap: fc.constantFrom(...OVERLAPS),
  maxQueued: fc.integer({ min: 1, max: 6 }),
  commands: fc.array(command, { maxLength: 40 }),
});

interface Queue {
  running: number;
  queued: number;
}

/** Which of `count` that come together are let in, by their places. */
const letIn = (overlap: Overlap, count: number, { running, queued }: Queue): number[] => {
  const places = Array.from({ length: count }, (_, place) => place);
  const onTheirWay = running + queued;
  if (overlap === 'skip') return onTheirWay === 0 ? places : [];
  if (overlap === 'queue-one') return places.slice(0, Math.max(0, 2 - onTheirWay));
  if (overlap === 'cancel-previous') return places.slice(-1);
  return places;
};

const come = (count: number) =>
  Array.from({ length: count }, (_, place) => ({
    status: 'queued' as const,
    reason: null,
    place,
  }));

const holds = (
  property: (given: {
    overlap: Overlap;
    maxQueued: number;
    before: Queue;
    count: number;
    answer: ReturnType<typeof admit>;
  }) => void
): void =>
  fc.assert(
    fc.property(story, ({ overlap, maxQueued, commands }) => {
      const queue: Queue = { running: 0, queued: 0 };
      for (const one of commands) {
        if (one.do === 'begin' && queue.queued > 0 && mayBegin(overlap, queue)) {
          queue.queued -= 1;
          queue.running += 1;
        }
        if (one.do === 'end' && queue.running > 0) queue.running -= 1;
        if (one.do === 'retry' && mayRetry(overlap, queue)) queue.queued += 1;
        if (one.do !== 'come') continue;
        const before = { ...queue };
        const answer = admit({ overlap, maxQueued, count: one.count }, queue);
        property({ overlap, maxQueued, before, count: one.count, answer });
        // What runs is asked to leave, and does so at its own end.
        if (answer.cancelsPrevious) queue.queued = 0;
        queue.queued += answer.executions.filter(({ status }) => status === 'queued').length;
      }
    }),
    { seed: SEED, numRuns: 400 }
  );

/** The engine gives a turn to one at a time, unless the job overlaps with itself. */
const mayBegin = (overlap: Overlap, { running }: Queue): boolean =>
  overlap === 'allow' || running === 0;

const admit = (
  { overlap, maxQueued, count }: { overlap: Overlap; maxQueued: number; count: number },
  { running, queued }: Queue
) => admitUpTo(maxQueued)({ job: { overlap }, executions: come(count) }, { running, queued });

test('each of the five rules lets in whom the model lets in, as far as the queue has room', () => {
  holds(({ overlap, maxQueued, before, count, answer }) => {
    const wanted = letIn(overlap, count, before);
    const room = maxQueued - (answer.cancelsPrevious ? 0 : before.queued);
    const queued = answer.executions.filter(({ status }) => status === 'queued');
    expect(queued.map(({ place }) => place)).toEqual(wanted.slice(0, Math.max(0, room)));
    for (const { place, status, reason } of answer.executions) {
      const expected = wanted.includes(place) ? 'queue-full' : 'overlap';
      expect(reason).toBe(status === 'queued' ? null : expected);
    }
  });
});

test('nobody is forgotten or put in another order', () => {
  holds(({ count, answer }) => {
    expect(answer.executions.map(({ place }) => place)).toEqual(
      come(count).map((one) => one.place)
    );
  });
});

test('those on their way make room only for one that is let in, and only where the rule says so', () => {
  holds(({ overlap, before, answer }) => {
    const isAnyIn = answer.executions.some(({ status }) => status === 'queued');
    const isAnyBefore = before.running + before.queued > 0;
    expect(answer.cancelsPrevious).toBe(overlap === 'cancel-previous' && isAnyBefore && isAnyIn);
  });
});
