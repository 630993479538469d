import type { OnLost } from '../contract/job';
import { RECENT, SHORT_MS } from '../domain/claim-ahead';
import type { Abort } from './abort';
import type { Clock, Timer } from './ports';
import { after } from './timers';

/** What has waited so long for a hand is better given to another node. */
const PATIENCE_MS = 1_000;

/** So many handlers run at once; other attempts wait for a hand in the order in which they came. */
export interface Hands {
  /**
   * Does `work` with a hand; answers null where it is aborted, or patience ends, before there is one. What may
   * not be repeated (`onLost: fail`) has no patience: a crash would end it unstarted.
   */
  lend<T>(abort: Abort, onLost: OnLost, work: () => Promise<T>): Promise<T | null>;
  /** How many are free, or busy for no longer than something short. */
  quick(): number;
  /** Milliseconds that the last ones were lent for; Infinity for what may not be repeated. */
  recentMs(): readonly number[];
}

export const createHands = (clock: Clock, count: number): Hands => {
  const busySince = new Set<{ at: number }>();
  const queue = createQueue(clock);
  const recent: number[] = [];
  let oldest = 0;

  let lent = 0;
  const giveBack = (): void => {
    if (!queue.callNext()) lent -= 1;
  };
  return {
    lend: async (abort, onLost, work) => {
      if (abort.aborted) return null;
      if (lent < count) lent += 1;
      else if (onLost === 'fail' || !(await queue.wait(abort))) return null;
      const since = { at: clock.monotonic() };
      busySince.add(since);
      try {
        return await work();
      } finally {
        busySince.delete(since);
        recent[oldest] = onLost === 'retry' ? clock.monotonic() - since.at : Infinity;
        oldest = (oldest + 1) % RECENT;
        giveBack();
      }
    },
    quick: () => {
      const longAgo = clock.monotonic() - SHORT_MS;
      return count - [...busySince].filter(({ at }) => at < longAgo).length;
    },
    recentMs: () => recent,
  };
};

interface Waiting {
  since: number;
  settle: (called: boolean) => void;
}

/** First come, first called; a timer is set only while somebody waits. */
const createQueue = (clock: Clock) => {
  const waiting = new Set<Waiting>();
  let timer: Timer | null = null;

  const leave = (one: Waiting): void => {
    waiting.delete(one);
    if (waiting.size > 0) return;
    timer?.cancel();
    timer = null;
  };
  const watch = (): void => {
    const [first] = waiting;
    if (first === undefined) return;
    const left = first.since + PATIENCE_MS - clock.monotonic();
    timer = after(clock, Math.max(0, left), () => {
      const longAgo = clock.monotonic() - PATIENCE_MS;
      for (const one of [...waiting].filter(({ since }) => since <= longAgo)) one.settle(false);
      timer = null;
      watch();
    });
  };

  return {
    /** Answers whether it was called; false where it is aborted or patience ends before. */
    wait: (abort: Abort): Promise<boolean> =>
      new Promise((resolve) => {
        const giveUp = (): void => one.settle(false);
        const one: Waiting = {
          since: clock.monotonic(),
          settle: (called) => {
            stay();
            leave(one);
            resolve(called);
          },
        };
        const stay = abort.onAbort(giveUp);
        waiting.add(one);
        if (timer === null) watch();
      }),
    callNext: (): boolean => {
      const [first] = waiting;
      first?.settle(true);
      return first !== undefined;
    },
  };
};
