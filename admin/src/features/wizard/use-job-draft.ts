import { useState } from 'react';

import type { TemplateView } from '../../../../server/src/contract/template';
import { withoutErrors, type FormErrors } from '../../form-errors';
import { useSchedulePreview } from '../schedules/use-schedule-preview';
import type { JobForm } from './job-form';

export type JobDraft = ReturnType<typeof useJobDraft>;

/** A job's form, what the server refused of it, and the runs that its schedules make. */
export const useJobDraft = (initial: JobForm, templates: readonly TemplateView[]) => {
  const [start] = useState(initial);
  const [form, setForm] = useState(start);
  const [refused, refuse] = useState<FormErrors>({});
  const template = templates.find(({ uid }) => uid === form.template);
  const view = useSchedulePreview(form.schedules, form.policies);
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

/** Policies are one object in the form and eight fields of the definition. */
export const POLICY_PATHS = [
  'missed',
  'overlap',
  'priority',
  'timeoutMs',
  'onLost',
  'retry',
  'startAt',
  'endAt',
] as const;

const forget = (errors: FormErrors, field: string): FormErrors =>
  (field === 'policies' ? [...POLICY_PATHS] : [field]).reduce(withoutErrors, errors);
