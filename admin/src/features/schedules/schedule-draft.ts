import type { CalendarChoice } from '../../../../server/src/contract/calendar';
import type { Overflow, Schedule, ScheduleKind } from '../../../../server/src/contract/schedule';
import type { ParameterDefinition } from '../../../../server/src/contract/template';
import type { ParameterValues } from '../parameters/parameter-values';
import { overridesOf, wireOverrides } from './parameter-overrides';

export const ELAPSED_UNITS = ['s', 'm', 'h'] as const;
export const CALENDAR_UNITS = ['d', 'w', 'mo', 'y'] as const;
export const INTERVAL_UNITS = [...ELAPSED_UNITS, ...CALENDAR_UNITS] as const;
export type IntervalUnit = (typeof INTERVAL_UNITS)[number];

/**
 * One schedule as the form holds it: the fields of all kinds side by side, so that changing the
 * kind and coming back loses nothing.
 */
export interface ScheduleDraft {
  /** Only for the list on the page; never sent. */
  id: string;
  key: string;
  kind: ScheduleKind;
  /** Empty: the site's zone. */
  timezone: string;
  enabled: boolean;
  priority: number;
  startAt: string | null;
  endAt: string | null;
  comment: string;
  /** Null: the job's. */
  calendars: CalendarChoice | null;
  /** Parameters of the job that are others for this schedule, as the form holds them, by name. */
  parameters: ParameterValues;
  count: number | undefined;
  unit: IntervalUnit;
  /** ISO 8601 UTC; null: when the job is created. */
  anchor: string | null;
  /** Local date `YYYY-MM-DD`. */
  start: string;
  time: string;
  minute: number | undefined;
  weekdays: number[];
  days: (number | 'last')[];
  overflow: Overflow;
  month: number;
  day: number | undefined;
  expression: string;
  /** Local `YYYY-MM-DDTHH:mm`. */
  at: string;
}

/** A schedule as it is sent: what holds its default is left out. */
export type ScheduleInput = Record<string, unknown> & { key: string; kind: ScheduleKind };

/** A new schedule (daily at 09:00); `today` is the local date that date fields start at. */
export const newDraft = (existing: readonly ScheduleDraft[], today: string): ScheduleDraft => {
  const key = freeKey(existing.map((draft) => draft.key));
  return {
    ...EMPTY,
    id: freeKey(existing.map((draft) => draft.id)),
    key,
    start: today,
    at: `${today}T09:00`,
    timezone: existing.at(-1)?.timezone ?? '',
  };
};

/** The draft of a stored schedule; `definitions` are those of the job's template. */
export const draftOf = (
  schedule: Schedule,
  today: string,
  definitions: readonly ParameterDefinition[] = []
): ScheduleDraft => ({
  ...EMPTY,
  start: today,
  at: `${today}T09:00`,
  id: schedule.key,
  key: schedule.key,
  kind: schedule.kind,
  timezone: schedule.timezone,
  enabled: schedule.enabled,
  priority: schedule.priority,
  startAt: schedule.startAt,
  endAt: schedule.endAt,
  comment: schedule.comment ?? '',
  calendars: schedule.calendars ?? null,
  parameters: overridesOf(schedule.parameters ?? {}, definitions),
  ...kindFields(schedule),
});

/** What is sent for a draft: the fields of its kind, and common fields that differ from the default. */
export const scheduleInput = (
  draft: ScheduleDraft,
  definitions: readonly ParameterDefinition[] = []
): ScheduleInput => ({
  ...whenInput(draft),
  ...(draft.comment.trim() && { comment: draft.comment.trim() }),
  ...(Object.keys(draft.parameters).length > 0 && {
    parameters: wireOverrides(draft.parameters, definitions),
  }),
});

