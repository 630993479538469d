import type { AttemptEnd, Clock, Ports } from './ports';
import { after } from './timers';

/** Pause before what somebody else held is tried again, doubled each time. */
const HELD_MS = 10;
const LONGEST_HELD_MS = 500;
/** After so many tries in vain every second one waits for the rows: whoever skips them never outruns those that queue. */
const SKIPS = 4;
/** Ends that one transaction takes. */
const BATCH = 500;

interface HeldEnd {
  end: AttemptEnd;
  /** How often somebody else held what it needs. */
  tries: number;
}

export interface HeldEnds<T> {
  /** Takes what could not be written and sees to it that it is tried again. */
  keep(held: T[]): void;
}

/** What is done with ends whose rows somebody else holds. */
interface Ways<T> {
  /** Writes them with the others, skipping what is still held. */
  skip(ends: T[]): void;
  /** Writes ends of one job and one limit, waiting for the rows; answers those that are still held. */
  wait(ends: T[]): Promise<T[]>;
}

/**
 * Ends of attempts that wait for the row of a job or limit. Its holder may be gone or stand still: the ends of other jobs
 * do not wait for that. One wait at a time, so that they take one connection of the pool, in the order of their coming.
 */
export const createHeldEnds = <T extends HeldEnd>(
  { clock, ids }: Pick<Ports, 'clock' | 'ids'>,
  signal: AbortSignal,
  ways: Ways<T>
): HeldEnds<T> => {
  const queue: T[] = [];
  let isWaiting = false;
  const sleep = createSleep(clock, signal);

  const keep = (held: T[]): void => {
    for (const tries of new Set(held.map((one) => one.tries))) {
      const ends = held.filter((one) => one.tries === tries);
      void tryAgain(ends, tries);
    }
  };

  const tryAgain = async (held: T[], tries: number): Promise<void> => {
    const pause = Math.min(HELD_MS * 2 ** Math.min(tries, 10), LONGEST_HELD_MS);
    await sleep(pause * (1 + ids.random()));
    const ends = held.map((one) => ({ ...one, tries: one.tries + 1 }));
    if (!waitsAfter(tries + 1) || signal.aborted) return ways.skip(ends);
    queue.push(...ends);
    if (!isWaiting) await work();
  };

  const work = async (): Promise<void> => {
    isWaiting = true;
    for (let ends = takeNext(queue); ends.length > 0; ends = takeNext(queue)) {
      if (signal.aborted) ways.skip(ends);
      else keep(await ways.wait(ends));
    }
    isWaiting = false;
  };

  return { keep };
};

/** One listener for all that sleep: there may be many at once. */
const createSleep = (clock: Clock, signal: AbortSignal) => {
  const asleep = new Set<() => void>();
  signal.addEventListener('abort', () => {
    for (const wake of asleep) wake();
  });
  return (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const wake = (): void => {
        timer.cancel();
        asleep.delete(wake);
        resolve();
      };
      const timer = after(clock, ms, wake);
      asleep.add(wake);
    });
};

const waitsAfter = (tries: number): boolean => tries >= SKIPS && tries % 2 === SKIPS % 2;

/** The first, and with it all that need the same rows. */
const takeNext = <T extends HeldEnd>(queue: T[]): T[] => {
  const [first] = queue;
  if (first === undefined) return [];
  const rows = rowsOf(first.end);
  const next = new Set(queue.filter(({ end }) => rowsOf(end) === rows).slice(0, BATCH));
  queue.splice(0, queue.length, ...queue.filter((one) => !next.has(one)));
  return [...next];
};

/** Tells ends apart that need other rows: that of the job, and that of the limit. */
export const rowsOf = ({ job, limitKey }: Pick<AttemptEnd, 'job' | 'limitKey'>): string =>
  `${job.id} ${limitKey ?? ''}`;
