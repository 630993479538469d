import type { Clock, Timer } from './ports';

/** One timer of the clock reaches no further: longer waits are made of several, and survive a suspended machine. */
const LONGEST_MS = 60_000;

/** Calls once, `ms` from now, however long that is. */
export const after = (clock: Clock, ms: number, call: () => void): Timer => {
  const endsAt = clock.monotonic() + ms;
  let timer: Timer;
  const arm = (): void => {
    const left = Math.max(0, Math.ceil(endsAt - clock.monotonic()));
    timer = clock.after(Math.min(left, LONGEST_MS), left > LONGEST_MS ? arm : call);
  };
  arm();
  return { cancel: () => timer.cancel() };
};

/** Resolves `ms` from now, or as soon as the signal is aborted. */
export const sleep = (clock: Clock, ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const finish = (): void => {
      timer.cancel();
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = after(clock, ms, finish);
    signal?.addEventListener('abort', finish);
  });

/** Resolves when the clock shows `instant`, never before; or as soon as the signal is aborted. */
export const sleepUntil = async (
  clock: Clock,
  instant: number,
  signal: AbortSignal
): Promise<void> => {
  while (clock.now() < instant && !signal.aborted) {
    await sleep(clock, instant - clock.now(), signal);
  }
};

/** Timers by name: setting one again replaces it, so that none is forgotten. */
export interface Timers {
  set(name: string, ms: number, call: () => void): void;
  clear(name: string): void;
  clearAll(): void;
}

export const createTimers = (clock: Clock): Timers => {
  const running = new Map<string, Timer>();
  return {
    set: (name, ms, call) => {
      running.get(name)?.cancel();
      const fire = (): void => {
        running.delete(name);
        call();
      };
      running.set(name, after(clock, ms, fire));
    },
    clear: (name) => {
      running.get(name)?.cancel();
      running.delete(name);
    },
    clearAll: () => {
      for (const timer of running.values()) timer.cancel();
      running.clear();
    },
  };
};
