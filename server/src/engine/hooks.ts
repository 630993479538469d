import type { ExecutionError, HookView } from '../contract/execution';
import { describeFailure, JobFailure, JobRefused } from '../domain/failure';
import type { Masker } from '../domain/secrets/masker';
import { transition, type AttemptEvent } from '../domain/transition';
import { createAbort, type Abort } from './abort';
import { attend } from './attend';
import type { RunningAttempt } from './attempt';
import { announce, attemptFacts } from './events';
import type { Hook, Hooks, Outcome } from './hook';
import type { LogBuffer } from './log-buffer';
import type { ClaimedExecution, Ports, RunContext } from './ports';
import { runningOf } from './record';
import { after } from './timers';

/** What hooks run with. */
interface Surroundings {
  hooks: Hooks;
  context: RunContext;
  log: LogBuffer;
}

/** Why the first hook that must not run keeps the whole attempt from running; null where all may. */
export const askHooks = async (
  ports: Ports,
  { before, after: later }: Hooks
): Promise<AttemptEvent | null> => {
  for (const hook of [...before, ...later]) {
    try {
      await hook.check?.();
    } catch (thrown) {
      if (!(thrown instanceof JobRefused || thrown instanceof JobFailure)) throw thrown;
      return refusal(ports, hook.name, thrown, describeFailure(thrown).error);
    }
  }
  return null;
};

/** Runs the hooks before an attempt, up to the first that fails: then `refused` says why the attempt does not run. */
export const runBefore = async (
  ports: Ports,
  attempt: RunningAttempt,
  surroundings: Surroundings
): Promise<{ ran: HookView[]; refused: AttemptEvent | null }> => {
  const ran: HookView[] = [];
  for (const hook of surroundings.hooks.before) {
    const { view, thrown } = await runHook(ports, attempt, hook, {
      ...surroundings,
      outcome: null,
    });
    ran.push(view);
    if (attempt.abort.aborted) break;
    if (view.ok) continue;
    const { log } = surroundings;
    log.notice(`The hook ${view.name} refused this attempt: ${view.error?.message ?? ''}`);
    return { ran, refused: refusal(ports, view.name, thrown, view.error) };
  }
  return { ran, refused: null };
};

const refusal = (
  ports: Ports,
  hook: string,
  thrown: unknown,
  error: ExecutionError | null
): AttemptEvent => ({
  type: 'refused',
  at: ports.clock.now(),
  reason: thrown instanceof JobRefused ? thrown.reason : 'hook-refused',
  ...(error === null ? {} : { error: { ...error, message: `Hook ${hook}: ${error.message}` } }),
});

/**
 * Runs the hooks after an attempt that came to an end of its own: succeeded, failed, or took too long. One that was
 * cancelled, or that this node had to let go, has none.
 */
export const runAfter = async (
  ports: Ports,
  attempt: RunningAttempt,
  event: AttemptEvent,
  surroundings: Surroundings
): Promise<HookView[]> => {
  const outcome = outcomeOf(attempt.execution, event);
  if (outcome === null) return [];
  const ran: HookView[] = [];
  for (const hook of surroundings.hooks.after) {
    if (attempt.abort.aborted) break;
    const { view } = await runHook(ports, attempt, hook, { ...surroundings, outcome });
    ran.push(view);
    if (view.ok) continue;
    const { log } = surroundings;
    log.notice(`The hook ${view.name} failed after this attempt: ${view.error?.message ?? ''}`);
    const { name, error } = view;
    announce(ports, { type: 'hook.failed', ...attemptFacts(attempt.execution), hook: name, error });
  }
  return ran;
};

const outcomeOf = (execution: ClaimedExecution, event: AttemptEvent): Outcome | null => {
  const willRetry = transition(runningOf(execution), event).status === 'queued';
  if (event.type === 'succeeded')
    return { status: 'succeeded', willRetry, result: event.result, error: null, exitCode: null };
  if (event.type !== 'failed' && event.type !== 'timed-out') return null;
  const { error, exitCode } = event.failure;
  const status = event.type === 'failed' ? 'failed' : 'timed_out';
  return { status, willRetry, result: null, error, exitCode };
};

/** The name says that it was the hook that took too long, not the attempt. */
class HookTimeout extends Error {
  override readonly name = 'HookTimeoutError';
  readonly code = 'HOOK_TIMEOUT';
}

const runHook = async (
  ports: Ports,
  attempt: RunningAttempt,
  hook: Hook,
  { context, outcome }: Surroundings & { outcome: Outcome | null }
): Promise<{ view: HookView; thrown: unknown }> => {
  const own = createAbort(attempt.abort);
  const startedAt = ports.clock.monotonic();
  const timeout = after(ports.clock, hook.timeoutMs, () =>
    own.abort(new HookTimeout(`It took longer than ${hook.timeoutMs} ms.`))
  );
  const { masker } = context.secrets;
  attempt.graceMs = hook.graceMs ?? 0;
  const settled = await attend(ports, {
    execution: attempt.execution,
    abort: own,
    graceMs: hook.graceMs,
    masker,
    work: async () => hook.run({ ...context, signal: own.signal }, outcome),
    onStray: (fault) => own.abort(fault),
  });
  timeout.cancel();
  attempt.graceMs = 0;
  const thrown = thrownBy(settled, own);
  const view: HookView = {
    time: outcome === null ? 'before' : 'after',
    name: hook.name,
    ok: thrown === undefined,
    durationMs: Math.round(ports.clock.monotonic() - startedAt),
    error: thrown === undefined ? null : errorOf(thrown, masker),
  };
  return { view, thrown };
};

const thrownBy = (settled: Awaited<ReturnType<typeof attend>>, own: Abort): unknown => {
  if (settled === 'aborted') return own.reason ?? new Error('It was stopped.');
  return settled.ok ? undefined : (settled.thrown ?? new Error('It threw nothing.'));
};

const errorOf = (thrown: unknown, { mask }: Masker): ExecutionError =>
  describeFailure(thrown, mask).error;
