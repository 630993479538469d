import {
  describeBadParameters,
  describeFailure,
  failure,
  JobFailure,
  JobRefused,
  type Failure,
} from '../domain/failure';
import { isoOf } from '../domain/instant';
import { createMasker, NO_SECRETS, type Masker } from '../domain/secrets/masker';
import { storableJson } from '../domain/storable';
import type { AttemptEvent } from '../domain/transition';
import { Aborted, abortOf, stopAttempt, type RunningAttempt } from './attempt';
import { announce, attemptFacts, type AttemptFacts } from './events';
import type { LogBuffer } from './log-buffer';
import { untilStored } from './patience';
import type {
  ClaimedExecution,
  Ports,
  Revealed,
  RunContext,
  RunnableTemplate,
  SecretUse,
} from './ports';
import type { ProgressReports } from './progress';
import { after, sleep, sleepUntil } from './timers';

/** A handler whose signal was aborted has this long to end by itself before it is left behind. */
export const ABORT_GRACE_MS = 2_000;
/** Characters of JSON that a result may have. */
const MAX_RESULT = 64 * 1024;

/** Where an attempt's words go. */
export interface Channels {
  log: LogBuffer;
  progress: ProgressReports;
}

/** Runs one claimed attempt from its due instant to its end, and answers how it ended. Never throws. */
export const execute = async (
  ports: Ports,
  attempt: RunningAttempt,
  channels: Channels
): Promise<AttemptEvent> => {
  const { signal } = attempt.abort;
  const prepared = await prepare(ports, attempt);
  if ('event' in prepared) return prepared.event;
  await sleepUntil(ports.clock, attempt.execution.readyAt, signal);
  if (signal.aborted) return abortedEvent(ports, attempt);
  if (ports.clock.monotonic() >= attempt.trustedUntil) return { type: 'released' };

  attempt.started = true;
  const delayMs = Math.max(0, ports.clock.now() - attempt.execution.readyAt);
  announce(ports, { type: 'execution.started', ...attemptFacts(attempt.execution), delayMs });
  return runToItsEnd(ports, attempt, channels, prepared);
};

interface Prepared {
  template: RunnableTemplate;
  parameters: Record<string, unknown>;
  secrets: RunContext['secrets'];
}

// Everything that may say no comes before the due instant, so that the start itself is exact.
const prepare = async (
  ports: Ports,
  attempt: RunningAttempt
): Promise<Prepared | { event: AttemptEvent }> => {
  const { execution, abort } = attempt;
  const at = ports.clock.now();
  const template = ports.templates.find(execution.plan.template);
  if (template === undefined) return { event: { type: 'refused', at, reason: 'template-missing' } };
  const parsed = parse(template, execution);
  if (!parsed.ok) return { event: failedEvent(ports, parsed.failure) };

  const { parameters } = parsed;
  const ask = () => ports.checkOwner(execution, parameters);
  const asked = await untilStored(ports, 'check-owner', ask, abort.signal);
  if (abort.signal.aborted) return { event: abortedEvent(ports, attempt) };
  if (!asked.ok) return { event: failedEvent(ports, describeFailure(asked.thrown)) };
  if (asked.value !== null) return { event: { type: 'refused', at, reason: asked.value } };
  const use = template.secretsOf?.(parameters);
  const opened = await untilStored(ports, 'secrets', () => reveal(ports, use), abort.signal);
  if (abort.signal.aborted) return { event: abortedEvent(ports, attempt) };
  if (!opened.ok) return { event: failedEvent(ports, describeFailure(opened.thrown)) };
  if (!opened.value.ok) return { event: failedEvent(ports, opened.value.failure) };
  return { template, parameters, secrets: secretsFor(opened.value.values) };
};

const reveal = async (ports: Ports, use: SecretUse | undefined): Promise<Revealed> =>
  use === undefined || use.names.length === 0 ? { ok: true, values: new Map() } : ports.reveal(use);

const secretsFor = (values: ReadonlyMap<string, string>): RunContext['secrets'] => ({
  get: (name) => {
    const value = values.get(name);
    if (value !== undefined) return value;
    throw new JobFailure(`The parameters do not name the secret ${name}`, {
      code: 'SECRET_MISSING',
      retryable: false,
    });
  },
  masker: createMasker([...values.values()]),
});

type Parsed = { ok: true; parameters: Record<string, unknown> } | { ok: false; failure: Failure };

