import type {
  CalendarDefinition,
  CalendarEntry,
  CalendarEntryKind,
  DaysEntry,
  RuleEntry,
  WeeklyEntry,
  WindowEntry,
  YearlyEntry,
} from '../contract/calendar';
import { CALENDAR_ENTRY_KINDS } from '../contract/calendar';
import type { FieldError } from '../contract/schedule';
import { parseRecurrence } from '../domain/calendars/recurrence';
import { ruleStretches, localOf } from '../domain/calendars/rule-stretches';
import type { Checked } from '../domain/checked';
import { sound, unsound } from '../domain/checked';
import { dateExists } from '../domain/time/calendar-date';
import { checkZone } from '../domain/time/zones';
import { instant } from './field-checks';
import {
  isObject,
  line,
  list,
  nullable,
  oneOf,
  optional,
  paragraph,
  refuse,
  required,
  shape,
  whole,
} from './shape';
import type { Check } from './shape';

const MAX_ENTRIES = 2_000;
/** Repeating events cost more than days to ask. */
const MAX_RULES = 500;
const MAX_EXCEPTIONS = 1_000;
/** Of all rules together: what is counted is computed once, from the start. */
const MAX_COUNTED = 10_000;
const MAX_ERRORS = 100;
const DAY_MS = 86_400_000;
const MAX_DAYS = 366;

const zone: Check<string> = (value, path, errors) => {
  const checked = checkZone(value);
  if (checked.ok) return checked.value;
  for (const { message } of checked.errors) refuse(errors, path, message, value);
  return undefined;
};

const matching =
  (pattern: RegExp, message: string): Check<string> =>
  (value, path, errors) =>
    typeof value === 'string' && pattern.test(value) ? value : refuse(errors, path, message, value);

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

const isRealDay = (text: string): boolean => {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return dateExists({ year, month, day });
};

const existing =
  (check: Check<string>): Check<string> =>
  (value, path, errors) => {
    const text = check(value, path, errors);
    if (text === undefined || isRealDay(text)) return text;
    return refuse(errors, path, `the day ${text.slice(0, 10)} does not exist`, value);
  };

const date = existing(matching(DATE, 'must be a date such as 2026-12-25'));

const localTime = existing(
  matching(LOCAL_TIME, 'must be a local time such as 2026-12-24T18:00, or an instant with Z')
);

/** A local time, or an instant that is kept in UTC. */
const localOrInstant: Check<string> = (value, path, errors) => {
  const isInstant = typeof value === 'string' && /(Z|[+-]\d\d:\d\d)$/.test(value.slice(16));
  return isInstant ? instant(value, path, errors) : localTime(value, path, errors);
};

/** MM-DD of a leap year. */
const monthDay: Check<string> = (value, path, errors) => {
  const text = matching(/^\d{2}-\d{2}$/, 'must be a day of the year such as 12-25')(
    value,
    path,
    errors
  );
  if (text === undefined || isRealDay(`2000-${text}`)) return text;
  return refuse(errors, path, `the day ${text} does not exist`, value);
};

const name = optional(nullable(line(1, 255)), null);
const kindOf = <K extends CalendarEntryKind>(kind: K) => required(oneOf([kind]));

const days: Check<DaysEntry> = (value, path, errors) => {
  const entry = shape({
    kind: kindOf('days'),
    name,
    from: required(date),
    to: required(date),
  })(value, path, errors);
  if (entry === undefined || entry.from <= entry.to) return entry;
  return refuse(errors, [...path, 'to'], 'must not be before from', entry.to);
};

const yearly: Check<YearlyEntry> = shape({
  kind: kindOf('yearly'),
  name,
  from: required(monthDay),
  to: required(monthDay),
});

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const END = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

const weekdays: Check<number[]> = (value, path, errors) => {
  const read = list(whole(1, 7), 7)(value, path, errors);
  if (read === undefined) return undefined;
  if (read.length === 0)
    return refuse(errors, path, 'must name a weekday, 1 (Monday) to 7 (Sunday)');
  const twice = read.findIndex((day, index) => read.indexOf(day) !== index);
  return twice < 0 ? read : refuse(errors, [...path, String(twice)], 'is there twice', read[twice]);
};

const weekly: Check<WeeklyEntry> = shape({
  kind: kindOf('weekly'),
  name,
  weekdays: required(weekdays),
  from: required(matching(TIME, 'must be a time of day from 00:00 to 23:59')),
  to: required(matching(END, 'must be a time of day from 00:00 to 24:00')),
});

const window: Check<WindowEntry> = (value, path, errors) => {
  const entry = shape({
    kind: kindOf('window'),
    name,
    from: required(localOrInstant),
    to: required(localOrInstant),
  })(value, path, errors);
  if (entry === undefined) return undefined;
  if (entry.from.endsWith('Z') !== entry.to.endsWith('Z'))
    return refuse(
      errors,
      [...path, 'to'],
      'must be written like from: both local, or both instants'
    );
  if (localOf(entry.from) < localOf(entry.to)) return entry;
  return refuse(errors, [...path, 'to'], 'must be after from', entry.to);
};

const start: Check<string> = (value, path, errors) =>
  typeof value === 'string' && DATE.test(value)
    ? date(value, path, errors)
    : localOrInstant(value, path, errors);

