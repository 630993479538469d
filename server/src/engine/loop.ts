import type { Ports } from './ports';
import type { Guard } from './repeat';
import type { Timers } from './timers';

/**
 * Wake up this much before an instant, to have the execution in hand when it comes: on two slow cores PostgreSQL takes 25
 * to 35 ms until twenty of one instant are on record and claimed (W1 of docs/performance.md).
 */
export const AHEAD_MS = 40;
/** With all hands full, what becomes due is still put on record this often. */
const FULL_HANDS_MS = 1_000;
/** One claim for all hands that became free within so long. */
const GLANCE_MS = 50;
/** First pause when something is due that this node cannot move on; doubled up to the poll interval. */
const NO_PROGRESS_MS = 5;
/** The poll interval is stretched by up to this share, so that nodes do not ask in step. */
const POLL_JITTER = 0.4;

/**
 * A pass does what the ones before it do, and more: look whether something is due; claim; claim and look; put on record
 * and claim.
 */
const PASSES = ['poll', 'claim', 'look', 'full'] as const;
type Pass = (typeof PASSES)[number];

/** What the loop drives. */
export interface LoopWork {
  /** Puts due occurrences on record; `more`: there may be more of them. */
  enqueue: () => Promise<{ more: boolean; moved: boolean }>;
  /** Claims for the free hands and starts; `drained`: there was less to claim than there were hands. */
  claim: () => Promise<{ drained: boolean; moved: boolean }>;
  /** The earliest instant at which something can be due; null when nothing is to come. */
  nextAt: () => Promise<number | null>;
}

/** One pass at a time, as many as are asked for, and a timer to the next instant at which something is due. */
export interface Loop {
  /** From now on timers make passes too. */
  start: () => void;
  /** Something new is due. */
  wake: () => void;
  /** Something new may be due, and somebody may wait for its start. */
  hurry: () => void;
  /** A hand is free, and somebody may wait for it. */
  freed: () => void;
  /** A hand is free, and nobody is known to wait for it: what other nodes put on record is looked for before long. */
  glance: () => void;
  /** Something will be due at this instant. */
  dueAt: (instant: number) => void;
  /** One full pass, to its end. */
  tick: () => Promise<void>;
  /** No more passes; resolves when the running one has ended. */
  stop: () => Promise<void>;
}

interface LoopState {
  ports: Ports;
  timers: Timers;
  guard: Guard;
  work: LoopWork;
  phase: 'idle' | 'started' | 'stopped';
  /** The largest pass that was asked for and has not begun. */
  wanted: Pass | null;
  running: Promise<void> | null;
  /** Somebody waits for what was just put on record: it is claimed before anything else is looked for. */
  hurried: boolean;
  isToGlance: boolean;
  /** The database is away: passes wait for the timer. */
  backingOff: boolean;
  /** The instant that the timer is set to; Infinity where it is not set. */
  armedFor: number;
  /** The earliest instant that was announced while a pass ran, which the pass may not have seen. */
  noted: number;
  passesWithoutProgress: number;
}

export const createLoop = (
  ports: Ports,
  { timers, guard }: { timers: Timers; guard: Guard },
  work: LoopWork
): Loop => {
  const loop: LoopState = {
    ports,
    timers,
    guard,
    work,
    phase: 'idle',
    wanted: null,
    running: null,
    hurried: false,
    isToGlance: false,
    backingOff: false,
    armedFor: Infinity,
    noted: Infinity,
    passesWithoutProgress: 0,
  };
  return {
    start: () => {
      loop.phase = 'started';
      request(loop, 'full');
    },
    wake: () => hurry(loop, 'full'),
    hurry: () => hurry(loop, 'look'),
    freed: () => requestIfStarted(loop, 'claim'),
    glance: () => glance(loop),
    dueAt: (instant) => {
      loop.noted = Math.min(loop.noted, instant);
      if (loop.phase === 'started' && instant < loop.armedFor) armDue(loop, instant);
    },
    tick: async () => {
      if (loop.phase === 'stopped') return;
      loop.backingOff = false;
      request(loop, 'full');
      await loop.running;
    },
    stop: async () => {
      loop.phase = 'stopped';
      timers.clearAll();
      await loop.running;
      timers.clearAll();
    },
  };
};

