import { useState } from 'react';

import type { TemplateView } from '../../../../server/src/contract/template';
import { withoutErrors, type FormErrors } from '../../form-errors';
import { TIMING_PATHS } from '../schedules/timing-form';
import { useSchedulePreview } from '../schedules/use-schedule-preview';
import type { JobForm } from './job-form';

export type JobDraft = ReturnType<typeof useJobDraft>;

/** A job's form, what the server refused of it, and the runs that its schedules make. */
export const useJobDraft = (initial: JobForm, templates: readonly TemplateView[]) => {
  const [start] = useState(initial);
  const [form, setForm] = useState(start);
  const [refused, refuse] = useState<FormErrors>({});
  const template = templates.find(({ uid }) => uid === form.template);
  const view = useSchedulePreview(form.schedules, form.timing);
  return {
    form,
    template,
    view,
    refused,
    refuse,
    isDirty: form !== start,
    /** Changes fields and forgets what the server said about them. */
    change: (patch: Partial<JobForm>) => {
      setForm((now) => ({ ...now, ...patch }));
      refuse((errors) => Object.keys(patch).reduce(forget, errors));
    },
  };
};

/** Policies are one object in the form and several fields of the definition. */
export const POLICY_PATHS = [
  'overlap',
  'priority',
  'concurrency',
  'breaker',
  'dependencies',
  'timeoutMs',
  'onLost',
  'retry',
] as const;

const forget = (errors: FormErrors, field: string): FormErrors =>
  pathsOf(field).reduce(withoutErrors, errors);

const pathsOf = (field: string): readonly string[] => {
  if (field === 'policies') return POLICY_PATHS;
  return field === 'timing' ? TIMING_PATHS : [field];
};