const parse = (
  template: RunnableTemplate,
  { parameters, plan }: Pick<ClaimedExecution, 'parameters' | 'plan'>
): Parsed => {
  try {
    return { ok: true, parameters: template.parse(parameters, plan.templateVersion) };
  } catch (thrown) {
    return { ok: false, failure: describeBadParameters(thrown) };
  }
};

type Settled = { ok: true; result: unknown } | { ok: false; thrown: unknown };

const runToItsEnd = async (
  ports: Ports,
  attempt: RunningAttempt,
  channels: Channels,
  prepared: Prepared
): Promise<AttemptEvent> => {
  const { signal } = attempt.abort;
  const { template, secrets } = prepared;
  channels.log.hide(secrets.masker);
  channels.progress.hide(secrets.masker);
  const context = contextOf(ports, attempt, channels, prepared);
  const timeout = after(ports.clock, attempt.execution.plan.timeoutMs, () =>
    stopAttempt(attempt, 'timeout')
  );
  const settled: Promise<Settled> = ports
    .detached(
      async () => template.run(context),
      (fault) => stopAttempt(attempt, 'fault', fault)
    )
    .then(
      (result) => ({ ok: true, result }),
      (thrown: unknown) => ({ ok: false, thrown })
    );
  const first = await Promise.race([settled, aborted(signal)]);
  timeout.cancel();
  if (first !== 'aborted') return settledEvent(ports, channels, first, secrets.masker);
  await leaveBehindAfterGrace(ports, attempt, settled, secrets.masker);
  return abortedEvent(ports, attempt, secrets.masker);
};

const aborted = (signal: AbortSignal): Promise<'aborted'> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve('aborted');
    signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });

const leaveBehindAfterGrace = async (
  ports: Ports,
  { execution }: RunningAttempt,
  settled: Promise<Settled>,
  masker: Masker
): Promise<void> => {
  const graceOver = new AbortController();
  const grace = sleep(ports.clock, ABORT_GRACE_MS, graceOver.signal).then(() => null);
  const inTime = await Promise.race([settled, grace]);
  graceOver.abort();
  if (inTime !== null) return;
  const facts = attemptFacts(execution);
  announce(ports, { type: 'execution.abandoned', ...facts });
  void tellWhenSettled(ports, facts, settled, masker);
};

const tellWhenSettled = async (
  ports: Ports,
  facts: AttemptFacts,
  settled: Promise<Settled>,
  { mask }: Masker
): Promise<void> => {
  const end = await settled;
  const error = end.ok ? null : describeFailure(end.thrown, mask).error;
  announce(ports, { type: 'execution.abandoned-settled', ...facts, error });
};

const contextOf = (
  { clock }: Ports,
  attempt: RunningAttempt,
  { log, progress }: Channels,
  { parameters, secrets }: Prepared
): RunContext => {
  const { execution, abort } = attempt;
  return {
    parameters,
    secrets,
    trustedForMs: () => Math.max(0, attempt.trustedUntil - clock.monotonic()),
    signal: abort.signal,
    log: log.writer,
    progress: progress.report,
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

const failedEvent = (ports: Ports, found: Failure): AttemptEvent => ({
  type: 'failed',
  at: ports.clock.now(),
  failure: found,
  random: ports.ids.random(),
});

/** What an abort makes of the attempt: its cause decides, whatever the handler did after it. */
export const abortedEvent = (
  ports: Ports,
  attempt: RunningAttempt,
  { mask }: Masker = NO_SECRETS
): AttemptEvent => {
  const at = ports.clock.now();
  const random = ports.ids.random();
  const abort = abortOf(attempt) ?? new Aborted('shutdown');
  const { abortCause: cause, name, message } = abort;
  switch (cause) {
    case 'timeout':
      return { type: 'timed-out', at, failure: failure(name, message, 'TIMEOUT'), random };
    case 'cancel':
      return { type: 'cancelled', at, failure: failure(name, message, 'CANCELLED') };
    case 'fault':
      return failedEvent(ports, describeFailure(abort.cause, mask));
    case 'lease-lost':
    case 'shutdown':
    case 'release':
      if (!attempt.started) return { type: 'released' };
      return { type: 'lost', at, failure: failure(name, message, LOST_CODES[cause]), random };
  }
};

const LOST_CODES = {
  'lease-lost': 'LEASE_LOST',
  shutdown: 'SHUTDOWN',
  release: 'RELEASED',
} as const;
