import type { DependencyMode } from '../contract/dependency';
import type { UpstreamToken } from '../contract/execution';
import type { FinalStatus, Reason, Trigger } from '../contract/execution';
import type { JobDefinition } from '../contract/job';
import { instantOf } from './instant';

/**
 * What jobs that depend on others do. An end of an upstream job is a token; the tokens of one start are its round:
 * the first end of each upstream goes to the first round, the second to the second, and so on.
 */

type UpstreamJob = UpstreamToken['job'];

/** The token of an upstream job that has never run: neither a success nor complete. */
export const neverRan = (job: UpstreamJob): UpstreamToken => ({
  job,
  execution: null,
  status: 'missed',
});

export type Outcome = 'success' | 'failure';

/** It was not run because something was wrong with it, which is a failure to those that wait for it. */
export const REFUSED: readonly Reason[] = [
  'dependency-failed',
  'breaker-open',
  'approval-missing',
  'owner-right-missing',
  'owner-disabled',
  'template-missing',
  'hook-refused',
  'copy-guard',
];

/**
 * What an end means to the jobs that depend on it; null where it means nothing. An occurrence that was left out by
 * plan (overlap, a full queue, calendars, pauses) says nothing. One that a dependency had started stands for a round,
 * which must not end in silence.
 */
export const outcomeOf = (end: {
  status: FinalStatus;
  reason: Reason | null;
  trigger: Trigger;
}): Outcome | null => {
  switch (end.status) {
    case 'succeeded':
      return 'success';
    case 'failed':
    case 'timed_out':
    case 'cancelled':
    case 'lost':
      return 'failure';
    case 'skipped':
    case 'missed': {
      const isRefused = end.reason !== null && REFUSED.includes(end.reason);
      const counts = end.trigger === 'dependency' || (isRefused && end.status === 'skipped');
      return counts ? 'failure' : null;
    }
  }
};

/** `run`: its upstreams allow it; `wait`: that is still open; `failed`: they never will. */
export type Readiness = 'run' | 'wait' | 'failed';

/** Whether the tokens of a round let the job run. With none left there is nothing to wait for. */
export const readinessOf = (mode: DependencyMode, tokens: readonly UpstreamToken[]): Readiness => {
  const isOpen = tokens.some(({ status }) => status === null);
  const succeeded = tokens.filter(({ status }) => status === 'succeeded').length;
  switch (mode) {
    case 'all_success': {
      const failed = tokens.some(({ status }) => status !== null && status !== 'succeeded');
      if (failed) return 'failed';
      return isOpen ? 'wait' : 'run';
    }
    case 'any_success':
      if (succeeded > 0 || tokens.length === 0) return 'run';
      return isOpen ? 'wait' : 'failed';
    case 'all_complete': {
      const hasNeverRun = tokens.some(
        ({ execution, status }) => execution === null && status !== null
      );
      if (hasNeverRun) return 'failed';
      return isOpen ? 'wait' : 'run';
    }
  }
};

export const countOpen = (tokens: readonly UpstreamToken[]): number =>
  tokens.filter(({ status }) => status === null).length;

/** An execution of a job that depends on others, as far as its upstreams go. */
export interface Round {
  /** documentId of the execution. */
  execution: string;
  trigger: Trigger;
  /** `waits` for its upstreams; `failed` for their sake; anything else about it was decided: `let-go`. */
  state: 'waits' | 'let-go' | 'failed';
  tokens: UpstreamToken[];
  /** The execution whose round it takes over; null where it is a round of its own. */
  replaces: string | null;
}

/** What happened to an execution of an upstream job. */
export interface UpstreamEvent {
  /** documentId of the upstream job. */
  job: string;
  execution: string;
  /** How it ended; null where it is on its way again, in the place of `replaces`. */
  status: FinalStatus | null;
  /**
   * The execution that it takes the place of: itself where it gets one more attempt. Of an end: itself, where it means
   * nothing but to those that wait for this very execution.
   */
  replaces: string | null;
}

/** A job that depends on others. */
export interface Dependent {
  mode: DependencyMode;
  upstreams: readonly UpstreamJob[];
  /** Whether an end that no round lacks begins a new one. */
  begins: boolean;
}

/** A job that waits for others and has no schedules starts by itself, while it is switched on and inside its dates. */
export const startsItself = (
  definition: Pick<JobDefinition, 'enabled' | 'schedules' | 'dependencies' | 'startAt' | 'endAt'>,
  now: number
): boolean =>
  definition.enabled &&
  definition.dependencies.jobs.length > 0 &&
  definition.schedules.length === 0 &&
  (definition.startAt === null || instantOf(definition.startAt) <= now) &&
  (definition.endAt === null || instantOf(definition.endAt) > now);

/**
 * The rounds after the event, in their order, each decided where its tokens decide it; a round that the event does not
 * touch stays the same object. A round that it begins gets the documentId `fresh`.
 */
