import fc from 'fast-check';

import type { FinalStatus, Trigger } from '../../../server/src/contract/execution';
import { admitThroughBreaker, afterEnds, type Streak } from '../../../server/src/domain/breaker';
import { SEED } from '../../support/time-arbitraries';

/** A job with a circuit breaker, played against a model that knows the three states by name. */

const END_STATUSES = ['succeeded', 'failed', 'timed_out', 'lost', 'cancelled', 'skipped'] as const;

type Command =
  | { do: 'wait'; ms: number }
  | { do: 'come'; triggers: Trigger[] }
  | { do: 'end'; status: FinalStatus };

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 4_000 }) }),
  fc.record({
    do: fc.constant('come' as const),
    triggers: fc.array(fc.constantFrom<Trigger>('schedule', 'dependency', 'manual', 'api'), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  fc.record({ do: fc.constant('end' as const), status: fc.constantFrom(...END_STATUSES) })
);

const rule = fc.record({
  failures: fc.integer({ min: 1, max: 4 }),
  coolDownMs: fc.integer({ min: 1, max: 6_000 }),
});

type Model =
  | { state: 'closed'; failed: number }
  | { state: 'open'; failed: number; until: number }
  | { state: 'half-open'; failed: number };

const modelAfter = (
  model: Model,
  status: FinalStatus,
  given: { failures: number; coolDownMs: number },
  now: number
): Model => {
  if (status === 'succeeded') return { state: 'closed', failed: 0 };
  if (status === 'cancelled' || status === 'skipped') return model;
  const failed = model.failed + 1;
  if (model.state === 'closed' && failed < given.failures) return { state: 'closed', failed };
  return { state: 'open', failed, until: now + given.coolDownMs };
};

const isByItself = (trigger: Trigger): boolean =>
  trigger === 'schedule' || trigger === 'dependency';

test('what starts by itself is let through as the three states have it: all, none, one at a time', () => {
  fc.assert(
    fc.property(rule, fc.array(command, { maxLength: 40 }), (given, commands) => {
      let now = 0;
      let streak: Streak = { failures: 0, until: null };
      let model: Model = { state: 'closed', failed: 0 };
      let onTheirWay = 0;
      for (const one of commands) {
        if (one.do === 'wait') now += one.ms;
        if (model.state === 'open' && model.until <= now)
          model = { state: 'half-open', failed: model.failed };
        if (one.do === 'end') {
          streak = afterEnds(streak, [one.status], given, now);
          model = modelAfter(model, one.status, given, now);
          onTheirWay = Math.max(0, onTheirWay - 1);
          expect(streak.failures).toBe(model.failed);
          expect(streak.until === null).toBe(model.state === 'closed');
        }
        if (one.do === 'come') {
          const executions = one.triggers.map((trigger) => ({
            trigger,
            status: 'queued' as const,
            reason: null,
          }));
          const answer = admitThroughBreaker(
            { executions, breakerUntil: streak.until, now },
            { running: onTheirWay, queued: 0 }
          );
          const through = answer.filter(({ status }) => status === 'queued');
          const alone = through.filter(({ trigger }) => isByItself(trigger)).length;
          const asked = one.triggers.filter(isByItself).length;
          const probes = onTheirWay === 0 ? Math.min(1, asked) : 0;
          expect(alone).toBe({ closed: asked, open: 0, 'half-open': probes }[model.state]);
          expect(through.length - alone).toBe(one.triggers.length - asked);
          expect(answer.map(({ trigger }) => trigger)).toEqual(one.triggers);
          onTheirWay += through.length;
        }
      }
    }),
    { seed: SEED, numRuns: 500 }
  );
});

test('several ends that are told together change the same as one after the other', () => {
  const ends = fc.array(fc.constantFrom(...END_STATUSES), { maxLength: 12 });
  fc.assert(
    fc.property(rule, ends, fc.nat(11), (given, all, cut) => {
      const before: Streak = { failures: 0, until: null };
      const first = afterEnds(before, all.slice(0, cut), given, 1_000);
      expect(afterEnds(first, all.slice(cut), given, 1_000)).toEqual(
        afterEnds(before, all, given, 1_000)
      );
    }),
    { seed: SEED }
  );
});
