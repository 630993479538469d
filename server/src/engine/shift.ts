import type { NodeState } from '../contract/scheduler';
import { claimAhead } from '../domain/claim-ahead';
import { UNTIL_RESUMED } from '../domain/job-times';
import { stopAttempt, type RunningAttempt } from './attempt';
import { claim } from './claim';
import { enqueueDue } from './enqueue-due';
import { announce } from './events';
import { fence } from './heartbeat';
import { createHands, type Hands } from './hands';
import { createHeldUpstreams, type HeldUpstreams } from './held-upstreams';
import { releaseReadable } from './hold';
import { AHEAD_MS, createLoop, type Loop } from './loop';
import type { Ports } from './ports';
import { createRecorder, type RecordedEnd } from './record';
import { createGuard, type Guard } from './repeat';
import { runAttempt, type Surroundings } from './run-attempt';
import { createTimers, type Timers } from './timers';
import { triggerDependents } from './trigger-dependents';

/** What a node holds from one start to the next stop. */
export interface Shift {
  ports: Ports;
  state: NodeState;
  /** Claimed by this process and not yet recorded. */
  attempts: Set<RunningAttempt>;
  /** How many of them wait for a hand or have one. */
  unended: number;
  /** The last claim came back full. */
  isMoreWaiting: boolean;
  loop: Loop;
  hands: Hands;
  surroundings: Surroundings;
  /** Called whenever the last of the attempts is recorded, or given up. */
  onAllRecorded: (() => void) | null;
  heldUpstreams: HeldUpstreams;
  guard: Guard;
  /** Of the chores that end when draining begins. */
  choreTimers: Timers;
  /** Of what looks after running attempts, until the last one is recorded. */
  careTimers: Timers;
  /** Aborted when draining begins. */
  leaving: AbortController;
  /** Aborted at the very end: what could not be written by then is left to other nodes. */
  giveUp: AbortController;
  /** Attempts whose end the database did not take. */
  unrecorded: number;
  lastTickAt: number | null;
  /** The end of the pause of all nodes, as far as this one knows; null where there is none, undefined before it asked. */
  pausedUntil: number | null | undefined;
  /** When it last tried to understand jobs that some node could not (monotonic). */
  triedUnreadableAt: number | null;
}

export const createShift = (ports: Ports): Shift => {
  const giveUp = new AbortController();
  const guard = createGuard(ports);
  const loopTimers = createTimers(ports.clock);
  const hands = createHands(ports.clock, ports.options.maxConcurrent);
  const shift: Shift = {
    ports,
    state: 'starting',
    attempts: new Set(),
    unended: 0,
    isMoreWaiting: false,
    loop: createLoop(
      ports,
      { timers: loopTimers, guard },
      {
        enqueue: () => enqueue(shift),
        claim: () => claimForFreeHands(shift),
        nextAt: () => nextAt(shift),
      }
    ),
    hands,
    surroundings: {
      recorder: createRecorder(ports, giveUp.signal),
      hands,
      giveUp: giveUp.signal,
      onEnded: () => onEnded(shift),
      onRecorded: (attempt, recorded) => onRecorded(shift, attempt, recorded),
    },
    onAllRecorded: null,
    heldUpstreams: createHeldUpstreams(ports, guard, ({ moved, cancelling }) => {
      cancelHere(shift, cancelling);
      if (moved) shift.loop.wake();
    }),
    guard,
    choreTimers: createTimers(ports.clock),
    careTimers: createTimers(ports.clock),
    leaving: new AbortController(),
    giveUp,
    unrecorded: 0,
    lastTickAt: null,
    pausedUntil: undefined,
    triedUnreadableAt: null,
  };
  return shift;
};

const enqueue = async (shift: Shift): Promise<{ more: boolean; moved: boolean }> => {
  const { ports } = shift;
  shift.lastTickAt = ports.clock.now();
  const ripened = await ports.store.ripen({ aheadMs: AHEAD_MS });
  const makesRecords = ports.options.role === 'all' || ports.options.role === 'scheduler';
  if (!makesRecords) {
    // It hears of a pause from its polls; before the first one it must not claim.
    if (shift.pausedUntil === undefined) await nextAt(shift);
    return { more: false, moved: ripened > 0 };
  }
  const { more, moved, cancelling, pausedUntil } = await enqueueDue(ports, AHEAD_MS);
  learnPause(shift, pausedUntil);
  const isMoved = moved || ripened > 0;
  if (isPaused(shift)) {
    cancelHere(shift, cancelling);
    return { more, moved: isMoved };
  }
  const told = await triggerDependents(ports);
  shift.heldUpstreams.keep(told.kept);
  cancelHere(shift, [...cancelling, ...told.cancelling]);
  return { more, moved: isMoved || told.moved };
};

/**
 * The earliest instant at which something can be due here. An idle node hears from the database's clock only by this:
 * after a suspended machine its estimate would stand still.
 */
