import type { CalendarChoice } from '../../contract/calendar';
import type { FieldError, Schedule, ScheduleBase, ScheduleKind } from '../../contract/schedule';
import { SCHEDULE_KINDS } from '../../contract/schedule';
import type { Checked } from '../checked';
import { sound, unsound } from '../checked';
import { DAY } from '../time/calendar-date';
import { isSkippedDay } from '../time/local-time';
import { checkZone } from '../time/zones';
import {
  calendarFields,
  checkYearlyDate,
  cronFields,
  dailyFields,
  elapsedFields,
  hourlyFields,
  monthlyFields,
  onceFields,
  weeklyFields,
  yearlyFields,
} from './check-kind';
import { parseEvery } from './every';
import {
  distinctList,
  flag,
  instant,
  oneOf,
  optional,
  text,
  wholeNumber,
  wrong,
} from './field-rules';
import type { FieldRule, FieldRules } from './read-fields';
import { below, readFields } from './read-fields';

export const MAX_SCHEDULES = 100;
const MAX_PRIORITY = 1_000_000;

export interface CheckOptions {
  /** The zone of a schedule that names none. */
  zone: string;
  /** Epoch milliseconds: its whole second is the default anchor. */
  now: number;
  /** Where the list lies in the document; `['schedules']` where left out. */
  path?: string[];
}

/**
 * Checks the schedules of a job as they come from outside and fills in every default. Any input is safe: what is
 * unsound comes back as errors that name field, rule and what would work. Unknown fields are refused.
 */
export const checkSchedules = (input: unknown, options: CheckOptions): Checked<Schedule[]> => {
  const path = options.path ?? ['schedules'];
  if (!Array.isArray(input)) return unsound({ path, message: 'schedules must be a list.' });
  if (input.length > MAX_SCHEDULES) {
    return unsound({
      path,
      message: `schedules has ${input.length} entries; at most ${MAX_SCHEDULES} are allowed.`,
    });
  }
  const spareKeys = spareKeysOf(input);
  const checked = input.map((item: unknown, place) =>
    checkSchedule(item, {
      ...options,
      path: [...path, String(place)],
      spareKey: spareKeys[place] ?? '',
    })
  );
  const errors = checked.flatMap((one) => (one.ok ? [] : one.errors));
  const schedules = checked.flatMap((one) => (one.ok ? [one.value] : []));
  errors.push(...(errors.length === 0 ? repeatedKeys(schedules, path) : []));
  return errors.length === 0 ? sound(schedules) : { ok: false, errors };
};

interface ItemOptions extends CheckOptions {
  path: string[];
  spareKey: string;
}

const checkSchedule = (item: unknown, options: ItemOptions): Checked<Schedule> => {
  const { path } = options;
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    return unsound({ path, message: 'A schedule must be an object with a kind.' });
  }
  const given: unknown = Object.hasOwn(item, 'kind') ? Reflect.get(item, 'kind') : undefined;
  const kind = oneOf('kind', SCHEDULE_KINDS).check(given);
  if (!kind.ok) return under([...path, 'kind'], kind.errors);
  const schedule = readKind(kind.value, item, options);
  if (!schedule.ok) return schedule;
  const errors = checkTogether(schedule.value);
  return errors.length === 0 ? schedule : under(path, errors);
};

const readKind = (kind: ScheduleKind, item: object, options: ItemOptions): Checked<Schedule> => {
  const reading = { path: options.path, whatItIs: `a schedule of kind "${kind}"` };
  const common = commonFields(options);
  switch (kind) {
    case 'interval':
      return readInterval(item, options);
    case 'hourly':
      return readFields(item, { ...only('hourly'), ...common, ...hourlyFields }, reading);
    case 'daily':
      return readFields(item, { ...only('daily'), ...common, ...dailyFields }, reading);
    case 'weekly':
      return readFields(item, { ...only('weekly'), ...common, ...weeklyFields }, reading);
    case 'monthly':
      return readFields(item, { ...only('monthly'), ...common, ...monthlyFields }, reading);
    case 'yearly':
      return readFields(item, { ...only('yearly'), ...common, ...yearlyFields }, reading);
    case 'cron':
      return readFields(item, { ...only('cron'), ...common, ...cronFields }, reading);
    case 'once':
      return readFields(item, { ...only('once'), ...common, ...onceFields }, reading);
  }
};

