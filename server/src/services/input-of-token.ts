import { hasHooks, hooksOf } from '../domain/hooks';
import type { ExecutionPlan } from '../engine/ports';
import { diffOf } from './audit';
import { parameterSetsOf } from './check-schedule-parameters';
import { Forbidden } from './errors';
import type { Caller, Catalogue } from './ports';
import type { JobRecord } from './records';
import { sameValue } from './same-value';

type Parameters = Record<string, unknown>;

/** A token of the content API has no rights of the site: what needs some it may start, not redirect. */
export const refuseOtherInputOfToken = (
  { holds }: Pick<Caller, 'holds'>,
  present: Parameters,
  replaced: Parameters
): void => {
  const diff = diffOf({ parameters: present }, { parameters: { ...present, ...replaced } });
  if (holds === null && Object.keys(diff).length > 0) throw otherInput();
};

/**
 * The same of an execution that it repeats, whoever started that: as the job is now, with the job's parameters (checked
 * ones are compared) or those of one of its schedules.
 */
export const refuseOtherStartOfToken = (
  catalogue: Catalogue,
  { holds }: Pick<Caller, 'holds'>,
  { definition }: Pick<JobRecord, 'definition'>,
  { plan, checked }: { plan: ExecutionPlan; checked: Parameters }
): void => {
  if (holds !== null) return;
  const hooks = hooksOf(plan);
  if (hasHooks(hooks) && !sameValue(hooks, hooksOf(definition))) throw otherInput();
  const template = catalogue.find(plan.template);
  if (template === undefined || template.requires(checked).length === 0) return;
  const isOwn = parameterSetsOf(definition).some((set) => {
    const own = template.check(set, definition.templateVersion);
    return own.ok && sameValue(own.value, checked);
  });
  if (definition.template !== plan.template || !isOwn) throw otherInput();
};

const otherInput = (): Forbidden =>
  new Forbidden('A token of the content API may run this job only with its own parameters');
