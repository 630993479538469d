import { describeFailure, JobRefused } from '../domain/failure';
import { isoOf } from '../domain/instant';
import type { Masker } from '../domain/secrets/masker';
import type { Soon } from '../domain/soon';
import { storableJson } from '../domain/storable';
import type { AttemptEvent } from '../domain/transition';
import { createAbort, type Abort } from './abort';
import { attend, type Settled } from './attend';
import { Aborted, type AbortCause, type RunningAttempt } from './attempt';
import { abortedEvent, eventOfAbort, failedEvent } from './attempt-event';
import { announce, attemptFacts } from './events';
import type { Hooks } from './hook';
import { runAfter, runBefore } from './hooks';
import { keepArtifactOf } from './keep-artifact';
import type { LogBuffer } from './log-buffer';
import type { Ports, RunContext, RunnableTemplate } from './ports';
import { prepare, type Prepared } from './prepare';
import type { ProgressReports } from './progress';
import { after, sleepUntil } from './timers';

/** Characters of JSON that a result may have. */
const MAX_RESULT = 64 * 1024;

/** Where an attempt's words go. */
export interface Channels {
  log: LogBuffer;
  progress: ProgressReports;
}

/** Runs one claimed attempt from its due instant to its end, and answers how it ended. */
export const execute = (
  ports: Ports,
  attempt: RunningAttempt,
  channels: Channels
): Soon<AttemptEvent> => {
  const prepared = prepare(ports, attempt);
  return prepared instanceof Promise
    ? prepared.then((late) => start(ports, attempt, channels, late))
    : start(ports, attempt, channels, prepared);
};

const start = (
  ports: Ports,
  attempt: RunningAttempt,
  channels: Channels,
  prepared: Prepared | { event: AttemptEvent }
): Soon<AttemptEvent> => {
  if ('event' in prepared) return prepared.event;
  const { readyAt } = attempt.execution;
  if (ports.clock.now() >= readyAt) return startNow(ports, attempt, channels, prepared);
  return sleepUntil(ports.clock, readyAt, attempt.abort.signal).then(() =>
    startNow(ports, attempt, channels, prepared)
  );
};

const startNow = (
  ports: Ports,
  attempt: RunningAttempt,
  channels: Channels,
  prepared: Prepared
): Soon<AttemptEvent> => {
  if (attempt.abort.aborted) return abortedEvent(ports, attempt);
  if (ports.clock.monotonic() >= attempt.trustedUntil) return { type: 'released' };

  attempt.started = true;
  const delayMs = Math.max(0, ports.clock.now() - attempt.execution.readyAt);
  announce(ports, { type: 'execution.started', ...attemptFacts(attempt.execution), delayMs });
  return runToItsEnd(ports, attempt, channels, prepared);
};

const runToItsEnd = (
  ports: Ports,
  attempt: RunningAttempt,
  channels: Channels,
  prepared: Prepared
): Promise<AttemptEvent> => {
  const { template, secrets, hooks } = prepared;
  const { masker } = secrets;
  channels.log.hide(masker);
  channels.progress.hide(masker);
  const context = contextOf(ports, attempt, channels, prepared);
  const handler = { template, context };
  return hooks === null
    ? runHandler(ports, attempt, channels, { ...handler, own: attempt.abort })
    : runWithHooks(ports, attempt, channels, { handler, hooks });
};

const runWithHooks = async (
  ports: Ports,
  attempt: RunningAttempt,
  channels: Channels,
  { handler, hooks }: { handler: Omit<Handler, 'own'>; hooks: Hooks }
): Promise<AttemptEvent> => {
  const { context } = handler;
  const { masker } = context.secrets;
  const surroundings = { hooks, context, log: channels.log };
  const { ran, refused } = await runBefore(ports, attempt, surroundings);
  if (attempt.abort.aborted) return { ...abortedEvent(ports, attempt, masker), hooks: ran };
  if (refused !== null) return { ...refused, hooks: ran };
  const own = createAbort(attempt.abort);
  const event = await runHandler(ports, attempt, channels, { ...handler, own });
  const ranAfter = await runAfter(ports, attempt, event, surroundings);
  return { ...event, hooks: [...ran, ...ranAfter] };
};

interface Handler {
  template: RunnableTemplate;
  context: RunContext;
  /** What ends the handler: the attempt with it, or where hooks run after it, which can be cancelled still, it alone. */
  own: Abort;
}

const runHandler = (
  ports: Ports,
  attempt: RunningAttempt,
  channels: Channels,
  { template, context, own }: Handler
): Promise<AttemptEvent> => {
  const stop = (cause: AbortCause, fault?: unknown): void => own.abort(new Aborted(cause, fault));
  const timeout = after(ports.clock, attempt.execution.plan.timeoutMs, () => stop('timeout'));
  const { masker } = context.secrets;
  attempt.graceMs = template.graceMs ?? 0;
  const attended = attend(ports, {
    execution: attempt.execution,
    abort: own,
    graceMs: template.graceMs,
    masker,
    // What only looks like a promise is asked where the work is done.
    work: () =>
      Promise.resolve(template.run(own === attempt.abort ? context : withSignal(context, own))),
    onStray: (fault) => stop('fault', fault),
  });
  return attended.then((settled) => {
    timeout.cancel();
    attempt.graceMs = 0;
    if (settled !== 'aborted') return settledEvent(ports, channels, settled, masker);
    return eventOfAbort(ports, attempt, own.reason, masker);
  });
};

const withSignal = (context: RunContext, { signal }: Abort): RunContext => ({ ...context, signal });

const contextOf = (
  ports: Ports,
  attempt: RunningAttempt,
  { log, progress }: Channels,
  { parameters, secrets }: Prepared
): RunContext => {
  const { execution, abort } = attempt;
  return {
    parameters,
    secrets,
    trustedForMs: () => Math.max(0, attempt.trustedUntil - ports.clock.monotonic()),
    // Made when they are asked for: most attempts ask for neither.
    get signal() {
      return abort.signal;
    },
    get log() {
      return log.writer;
    },
    progress: progress.report,
    artifact: keepArtifactOf(ports, attempt, secrets.masker),
    occurrenceId: execution.documentId,
    executionId: execution.documentId,
    attempt: execution.ref.attempt,
    scheduledFor: execution.slotAt === null ? null : isoOf(execution.slotAt),
    dueAt: isoOf(execution.slotAt ?? execution.firstStartedAt),
    job: { documentId: execution.job.documentId, name: execution.job.name },
  };
};

const settledEvent = (
  ports: Ports,
  { log }: Channels,
  settled: Settled,
  { mask, maskIn }: Masker
): AttemptEvent => {
  if (!settled.ok) return thrownEvent(ports, settled.thrown, mask);
  const kept = storableJson(settled.result, MAX_RESULT);
  if (!kept.ok) log.notice(`The result was not kept: ${kept.why}.`);
  const result = kept.ok ? maskIn(kept.value) : null;
  return { type: 'succeeded', at: ports.clock.now(), result };
};

const thrownEvent = (
  ports: Ports,
  thrown: unknown,
  mask: (text: string) => string
): AttemptEvent =>
  thrown instanceof JobRefused
    ? { type: 'refused', at: ports.clock.now(), reason: thrown.reason }
    : failedEvent(ports, describeFailure(thrown, mask));