export const afterEvent = (
  dependent: Dependent,
  rounds: readonly Round[],
  event: UpstreamEvent,
  fresh: string
): Round[] => {
  const after =
    event.status === null
      ? afterReplacement(dependent, rounds, event, fresh)
      : afterEnd(dependent, rounds, event, fresh);
  return after.map((round) => (rounds.includes(round) ? round : decided(dependent.mode, round)));
};

/** A waiting round whose tokens say what becomes of it. What was decided stays so. */
export const decided = (mode: DependencyMode, round: Round): Round => {
  const readiness = round.state === 'waits' ? readinessOf(mode, round.tokens) : 'wait';
  if (readiness === 'wait') return round;
  return { ...round, state: readiness === 'run' ? 'let-go' : 'failed' };
};

/** After an edit: what lacks an end of a job that it no longer depends on does not wait for it any more. */
export const afterEdit = (
  { mode, upstreams }: Pick<Dependent, 'mode' | 'upstreams'>,
  rounds: readonly Round[]
): Round[] =>
  rounds.map((round) => {
    const isUpstream = ({ job }: UpstreamToken): boolean =>
      upstreams.some(({ documentId }) => documentId === job.documentId);
    // What is over keeps its history.
    const tokens = round.tokens.filter(
      (token) => isUpstream(token) || (round.state !== 'waits' && token.status !== null)
    );
    return decided(mode, tokens.length === round.tokens.length ? round : { ...round, tokens });
  });

const afterEnd = (
  { upstreams, begins }: Dependent,
  rounds: readonly Round[],
  { job, execution, status, replaces }: UpstreamEvent,
  fresh: string
): Round[] => {
  const came = { execution, status };
  // Some wait for this very execution; else it belongs to the oldest round that lacks any one of the job.
  const named = rounds.filter((round) => round.tokens.some(isOpen(job, execution)));
  if (named.length > 0)
    return rounds.map((round) =>
      named.includes(round) ? withToken(round, isOpen(job, execution), came) : round
    );
  if (replaces !== null) return [...rounds];
  const oldest = rounds.find((round) => round.tokens.some(isOpen(job, null)));
  if (oldest !== undefined)
    return rounds.map((round) =>
      round === oldest ? withToken(round, isOpen(job, null), came) : round
    );
  if (!begins || !upstreams.some(({ documentId }) => documentId === job)) return [...rounds];
  const open = upstreams.map((upstream) => ({ job: upstream, execution: null, status: null }));
  return [...rounds, withToken(newRound(fresh, open, null), isOpen(job, null), came)];
};

type IsToken = (token: UpstreamToken) => boolean;

/** A token that is still to come: of this execution, or (null) of whichever of the job ends first. */
const isOpen =
  (job: string, execution: string | null): IsToken =>
  (token) =>
    token.job.documentId === job && token.status === null && token.execution === execution;

const withToken = (
  round: Round,
  isMeant: IsToken,
  came: Pick<UpstreamToken, 'execution' | 'status'>
): Round => ({
  ...round,
  tokens: round.tokens.map((token) => (isMeant(token) ? { ...token, ...came } : token)),
});

/**
 * One more attempt of what had ended, or an execution that makes good for an earlier one: the round that had its end
 * lacks it again. A round that failed for it gets a new one in its place, where that can make it good at all.
 */
const afterReplacement = (
  { mode, begins }: Dependent,
  rounds: readonly Round[],
  { job, execution, replaces }: UpstreamEvent,
  fresh: string
): Round[] => {
  const isHeld: IsToken = (token) =>
    token.job.documentId === job && token.execution === replaces && token.status !== null;
  const held = rounds.findLast(({ tokens }) => tokens.some(isHeld));
  if (held === undefined) return [...rounds];
  const reopened = withToken(held, isHeld, { execution, status: null });
  const isMadeGood =
    begins &&
    held.state === 'failed' &&
    held.trigger === 'dependency' &&
    readinessOf(mode, reopened.tokens) !== 'failed';
  if (!isMadeGood) return rounds.map((round) => (round === held ? reopened : round));
  // The new round takes over what the failed one still lacked.
  const closed = { ...held, tokens: held.tokens.filter(({ status }) => status !== null) };
  return [
    ...rounds.map((round) => (round === held ? closed : round)),
    newRound(fresh, reopened.tokens, held.execution),
  ];
};

const newRound = (execution: string, tokens: UpstreamToken[], replaces: string | null): Round => ({
  execution,
  trigger: 'dependency',
  state: 'waits',
  tokens,
  replaces,
});

/** What an upstream job last came to: what an occurrence of the job's own schedule is judged by. */
export interface NewestOfUpstream {
  job: UpstreamJob;
  /** Its newest execution on its way, else the newest whose end means something; null where there is none. */
  newest: Pick<UpstreamToken, 'execution' | 'status'> | null;
}

/** The tokens of an occurrence: its schedule says when, and the newest of each upstream job whether. */
export const tokensOf = (newest: readonly NewestOfUpstream[]): UpstreamToken[] =>
  newest.map(({ job, newest: one }) => (one === null ? neverRan(job) : { job, ...one }));
