import { describeFailure } from '../domain/failure';
import { announce } from './events';
import { backOffMs } from './patience';
import type { Ports } from './ports';
import type { Timers } from './timers';

export interface Guard {
  /** Runs a step's work; a failure is told and counted, never thrown. */
  run(step: string, work: () => Promise<unknown>): Promise<GuardedRun>;
  /** Resolves when nothing runs under this guard. */
  idle(): Promise<void>;
}
export type GuardedRun = { ok: true } | { ok: false; retryInMs: number };

export const createGuard = (ports: Ports): Guard => {
  const failuresOf = new Map<string, number>();
  const running = new Set<Promise<GuardedRun>>();

  const guarded = async (step: string, work: () => Promise<unknown>): Promise<GuardedRun> => {
    const before = failuresOf.get(step) ?? 0;
    try {
      await work();
      if (before > 0) announce(ports, { type: 'engine.recovered', step, failures: before });
      failuresOf.delete(step);
      return { ok: true };
    } catch (thrown) {
      const failures = before + 1;
      const retryInMs = backOffMs(failures);
      const { error } = describeFailure(thrown);
      failuresOf.set(step, failures);
      announce(ports, { type: 'engine.error', step, error, failures, retryInMs });
      return { ok: false, retryInMs };
    }
  };

  return {
    run: (step, work) => {
      const run = guarded(step, work).finally(() => running.delete(run));
      running.add(run);
      return run;
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
};

export interface Repeated {
  step: string;
  /** Milliseconds from the end of one run to the next one; Infinity where once is enough. */
  everyMs: () => number;
  work: () => Promise<unknown>;
}

/** Runs a step again and again, sooner after a failure, for as long as `goesOn`. Resolves after the first run. */
export const repeat = async (
  parts: { timers: Timers; guard: Guard; goesOn: () => boolean },
  repeated: Repeated
): Promise<void> => {
  const { step, everyMs, work } = repeated;
  const run = await parts.guard.run(step, work);
  const waitMs = run.ok ? everyMs() : Math.min(everyMs(), run.retryInMs);
  if (!parts.goesOn() || waitMs === Infinity) return;
  parts.timers.set(step, waitMs, () => void repeat(parts, repeated));
};
