import {
  JOB_SERVER_FIELDS,
  type JobDefinition,
  type JobView,
} from '../../../../server/src/contract/job';
import type { TemplateView } from '../../../../server/src/contract/template';
import { formValues, wireParameters, type ParameterValues } from '../parameters/parameter-values';
import { draftOf, newDraft, scheduleInput, type ScheduleDraft } from '../schedules/schedule-draft';
import {
  changedTimingFields,
  timingFields,
  timingFormOf,
  TIMING_DEFAULTS,
  type TimingForm,
} from '../schedules/timing-form';
import {
  changedPolicyFields,
  policyFields,
  policyFormOf,
  POLICY_DEFAULTS,
  type JobReference,
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
  timing: TimingForm;
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
  timing: timingFormOf(TIMING_DEFAULTS),
  policies: policyFormOf(POLICY_DEFAULTS),
});

/** The same form with another template: its defaults, and a name where none was typed. */
export const withTemplate = (form: JobForm, template: TemplateView): JobForm =>
  form.template === template.uid
    ? form
    : {
        ...form,
        template: template.uid,
        parameters: formValues(template.parameters, {}),
        schedules: form.schedules.map((draft) => ({ ...draft, parameters: {} })),
      };

/** The form of a stored job; `template` is undefined when it is gone, `upstreams` names the jobs that it waits for. */
export const formOfJob = (
  job: JobView,
  template: TemplateView | undefined,
  { today, upstreams = [] }: { today: string; upstreams?: readonly JobReference[] }
): JobForm => ({
  name: job.name,
  description: job.description,
  category: job.category ?? '',
  tags: job.tags,
  template: job.template,
  parameters: formValues(template?.parameters ?? [], job.parameters),
  schedules: job.schedules.map((schedule) => draftOf(schedule, today, template?.parameters)),
  timing: timingFormOf(job),
  policies: policyFormOf(job, upstreams),
});

/** What POST /jobs gets: only what differs from the defaults. */
export const createBody = (form: JobForm, template: TemplateView, enabled: boolean) => ({
  name: form.name.trim(),
  template: form.template,
  parameters: wireParameters(template.parameters, form.parameters),
  ...(form.description.trim() && { description: form.description.trim() }),
  ...(form.category.trim() && { category: form.category.trim() }),
  ...(form.tags.length > 0 && { tags: form.tags }),
  ...(form.schedules.length > 0 && {
    schedules: form.schedules.map((draft) => scheduleInput(draft, template.parameters)),
  }),
  ...changedTimingFields(form.timing),
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
    schedules: form.schedules.map((draft) => scheduleInput(draft, template?.parameters)),
    ...timingFields(form.timing),
    ...policyFields(form.policies),
    revision: job.revision,
  };
};

/** A job without what only the server sets. */
export const definitionOf = (job: JobView): JobDefinition =>
  Object.fromEntries(
    Object.entries(job).filter(([name]) => !JOB_SERVER_FIELDS.some((field) => field === name))
  ) as unknown as JobDefinition;
