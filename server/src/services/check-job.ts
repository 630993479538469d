import {
  MISSED_POLICIES,
  ON_LOST,
  OVERLAPS,
  PRIORITIES,
  RETRY_STRATEGIES,
  JOB_SERVER_FIELDS,
} from '../contract/job';
import { DEPENDENCY_MODES } from '../contract/dependency';
import type { JobDefinition, RetryPolicy } from '../contract/job';
import type { FieldError } from '../contract/schedule';
import { sound, unsound } from '../domain/checked';
import type { Checked } from '../domain/checked';
import { checkSchedules } from '../domain/schedule/check';
import { jobHooks } from './check-hooks';
import { checkScheduleParameters } from './check-schedule-parameters';
import { instant, unbuilt } from './field-checks';
import type { Catalogue } from './ports';
import {
  anyObject,
  anything,
  flag,
  isObject,
  line,
  list,
  nullable,
  number,
  oneOf,
  optional,
  paragraph,
  refuse,
  required,
  shape,
  whole,
} from './shape';
import type { Check } from './shape';

const DAY_MS = 86_400_000;
const YEAR_MS = 366 * DAY_MS;

/** What the check asks of its surroundings. */
export interface JobChecks {
  catalogue: Catalogue;
  /** The site's zone: schedules that name none get it. */
  zone: string;
  /** Epoch milliseconds: an interval without an anchor starts here. */
  now: number;
}

const retry = shape({
  maxAttempts: optional(whole(1, 100), 3),
  strategy: optional(oneOf(RETRY_STRATEGIES), 'exponential'),
  delayMs: optional(whole(0, 7 * DAY_MS), 10_000),
  maxDelayMs: optional(whole(0, 7 * DAY_MS), 600_000),
  delaysMs: optional(nullable(list(whole(0, 7 * DAY_MS), 99)), null),
  jitter: optional(number(0, 1), 0.2),
  maxTotalMs: optional(whole(0, 31 * DAY_MS), 3_600_000),
  when: optional(
    nullable(
      shape({
        exitCodes: optional(list(whole(0, 255), 100), []),
        httpStatuses: optional(list(whole(100, 599), 100), []),
        errorCodes: optional(list(line(1, 100), 100), []),
        timeout: optional(flag, false),
      })
    ),
    null
  ),
});

const retryPolicy: Check<RetryPolicy> = (value, path, errors) => {
  const policy = retry(value, path, errors);
  if (policy === undefined) return undefined;
  const isCustom = policy.strategy === 'custom';
  if (isCustom !== (policy.delaysMs !== null && policy.delaysMs.length > 0))
    return refuse(
      errors,
      [...path, 'delaysMs'],
      isCustom
        ? 'must list the delays of the strategy "custom"'
        : 'belongs to the strategy "custom" only'
    );
  return policy;
};

/** A list in which nothing comes twice. */
const distinct =
  (item: Check<string>, atMost: number): Check<string[]> =>
  (value, path, errors) => {
    const read = list(item, atMost)(value, path, errors);
    const twice = read?.findIndex((entry, index) => read.indexOf(entry) !== index) ?? -1;
    return twice < 0 ? read : refuse(errors, [...path, String(twice)], 'is there twice');
  };

const tags = distinct(line(1, 50), 50);
const references = distinct(line(1, 100), 50);

/** Which calendars the schedules keep away from, and to which they are limited. */
export const calendarChoice: Check<JobDefinition['calendars']> = shape({
  exclude: optional(references, []),
  only: optional(references, []),
});

/** A key names a limit that other jobs share; without a number it would limit nothing. */
const concurrency: Check<JobDefinition['concurrency']> = (value, path, errors) => {
  const read = shape({
    limit: optional(nullable(whole(1, 1_000)), null),
    key: optional(nullable(line(1, 100)), null),
  })(value, path, errors);
  if (read === undefined || read.key === null || read.limit !== null) return read;
  return refuse(errors, [...path, 'limit'], 'is required where a key is given');
};