/** The part of it that decides when it runs. */
export const whenInput = (draft: ScheduleDraft): ScheduleInput => ({
  key: draft.key.trim(),
  kind: draft.kind,
  ...inputOfKind(draft),
  ...(draft.timezone && { timezone: draft.timezone }),
  ...(!draft.enabled && { enabled: false }),
  ...(draft.priority !== 0 && { priority: draft.priority }),
  ...(draft.startAt && { startAt: draft.startAt }),
  ...(draft.endAt && { endAt: draft.endAt }),
  ...(draft.calendars && { calendars: draft.calendars }),
});

export const isElapsedUnit = (unit: IntervalUnit): boolean =>
  ELAPSED_UNITS.some((elapsed) => elapsed === unit);

const EMPTY: ScheduleDraft = {
  id: '',
  key: '',
  kind: 'daily',
  timezone: '',
  enabled: true,
  priority: 0,
  startAt: null,
  endAt: null,
  comment: '',
  calendars: null,
  parameters: {},
  count: 15,
  unit: 'm',
  anchor: null,
  start: '',
  time: '09:00',
  minute: 0,
  weekdays: [1],
  days: [1],
  overflow: 'last',
  month: 1,
  day: 1,
  expression: '0 9 * * *',
  at: '',
};

const freeKey = (taken: readonly string[]): string => {
  let n = taken.length + 1;
  while (taken.includes(`schedule-${n}`)) n += 1;
  return `schedule-${n}`;
};

const kindFields = (schedule: Schedule): Partial<ScheduleDraft> => {
  switch (schedule.kind) {
    case 'interval':
      return 'anchor' in schedule
        ? { ...everyFields(schedule.every), anchor: schedule.anchor }
        : { ...everyFields(schedule.every), ...calendarFields(schedule) };
    case 'hourly':
      return { minute: schedule.minute };
    case 'daily':
      return { time: schedule.time };
    case 'weekly':
      return { weekdays: schedule.weekdays, time: schedule.time };
    case 'monthly':
      return { days: schedule.days, time: schedule.time, overflow: schedule.overflow };
    case 'yearly':
      return {
        month: schedule.month,
        day: schedule.day,
        time: schedule.time,
        overflow: schedule.overflow,
      };
    case 'cron':
      return { expression: schedule.expression };
    case 'once':
      return { at: schedule.at };
  }
};

const calendarFields = (schedule: {
  start: string;
  time: string;
  overflow: Overflow;
}): Partial<ScheduleDraft> => ({
  start: schedule.start,
  time: schedule.time,
  overflow: schedule.overflow,
});

const everyFields = (every: string): Pick<ScheduleDraft, 'count' | 'unit'> => {
  const match = /^(\d+)([a-z]+)$/.exec(every);
  const unit = INTERVAL_UNITS.find((known) => known === match?.[2]);
  return { count: match ? Number(match[1]) : undefined, unit: unit ?? 'm' };
};

const inputOfKind = (draft: ScheduleDraft): Record<string, unknown> => {
  switch (draft.kind) {
    case 'interval':
      return intervalInput(draft);
    case 'hourly':
      return { minute: draft.minute };
    case 'daily':
      return { time: draft.time };
    case 'weekly':
      return { weekdays: [...draft.weekdays].sort((a, b) => a - b), time: draft.time };
    case 'monthly':
      return { days: draft.days, time: draft.time, ...overflowInput(draft) };
    case 'yearly':
      return { month: draft.month, day: draft.day, time: draft.time, ...overflowInput(draft) };
    case 'cron':
      return { expression: draft.expression.trim() };
    case 'once':
      return { at: draft.at };
  }
};

const intervalInput = (draft: ScheduleDraft): Record<string, unknown> => {
  const every = `${draft.count ?? ''}${draft.unit}`;
  if (isElapsedUnit(draft.unit)) return { every, ...(draft.anchor && { anchor: draft.anchor }) };
  const monthly = draft.unit === 'mo' || draft.unit === 'y';
  return { every, start: draft.start, time: draft.time, ...(monthly && overflowInput(draft)) };
};

const overflowInput = (draft: ScheduleDraft): { overflow?: Overflow } =>
  draft.overflow === 'last' ? {} : { overflow: draft.overflow };
