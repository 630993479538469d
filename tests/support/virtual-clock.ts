import type { Clock } from '../../server/src/engine/ports';

/** 2026-01-01T00:00:00Z, unless a test says otherwise. */
const NEW_YEAR = Date.parse('2026-01-01T00:00:00.000Z');

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `250ms`, `20s`, `5m`, `3h`, `3d` in milliseconds. */
export const ms = (duration: string): number => {
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(duration);
  if (!match) throw new Error(`"${duration}" is no duration`);
  return Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
};

/** A clock that stands still until the test moves it. */
export interface VirtualClock extends Clock {
  /** Moves on, timer by timer: whatever a timer sets off is done before the next one. */
  advance(duration: string): Promise<void>;
  /** The process stands still for so long (SIGSTOP, a suspended laptop): overdue timers come all at once after it. */
  freeze(duration: string): Promise<void>;
  /** Lets everything that needs no time happen. */
  settle(): Promise<void>;
  /** Timers that are set. */
  pending(): number;
}

interface Pending {
  at: number;
  call: () => void;
}

/** `settle` lets everything happen that needs no time; what talks to a database says here when that is done. */
export const createVirtualClock = (
  start: number | string = NEW_YEAR,
  settle: () => Promise<void> = settleInMemory
): VirtualClock => {
  let now = typeof start === 'string' ? Date.parse(start) : start;
  const origin = now;
  const timers = new Set<Pending>();

  // Of several that are due at once, the one that was set first.
  const next = (until: number): Pending | undefined => {
    let first: Pending | undefined;
    for (const timer of timers) if (timer.at < (first?.at ?? until + 1)) first = timer;
    return first;
  };

  const fire = (timer: Pending): void => {
    timers.delete(timer);
    timer.call();
  };

  const runUntil = async (end: number): Promise<void> => {
    await settle();
    for (let timer = next(end); timer; timer = next(end)) {
      now = Math.max(now, timer.at);
      fire(timer);
      await settle();
    }
    now = end;
  };

  return {
    now: () => now,
    monotonic: () => now - origin,
    sample: () => undefined,
    skewMs: () => 0,
    after: (delay, call) => {
      if (delay < 0 || delay > 60_000) throw new Error(`a timer of ${delay} ms`);
      const timer = { at: now + Math.ceil(delay), call };
      timers.add(timer);
      return { cancel: () => timers.delete(timer) };
    },
    advance: (duration) => runUntil(now + ms(duration)),
    freeze: async (duration) => {
      await settle();
      now += ms(duration);
      const overdue = [...timers].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
      for (const timer of overdue) {
        if (timers.has(timer)) fire(timer);
        await microtasks();
      }
      await settle();
    },
    settle,
    pending: () => timers.size,
  };
};

/** Promises that wait for nothing but each other are done when the process has been round its loop a few times. */
const settleInMemory = async (): Promise<void> => {
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** Node.js runs what a timer has resolved before it comes to the next timer, without waiting for anything else. */
const microtasks = async (): Promise<void> => {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
};
