import type { JobDefinition } from '../contract/job';
import type { FieldError, Schedule } from '../contract/schedule';
import type { CatalogueTemplate } from './ports';
import { sameValue } from './same-value';

type Parameters = Record<string, unknown>;

interface Given {
  template: CatalogueTemplate;
  /** As they were written, and the version for which. */
  parameters: Parameters;
  version: number;
  /** The same, checked. */
  checked: Parameters;
}

/**
 * Checks what schedules put in the place of the job's parameters, each set as it will run: the job's with the schedule's
 * laid over it. Answers the schedules with what they change, brought up to the template's present version.
 */
export const checkScheduleParameters = (
  schedules: readonly Schedule[],
  given: Given,
  errors: FieldError[]
): Schedule[] =>
  schedules.map((schedule, index) => {
    const own = schedule.parameters;
    if (own === null || own === undefined) return schedule;
    const merged = { ...given.parameters, ...own };
    const checked = given.template.check(merged, given.version);
    if (checked.ok)
      return { ...schedule, parameters: changedBy(own, checked.value, given.checked) };
    errors.push(...checked.errors.map((error) => below(['schedules', String(index)], error)));
    return schedule;
  });

/** What the schedule names, and what that means under other names since an earlier version. */
const changedBy = (own: Parameters, merged: Parameters, checked: Parameters): Parameters =>
  Object.fromEntries(
    Object.entries(merged).filter(
      ([name, value]) => Object.hasOwn(own, name) || !sameValue(value, checked[name])
    )
  );

const below = (path: string[], error: FieldError): FieldError => ({
  ...error,
  path: [...path, ...error.path],
});

/** Every set of parameters that a job may run with: its own, and those of its schedules. */
export const parameterSetsOf = ({
  parameters,
  schedules,
}: Pick<JobDefinition, 'parameters' | 'schedules'>): Parameters[] => [
  parameters,
  ...schedules.flatMap((schedule) =>
    schedule.parameters ? [{ ...parameters, ...schedule.parameters }] : []
  ),
];