const rule: Check<string> = (value, path, errors) => {
  const checked = parseRecurrence(value);
  if (checked.ok) return String(value);
  for (const { message } of checked.errors) refuse(errors, path, message, value);
  return undefined;
};

const RULE = shape({
  kind: kindOf('rule'),
  name,
  rule: required(rule),
  start: required(start),
  length: required(whole(1, MAX_DAYS * DAY_MS)),
  except: optional(list(start, MAX_EXCEPTIONS), []),
  also: optional(list(start, MAX_EXCEPTIONS), []),
  timezone: optional(nullable(zone), null),
});

/** Date, local time or instant: the starts of one event are written alike. */
const formOf = (text: string): string => {
  if (!text.includes('T')) return 'a date';
  return text.endsWith('Z') ? 'an instant with Z' : 'a local time';
};

const repeating: Check<RuleEntry> = (value, path, errors) => {
  const before = errors.length;
  const entry = RULE(value, path, errors);
  if (entry === undefined) return undefined;
  const form = formOf(entry.start);
  if (form === 'a date' && entry.length > MAX_DAYS)
    refuse(errors, [...path, 'length'], `must be whole days, at most ${MAX_DAYS}`, entry.length);
  if (form === 'an instant with Z' && entry.timezone !== null)
    refuse(errors, [...path, 'timezone'], 'does not belong to a start with Z', entry.timezone);
  for (const field of ['except', 'also'] as const)
    for (const [index, one] of entry[field].entries())
      if (formOf(one) !== form)
        refuse(errors, [...path, field, String(index)], `must be ${form} like start`, one);
  if (errors.length > before) return undefined;
  const first = ruleStretches(entry, entry.timezone ?? 'UTC')(localOf(entry.start));
  return first === null
    ? refuse(errors, [...path, 'rule'], 'names no day at all', entry.rule)
    : entry;
};

const CHECKS: Record<CalendarEntryKind, Check<CalendarEntry>> = {
  days,
  yearly,
  weekly,
  window,
  rule: repeating,
};

export const checkEntry: Check<CalendarEntry> = (value, path, errors) => {
  if (errors.length >= MAX_ERRORS) return undefined;
  if (!isObject(value)) return refuse(errors, path, 'must be an object with a kind', value);
  const kind = Object.hasOwn(value, 'kind') ? value['kind'] : undefined;
  const known = CALENDAR_ENTRY_KINDS.find((one) => one === kind);
  if (known !== undefined) return CHECKS[known](value, path, errors);
  const message = `must be one of ${CALENDAR_ENTRY_KINDS.join(', ')}`;
  return refuse(errors, [...path, 'kind'], message, kind);
};

const entries: Check<CalendarEntry[]> = (value, path, errors) => {
  if (Array.isArray(value) && value.length > MAX_ENTRIES)
    return refuse(errors, path, `has ${value.length} entries; at most ${MAX_ENTRIES} are allowed`);
  const rules = (Array.isArray(value) ? value : []).filter(
    (one: unknown) => isObject(one) && one['kind'] === 'rule'
  );
  if (rules.length > MAX_RULES)
    return refuse(errors, path, `has ${rules.length} rules; at most ${MAX_RULES} are allowed`);
  if (countedBy(rules) > MAX_COUNTED)
    return refuse(errors, path, `the COUNT of all rules together must be at most ${MAX_COUNTED}`);
  return list(checkEntry, MAX_ENTRIES)(value, path, errors);
};

const countedBy = (rules: Record<string, unknown>[]): number =>
  rules.reduce((sum, one) => {
    const checked = parseRecurrence(one['rule']);
    return sum + (checked.ok ? (checked.value.count ?? 0) : 0);
  }, 0);

export const CALENDAR_FIELDS = {
  name: required(line(1, 255)),
  description: optional(paragraph(10_000), ''),
  timezone: optional(nullable(zone), null),
};

export const ENTRIES = required<CalendarEntry[]>(entries);

const CALENDAR = shape({ ...CALENDAR_FIELDS, entries: ENTRIES });
const SERVER_FIELDS = ['documentId', 'usedBy', 'createdAt', 'updatedAt'];

/** Checks a calendar as a client writes it and fills in what it leaves out. */
export const checkCalendar = (body: unknown): Checked<CalendarDefinition> => {
  const errors: FieldError[] = [];
  const calendar = CALENDAR(withoutServerFields(body, errors), [], errors);
  return errors.length > 0 || calendar === undefined
    ? unsound(...errors.slice(0, MAX_ERRORS))
    : sound(calendar);
};

const withoutServerFields = (body: unknown, errors: FieldError[]): unknown => {
  if (!isObject(body)) return body;
  for (const key of SERVER_FIELDS)
    if (Object.hasOwn(body, key)) refuse(errors, [key], 'is set by the server');
  return Object.fromEntries(Object.entries(body).filter(([key]) => !SERVER_FIELDS.includes(key)));
};

/** PUT: the definition, and the revision that the caller read. */
export const splitRevision = (body: unknown): { revision: Checked<number>; rest: unknown } => {
  if (!isObject(body)) return { revision: sound(0), rest: body };
  const { revision: given, ...rest } = body;
  const errors: FieldError[] = [];
  const revision =
    given === undefined
      ? refuse(errors, ['revision'], 'is required: the revision that you read')
      : whole(1, Number.MAX_SAFE_INTEGER)(given, ['revision'], errors);
  return { revision: revision === undefined ? unsound(...errors) : sound(revision), rest };
};
