import type { OnLost } from '../contract/job';
import { RECENT, SHORT_MS } from '../domain/claim-ahead';
import type { Abort } from './abort';
import type { Clock, Timer } from './ports';
import { after } from './timers';

/** What has waited so long for a hand is better given to another node. */
const PATIENCE_MS = 1_000;

/** Lent to one attempt; given back once. */
export interface Hand {
  /** Milliseconds of the monotonic clock. */
  readonly since: number;
  readonly onLost: OnLost;
}

/** So many handlers run at once; other attempts wait for a hand in the order in which they came. */
export interface Hands {
  /**
   * Calls back with a hand, at once where one is free; with null where it is aborted, or patience ends, before there is
   * one. What may not be repeated (`onLost: fail`) has no patience: a crash would end it unstarted.
   */
  lend(abort: Abort, onLost: OnLost, onHand: (hand: Hand | null) => void): void;
  giveBack(hand: Hand): void;
  /** How many are free, or busy for no longer than something short. */
  quick(): number;
  /** Milliseconds that the last ones were lent for; Infinity for what may not be repeated. */
  recentMs(): readonly number[];
}

export const createHands = (clock: Clock, count: number): Hands => {
  const busy = new Set<Hand>();
  const queue = createQueue(clock);
  const recent: number[] = [];
  let oldest = 0;
  let lent = 0;

  const lendTo = (onLost: OnLost): Hand => {
    const hand = { since: clock.monotonic(), onLost };
    busy.add(hand);
    return hand;
  };
  return {
    lend: (abort, onLost, onHand) => {
      if (abort.aborted) onHand(null);
      else if (lent < count) {
        lent += 1;
        onHand(lendTo(onLost));
      } else if (onLost === 'fail') onHand(null);
      else queue.wait(abort, (called) => onHand(called ? lendTo(onLost) : null));
    },
    giveBack: (hand) => {
      busy.delete(hand);
      recent[oldest] = hand.onLost === 'retry' ? clock.monotonic() - hand.since : Infinity;
      oldest = (oldest + 1) % RECENT;
      if (!queue.callNext()) lent -= 1;
    },
    quick: () => {
      const longAgo = clock.monotonic() - SHORT_MS;
      return count - [...busy].filter(({ since }) => since < longAgo).length;
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
    /** Tells whether it was called; false where it is aborted or patience ends before. */
    wait: (abort: Abort, settled: (called: boolean) => void): void => {
      const one: Waiting = {
        since: clock.monotonic(),
        settle: (called) => {
          stay();
          leave(one);
          settled(called);
        },
      };
      const stay = abort.onAbort(() => one.settle(false));
      waiting.add(one);
      if (timer === null) watch();
    },
    callNext: (): boolean => {
      const [first] = waiting;
      first?.settle(true);
      return first !== undefined;
    },
  };
};
