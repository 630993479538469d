import type { CalendarChoice } from '../../../../server/src/contract/calendar';
import type { JobDefinition, MissedPolicy } from '../../../../server/src/contract/job';
import type { FormErrors } from '../../form-errors';

/** What holds for all schedules of a job together. Numbers are undefined while emptied. */
export interface TimingForm {
  calendars: CalendarChoice;
  startAt: string | null;
  endAt: string | null;
  /** Undefined: as many as the schedules make. */
  maxExecutions: number | undefined;
  jitterMs: number | undefined;
  missedPolicy: MissedPolicy;
  missedWindowMs: number | undefined;
}

/** The same as fields of the definition. */
export const TIMING_PATHS = [
  'calendars',
  'startAt',
  'endAt',
  'maxExecutions',
  'jitterMs',
  'missed',
] as const;

type TimingFields = Pick<JobDefinition, (typeof TIMING_PATHS)[number]>;

/** What the server fills in where a field is left out. */
export const TIMING_DEFAULTS: TimingFields = {
  calendars: { exclude: [], only: [] },
  startAt: null,
  endAt: null,
  maxExecutions: null,
  jitterMs: 0,
  missed: { policy: 'last', windowMs: 3_600_000 },
};

export const timingFormOf = (fields: TimingFields): TimingForm => ({
  calendars: fields.calendars,
  startAt: fields.startAt,
  endAt: fields.endAt,
  maxExecutions: fields.maxExecutions ?? undefined,
  jitterMs: fields.jitterMs,
  missedPolicy: fields.missed.policy,
  missedWindowMs: fields.missed.windowMs,
});

/** The fields as they are sent, each said; an emptied window is sent as null and refused. */
export const timingFields = (form: TimingForm): Record<keyof TimingFields, unknown> => ({
  calendars: form.calendars,
  startAt: form.startAt,
  endAt: form.endAt,
  maxExecutions: form.maxExecutions ?? null,
  jitterMs: form.jitterMs ?? 0,
  missed: { policy: form.missedPolicy, windowMs: form.missedWindowMs ?? null },
});

/** Only what differs from the defaults. */
export const changedTimingFields = (form: TimingForm): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(timingFields(form)).filter(
      ([name, value]) =>
        JSON.stringify(value) !== JSON.stringify(TIMING_DEFAULTS[name as keyof TimingFields])
    )
  );

export const validateTiming = (form: TimingForm): FormErrors => ({
  ...(form.startAt !== null &&
    form.endAt !== null &&
    Date.parse(form.endAt) <= Date.parse(form.startAt) && {
      endAt: { id: 'wizard.error.end-before-start' },
    }),
  ...(form.maxExecutions !== undefined && countErrors(form.maxExecutions)),
  ...(form.missedWindowMs === undefined && {
    'missed.windowMs': { id: 'parameters.error.required' },
  }),
  ...(form.missedWindowMs !== undefined &&
    form.missedWindowMs < 0 && {
      'missed.windowMs': { id: 'parameters.error.min', values: { min: 0 } },
    }),
});

const countErrors = (count: number): FormErrors => {
  if (!Number.isInteger(count)) return { maxExecutions: { id: 'parameters.error.integer' } };
  return count < 1 ? { maxExecutions: { id: 'parameters.error.min', values: { min: 1 } } } : {};
};