const nextAt = async (shift: Shift): Promise<number | null> => {
  const { clock, store } = shift.ports;
  const sentAt = clock.monotonic();
  const { now, at, pausedUntil, unreadable } = await store.nextDueAt();
  clock.sample(now, sentAt, clock.monotonic());
  shift.lastTickAt = now;
  learnPause(shift, pausedUntil);
  if (unreadable) await tryUnreadable(shift);
  if (!isPaused(shift)) return at;
  // Passes come a little before an instant: this one is to find the pause over.
  return pausedUntil === null || pausedUntil === UNTIL_RESUMED ? null : pausedUntil + AHEAD_MS;
};

/** Between two tries to understand jobs that some node could not. */
const UNREADABLE_MS = 60_000;

const tryUnreadable = async (shift: Shift): Promise<void> => {
  const { clock, options } = shift.ports;
  const isTooSoon = clock.monotonic() - (shift.triedUnreadableAt ?? -Infinity) < UNREADABLE_MS;
  if (isTooSoon || options.role === 'worker') return;
  shift.triedUnreadableAt = clock.monotonic();
  const run = await shift.guard.run('unreadable', () => releaseReadable(shift.ports));
  if (run.ok) shift.loop.wake();
};

const learnPause = (shift: Shift, until: number | null): void => {
  const wasPaused = isPaused(shift);
  shift.pausedUntil = until;
  if (until !== null && !wasPaused && isPaused(shift))
    announce(shift.ports, { type: 'scheduler.paused', until });
};

/** Nothing new starts; what runs goes on. */
const isPaused = ({ ports, pausedUntil }: Shift): boolean => (pausedUntil ?? 0) > ports.clock.now();

/** Stops those of these executions that run on this node at once; other nodes ask before long. */
export const cancelHere = ({ attempts }: Shift, documentIds: string[]): void => {
  const asked = new Set(documentIds);
  for (const attempt of attempts) {
    if (asked.has(attempt.execution.documentId)) stopAttempt(attempt, 'cancel');
  }
};

const claimForFreeHands = async (shift: Shift): Promise<{ drained: boolean; moved: boolean }> => {
  const { ports } = shift;
  const takesWork = ports.options.role === 'all' || ports.options.role === 'worker';
  if (!takesWork || isPaused(shift)) return { drained: true, moved: false };
  const room = roomFor(shift);
  if (room <= 0) shift.isMoreWaiting = true;
  if (room <= 0 || shift.leaving.signal.aborted) return { drained: false, moved: false };
  const { attempts, skipped } = await claim(ports, room, AHEAD_MS);
  // A handler that starts at once finds all of them on the list.
  for (const attempt of attempts) shift.attempts.add(attempt);
  shift.unended += attempts.length;
  for (const attempt of attempts) begin(shift, attempt);
  if (attempts.length > 0) keepFence(shift);
  // Their hands are free still, and who depends on them is to be told.
  if (skipped > 0) shift.loop.wake();
  const taken = attempts.length + skipped;
  shift.isMoreWaiting = taken === room;
  return { drained: taken < room, moved: taken > 0 };
};

/** How many to claim now: as many as there are free hands; of short ones a batch, once half of the last is worked off. */
const roomFor = ({ ports, attempts, unended, hands }: Shift): number => {
  const { maxConcurrent, maxConcurrentTotal } = ports.options;
  // Where nodes share a number of places, none holds one that it does not use.
  const quick = hands.quick();
  const ahead = maxConcurrentTotal === null ? claimAhead(quick, hands.recentMs()) : 0;
  if (ahead === 0) return maxConcurrent - attempts.size;
  const most = maxConcurrent + ahead;
  const room = Math.min(most - unended, 2 * most - attempts.size);
  // Hands that long work holds are in no batch: the one that is left must not wait for them.
  return room < (quick + ahead) / 2 ? 0 : room;
};

const begin = (shift: Shift, attempt: RunningAttempt): void => {
  // Claimed while the stop was asked for: given back without being started.
  if (shift.leaving.signal.aborted) stopAttempt(attempt, 'release');
  runAttempt(shift.ports, attempt, shift.surroundings);
};

const onEnded = (shift: Shift): void => {
  shift.unended -= 1;
  // Its end may take long to record: what waits elsewhere does not wait for that.
  if (shift.isMoreWaiting) shift.loop.freed();
};

const onRecorded = (
  shift: Shift,
  attempt: RunningAttempt,
  { recorded, tells, gives, next }: RecordedEnd
): void => {
  const { attempts, loop } = shift;
  attempts.delete(attempt);
  if (attempts.size === 0) shift.onAllRecorded?.();
  if (recorded === 'unrecorded') shift.unrecorded += 1;
  if (next.status === 'queued') loop.dueAt(next.readyAt);
  // What waited for this end starts at once, not when the next poll finds it.
  if (tells) loop.wake();
  else if (gives || mayWait(shift)) loop.freed();
  else loop.glance();
};

/** Whether executions may wait that are this node's for the asking. */
const mayWait = ({ isMoreWaiting, ports }: Shift): boolean =>
  isMoreWaiting || ports.options.maxConcurrentTotal !== null;

const keepFence = (shift: Shift): void => {
  const again = fence(shift.ports, [...shift.attempts]);
  if (again !== null) shift.careTimers.set('fence', again, () => keepFence(shift));
};
