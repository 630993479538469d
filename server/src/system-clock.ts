import { AsyncResource } from 'node:async_hooks';

import type { Clock } from './engine/ports';

/** How many answers of the database the estimate rests on. */
const SAMPLES = 16;
/** The database answers whole milliseconds: it may be up to this much later than it says. */
const ROUNDING_MS = 1;

/**
 * The only place that reads the time or sets a timer.
 *
 * `now()` is the database clock as far as this process can prove it: an answer of the database was true at the latest
 * when it arrived, so `answer - arrival` never runs ahead, and the largest of the recent ones is the closest. What waits
 * for an instant by this clock therefore never starts early. The node's own clock plays no part after the first answer.
 */
export const createSystemClock = (): Clock => {
  const outside = new AsyncResource('job-scheduler-timer');
  let offset = Date.now() - performance.now();
  let sampled: number[] = [];

  return {
    now: () => Math.floor(performance.now() + offset),
    monotonic: () => performance.now(),
    sample: (databaseNow, sentAt, receivedAt) => {
      const latestPossible = databaseNow + ROUNDING_MS - sentAt;
      // An estimate beyond what this answer allows means that the database clock was set back: start anew.
      if (sampled.some((lowerBound) => lowerBound > latestPossible)) sampled = [];
      sampled = [...sampled.slice(1 - SAMPLES), databaseNow - receivedAt];
      offset = Math.max(...sampled);
    },
    skewMs: () => Math.round(Date.now() - (performance.now() + offset)),
    after: (ms, call) => {
      // A timer keeps the async context it was made in, and with it a caller's database transaction.
      const timer = outside.runInAsyncScope(() => setTimeout(call, Math.max(0, ms)));
      return { cancel: () => clearTimeout(timer) };
    },
  };
};

/** Resolves when the event loop has been to whatever else waits for it. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
