import { announce } from './events';
import { checkCancels, renewLeases } from './heartbeat';
import { holdJobs } from './hold';
import { prune } from './prune';
import { repeat } from './repeat';
import { rescueDead, rescueExpired } from './rescue';
import type { Shift } from './shift';

/** How often the node says that it is there: rarely, so that an idle site is left in peace. */
const TOUCH_MS = 60_000;
const PRUNE_MS = 3_600_000;
const FIRST_PRUNE_MS = 300_000;
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
  void repeat(parts, {
    step: 'rescue',
    everyMs: () => jittered(options.leaseMs / 4),
    work: async () => {
      if ((await rescueExpired(ports, [...shift.attempts])) > 0) shift.loop.wake();
    },
  });
  const pruning = {
    step: 'prune',
    everyMs: () => jittered(PRUNE_MS),
    work: () => prune(ports, shift.leaving.signal),
  };
  timers.set('prune', jittered(FIRST_PRUNE_MS), () => void repeat(parts, pruning));
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
  await rescueDead(ports);
  if (ports.options.role !== 'worker') await holdJobs(ports);
  loop.wake();
};

/** Says that the node is there, and compares clocks. */
export const touch = async ({ ports, state, attempts, lastTickAt }: Shift): Promise<void> => {
  const { clock, node, store } = ports;
  const skewMs = Math.round(clock.skewMs());
  await store.touchNode(node, { state, running: attempts.size, skewMs, lastTickAt });
};
