import type { AttemptView } from '../contract/execution';
import { describeFailure, failure } from '../domain/failure';
import { isoOf } from '../domain/instant';
import {
  transition,
  type AfterAttempt,
  type AttemptEvent,
  type RunningExecution,
} from '../domain/transition';
import { announce, attemptFacts } from './events';
import { createHeldEnds } from './held-ends';
import { untilStored } from './patience';
import type { AttemptEnd, BreakerChange, ClaimedExecution, Ports } from './ports';

/** Ends that one transaction takes. */
const BATCH = 500;

/** `unrecorded`: the database did not take it; the lease will end, and another node finds the attempt lost. */
export type Recorded = 'recorded' | 'stale' | 'unrecorded';

export interface RecordedEnd {
  recorded: Recorded;
  /** Jobs that depend on others are to be told, of this end or of one that was written with it. */
  tells: boolean;
  /** A turn or a seat was given on, by this end or by one that was written with it. */
  gives: boolean;
  next: AfterAttempt;
}

/** Writes what attempts came to: whatever ended while the previous write ran goes into the next one. */
export interface Recorder {
  record(
    execution: ClaimedExecution,
    event: AttemptEvent,
    onRecorded: (recorded: RecordedEnd) => void
  ): void;
}

export const createRecorder = (ports: Ports, signal: AbortSignal): Recorder => {
  const waiting: Waiting[] = [];
  let flushing = false;

  const flush = async (): Promise<void> => {
    flushing = true;
    try {
      // Attempts that were claimed together often end together: let those of this turn join.
      await Promise.resolve();
      while (waiting.length > 0) {
        heldEnds.keep(await write(ports, waiting.splice(0, BATCH), signal));
      }
    } finally {
      flushing = false;
    }
  };

  const take = (...more: Waiting[]): void => {
    waiting.push(...more);
    if (!flushing) void flush();
  };

  const heldEnds = createHeldEnds<Waiting>(ports, signal, {
    skip: (ends) => take(...ends),
    wait: (ends) => write(ports, ends, signal, WAITS),
  });

  return {
    record: (execution, event, onRecorded) =>
      take({ execution, end: endOf(ports, execution, event), onRecorded, tries: 0 }),
  };
};

interface Waiting {
  execution: ClaimedExecution;
  end: AttemptEnd;
  onRecorded: (recorded: RecordedEnd) => void;
  /** How often somebody else held what it needs. */
  tries: number;
  /** An earlier write of it may have been carried out, though its answer got lost. */
  repeated?: boolean;
  /** Its result and error were left out already. */
  reduced?: boolean;
}

/** The attempt as it goes into the history, and what becomes of its execution. */
export const endOf = (
  ports: Pick<Ports, 'clock'>,
  execution: ClaimedExecution,
  event: AttemptEvent
): AttemptEnd => {
  const { ref, job, limitKey } = execution;
  return {
    ref,
    job,
    limitKey,
    isPlain: isPlain(execution, event),
    next: transition(runningOf(execution), event),
    // Of most it is never asked for.
    get attempt() {
      return historyOf(ports, execution, event);
    },
  };
};

const isPlain = ({ ref, startedAt }: ClaimedExecution, event: AttemptEvent): boolean =>
  event.type === 'succeeded' &&
  ref.attempt === 1 &&
  event.at >= startedAt &&
  event.hooks === undefined;

/** What decides about the end of the attempt. */
export const runningOf = ({
  ref,
  plan,
  maxAttempts,
  firstStartedAt,
}: ClaimedExecution): RunningExecution => ({
  attempt: ref.attempt,
  maxAttempts,
  firstStartedAt,
  onLost: plan.onLost,
  retry: plan.retry,
});

const historyOf = (
  { clock }: Pick<Ports, 'clock'>,
  { ref, startedAt, node }: ClaimedExecution,
  event: AttemptEvent
): AttemptView => {
  const finishedAt = Math.max('at' in event ? event.at : clock.now(), startedAt);
  const failed = 'failure' in event ? event.failure : null;
  return {
    attempt: ref.attempt,
    status: HISTORY_STATUS[event.type],
    startedAt: isoOf(startedAt),
    finishedAt: isoOf(finishedAt),
    durationMs: finishedAt - startedAt,
    node,
    error: failed?.error ?? null,
    exitCode: failed?.exitCode ?? null,
    ...(event.hooks === undefined || event.hooks.length === 0 ? {} : { hooks: event.hooks }),
  };
};

/** What the history calls it; a claim that was given back or refused leaves no attempt behind. */
const HISTORY_STATUS = {
  succeeded: 'succeeded',
  failed: 'failed',
  'timed-out': 'timed_out',
  lost: 'lost',
  cancelled: 'cancelled',
  refused: 'cancelled',
  released: 'cancelled',
} as const satisfies Record<AttemptEvent['type'], AttemptView['status']>;

