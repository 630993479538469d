import {
  JOB_SERVER_FIELDS,
  type JobDefinition,
  type JobView,
} from '../../../../server/src/contract/job';
import type { TemplateView } from '../../../../server/src/contract/template';
import { formValues, wireParameters, type ParameterValues } from '../parameters/parameter-values';
import { draftOf, newDraft, scheduleInput, type ScheduleDraft } from '../schedules/schedule-draft';
import {
  changedPolicyFields,
  policyFields,
  policyFormOf,
  POLICY_DEFAULTS,
  type PolicyForm,
} from './policy-form';

/** A job while it is made or edited. */
export interface JobForm {
  name: string;
  description: string;
  category: string;
  tags: string[];
  /** Uid of the template; '' until one is chosen. */
  template: string;
  parameters: ParameterValues;
  schedules: ScheduleDraft[];
  policies: PolicyForm;
}

/** An empty form: no template yet, daily at nine. `today` is a local date. */
export const emptyForm = (today: string): JobForm => ({
  name: '',
  description: '',
  category: '',
  tags: [],
  template: '',
  parameters: {},
  schedules: [newDraft([], today)],
  policies: policyFormOf(POLICY_DEFAULTS),
});

/** The same form with another template: its defaults, and a name where none was typed. */
export const withTemplate = (form: JobForm, template: TemplateView): JobForm =>
  form.template === template.uid
    ? form
    : { ...form, template: template.uid, parameters: formValues(template.parameters, {}) };

/** The form of a stored job; `template` is undefined when it is gone. */
export const formOfJob = (
  job: JobView,
  template: TemplateView | undefined,
  today: string
): JobForm => ({
  name: job.name,
  description: job.description,
  category: job.category ?? '',
  tags: job.tags,
  template: job.template,
  parameters: formValues(template?.parameters ?? [], job.parameters),
  schedules: job.schedules.map((schedule) => draftOf(schedule, today)),
  policies: policyFormOf(job),
});

/** What POST /jobs gets: only what differs from the defaults. */
export const createBody = (form: JobForm, template: TemplateView, enabled: boolean) => ({
  name: form.name.trim(),
  template: form.template,
  parameters: wireParameters(template.parameters, form.parameters),
  ...(form.description.trim() && { description: form.description.trim() }),
  ...(form.category.trim() && { category: form.category.trim() }),
  ...(form.tags.length > 0 && { tags: form.tags }),
  ...(form.schedules.length > 0 && { schedules: form.schedules.map(scheduleInput) }),
  ...changedPolicyFields(form.policies),
  ...(!enabled && { enabled: false }),
});

/** What PUT /jobs/:id gets: the whole definition, what this form does not show included. */
export const replaceBody = (
  form: JobForm,
  job: JobView,
  template: TemplateView | undefined
): Record<string, unknown> & { revision: number } => {
  const { templateVersion, ...definition } = definitionOf(job);
  return {
    ...definition,
    ...(template === undefined && { templateVersion }),
    name: form.name.trim(),
    description: form.description.trim(),
    category: form.category.trim() || null,
    tags: form.tags,
    parameters: template ? wireParameters(template.parameters, form.parameters) : job.parameters,
    schedules: form.schedules.map(scheduleInput),
    ...policyFields(form.policies),
    revision: job.revision,
  };
};

/** A job without what only the server sets. */
export const definitionOf = (job: JobView): JobDefinition =>
  Object.fromEntries(
    Object.entries(job).filter(([name]) => !JOB_SERVER_FIELDS.some((field) => field === name))
  ) as unknown as JobDefinition;
