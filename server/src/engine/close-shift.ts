import { stopAttempt } from './attempt';
import { announce } from './events';
import { touch } from './open-shift';
import type { Ports } from './ports';
import type { Shift } from './shift';
import { sleep } from './timers';

/** After the drain: time for aborted handlers to end and for the database to take what they came to. */
const LAST_WRITES_MS = 5_000;
/** To record what took its whole grace to end. */
const RECORD_MS = 2_000;
const GOODBYE_MS = 1_000;

/**
 * Stops in order: claim nothing more, give back what has not started, wait for what runs (≤ `drainMs`), abort the rest,
 * write what is left, say goodbye. Takes no longer than `drainMs` + 7 s, or `drainMs` + 3 s + the
 * longest grace of what still runs then, whatever the database does.
 */
export const closeShift = async (shift: Shift): Promise<void> => {
  const { ports, loop, attempts, choreTimers, careTimers } = shift;
  const wasOpen = shift.state === 'running';
  shift.state = 'draining';
  shift.leaving.abort();
  choreTimers.clearAll();
  announce(ports, { type: 'engine.draining', node: ports.node.id, running: attempts.size });
  for (const attempt of attempts) if (!attempt.started) stopAttempt(attempt, 'release');
  const draining = wasOpen ? shift.guard.run('touch', () => touch(shift)) : null;

  const ended = Promise.all([draining, loop.stop()]).then(() => allRecorded(shift));
  await within(ports, ports.options.drainMs, ended);
  for (const attempt of attempts) stopAttempt(attempt, 'shutdown');
  const graces = [...attempts].map(({ graceMs }) => graceMs + RECORD_MS);
  await within(ports, Math.max(LAST_WRITES_MS, ...graces), ended);

  shift.state = 'stopped';
  shift.giveUp.abort();
  careTimers.clearAll();
  const goodbye = shift.guard.idle().then(() => (wasOpen ? sayGoodbye(shift) : undefined));
  await within(ports, GOODBYE_MS, goodbye);
  const unrecorded = shift.unrecorded + attempts.size;
  announce(ports, { type: 'engine.stopped', node: ports.node.id, unrecorded });
};

const allRecorded = (shift: Shift): Promise<void> =>
  new Promise((resolve) => {
    shift.onAllRecorded = resolve;
    if (shift.attempts.size === 0) resolve();
  });

// A node that left something unrecorded stays on the list: the next process of this machine takes it up from there.
const sayGoodbye = async ({ ports, guard, attempts, unrecorded }: Shift): Promise<void> => {
  if (unrecorded + attempts.size > 0) return;
  await guard.run('goodbye', () => ports.store.removeNodes([ports.node.id]));
};

const within = async (ports: Ports, ms: number, work: Promise<unknown>): Promise<void> => {
  const over = new AbortController();
  await Promise.race([work, sleep(ports.clock, ms, over.signal)]);
  over.abort();
};
