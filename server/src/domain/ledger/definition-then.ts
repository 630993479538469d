import type { JobDefinition } from '../../contract/job';

/** A change of a job: the fields that differed, as they were before it. */
export interface Change {
  at: number;
  before: Record<string, unknown>;
}

/** What the answer asks of a definition. */
const FIELDS = [
  'enabled',
  'schedules',
  'startAt',
  'endAt',
  'calendars',
  'dependencies',
  'maxExecutions',
] as const satisfies readonly (keyof JobDefinition)[];

/**
 * The job's definition before these changes, earliest first: the first change of a field tells what it was. Parameters of
 * schedules may come back masked; when they run does not.
 */
export const definitionBefore = (
  present: JobDefinition,
  changes: readonly Change[]
): JobDefinition => {
  const then = new Map<string, unknown>();
  for (const { before } of changes)
    for (const field of FIELDS)
      if (!then.has(field) && Object.hasOwn(before, field)) then.set(field, before[field]);
  return { ...present, ...(Object.fromEntries(then) as Partial<JobDefinition>) };
};

/** The first of these changes that touched when the job runs. */
export const firstChangeOfTimes = (changes: readonly Change[]): number | null =>
  changes.find(({ before }) => FIELDS.some((field) => Object.hasOwn(before, field)))?.at ?? null;