const request = (loop: LoopState, pass: Pass): void => {
  const { wanted } = loop;
  if (wanted === null || PASSES.indexOf(pass) > PASSES.indexOf(wanted)) loop.wanted = pass;
  if (!loop.backingOff) loop.running ??= runPasses(loop);
};

const requestIfStarted = (loop: LoopState, pass: Pass): void => {
  if (loop.phase === 'started') request(loop, pass);
};

const glance = (loop: LoopState): void => {
  if (loop.phase !== 'started' || loop.isToGlance) return;
  loop.isToGlance = true;
  loop.timers.set('glance', GLANCE_MS, () => {
    loop.isToGlance = false;
    requestIfStarted(loop, 'claim');
  });
};

const hurry = (loop: LoopState, pass: Pass): void => {
  loop.hurried = true;
  requestIfStarted(loop, pass);
};

// `running` is cleared in the same breath as the last look at `wanted`: no request falls in between.
const runPasses = async (loop: LoopState): Promise<void> => {
  for (let pass = nextPass(loop); pass !== null; pass = nextPass(loop)) {
    const current = pass;
    const run = await loop.guard.run('tick', () => makePass(loop, current));
    if (!run.ok) {
      backOff(loop, run.retryInMs);
      break;
    }
  }
  loop.running = null;
};

const nextPass = (loop: LoopState): Pass | null => {
  const pass = loop.phase === 'stopped' ? null : loop.wanted;
  loop.wanted = null;
  return pass;
};

const backOff = (loop: LoopState, ms: number): void => {
  if (loop.phase !== 'started') return;
  loop.backingOff = true;
  loop.timers.set('back-off', ms, () => {
    loop.backingOff = false;
    requestIfStarted(loop, 'full');
  });
};

const makePass = async (loop: LoopState, pass: Pass): Promise<void> => {
  const { ports, work } = loop;
  if (pass === 'claim') {
    await work.claim();
    return;
  }
  loop.noted = Infinity;
  if (loop.hurried) {
    loop.hurried = false;
    await work.claim();
  }
  if (pass !== 'full') {
    const next = await work.nextAt();
    if (!isDue(loop, next)) return arm(loop, next);
  }
  const { drained, moved } = await enqueueAndClaim(loop);
  loop.passesWithoutProgress = moved ? 0 : loop.passesWithoutProgress + 1;
  arm(loop, drained ? await work.nextAt() : ports.clock.now() + FULL_HANDS_MS + AHEAD_MS);
};

// What is on record is started before more is put on record: the first of many does not wait for the last.
const enqueueAndClaim = async (loop: LoopState): Promise<{ drained: boolean; moved: boolean }> => {
  for (let moved = false; ;) {
    const enqueued = await loop.work.enqueue();
    const claimed = await loop.work.claim();
    moved ||= enqueued.moved || claimed.moved;
    if (!enqueued.more || loop.phase === 'stopped') return { drained: claimed.drained, moved };
  }
};

const isDue = ({ ports }: LoopState, instant: number | null): boolean =>
  instant !== null && instant <= ports.clock.now() + AHEAD_MS;

const arm = (loop: LoopState, next: number | null): void => {
  if (loop.phase !== 'started') return;
  const { ids, options } = loop.ports;
  const pollMs = options.pollIntervalMs * (1 + POLL_JITTER * ids.random());
  loop.timers.set('poll', pollMs, () => requestIfStarted(loop, 'poll'));
  armDue(loop, Math.min(next ?? Infinity, loop.noted));
};

const armDue = (loop: LoopState, instant: number): void => {
  loop.armedFor = instant;
  if (instant === Infinity) return loop.timers.clear('due');
  if (!isDue(loop, instant)) loop.passesWithoutProgress = 0;
  const untilDue = instant - AHEAD_MS - loop.ports.clock.now();
  loop.timers.set('due', Math.max(untilDue, pauseWithoutProgress(loop)), () => {
    loop.armedFor = Infinity;
    requestIfStarted(loop, 'full');
  });
};

// What was due before a pass and still is belongs to others, or waits for something: not a reason to spin.
const pauseWithoutProgress = ({ ports, passesWithoutProgress }: LoopState): number => {
  if (passesWithoutProgress === 0) return 0;
  const pause = NO_PROGRESS_MS * 2 ** Math.min(passesWithoutProgress - 1, 20);
  return Math.min(pause, ports.options.pollIntervalMs);
};
