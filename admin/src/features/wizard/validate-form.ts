import type { TemplateView } from '../../../../server/src/contract/template';
import type { FormErrors } from '../../form-errors';
import { validateParameters } from '../parameters/validate-parameters';
import { splitExpression } from '../schedules/cron-model';
import { validateOverrides } from '../schedules/parameter-overrides';
import { isElapsedUnit, type ScheduleDraft } from '../schedules/schedule-draft';
import { validateTiming } from '../schedules/timing-form';
import type { JobForm } from './job-form';
import { rangeErrors, REQUIRED } from './range-errors';
import { validatePolicies } from './validate-policies';

export const STEPS = ['template', 'parameters', 'schedule', 'review'] as const;
export type Step = (typeof STEPS)[number];

/** What is wrong on one step; the steps before it are not looked at. */
export const validateStep = (
  step: Step,
  form: JobForm,
  template: TemplateView | undefined
): FormErrors => {
  switch (step) {
    case 'template':
      return template ? {} : { template: { id: 'wizard.error.template' } };
    case 'parameters':
      return template ? validateParameters(template.parameters, form.parameters) : {};
    case 'schedule':
      return {
        ...validateSchedules(form.schedules),
        ...overrideErrors(form, template),
        ...validateTiming(form.timing),
        ...validatePolicies(form.policies),
      };
    case 'review':
      return validateNaming(form);
  }
};

/** The step on which a field of the server's answer is found. */
export const stepOfPath = (path: string): Step => {
  const [field] = path.split('.');
  if (field === 'template') return 'template';
  if (field === 'parameters') return 'parameters';
  return field === 'name' || field === 'description' || field === 'category' || field === 'tags'
    ? 'review'
    : 'schedule';
};

export const validateNaming = ({ name }: JobForm): FormErrors => {
  if (name.trim() === '') return { name: REQUIRED };
  return name.trim().length > 255
    ? { name: { id: 'parameters.error.too-long', values: { max: 255 } } }
    : {};
};

const overrideErrors = (form: JobForm, template: TemplateView | undefined): FormErrors => {
  if (!template) return {};
  return Object.fromEntries(
    form.schedules.flatMap(({ parameters }, index) =>
      Object.entries(validateOverrides(template.parameters, form.parameters, parameters)).map(
        ([path, error]) => [`schedules.${index}.${path}`, error] as const
      )
    )
  );
};

/** What is empty or out of range; whether a schedule can ever run is the server's word. */
export const validateSchedules = (drafts: readonly ScheduleDraft[]): FormErrors => {
  const errors: FormErrors = {};
  drafts.forEach((draft, index) => {
    for (const [field, error] of Object.entries(scheduleErrors(draft))) {
      errors[`schedules.${index}.${field}`] = error;
    }
    const twice = drafts.findIndex((other) => other.key.trim() === draft.key.trim()) < index;
    if (twice) errors[`schedules.${index}.key`] = { id: 'schedules.error.key-twice' };
  });
  return errors;
};

const scheduleErrors = (draft: ScheduleDraft): FormErrors => ({
  ...(draft.key.trim() === '' && { key: REQUIRED }),
  ...kindErrors(draft),
});

const kindErrors = (draft: ScheduleDraft): FormErrors => {
  switch (draft.kind) {
    case 'interval':
      return intervalErrors(draft);
    case 'hourly':
      return rangeErrors('minute', draft.minute, 0, 59);
    case 'daily':
      return timeErrors(draft);
    case 'weekly':
      return { ...emptyErrors('weekdays', draft.weekdays), ...timeErrors(draft) };
    case 'monthly':
      return { ...emptyErrors('days', draft.days), ...timeErrors(draft) };
    case 'yearly':
      return { ...rangeErrors('day', draft.day, 1, 31), ...timeErrors(draft) };
    case 'cron':
      return splitExpression(draft.expression)
        ? {}
        : { expression: { id: 'parameters.error.cron' } };
    case 'once':
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(draft.at) ? {} : { at: REQUIRED };
  }
};

const intervalErrors = (draft: ScheduleDraft): FormErrors => {
  const every = rangeErrors('every', draft.count, 1, Infinity);
  if (isElapsedUnit(draft.unit)) return every;
  return { ...every, ...(draft.start === '' && { start: REQUIRED }), ...timeErrors(draft) };
};

const timeErrors = ({ time }: ScheduleDraft): FormErrors => (time === '' ? { time: REQUIRED } : {});

const emptyErrors = (field: string, list: readonly unknown[]): FormErrors =>
  list.length === 0 ? { [field]: { id: 'schedules.error.choose' } } : {};
