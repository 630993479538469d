import type { Ports } from './ports';
import type { Guard } from './repeat';
import type { Timers } from './timers';

/** Wake up this much before an instant, to have the execution in hand when it comes. */
export const AHEAD_MS = 20;
/** With all hands full, what becomes due is still put on record this often. */
const FULL_HANDS_MS = 1_000;
/** First pause when something is due that this node cannot move on; doubled up to the poll interval. */
const NO_PROGRESS_MS = 5;
/** The poll interval is stretched by up to this share, so that nodes do not ask in step. */
const POLL_JITTER = 0.4;

/** A pass does what the ones before it do, and more: look whether something is due; claim; put on record and claim. */
const PASSES = ['poll', 'claim', 'full'] as const;
type Pass = (typeof PASSES)[number];

/** What the loop drives. */
export interface LoopWork {
  /** Puts due occurrences on record; answers whether there may be more. */
  enqueue(): Promise<{ more: boolean; moved: boolean }>;
  /** Claims for the free hands and starts; `drained`: there was less to claim than there were hands. */
  claim(): Promise<{ drained: boolean; moved: boolean }>;
}

/** One pass at a time, as many as are asked for, and a timer to the next instant at which something is due. */
export interface Loop {
  /** From now on timers make passes too. */
  start(): void;
  /** Something new may be due. */
  wake(): void;
  /** A hand is free. */
  freed(): void;
  /** Something will be due at this instant. */
  dueAt(instant: number): void;
  /** One full pass, to its end. */
  tick(): Promise<void>;
  /** No more passes; resolves when the running one has ended. */
  stop(): Promise<void>;
}

export const createLoop = (
  ports: Ports,
  parts: { timers: Timers; guard: Guard },
  work: LoopWork
): Loop => {
  const { clock, ids, options, store } = ports;
  const { timers, guard } = parts;
  let wanted: Pass | null = null;
  let running: Promise<void> | null = null;
  let state: 'idle' | 'started' | 'stopped' = 'idle';
  let backingOff = false;
  let armedFor = Infinity;
  let noted = Infinity;
  let passesWithoutProgress = 0;

  const request = (pass: Pass): void => {
    if (wanted === null || PASSES.indexOf(pass) > PASSES.indexOf(wanted)) wanted = pass;
    if (!backingOff) running ??= runPasses();
  };
  const requestIfStarted = (pass: Pass): void => {
    if (state === 'started') request(pass);
  };

  const runPasses = async (): Promise<void> => {
    while (wanted !== null && state !== 'stopped') {
      const pass: Pass = wanted;
      wanted = null;
      const run = await guard.run('tick', () => makePass(pass));
      if (!run.ok) {
        backOff(run.retryInMs);
        break;
      }
    }
    running = null;
  };

  const backOff = (ms: number): void => {
    if (state !== 'started') return;
    backingOff = true;
    timers.set('back-off', ms, () => {
      backingOff = false;
      requestIfStarted('full');
    });
  };

  const makePass = async (pass: Pass): Promise<void> => {
    if (pass === 'claim') {
      await work.claim();
      return;
    }
    noted = Infinity;
    if (pass === 'poll') {
      const next = await store.nextDueAt();
      if (!isDue(next)) return arm(next);
    }
    const { drained, moved } = await enqueueAndClaim();
    passesWithoutProgress = moved ? 0 : passesWithoutProgress + 1;
    arm(drained ? await store.nextDueAt() : clock.now() + FULL_HANDS_MS + AHEAD_MS);
  };

  const enqueueAndClaim = async (): Promise<{ drained: boolean; moved: boolean }> => {
    for (let moved = false; ;) {
      const enqueued = await work.enqueue();
      const claimed = await work.claim();
      moved ||= enqueued.moved || claimed.moved;
      if (!enqueued.more || state === 'stopped') return { drained: claimed.drained, moved };
    }
  };

  const isDue = (instant: number | null): boolean =>
    instant !== null && instant <= clock.now() + AHEAD_MS;

  const arm = (next: number | null): void => {
    if (state !== 'started') return;
    timers.set('poll', options.pollIntervalMs * (1 + POLL_JITTER * ids.random()), () =>
      requestIfStarted('poll')
    );
    armDue(Math.min(next ?? Infinity, noted));
  };

  // What was due before this pass and still is belongs to others, or waits for something: not a reason to spin.
  const armDue = (instant: number): void => {
    armedFor = instant;
    if (instant === Infinity) return timers.clear('due');
    if (!isDue(instant)) passesWithoutProgress = 0;
    const ms = Math.max(instant - AHEAD_MS - clock.now(), pauseWithoutProgress());
    timers.set('due', ms, () => {
      armedFor = Infinity;
      requestIfStarted('full');
    });
  };

  const pauseWithoutProgress = (): number => {
    if (passesWithoutProgress === 0) return 0;
    const pause = NO_PROGRESS_MS * 2 ** Math.min(passesWithoutProgress - 1, 20);
    return Math.min(pause, options.pollIntervalMs);
  };

  return {
    start: () => {
      state = 'started';
      request('full');
    },
    wake: () => requestIfStarted('full'),
    freed: () => requestIfStarted('claim'),
    dueAt: (instant) => {
      noted = Math.min(noted, instant);
      if (state === 'started' && instant < armedFor) armDue(instant);
    },
    tick: async () => {
      if (state === 'stopped') return;
      backingOff = false;
      request('full');
      await running;
    },
    stop: async () => {
      state = 'stopped';
      timers.clearAll();
      await running;
      timers.clearAll();
    },
  };
};
