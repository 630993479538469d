import type { DependencyMode } from '../contract/dependency';
import { REASONS, type Reason } from '../contract/execution';
import {
  afterEdit,
  afterEvent,
  countOpen,
  readinessOf,
  startsItself,
  tokensOf,
  type Dependent,
  type NewestOfUpstream,
  type Round,
  type UpstreamEvent,
} from '../domain/dependencies';
import { onItsOwn, planOf, queueingOf } from './plan';
import type { DependentJob, DependentStep, WaitingExecution } from './dependent-job';
import type { NewExecution, Ports } from './ports';

/** What a job that depends on others does, its row locked: nothing here asks or writes anything. */

interface Makings {
  ids: Pick<Ports['ids'], 'documentId'>;
  options: { defaultTimeoutMs: number; maxQueuedPerJob: number };
}

/** More rounds of a job than this do not wait at once: one upstream job ends much more often than another. */
export const MAX_ROUNDS = 1_000;

/** The job's rounds after what happened to its upstreams, in its order. */
export const afterUpstreams = (
  makings: Makings,
  state: DependentJob,
  events: readonly UpstreamEvent[]
): DependentStep => {
  const dependent: Dependent = {
    mode: state.definition.dependencies.mode,
    upstreams: state.upstreams,
    begins: startsItself(state.definition, state.now),
  };
  const rounds = events.reduce(
    (before, event) => afterEvent(dependent, before, event, makings.ids.documentId()),
    state.rounds
  );
  const begin = (round: Round): NewExecution => aRecord(makings, state, round);
  return bounded(makings, state, stepTo(state, rounds, begin));
};

/** The same after an edit of the job: nothing new begins, what waits may not have to any more. */
export const afterJobEdit = (state: DependentJob): DependentStep => {
  const { mode } = state.definition.dependencies;
  const rounds = afterEdit({ mode, upstreams: state.upstreams }, state.rounds);
  return stepTo(state, rounds, ({ execution }) => {
    throw new Error(`an edit has made the round ${execution}`);
  });
};

const stepTo = (
  state: DependentJob,
  rounds: Round[],
  begin: (round: Round) => NewExecution
): DependentStep => {
  const changed = rounds.filter((round) => !state.rounds.includes(round));
  const waiting = new Map(state.waiting.map((one) => [one.documentId, one]));
  const known = new Set(state.rounds.map(({ execution }) => execution));
  const step: DependentStep = { tokens: [], letGo: [], begun: [], replaced: [] };
  for (const round of changed) {
    const { execution, tokens, replaces } = round;
    const row = waiting.get(execution);
    const isNew = !known.has(execution);
    if (isNew && replaces !== null) step.replaced.push({ execution, replaces });
    if (isNew) step.begun.push(withRound(state, begin(round), round));
    else if (row !== undefined && round.state !== 'waits')
      step.letGo.push(withRound(state, row, round));
    else step.tokens.push({ execution, upstreams: tokens, openUpstreams: countOpen(tokens) });
  }
  return step;
};

const bounded = (
  { options }: Makings,
  { rounds }: DependentJob,
  step: DependentStep
): DependentStep => {
  const room = Math.min(options.maxQueuedPerJob, MAX_ROUNDS) - rounds.length;
  const begun = step.begun.map((one, index): NewExecution => {
    if (index < room) return one;
    // What was decided early does not collect the rest of its ends either: each open round is read with each end.
    if (one.status !== 'waiting') return { ...one, openUpstreams: 0 };
    return { ...one, status: 'skipped', reason: 'queue-full', openUpstreams: 0 };
  });
  return { ...step, begun };
};

const withRound = <T extends NewExecution | WaitingExecution>(
  state: DependentJob,
  execution: T,
  { state: decision, tokens }: Round
): T => {
  const upstreams = { upstreams: tokens, openUpstreams: countOpen(tokens) };
  const readyAt = Math.max(execution.readyAt, state.now);
  if (decision === 'waits') return { ...execution, ...upstreams, status: 'waiting' };
  const reason = decision === 'failed' ? 'dependency-failed' : standstillOf(state);
  return reason === null
    ? { ...execution, ...upstreams, readyAt, status: 'queued' }
    : { ...execution, ...upstreams, status: 'skipped', reason };
};

/** Why the job does not run although its upstreams would let it; null where it does. */
const standstillOf = ({
  definition,
  heldReason,
  pausedUntil,
  now,
}: DependentJob): Reason | null => {
  if (heldReason !== null)
    return REASONS.find((reason) => reason === heldReason) ?? 'template-missing';
  if (!definition.enabled || (pausedUntil !== null && pausedUntil > now)) return 'paused';
  return null;
};

const aRecord = (makings: Makings, job: DependentJob, { execution }: Round): NewExecution => ({
  documentId: execution,
  trigger: 'dependency',
  slotAt: null,
  readyAt: job.now,
  status: 'waiting',
  reason: null,
  ...queueingOf(job.id, job.definition),
  plan: planOf(job.definition, job.owner, makings.options.defaultTimeoutMs),
  parameters: job.definition.parameters,
  ...onItsOwn(),
  startedBy: null,
  note: null,
});

/**
 * Occurrences of a job whose schedule says when, as what its upstreams last came to lets them be: queued, waiting for
 * what is on its way, or skipped.
 */
export const judgedByUpstreams = (
  mode: DependencyMode,
  newest: NewestOfUpstream[],
  executions: NewExecution[]
): NewExecution[] => {
  const tokens = tokensOf(newest);
  const readiness = readinessOf(mode, tokens);
  const upstreams = { upstreams: tokens, openUpstreams: countOpen(tokens) };
  return executions.map((one) => {
    if (one.status !== 'queued') return one;
    if (readiness === 'run') return { ...one, ...upstreams };
    if (readiness === 'wait') return { ...one, ...upstreams, status: 'waiting' };
    return { ...one, ...upstreams, status: 'skipped', reason: 'dependency-failed' };
  });
};