/** A missing default of an object is what the object's own check makes of `{}`. */
const JOB = shape({
  name: required(line(1, 255)),
  description: optional(paragraph(10_000), ''),
  category: optional(nullable(line(1, 100)), null),
  tags: optional(tags, []),
  template: required(line(1, 255)),
  templateVersion: optional<number | null>(whole(1, 1_000_000), null),
  parameters: required(anyObject),
  schedules: optional<unknown>(anything, []),
  missed: optional(
    shape({
      policy: optional(oneOf(MISSED_POLICIES), 'last'),
      windowMs: optional(whole(0, YEAR_MS), 3_600_000),
    }),
    { policy: 'last', windowMs: 3_600_000 }
  ),
  overlap: optional(oneOf(OVERLAPS), 'skip'),
  priority: optional(oneOf(PRIORITIES), 'normal'),
  timeoutMs: optional(nullable(whole(1, 7 * DAY_MS)), null),
  onLost: optional(oneOf(ON_LOST), 'fail'),
  retry: optional(retryPolicy, {
    maxAttempts: 3,
    strategy: 'exponential',
    delayMs: 10_000,
    maxDelayMs: 600_000,
    delaysMs: null,
    jitter: 0.2,
    maxTotalMs: 3_600_000,
    when: null,
  }),
  enabled: optional(flag, true),
  startAt: optional(nullable(instant), null),
  endAt: optional(nullable(instant), null),
  calendars: optional(calendarChoice, { exclude: [], only: [] }),
  concurrency: optional(concurrency, { limit: null, key: null }),
  breaker: optional(
    nullable(
      shape({
        failures: required(whole(1, 1_000)),
        coolDownMs: required(whole(1_000, 7 * DAY_MS)),
      })
    ),
    null
  ),
  dependencies: optional(
    shape({
      mode: optional(oneOf(DEPENDENCY_MODES), 'all_success'),
      jobs: optional(references, []),
    }),
    { mode: 'all_success', jobs: [] }
  ),
  hooks: optional(jobHooks, { before: [], after: [] }),
  notifications: unbuilt([]),
  maxExecutions: optional(nullable(whole(1, 1_000_000_000)), null),
  jitterMs: optional(whole(0, DAY_MS), 0),
});

type ReadJob = NonNullable<ReturnType<typeof JOB>>;

/**
 * Checks a job's whole definition as a client writes it and completes it by the documented defaults; answers every
 * error there is. Keys that only the server sets are refused like unknown ones.
 */
export const checkJob = (body: unknown, checks: JobChecks): Checked<JobDefinition> => {
  const errors: FieldError[] = [];
  const job = JOB(withoutServerFields(body, errors), [], errors);
  const schedules = readSchedules(body, checks, errors);
  const template = readTemplate(body, checks.catalogue, schedules ?? [], errors);
  if (job !== undefined) checkBounds(job, errors);
  if (errors.length > 0 || job === undefined || schedules === undefined || template === undefined)
    return unsound(...errors);
  return sound({ ...job, ...template });
};

const withoutServerFields = (body: unknown, errors: FieldError[]): unknown => {
  if (!isObject(body)) return body;
  const server: readonly string[] = JOB_SERVER_FIELDS;
  for (const key of server)
    if (Object.hasOwn(body, key)) refuse(errors, [key], 'is set by the server');
  return Object.fromEntries(Object.entries(body).filter(([key]) => !server.includes(key)));
};

const readSchedules = (
  body: unknown,
  { zone, now }: JobChecks,
  errors: FieldError[]
): JobDefinition['schedules'] | undefined => {
  const input = isObject(body) && body['schedules'] !== undefined ? body['schedules'] : [];
  const checked = checkSchedules(input, { zone, now, path: ['schedules'] });
  if (checked.ok) return checked.value;
  errors.push(...checked.errors);
  return undefined;
};

/** The template must be there; what passes its check is of its present version, parameters of schedules included. */
const readTemplate = (
  body: unknown,
  catalogue: Catalogue,
  schedules: JobDefinition['schedules'],
  errors: FieldError[]
): Pick<JobDefinition, 'templateVersion' | 'parameters' | 'schedules'> | undefined => {
  if (!isObject(body) || typeof body['template'] !== 'string') return undefined;
  const template = catalogue.find(body['template']);
  if (template === undefined)
    return refuse(errors, ['template'], 'is not a template of this site', body['template']);
  const { parameters, templateVersion } = body;
  if (!isObject(parameters)) return undefined;
  const version = typeof templateVersion === 'number' ? templateVersion : template.version;
  const checked = template.check(parameters, version);
  if (!checked.ok) {
    errors.push(...checked.errors);
    return undefined;
  }
  const given = { template, parameters, version, checked: checked.value };
  return {
    templateVersion: template.version,
    parameters: checked.value,
    schedules: checkScheduleParameters(schedules, given, errors),
  };
};

const checkBounds = ({ startAt, endAt }: ReadJob, errors: FieldError[]): void => {
  if (startAt !== null && endAt !== null && endAt <= startAt)
    refuse(errors, ['endAt'], 'must be after startAt', endAt);
};
