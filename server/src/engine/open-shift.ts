import { announce } from './events';
import { checkCancels, renewLeases } from './heartbeat';
import { holdJobs } from './hold';
import { prune } from './prune';
import { repeat, type Repeated } from './repeat';
import { rescueDead, rescueExpired, type Rescue } from './rescue';
import type { Shift } from './shift';

/** How often the node says that it is there: rarely, so that an idle site is left in peace. */
const TOUCH_MS = 60_000;
const PRUNE_MS = 3_600_000;
const FIRST_PRUNE_MS = 300_000;
/** After so long it is looked again for attempts whose end somebody holds up. */
const HELD_MS = 1_000;
/** Share by which nodes differ in their rounds. */
const JITTER = 0.2;

/** Starts the loop and everything that is done beside it. Nothing here waits for the database. */
export const openShift = (shift: Shift): void => {
  const { ports, loop } = shift;
  shift.state = 'running';
  announce(ports, { type: 'engine.started', node: ports.node.id });
  loop.start();
  startChores(shift);
  startCare(shift);
};

const startChores = (shift: Shift): void => {
  const { ports, guard, choreTimers: timers } = shift;
  const { ids, options } = ports;
  const parts = { timers, guard, goesOn: () => shift.state === 'running' };
  const jittered = (ms: number): number => ms * (1 + JITTER * ids.random());

  void repeat(parts, { step: 'boot', everyMs: () => Infinity, work: () => boot(shift) });
  void repeat(parts, { step: 'touch', everyMs: () => TOUCH_MS, work: () => touch(shift) });
  void repeat(
    parts,
    rescuing(shift, {
      step: 'rescue',
      everyMs: () => jittered(options.leaseMs / 4),
      rescue: () => rescueExpired(ports, [...shift.attempts], shift.leaving.signal),
    })
  );
  const pruning = {
    step: 'prune',
    everyMs: () => jittered(PRUNE_MS),
    work: () => prune(ports, shift.leaving.signal),
  };
  timers.set('prune', jittered(FIRST_PRUNE_MS), () => void repeat(parts, pruning));
};

/** Again before long while somebody holds what the end of an attempt needs. */
const rescuing = (
  shift: Shift,
  { step, everyMs, rescue }: Omit<Repeated, 'work'> & { rescue: () => Promise<Rescue> }
): Repeated => {
  let isLeft = false;
  return {
    step,
    everyMs: () => (isLeft ? Math.min(everyMs(), HELD_MS) : everyMs()),
    work: async () => {
      const { rescued, left } = await rescue();
      isLeft = left > 0;
      if (rescued > 0) shift.loop.wake();
    },
  };
};

const startCare = (shift: Shift): void => {
  const { ports, guard, careTimers: timers } = shift;
  const { leaseMs, pollIntervalMs } = ports.options;
  const parts = { timers, guard, goesOn: () => shift.state !== 'stopped' };
  void repeat(parts, {
    step: 'heartbeat',
    everyMs: () => leaseMs / 4,
    work: () => renewLeases(ports, [...shift.attempts]),
  });
  void repeat(parts, {
    step: 'cancel',
    everyMs: () => pollIntervalMs,
    work: () => checkCancels(ports, [...shift.attempts]),
  });
};

/** What an earlier life of this machine left behind, and templates that came or went since. */
const boot = async (shift: Shift): Promise<void> => {
  const { ports, loop } = shift;
  const { left } = await rescueDead(ports, shift.leaving.signal);
  if (left > 0) rescueDeadLater(shift);
  if (ports.options.role !== 'worker') await holdJobs(ports);
  loop.wake();
  await ports.artifacts?.removeAbandoned();
};

/** What was left at boot keeps nothing else from it. */
const rescueDeadLater = (shift: Shift): void => {
  const { ports, guard, choreTimers: timers, leaving } = shift;
  const goesOn = (): boolean => shift.state === 'running';
  const dead = rescuing(shift, {
    step: 'rescue-dead',
    everyMs: () => Infinity,
    rescue: () => rescueDead(ports, leaving.signal),
  });
  if (goesOn()) timers.set(dead.step, HELD_MS, () => void repeat({ timers, guard, goesOn }, dead));
};

/** Says that the node is there, and compares clocks. */
export const touch = async ({ ports, state, attempts, lastTickAt }: Shift): Promise<void> => {
  const { clock, node, store } = ports;
  const skewMs = Math.round(clock.skewMs());
  await store.touchNode(node, { state, running: attempts.size, skewMs, lastTickAt });
};
