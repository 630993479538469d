import fc from 'fast-check';

import { claimOrder, claimOrderAgain } from '../../../server/src/domain/claim-order';
import { placeNew } from '../../../server/src/domain/place';

const NOW = 1_767_225_600_000;
const [HIGH, NORMAL, LOW] = [10, 20, 30];
const MINUTE = 60_000;

const order = (given: Partial<Parameters<typeof claimOrder>[0]> = {}) =>
  claimOrder({ readyAt: NOW, priority: NORMAL, before: 0, lastOrder: null, ...given });

test('who was ready first goes first', () => {
  expect(order({ readyAt: NOW })).toBeLessThan(order({ readyAt: NOW + 1 }));
});

test('a high priority goes before what waits for less than ten minutes, a low one after what comes within ten', () => {
  expect(order({ priority: HIGH })).toBeLessThan(order({ readyAt: NOW - 9 * MINUTE }));
  expect(order({ priority: LOW })).toBeGreaterThan(order({ readyAt: NOW + 9 * MINUTE }));
});

test('nothing starves: whatever waits long enough goes before all that comes', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(HIGH, NORMAL, LOW),
      fc.constantFrom(HIGH, NORMAL, LOW),
      fc.integer({ min: 0, max: 10_000 }),
      (waiting, coming, before) => {
        const old = order({ priority: waiting, before });
        const patience = 20 * MINUTE + before * 10_000 + 1;
        expect(order({ priority: coming, readyAt: NOW + patience })).toBeGreaterThan(old);
      }
    )
  );
});

test('of a job with many queued, each counts as if it had come ten seconds after the one before', () => {
  expect(order({ before: 5_000 })).toBe(order({ readyAt: NOW + 50_000_000 }));
});

test('one more attempt that somebody asks for counts from when it is asked for', () => {
  const again = claimOrderAgain({ readyAt: NOW, priority: LOW, had: null });
  expect(again).toBe(order({ priority: LOW }));
});

test('what comes back after a failure keeps the place behind its job’s others, or counts from its new time', () => {
  const [first, hundredth] = [order(), order({ before: 100 })];
  const readyAt = NOW + MINUTE;
  expect(claimOrderAgain({ readyAt, priority: NORMAL, had: first })).toBe(readyAt);
  expect(claimOrderAgain({ readyAt, priority: NORMAL, had: hundredth })).toBe(hundredth);
});

test('executions of one job and priority keep their order, however many went meanwhile', () => {
  const execution = { readyAt: NOW, priority: LOW, limit: null };
  const queue = { running: 0, queued: 50, lastOrder: null };
  const [first] = placeNew('allow', queue, [execution], NOW);
  const lastOrder = first!.claimOrder - 10 * MINUTE;
  const [second] = placeNew('allow', { running: 0, queued: 1, lastOrder }, [execution], NOW);
  expect(second!.claimOrder).toBeGreaterThan(first!.claimOrder);
});

describe('a new execution', () => {
  const limit = { key: 'job:1', count: 1 };
  const waits = (
    overlap: 'skip' | 'queue-all' | 'allow',
    given: { running?: number; readyAt?: number; limit?: typeof limit | null }
  ) => {
    const { running = 0, readyAt = NOW, limit: limited = null } = given;
    const execution = { readyAt, priority: NORMAL, limit: limited };
    const queue = { running, queued: 0, lastOrder: null };
    return placeNew(overlap, queue, [execution], NOW).map(({ waitsFor, hasTurn }) => ({
      waitsFor,
      hasTurn,
    }));
  };

  test('waits first for its turn, then for its time, then for a seat', () => {
    const all = { running: 1, readyAt: NOW + MINUTE, limit };
    expect(waits('queue-all', all)).toEqual([{ waitsFor: 'turn', hasTurn: false }]);
    expect(waits('queue-all', { ...all, running: 0 })).toEqual([
      { waitsFor: 'time', hasTurn: true },
    ]);
    expect(waits('queue-all', { limit })).toEqual([{ waitsFor: 'seat', hasTurn: true }]);
    expect(waits('skip', {})).toEqual([{ waitsFor: 'nothing', hasTurn: true }]);
  });

  test('needs no turn where the job overlaps', () => {
    expect(waits('allow', { running: 3 })).toEqual([{ waitsFor: 'nothing', hasTurn: false }]);
  });

  test('is as good as ready within the loop’s head start', () => {
    expect(waits('allow', { readyAt: NOW + 20 })).toMatchObject([{ waitsFor: 'nothing' }]);
  });
});
