import * as fc from 'fast-check';

import { jitterOf } from '../../../server/src/domain/jitter';

const NOON = Date.parse('2026-03-04T12:00:00Z');
const MINUTE = 60_000;
const job = (given: Partial<Parameters<typeof jitterOf>[0]> = {}) => ({
  documentId: 'k3x9',
  jitterMs: 30_000,
  ...given,
});

test('the same job and instant always wait equally long', () => {
  expect(jitterOf(job(), NOON, NOON + MINUTE)).toBe(jitterOf(job(), NOON, NOON + MINUTE));
});

test('nothing waits where nothing is to wait', () => {
  expect(jitterOf(job({ jitterMs: 0 }), NOON, NOON + MINUTE)).toBe(0);
  expect(jitterOf(job({ jitterMs: 1 }), NOON, null)).toBe(0);
});

test('it is below jitterMs and never reaches the next instant, so that occurrences keep their order', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }),
      fc.integer({ min: 0, max: 86_400_000 }),
      fc.integer({ min: 1, max: 7_200_000 }),
      fc.integer({ min: 0, max: 1e12 }),
      (documentId, jitterMs, gap, slotAt) => {
        const wait = jitterOf({ documentId, jitterMs }, slotAt, slotAt + gap);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThan(Math.max(1, Math.min(jitterMs, gap)));
      }
    )
  );
});

test('a thousand jobs of one instant spread over the whole time: no tenth of it is empty or crowded', () => {
  const tenths = Array<number>(10).fill(0);
  for (let index = 0; index < 1_000; index += 1) {
    const wait = jitterOf(job({ documentId: `job-${index}` }), NOON, null);
    tenths[Math.floor(wait / 3_000)]! += 1;
  }
  expect(Math.min(...tenths)).toBeGreaterThan(60);
  expect(Math.max(...tenths)).toBeLessThan(150);
});

test('so do the instants of one job', () => {
  const waits = Array.from({ length: 500 }, (_, minute) =>
    jitterOf(job(), NOON + minute * MINUTE, null)
  );
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
  expect(mean).toBeGreaterThan(13_000);
  expect(mean).toBeLessThan(17_000);
});