const NOBODY = { tells: false, gives: false };
const SKIPS = { waits: false };
const WAITS = { waits: true };

/** Answers those that are to be tried again. */
const write = async (
  ports: Ports,
  batch: Waiting[],
  signal: AbortSignal,
  how = SKIPS
): Promise<Waiting[]> => {
  const ends = batch.map(({ end }) => end);
  const stored = await untilStored(ports, 'record', () => ports.store.record(ends, how), signal);
  if (!stored.ok) return writeOneByOne(ports, batch, signal, stored.thrown);
  tellBreakers(ports, stored.value.breakers ?? []);
  const stale = new Set(stored.value.stale.map(({ id }) => id));
  const tells = stored.value.tells || stored.repeated;
  const gives = stored.value.gives || stored.repeated;
  const busy = new Set(stored.value.busy.map(({ id }) => id));
  const isBusy = ({ end }: Waiting): boolean => busy.has(end.ref.id);
  const held = busy.size === 0 ? [] : batch.filter(isBusy);
  if (stored.repeated) for (const waiting of held) waiting.repeated = true;
  for (const waiting of batch) {
    if (isBusy(waiting)) continue;
    // A write that was repeated finds its own first try done: that is no sign of another owner.
    const isLate = stale.has(waiting.end.ref.id) && !stored.repeated && !waiting.repeated;
    settle(ports, waiting, isLate ? 'stale' : 'recorded', { tells, gives });
  }
  if (!signal.aborted) return held;
  for (const waiting of held) settle(ports, waiting, 'unrecorded', NOBODY);
  return [];
};

// One end that the database refuses must not hold up the others, and its status counts more than its result.
const writeOneByOne = async (
  ports: Ports,
  batch: Waiting[],
  signal: AbortSignal,
  thrown: unknown
): Promise<Waiting[]> => {
  const [only] = batch;
  if (signal.aborted || only === undefined || (batch.length === 1 && only.reduced)) {
    for (const waiting of batch) settle(ports, waiting, 'unrecorded', NOBODY);
    return [];
  }
  if (batch.length > 1) {
    const held: Waiting[] = [];
    for (const waiting of batch) {
      // Whether one of the tries before was carried out, nobody knows.
      held.push(...(await write(ports, [{ ...waiting, repeated: true }], signal)));
    }
    return held;
  }
  const { error } = describeFailure(thrown);
  announce(ports, { type: 'execution.outcome-reduced', ...attemptFacts(only.execution), error });
  const again = { ...only, end: reduced(only.end), reduced: true, repeated: true };
  return write(ports, [again], signal);
};

const reduced = (end: AttemptEnd): AttemptEnd => ({
  ref: end.ref,
  job: end.job,
  limitKey: end.limitKey,
  attempt: reducedAttempt(end.attempt),
  next: reducedNext(end.next),
});

const reducedAttempt = ({ hooks: _hooks, ...attempt }: AttemptView): AttemptView => ({
  ...attempt,
  error: attempt.error && UNSTORABLE.error,
});

const reducedNext = (next: AfterAttempt): AfterAttempt => {
  if (next.status === 'released') return next;
  const error = next.error && UNSTORABLE.error;
  return next.status === 'queued' ? { ...next, error } : { ...next, error, result: null };
};

const UNSTORABLE = failure('Error', 'The database did not take the words of this error.', null);

const settle = (
  ports: Ports,
  { execution, end, onRecorded }: Waiting,
  recorded: Recorded,
  others: Pick<RecordedEnd, 'tells' | 'gives'>
): void => {
  tell(ports, execution, end, recorded);
  onRecorded({ recorded, ...others, next: end.next });
};

export const tellBreakers = (ports: Pick<Ports, 'emit'>, breakers: BreakerChange[]): void => {
  for (const { job, until } of breakers) {
    announce(
      ports,
      until === null
        ? { type: 'job.breaker-closed', job }
        : { type: 'job.breaker-opened', job, until }
    );
  }
};

/** Announces what became of an attempt, whoever recorded it. */
export const tell = (
  ports: Pick<Ports, 'emit'>,
  execution: ClaimedExecution,
  { next }: Pick<AttemptEnd, 'next'>,
  recorded: Recorded
): void => {
  const facts = attemptFacts(execution);
  if (recorded === 'unrecorded') return;
  if (recorded === 'stale') {
    announce(ports, { type: 'execution.late-result', ...facts, outcome: next.status });
  } else if (next.status === 'released') {
    announce(ports, { type: 'execution.released', ...facts });
  } else if (next.status === 'queued') {
    const { readyAt, error } = next;
    announce(ports, { type: 'execution.retrying', ...facts, readyAt, error });
  } else {
    const { status, reason, error } = next;
    const durationMs = Math.max(0, next.finishedAt - execution.startedAt);
    announce(ports, { type: 'execution.finished', ...facts, status, reason, error, durationMs });
  }
};
