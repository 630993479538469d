import type { Reason } from '../contract/execution';
import {
  describeBadParameters,
  describeFailure,
  JobFailure,
  type Failure,
} from '../domain/failure';
import { createMasker } from '../domain/secrets/masker';
import type { Soon } from '../domain/soon';
import type { AttemptEvent } from '../domain/transition';
import type { RunningAttempt } from './attempt';
import { abortedEvent, failedEvent } from './attempt-event';
import type { Hooks } from './hook';
import { askHooks } from './hooks';
import { soonStored, untilStored, type Stored } from './patience';
import type { ClaimedExecution, Ports, RunContext, RunnableTemplate } from './ports';
import type { SecretUse } from './secret-use';

/** What an attempt needs from the moment on at which it is due. */
export interface Prepared {
  template: RunnableTemplate;
  parameters: Record<string, unknown>;
  secrets: RunContext['secrets'];
  /** Null where it has none. */
  hooks: Hooks | null;
}

type Answer = Prepared | { event: AttemptEvent };

/** Everything that may say no comes before the due instant, so that the start itself is exact. */
export const prepare = (ports: Ports, attempt: RunningAttempt): Soon<Answer> => {
  const { execution, abort } = attempt;
  const at = ports.clock.now();
  if (execution.refusal) return { event: { type: 'refused', at, ...execution.refusal } };
  const template = ports.templates.find(execution.plan.template);
  if (template === undefined) return { event: { type: 'refused', at, reason: 'template-missing' } };
  const parsed = parse(template, execution);
  if (!parsed.ok) return { event: failedEvent(ports, parsed.failure) };

  const { parameters } = parsed;
  const ask = () => ports.checkOwner(execution, parameters);
  const goOn = (asked: Stored<Reason | null>): Soon<Answer> => {
    if (abort.aborted) return { event: abortedEvent(ports, attempt) };
    if (!asked.ok) return { event: failedEvent(ports, describeFailure(asked.thrown)) };
    if (asked.value !== null) return { event: { type: 'refused', at, reason: asked.value } };
    return withSecretsAndHooks(ports, attempt, { template, parameters });
  };
  // Of most owners it is known from the executions that were claimed with it.
  const asked = soonStored(ports, 'check-owner', ask, abort);
  return asked instanceof Promise ? asked.then(goOn) : goOn(asked);
};

const withSecretsAndHooks = (
  ports: Ports,
  attempt: RunningAttempt,
  found: Pick<Prepared, 'template' | 'parameters'>
): Soon<Answer> => {
  const use = found.template.secretsOf?.(found.parameters);
  const hooks = hooksFor(ports, attempt.execution);
  return (use === undefined || use.names.length === 0) && hooks === null
    ? { ...found, secrets: WITHOUT_SECRETS, hooks }
    : revealAndAsk(ports, attempt, { ...found, use, hooks });
};

const revealAndAsk = async (
  ports: Ports,
  attempt: RunningAttempt,
  { use, hooks, ...found }: Omit<Prepared, 'secrets'> & { use: SecretUse | undefined }
): Promise<Answer> => {
  const { abort } = attempt;
  let secrets = WITHOUT_SECRETS;
  if (use !== undefined && use.names.length > 0) {
    const opened = await untilStored(ports, 'secrets', () => ports.reveal(use), abort);
    if (abort.aborted) return { event: abortedEvent(ports, attempt) };
    if (!opened.ok) return { event: failedEvent(ports, describeFailure(opened.thrown)) };
    if (!opened.value.ok) return { event: failedEvent(ports, opened.value.failure) };
    secrets = secretsFor(opened.value.values);
  }
  const refused = hooks === null ? null : await refusedByHooks(ports, attempt, hooks);
  return refused === null ? { ...found, secrets, hooks } : { event: refused };
};

const hooksFor = ({ hooksOf }: Ports, execution: ClaimedExecution): Hooks | null => {
  const hooks = hooksOf?.(execution);
  return hooks === undefined || hooks.before.length + hooks.after.length === 0 ? null : hooks;
};

/** Null where all of them may run. */
const refusedByHooks = async (
  ports: Ports,
  attempt: RunningAttempt,
  hooks: Hooks
): Promise<AttemptEvent | null> => {
  const { abort } = attempt;
  const asked = await untilStored(ports, 'hooks', () => askHooks(ports, hooks), abort);
  if (abort.aborted) return abortedEvent(ports, attempt);
  return asked.ok ? asked.value : failedEvent(ports, describeFailure(asked.thrown));
};

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

const WITHOUT_SECRETS = Object.freeze(secretsFor(new Map()));

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
