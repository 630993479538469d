import type { Priority } from '../contract/job';

/** As stored in an execution. */
export const PRIORITY_NUMBERS = { high: 10, normal: 20, low: 30 } as const satisfies Record<
  Priority,
  number
>;

/** A high one goes before normal ones that are ready up to ten minutes longer, a low one after those of ten minutes later. */
export const MS_PER_POINT = 60_000;

/** Those that a job has queued compete with others as if they had come so much apart. */
const APART_MS = 10_000;

/** A new execution, as far as its place among all depends on it. Instants are epoch milliseconds. */
interface NewComer {
  readyAt: number;
  priority: number;
  /** Unfinished executions of its job that were there before it. */
  before: number;
  /** The last place that one of them has, its priority's share taken off; null where none waits. */
  lastOrder: number | null;
}

/**
 * The number by which executions are claimed, smallest first. It grows with time, so whatever waits gets older than all
 * that comes: nothing starves, whatever its priority. What a job has queued is spread out, so that its thousands do not
 * hold up another job's only one, and stays in its own order.
 */
export const claimOrder = ({ readyAt, priority, before, lastOrder }: NewComer): number =>
  Math.max(readyAt + before * APART_MS, lastOrder === null ? -Infinity : lastOrder + 1) +
  shiftOf(priority);

interface Returning extends Pick<NewComer, 'readyAt' | 'priority'> {
  /** The place that it had; null where somebody asks for one more attempt: that is one, and now. */
  had: number | null;
}

/**
 * The place of one that comes back. After a failed attempt it has that of its new time, but none before the one that it
 * had: thousands of a job that fail together come back as spread out as they were.
 */
export const claimOrderAgain = ({ readyAt, priority, had }: Returning): number =>
  Math.max(readyAt + shiftOf(priority), had ?? -Infinity);

/** What a priority adds to the place: nothing to a normal one's. */
export const shiftOf = (priority: number): number =>
  (priority - PRIORITY_NUMBERS.normal) * MS_PER_POINT;

/** What is ready so soon counts as ready: the loop itself wakes up a little early (`engine/loop`). */
export const NEAR_MS = 50;