/** The unit of `every` decides which of the two interval kinds it is; neither takes the other's fields. */
const readInterval = (item: object, options: ItemOptions): Checked<Schedule> => {
  const { path, now } = options;
  const every = parseEvery(Object.hasOwn(item, 'every') ? Reflect.get(item, 'every') : undefined);
  const base = { ...only('interval'), ...commonFields(options) };
  if (every.ok && every.value.kind === 'calendar') {
    const whatItIs = 'an interval of days, weeks, months or years';
    return readFields(item, { ...base, ...calendarFields }, { path, whatItIs });
  }
  const whatItIs = 'an interval of seconds, minutes or hours';
  return readFields(item, { ...base, ...elapsedFields(now) }, { path, whatItIs });
};

const only = <K extends ScheduleKind>(kind: K): FieldRules<{ kind: K }> => ({
  kind: oneOf('kind', [kind]),
});

const commonFields = ({ zone, spareKey }: ItemOptions): FieldRules<ScheduleBase> => ({
  key: { ...text('key', 64), fallback: { value: spareKey } },
  timezone: optional({ check: checkZone }, zone),
  enabled: { ...flag('enabled'), fallback: { value: true } },
  priority: { ...wholeNumber('priority', -MAX_PRIORITY, MAX_PRIORITY), fallback: { value: 0 } },
  startAt: optional<string | null>(instant('startAt'), null),
  endAt: optional<string | null>(instant('endAt'), null),
  comment: optional<string | null>(text('comment', 1000), null),
  parameters: optional<Parameters | null>(someParameters, null),
  calendars: optional<CalendarChoice | null>(calendarChoice, null),
});

type Parameters = Record<string, unknown>;

/** What is in them is the template's business. */
const someParameters: FieldRule<Parameters> = {
  check: (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? sound(Object.fromEntries(Object.entries(value)))
      : wrong('parameters must be an object.', value),
};

const idList = (name: string): FieldRule<string[]> => ({
  check: (value) =>
    distinctList(value, (id) => text('A calendar', 64).check(id), {
      name,
      atLeast: 0,
      atMost: 50,
      example: 'the ids of calendars',
    }),
});

const calendarChoice: FieldRule<CalendarChoice> = {
  check: (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? readFields(
          value,
          { exclude: optional(idList('exclude'), []), only: optional(idList('only'), []) },
          { path: [], whatItIs: 'calendars' }
        )
      : wrong('calendars must be an object with exclude and only.', value),
};

/** Rules that need more than one field. */
const checkTogether = (schedule: Schedule): FieldError[] => {
  const { startAt, endAt } = schedule;
  if (startAt !== null && endAt !== null && endAt <= startAt) {
    return [{ path: ['endAt'], message: 'endAt must be later than startAt.', value: endAt }];
  }
  if (schedule.kind === 'yearly') {
    const checked = checkYearlyDate(schedule);
    return checked.ok ? [] : checked.errors;
  }
  return schedule.kind === 'once' ? checkSkippedDay(schedule.at, schedule.timezone) : [];
};

/** A calendar day that the zone jumped over is not a date. */
const checkSkippedDay = (at: string, zone: string): FieldError[] => {
  const day = Date.parse(`${at.slice(0, 10)}T00:00:00Z`) / DAY;
  if (at.endsWith('Z') || !isSkippedDay(zone, day)) return [];
  const message = `at: the day ${at.slice(0, 10)} does not exist in ${zone}, which skipped it.`;
  return [{ path: ['at'], message, value: at }];
};

/** `schedule-1` for the first one without a key, unless another schedule has that key. */
const spareKeysOf = (items: readonly unknown[]): string[] => {
  const taken = new Set(
    items.map((item) => (typeof item === 'object' && item !== null ? Reflect.get(item, 'key') : ''))
  );
  return items.map((_item, place) => {
    let key = `schedule-${place + 1}`;
    while (taken.has(key)) key = `${key}-2`;
    return key;
  });
};

const repeatedKeys = (schedules: readonly Schedule[], path: string[]): FieldError[] => {
  const seen = new Set<string>();
  return schedules.flatMap(({ key }, place) => {
    const repeated = seen.has(key);
    seen.add(key);
    if (!repeated) return [];
    const message = `key "${key}" is used twice. Every schedule of a job needs its own.`;
    return [{ path: [...path, String(place), 'key'], message, value: key }];
  });
};

const under = (path: string[], errors: FieldError[]): Checked<never> => ({
  ok: false,
  errors: errors.map((error) => below(path, error)),
});
